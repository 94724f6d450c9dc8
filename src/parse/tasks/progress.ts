import type { DocumentHeading, ProgressDocument, ProgressTask } from '../../model/task-document.ts'
import type { SourceFile } from '../../model/source.ts'
import { frontMatterSpan } from '../front-matter-span.ts'
import { readConflictNotes } from './conflict-note.ts'
import { isKiro, isTaskId, readHeading } from './document.ts'
import { PLAIN, STATES } from './plain-head.ts'
import { bodyLines } from './read-body.ts'
import { readTaskLine } from '../text/task-line.ts'
import { opensBlock, readHeadingHead, readItemHead, remarksAtEnd } from './read-task.ts'

/*
 * Progress looks at a document far more often than anybody edits it, and asks little of each task. So a document whose
 * blocks show in the first characters of its lines is read in one pass that keeps nothing else: headings, paragraphs,
 * quotes, tables, fences and lists at the margin, and what is indented below an item where nothing in it could be a task.
 * At the first line that is anything else it is left to `readTaskDocument`, whose answer this one is held equal to.
 */

// What stands at the start of a line, as the character's code.
const [LF, CR, SPACE, TAB] = [10, 13, 32, 9] as const
const [HASH, STAR, PLUS, MINUS, GREATER, LESS, EQUALS, BAR] = [35, 42, 43, 45, 62, 60, 61, 124] as const
const [BACKTICK, TILDE, UNDERSCORE, BRACKET, NINE, ZERO] = [96, 126, 95, 91, 57, 48] as const

const TASK = new RegExp(`- ${PLAIN.source}`, 'y')

/** What the line above leaves behind: nothing, the head or the body of an item, or a paragraph that may go on. */
const [NOTHING, HEAD, BODY, TEXT] = [0, 1, 2, 3] as const

/** The item that lines may still belong to: one value for all of them, since there are many. */
interface Item {
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

interface State {
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

/** Reads what progress needs of a document; null where that takes more than a look at its lines. Linear. */
export function readProgress(source: Pick<SourceFile, 'path' | 'text'>): ProgressDocument | null {
  const { text, path } = source
  if (isKiro(text)) return null
  const state: State = {
    text,
    headings: [],
    tasks: [],
    bare: [],
    boxed: false,
    boxless: [],
    item: newItem(),
    odd: false,
  }
  const front = frontMatterSpan(text)
  const from = front === null ? 0 : text.indexOf('\n', front.end) + 1
  if (front !== null && from === 0) return null
  if (!readLines(state, from)) return null
  endItem(state)
  if (!state.boxed) for (const item of state.boxless) readItem(state, item)
  const { headings, boxed, bare } = state
  if (state.odd) return null
  // A task without a box stands among others only where none has one; their order would have to be found again.
  if (bare.length > 0 && !boxed && state.tasks.length > 0) return null
  const tasks = bare.length > 0 && !boxed ? bare.sort((a, b) => a.start - b.start) : state.tasks
  return { file: path, text, headings, tasks, conflicts: readConflictNotes(text) }
}

function readLines(state: State, from: number): boolean {
  const { text } = state
  const { length } = text
  let above: number = NOTHING
  let at = from
  while (at < length) {
    const newline = text.indexOf('\n', at)
    const next = newline < 0 ? length : newline + 1
    const stop = newline < 0 ? length : newline
    const end = stop > at && text.charCodeAt(stop - 1) === CR ? stop - 1 : stop
    const first = at === end ? LF : text.charCodeAt(at)
    if (first === MINUS && takesTask(state, at, end, next)) above = HEAD
    else if (first === LF) above = NOTHING
    else if (first === SPACE) {
      above = indented(state, at, end, next, above)
      if (above < 0) return false
    } else if (first === BACKTICK && text.startsWith('```', at) && isFence(text, at, end)) {
      const after = behindFence(text, at, end)
      if (after < 0) return false
      endItem(state)
      above = NOTHING
      at = after
      continue
    } else {
      above = atMargin(state, first, at, end, next, above)
      if (above < 0) return false
    }
    at = next
  }
  return true
}

const newItem = (): Item => ({
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

function beginItem(
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

/** Reads a line in the form of nearly all tasks. Answers whether it was one. */
function takesTask(state: State, start: number, end: number, next: number): boolean {
  const { text } = state
  TASK.lastIndex = start
  if (!TASK.test(text) || TASK.lastIndex >= end) return false
  const task = plainTask(text, start, TASK.lastIndex, end)
  if (task === null) return false
  endItem(state)
  const section = state.headings.length - 1
  task.section = section
  beginItem(state.item, task, section, start, start + 2, end, next)
  return true
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

/** The task of a line that {@link TASK} matches up to its words. */
function plainTask(text: string, start: number, words: number, lineEnd: number): Mutable<ProgressTask> | null {
  let end = lineEnd
  let last = text.charCodeAt(end - 1)
  if (last <= SPACE || last > 127) {
    end = words + text.slice(words, lineEnd).trimEnd().length
    last = text.charCodeAt(end - 1)
  }
  const rest = text.slice(words, end)
  if (rest.includes('~~')) return null
  const closes = last === 0x29 || last === 0xff09
  if ((closes || last === 0x5d) && rest.includes(']')) return null
  const remarks = closes ? remarksAtEnd(text, words, end) : null
  const id = start + '- [ ] '.length
  const idEnd = text.indexOf(' ', id)
  return {
    id: text.slice(id, idEnd),
    kind: 'item',
    state: STATES[text[start + 3]!]!,
    start,
    text: remarks === null ? rest : text.slice(words, remarks.end),
    parallel: text.startsWith('[P]', idEnd + 1),
    estimate: remarks?.estimate ?? null,
    depends: remarks?.depends ?? null,
    body: NO_BODY,
    section: -1,
    parent: -1,
  }
}

const NO_BODY: readonly string[] = []

/** An item whose lines are all known: a task goes to the others, with its body. */
function endItem(state: State): void {
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
function readItem(state: State, { start, end, lineEnd, content, section, boxes }: Item): void {
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

const bodyOf = (text: string, start: number, end: number, column: number): readonly string[] =>
  bodyLines(text, { start, end }, column, '', [])

/** A line that begins at the margin and is no plain task. Answers what it leaves behind, -1 where it cannot be told. */
function atMargin(state: State, first: number, at: number, end: number, next: number, above: number): number {
  const { text } = state
  if (first === HASH) {
    const heading = headingAt(text, at, end)
    if (heading > 0) return addHeading(state, at, end, next, heading)
  } else if (first === MINUS || first === STAR || first === PLUS) {
    const behind = text.charCodeAt(at + 1)
    if (at + 1 < end && behind === SPACE) return addItem(state, at, end, next)
    if (first === MINUS) return rule(state, at, end, above)
    if (first === PLUS || at + 1 >= end || behind === TAB || isAll(text, at, end, STAR)) return -1
  } else if (isNumber(text, at, first)) {
    // Only the number 1 interrupts a paragraph.
    return above === TEXT ? -1 : addItem(state, at, end, next)
  } else if (first === UNDERSCORE) {
    if (isAll(text, at, end, UNDERSCORE)) return -1
  } else if (first === LESS) return comment(state, at, end)
  else if (first === TAB || first === EQUALS || first === TILDE) return -1
  else if (first === GREATER && !isPlainQuote(text, at, end)) return -1
  else if (first === BACKTICK && text.startsWith('```', at)) return -1
  // Without a blank line in front it goes on with the words or the body of the item.
  if (above === HEAD || above === BODY) return -1
  endItem(state)
  // The marks of a quote end with it: what follows is judged as after a blank line, unless it is text.
  return TEXT
}

const isNumber = (text: string, at: number, first: number): boolean => {
  if (first < ZERO || first > NINE) return false
  return /^\d{1,9}[.)](?:\s|$)/.test(text.slice(at, at + 11))
}

/** Hyphens alone: a break after a blank line; below a paragraph they make it a heading. */
function rule(state: State, at: number, end: number, above: number): number {
  if (above === TEXT || !state.text.startsWith('---', at) || !isAll(state.text, at, end, MINUS)) return -1
  endItem(state)
  return NOTHING
}

/** Whether a line holds one mark and blanks alone. */
function isAll(text: string, at: number, end: number, mark: number): boolean {
  for (let index = at; index < end; index++) {
    const code = text.charCodeAt(index)
    if (code !== mark && code !== SPACE && code !== TAB) return false
  }
  return true
}

function headingAt(text: string, at: number, end: number): number {
  let level = 1
  while (level < 7 && text.charCodeAt(at + level) === HASH) level++
  const behind = text.charCodeAt(at + level)
  return level < 7 && (at + level === end || behind === SPACE || behind === TAB) ? level : 0
}

// What the head of a heading with a task must hold: a box, or an id with a T.
const MAYBE_TASK = /\[|T-?\d/

function addHeading(state: State, at: number, end: number, next: number, level: number): number {
  endItem(state)
  const { text, headings } = state
  const section = headings.length
  const heading = readHeading(text, { kind: 'heading', level, section, start: at, end: next }, -1)
  const { text: words, textSpan } = heading
  if (MAYBE_TASK.test(words) && readHeadingHead(text, { start: at, end }, textSpan.start, end) !== null) return -1
  headings.push(heading)
  return NOTHING
}

/** An item that is taken apart once its lines are known. */
function addItem(state: State, start: number, end: number, next: number): number {
  const { text } = state
  const content = contentAt(text, start)
  const first = text.charCodeAt(content)
  // A break, an item in the item, code, HTML, a table, a quote or an empty item.
  if (content >= end || first <= SPACE || isOdd(text, content, first)) return -1
  endItem(state)
  beginItem(state.item, null, state.headings.length - 1, start, content, end, next)
  return HEAD
}

/** Where the content of an item begins whose bullet or number stands at an offset, with one blank behind it. */
function contentAt(text: string, at: number): number {
  let mark = at
  for (let code = text.charCodeAt(mark); code >= ZERO && code <= NINE; code = text.charCodeAt(mark)) mark++
  return mark + 2
}

/** Whether a block begins with what may open another one. */
function isOdd(text: string, at: number, first: number): boolean {
  if (first > 0x7e || (first > NINE && first < LESS) || (first > GREATER && first < BACKTICK)) return false
  if (first === LESS || first === GREATER || first === BAR || first === EQUALS || first === TILDE) return true
  if (first === MINUS || first === PLUS) return true
  if (first === STAR) return !(text.charCodeAt(at + 1) > SPACE)
  if (first === BACKTICK) return text.startsWith('```', at)
  return isNumber(text, at, first)
}

/** A comment of one line, the only HTML that is told here. */
function comment(state: State, at: number, end: number): number {
  const { text } = state
  if (!text.startsWith('<!--', at)) return -1
  const close = text.indexOf('-->', at)
  if (close < 0 || close >= end) return -1
  endItem(state)
  return NOTHING
}

/** The line of a quote that could be no task and opens nothing. */
function isPlainQuote(text: string, at: number, end: number): boolean {
  const from = text.charCodeAt(at + 1) === SPACE ? at + 2 : at + 1
  const first = text.charCodeAt(from)
  if (from >= end) return true
  if (first <= SPACE || !isOdd(text, from, first)) return first > SPACE
  const content = plainContent(text, from, end)
  return content > 0 && text.charCodeAt(content) !== BRACKET
}

const isFence = (text: string, at: number, end: number): boolean => /^`{3,}[^`]*$/.test(text.slice(at, end))

/** Where the line behind a fence begins; -1 where nothing closes it. */
function behindFence(text: string, at: number, end: number): number {
  const marks = /^`+/.exec(text.slice(at, end))![0]
  for (let line = text.indexOf('\n', at) + 1; line > 0; line = text.indexOf('\n', line) + 1) {
    const newline = text.indexOf('\n', line)
    const close = text.slice(line, newline < 0 ? text.length : newline).trim()
    if (!close.startsWith(marks) || /[^`]/.test(close)) continue
    return !text.startsWith(marks, line) ? -1 : newline < 0 ? text.length : newline + 1
  }
  return -1
}

/** A line with blanks in front: of an item, or blank. Answers what it leaves behind, -1 where it cannot be told. */
function indented(state: State, at: number, end: number, next: number, above: number): number {
  const { text, item } = state
  let from = at + 1
  while (from < end && text.charCodeAt(from) === SPACE) from++
  if (from === end) return NOTHING
  const first = text.charCodeAt(from)
  if (!item.open || first === TAB || from - at < item.content - item.start) return -1
  if (first === BRACKET || first === HASH) return -1
  if (isOdd(text, from, first)) {
    const content = plainContent(text, from, end)
    if (content < 0) return -1
    if (text.charCodeAt(content) === BRACKET) item.boxes = true
    return grow(item, at, next)
  }
  if (first === STAR && isAll(text, from, end, STAR)) return -1
  if (above === HEAD && !opensBlock(text.slice(from, end))) return wrapped(item, next)
  return grow(item, at, next)
}

/** Where the words begin of an item that holds no task and opens nothing, its bullet or number at `at`; -1 for others. */
function plainContent(text: string, at: number, end: number): number {
  const mark = text.charCodeAt(at)
  const isItem = mark === MINUS || mark === STAR || mark === PLUS || isNumber(text, at, mark)
  const content = contentAt(text, at)
  const first = text.charCodeAt(content)
  if (!isItem || text.charCodeAt(content - 1) !== SPACE || content >= end || first <= SPACE) return -1
  if (isOdd(text, content, first)) return -1
  if (first !== BRACKET) return content
  // A box without an id belongs to the task above.
  const line = readTaskLine(text.slice(content, end))
  return line === null || (line.id === '' && line.text !== '') ? content : -1
}

function grow(item: Item, at: number, next: number): number {
  if (item.body < 0) item.body = at
  item.end = next
  return BODY
}

/** Words that a formatter wrapped: the item is taken apart as a whole. */
function wrapped(item: Item, next: number): number {
  item.task = null
  item.end = next
  return HEAD
}
