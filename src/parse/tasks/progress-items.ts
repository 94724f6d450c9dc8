import type { DocumentHeading, ProgressTask } from '../../model/task-document.ts'
import { isTaskId } from './document.ts'
import { CR } from './progress-lines.ts'
import { readItemHead } from './read-task.ts'

/* The items of lists as the one pass of `progress.ts` goes over them. */

export type Mutable<T> = { -readonly [K in keyof T]: T[K] }

/** The item that lines may still belong to: one value for all of them, since there are many. */
export interface Item {
  /** Whether there is one. */
  open: boolean
  /** Its task where it was read at a glance, else null until it ends. */
  task: ProgressTask | null
  start: number
  lineEnd: number
  end: number
  content: number
  section: number
  /** Where the lines below its head begin, -1 for none. */
  body: number
  /** Boxes without an id stand below it: parts of a task, or tasks where it is none. */
  boxes: boolean
}

export interface State {
  readonly text: string
  readonly headings: DocumentHeading[]
  readonly tasks: ProgressTask[]
  /** Tasks without a box, which count where no other task has one. */
  readonly bare: ProgressTask[]
  boxed: boolean
  /** Items that nothing but an id could make a task. */
  readonly boxless: Item[]
  readonly item: Item
  /** Something was met that has to be read whole. */
  odd: boolean
}

export const newItem = (): Item => ({
  open: false,
  task: null,
  start: 0,
  lineEnd: 0,
  end: 0,
  content: 0,
  section: -1,
  body: -1,
  boxes: false,
})

export function beginItem(
  item: Item,
  task: ProgressTask | null,
  section: number,
  start: number,
  content: number,
  lineEnd: number,
  end: number,
): void {
  item.open = true
  item.task = task
  item.section = section
  item.start = start
  item.content = content
  item.lineEnd = lineEnd
  item.end = end
  item.body = -1
  item.boxes = false
}

/** An item whose lines are all known: a task goes to the others, with its body. */
export function endItem(state: State): void {
  const { item, text } = state
  if (!item.open) return
  item.open = false
  if (item.task !== null) {
    state.boxed = true
    if (item.body >= 0) (item.task as Mutable<ProgressTask>).body = bodyOf(text, item.body, item.end, 2)
    state.tasks.push(item.task)
    return
  }
  // Without a bracket it has no box, and is a task only where no other has one either.
  if (!text.slice(item.content, item.lineEnd).includes('[')) {
    if (item.boxes) state.odd = true
    state.boxless.push({ ...item })
    return
  }
  readItem(state, item)
}

/** Takes an item apart. */
export function readItem(state: State, { start, end, lineEnd, content, section, boxes }: Item): void {
  const { text } = state
  const place = { indent: 0, contentColumn: content - start, parent: -1, quote: '', piece: -1 }
  const head = readItemHead(text, { start, end, lineEnd, content, ...place }, { dialect: '' })
  if (boxes && (head === null || head.box === null)) state.odd = true
  if (head === null || (head.box === null && !isTaskId(head))) return
  head.section = section
  const newline = text.indexOf('\n', head.headEnd)
  if (newline >= 0 && newline + 1 < end) head.body = bodyOf(text, newline + 1, end, head.contentColumn)
  if (head.box === null) state.bare.push(head)
  else state.tasks.push(head)
  if (head.box !== null && head.id !== '') state.boxed = true
}

/** As `bodyLines`, for lines that all have `column` blanks in front or are blank. */
function bodyOf(text: string, start: number, end: number, column: number): readonly string[] {
  const lines: string[] = []
  let filled = 0
  for (let at = start; at < end;) {
    const newline = text.indexOf('\n', at)
    const stop = newline < 0 || newline >= end ? end : newline
    const line = text.slice(at + column, text.charCodeAt(stop - 1) === CR && stop < end ? stop - 1 : stop)
    const isBlank = text.slice(at, stop).trim() === ''
    if (!isBlank || filled > 0) lines.push(isBlank ? '' : line)
    if (!isBlank) filled = lines.length
    at = stop + 1
  }
  lines.length = filled
  return lines
}
