import type { Block } from '../model/blocks.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { PlanTask } from '../model/plan.ts'
import type { SourceFile, Span } from '../model/source.ts'
import type { OutlineNode } from './outline.ts'
import { walk } from './outline.ts'
import { roleOf } from './plan/roles.ts'
import { plain } from './text/inline.ts'
import { readTaskLine } from './text/task-line.ts'
import { isBlank } from './text/traits.ts'

/** What to compare: the document, how it was parsed, and every value that was read from it. */
export interface UnreadInput {
  readonly source: SourceFile
  readonly blocks: readonly Block[]
  readonly outline: OutlineNode
  /** Trees of nodes with places: the plan, its statements, its sections. */
  readonly read: readonly unknown[]
}

/** More sections than this are told in one line. */
const MOST = 50

const BOX_LINE = /^[ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]+(?=(?:\*\*|__|~~)?\[)/
const BOX_CELL = /^[ \t>]*\|(?:[^|]*\|)*?[ \t]*\[[ xX]\][ \t]*(?:\||[^|\s])/

/** Whole values: what stands inside their place is theirs. Of a milestone or group only the line that names it is. */
const WHOLE: ReadonlySet<unknown> = new Set(['task', 'deliverable', 'step', 'criterion', 'scenario', 'statement'])

/** Nodes of the type {@link PlanTask}. */
const WORK: ReadonlySet<unknown> = new Set(['task', 'deliverable', 'step'])

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
function silentSpans(text: string, blocks: readonly Block[], found: Span[] = []): Span[] {
  for (const block of blocks) {
    if ((block.type === 'code' && block.fenced) || block.type === 'frontMatter') found.push(block)
    else if (block.type === 'html') found.push(...comments(text, block))
    else if (block.children.length > 0) silentSpans(text, block.children, found)
  }
  return found
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

/** The places of everything below the values, each whole or as the line it starts on. */
function readSpans(text: string, values: readonly unknown[]): Span[] {
  const spans: Span[] = []
  const pending: unknown[] = [...values]
  while (pending.length > 0) {
    const value = pending.pop()
    if (typeof value !== 'object' || value === null) continue
    const { type, place } = value as { readonly type?: unknown; readonly place?: unknown }
    if (WORK.has(type)) {
      // A large plan is nearly all tasks: of their fields only these hold places.
      const { place: whole, stated, children } = value as PlanTask
      spans.push(whole)
      for (const one of stated) spans.push(one.place)
      for (const child of children) pending.push(child)
      continue
    }
    if (isPlace(value)) {
      spans.push(firstLine(text, value))
      continue
    }
    const whole = WHOLE.has(type) || (type === undefined && 'text' in value)
    if (isPlace(place) && whole) spans.push(place)
    for (const [name, child] of Object.entries(value))
      if (name !== 'position' && !(name === 'place' && whole)) pending.push(child)
  }
  return spans
}

function firstLine(text: string, { start, end }: Span): Span {
  const next = text.indexOf('\n', start)
  return { start, end: next < 0 ? end : Math.min(end, next) }
}

/** Spans in order without overlaps. */
function joined(spans: readonly Span[]): Span[] {
  const result: { start: number; end: number }[] = []
  let last: { start: number; end: number } | undefined
  for (const { start, end } of spans.toSorted((a, b) => a.start - b.start)) {
    if (last === undefined || start > last.end) result.push((last = { start, end }))
    else if (end > last.end) last.end = end
  }
  return result
}

/** Every line of the document that has a box and stands in none of the spans. */
function openBoxes(text: string, spans: readonly Span[]): Span[] {
  const found: Span[] = []
  let at = 0
  for (let start = 0; start < text.length;) {
    const next = text.indexOf('\n', start)
    const end = next < 0 ? text.length : next
    while (at < spans.length && spans[at]!.end <= start) at += 1
    let first = start
    while (first < end && first < start + 400 && isBlank(text.charCodeAt(first))) first += 1
    const inside = at < spans.length && spans[at]!.start <= first + 2
    if (!inside && first < end && hasBox(text.slice(start, Math.min(end, start + 400))))
      found.push({ start: first, end })
    start = end + 1
  }
  return found
}

function hasBox(line: string): boolean {
  if (!line.includes('[')) return false
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
  const { source, blocks, outline } = input
  const silent = silentSpans(source.text, blocks)
  const spans = joined([...silent, ...readSpans(source.text, input.read)])
  const sections = [...sectionsOf(outline, openBoxes(source.text, spans))]
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
