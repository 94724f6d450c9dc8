import type { Block } from '../model/blocks.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { Statement } from '../model/documents.ts'
import type { PlanTask } from '../model/plan.ts'
import type { SourceFile, Span } from '../model/source.ts'
import { lineAt, type LineIndex } from './lines.ts'
import type { OutlineNode } from './outline.ts'
import { walk } from './outline.ts'
import { roleOf } from './plan/roles.ts'
import { plain } from './text/inline.ts'
import { readTaskLine } from './text/task-line.ts'
import { isBlank } from './text/traits.ts'

/** What to compare: the document, where it is no prose, and every value that was read from it. */
export interface UnreadInput {
  readonly source: SourceFile
  readonly lines: LineIndex
  /** The blocks of it that are no prose. */
  readonly apart: readonly Block[]
  readonly outline: OutlineNode
  /** Trees of nodes with places: the plan, its statements, its sections. */
  readonly read: readonly unknown[]
}

/** More sections than this are told in one line. */
const MOST = 50

const BOX_LINE = /^[ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]+(?=(?:\*\*|__|~~)?\[)/
const BOX_CELL = /^[ \t>]*\|(?:[^|]*\|)*?[ \t]*\[[ xX]\][ \t]*(?:\||[^|\s])/

/** Values beside tasks whose whole place is theirs, without others below. Of a milestone or group only the line that names it is. */
const LEAVES: ReadonlySet<unknown> = new Set(['criterion', 'scenario', 'statement'])

/** Sections that hold no work on purpose; their boxes are a list to check. */
function isChecklist(node: OutlineNode): boolean {
  for (let at: OutlineNode | null = node; at !== null; at = at.parent) {
    if (at.section !== null) return !['work', 'listed', 'deliverables'].includes(roleOf(at.section))
    if (PROCESS.test(at.title)) return true
  }
  return false
}

/** Gates of a method or an author, which no vocabulary lists as a section: nothing there is work of the plan. */
const PROCESS = /\b(?:constitution|checklist|gate|gates|compliance|review|readiness|progress|status)\b/iu

/** Fences, comments and front matter, where a box means nothing. */
function markSilent(lines: ReadLines, apart: readonly Block[]): void {
  for (const block of apart) {
    if (block.type === 'html') for (const { start, end } of comments(lines.text, block)) mark(lines, start, end)
    else if (block.fenced || block.type === 'frontMatter') mark(lines, block.start, block.end)
  }
}

function comments(text: string, { start, end }: Span): Span[] {
  const found: Span[] = []
  for (let at = text.indexOf('<!--', start); at >= 0 && at < end;) {
    const close = text.indexOf('-->', at)
    const stop = close < 0 ? end : Math.min(close + 3, end)
    found.push({ start: at, end: stop })
    at = text.indexOf('<!--', stop)
  }
  return found
}

function isPlace(value: unknown): value is Span & { readonly file: string } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'start' in value &&
    'end' in value &&
    typeof (value as { file?: unknown }).file === 'string'
  )
}

/** The lines of a document, and of each whether something of it was read. */
interface ReadLines {
  readonly text: string
  readonly starts: LineIndex
  readonly isRead: Uint8Array
}

/** A line counts as read that begins inside of what was read, a quote's mark before it or not. */
function mark({ text, starts, isRead }: ReadLines, start: number, end: number, first = lineAt(starts, start)): void {
  let line = first
  const from = starts[line]!
  if (from >= end) return
  if (start - from <= 2 || opensAt(text, from, start)) isRead[line] = 1
  for (line += 1; line < starts.length && starts[line]! < end; line += 1) isRead[line] = 1
}

/** Whether nothing but blanks and a mark of a quote stands on the line before an offset. */
function opensAt(text: string, lineStart: number, offset: number): boolean {
  let first = lineStart
  while (first + 2 < offset && isBlank(text.charCodeAt(first))) first += 1
  return first + 2 >= offset
}

/** Marks the places of values, and of everything below them. */
function markAll(lines: ReadLines, values: readonly unknown[]): void {
  for (let at = 0; at < values.length; at += 1) {
    const value = values[at]
    if (typeof value === 'object' && value !== null) markRead(lines, value)
  }
}

/** A large plan is nearly all tasks: of their fields only these hold places. */
function markTask(lines: ReadLines, { position, place, stated, children }: PlanTask): void {
  const { line, column } = position.start
  if (line === position.end.line && column <= 3) lines.isRead[line - 1] = 1
  else mark(lines, place.start, place.end, line - 1)
  for (let at = 0; at < stated.length; at += 1) mark(lines, stated[at]!.place.start, stated[at]!.place.end)
  if (children.length > 0) markAll(lines, children)
}

/** Marks the places of a value and of everything below it, each whole or as the line it starts on. */
function markRead(lines: ReadLines, value: object): void {
  if (Array.isArray(value)) return markAll(lines, value)
  const { type, place } = value as { readonly type?: unknown; readonly place?: unknown }
  if (type === 'task' || type === 'deliverable' || type === 'step') return markTask(lines, value as PlanTask)
  if (LEAVES.has(type)) {
    const { place: whole, position } = value as Statement
    return mark(lines, whole.start, whole.end, position.start.line - 1)
  }
  if (isPlace(value)) return mark(lines, value.start, Math.min(value.end, lineEnd(lines.text, value.start)))
  const whole = type === undefined && 'text' in value
  if (isPlace(place) && whole) mark(lines, place.start, place.end)
  for (const name in value)
    if (name !== 'position' && !(name === 'place' && whole)) {
      const child = (value as Record<string, unknown>)[name]
      if (typeof child === 'object' && child !== null) markRead(lines, child)
    }
}

function lineEnd(text: string, start: number): number {
  const next = text.indexOf('\n', start)
  return next < 0 ? text.length : next
}

/** Every line of the document that has a box and of which nothing was read. */
function openBoxes({ text, starts, isRead }: ReadLines): Span[] {
  const found: Span[] = []
  let bracket = -1
  for (let line = 0; line < starts.length; line += 1) {
    const start = starts[line]!
    if (isRead[line] === 1) continue
    if (bracket < start) bracket = text.indexOf('[', start)
    if (bracket < 0) break
    const end = line + 1 < starts.length ? starts[line + 1]! - 1 : text.length
    if (bracket >= end) continue
    let first = start
    while (first < end && first < start + 400 && isBlank(text.charCodeAt(first))) first += 1
    if (hasBox(text.slice(start, Math.min(end, start + 400)))) found.push({ start: first, end })
  }
  return found
}

function hasBox(line: string): boolean {
  const bullet = BOX_LINE.exec(line)
  if (bullet === null) return BOX_CELL.test(line)
  const read = readTaskLine(line.slice(bullet[0].length).replace(/^(?:\*\*|__|~~)/, ''))
  return read?.box != null && !read.legend
}

/** The innermost section that each span stands in; both are in document order. */
function sectionsOf(root: OutlineNode, spans: readonly Span[]): Map<OutlineNode, Span[]> {
  const result = new Map<OutlineNode, Span[]>()
  const nodes = walk(root)
  const open: OutlineNode[] = []
  let at = 0
  for (const span of spans) {
    while (at < nodes.length && nodes[at]!.start <= span.start) open.push(nodes[at++]!)
    while (open.length > 1 && open.at(-1)!.end <= span.start) open.pop()
    const section = open.at(-1) ?? root
    const list = result.get(section)
    if (list === undefined) result.set(section, [span])
    else list.push(span)
  }
  return result
}

/**
 * Boxes that were read as nothing, once for each section: a list to check (info), or lines that look like tasks and
 * stand where no task is read (warning). Boxes inside fences, comments and front matter are nothing.
 */
export function unreadBoxes(input: UnreadInput): Diagnostic[] {
  const { source, outline } = input
  const lines: ReadLines = { text: source.text, starts: input.lines, isRead: new Uint8Array(input.lines.length) }
  markSilent(lines, input.apart)
  markRead(lines, input.read)
  const boxes = openBoxes(lines)
  if (boxes.length === 0) return []
  const sections = [...sectionsOf(outline, boxes)]
  const rest = sections.slice(MOST).flatMap(([, boxes]) => boxes)
  return [
    ...sections.slice(0, MOST).map(([section, boxes]) => finding(source, section, boxes)),
    ...(rest.length === 0 ? [] : [finding(source, outline, rest)]),
  ]
}

function finding(source: SourceFile, section: OutlineNode, boxes: readonly Span[]): Diagnostic {
  const count = boxes.length
  const number = count === 1 ? 'One box' : `${count} boxes`
  const under = section.kind === 'root' ? 'in other places' : `under "${plain(section.title).slice(0, 80)}"`
  const place = { file: source.path, start: boxes[0]!.start, end: boxes.at(-1)!.end }
  // What is ticked already is no open work that a reader could miss.
  if (
    isChecklist(section) ||
    boxes.every((box) => /^[^[]*\[[xXvV✓✔☑✅]\]/u.test(source.text.slice(box.start, box.start + 40)))
  ) {
    return {
      ruleId: 'unread-task-line',
      severity: 'info',
      place,
      message: `${number} ${under} ${count === 1 ? 'is' : 'are'} read as a checklist, not as tasks.`,
    }
  }
  return {
    ruleId: 'unread-task-line',
    severity: 'warning',
    place,
    message: `${number} ${under} ${count === 1 ? 'looks like a task but stands' : 'look like tasks but stand'} in no milestone and no list of tasks, and ${count === 1 ? 'is' : 'are'} not read. Put a heading "Tasks" above, or an id such as T001 after the box.`,
  }
}
