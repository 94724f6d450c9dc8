import type { Span } from '../../model/source.ts'
import type { DocumentTask, TaskDocument } from '../../model/task-document.ts'

/**
 * A part of a document that merges by itself: a section, a task, a line, or a block of lines that belong together.
 * `key` is what the same part is known by on another branch, among the parts around it.
 */
export interface Node {
  readonly kind: 'section' | 'task' | 'line'
  readonly key: string
  /** Blank lines in front of it. */
  readonly gap: string
  /** Its own lines: the heading, the head of the task, the line. */
  readonly head: string
  /** Offset of the head in its document. */
  readonly at: number
  readonly task: DocumentTask | null
  readonly children: readonly Node[]
  /** The key is a name and says nothing about the words: `computed` text is generated anew by the next run. */
  readonly named: '' | 'computed' | 'entry' | 'front-matter'
}

/** Parts in order, and the blank lines behind the last. */
export interface NodeList {
  readonly nodes: readonly Node[]
  readonly tail: string
}

interface Computed {
  readonly title: string
  readonly level: number
}

export interface Version {
  readonly doc: TaskDocument
  /** By heading. */
  readonly computed: readonly (Computed | null)[]
}

type Open = Omit<Node, 'children'> & { readonly children: Open[] }

const COMPUTED_SECTION = /^(?:Dependencies & Execution Order|Implementation Strategy|Parallel Example)\b/
const COMPUTED_LINE = /^(?:\*\*(Execution ID|MVP|Duration|Checkpoint)\*\*:|(Not stated in the plan): )/
const ENTRY = /^[-*+][ \t]+\*\*([A-Z]{2,4}-\d{1,6})\*\*:/
const BOX = /^((?:>[ \t]?)*(?:[-*+]|\d{1,9}[.)])[ \t]+)\[[^\]\n]\](?=\s)/

const isComputedHeading = (text: string): boolean => COMPUTED_SECTION.test(text)

/** Names a heading by what stays while titles, numbers of phases and priorities change. */
function headingKey(text: string): string {
  const bare = text.replace(/^Phase \d{1,6}: /, '')
  const milestone = bare === text ? null : /^Milestone (\d{1,15})(?=\s|$)/.exec(bare)
  return milestone === null ? `heading:${bare.trim()}` : `phase:M${milestone[1]}`
}

/** A line as compared: without indent, trailing blanks and the state of its box. */
export const lineKey = (line: string): string => line.trim().replace(BOX, '$1[ ]')

interface Builder {
  readonly doc: TaskDocument
  readonly end: number
  readonly list: Open[]
  readonly sections: { readonly level: number; readonly node: Open }[]
  readonly tasks: { readonly end: number; readonly node: Open }[]
  gap: string
}

const lineEnd = (text: string, at: number, stop: number): number => {
  const newline = text.indexOf('\n', at)
  return newline < 0 || newline >= stop ? stop : newline + 1
}

/** Index of the last element that starts at or before an offset, -1 for none. */
export function lastAt(spans: readonly Span[], offset: number): number {
  let low = 0
  let high = spans.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (spans[middle]!.start <= offset) low = middle + 1
    else high = middle
  }
  return low - 1
}

function add(builder: Builder, node: Omit<Open, 'gap' | 'children'>): Open {
  const { tasks, sections, list } = builder
  while (tasks.length > 0 && tasks.at(-1)!.end <= node.at) tasks.pop()
  const into = tasks.at(-1)?.node.children ?? sections.at(-1)?.node.children ?? list
  const made: Open = { ...node, gap: builder.gap, children: [] }
  into.push(made)
  builder.gap = ''
  return made
}

function addSection(builder: Builder, piece: number, at: number, end: number): number {
  const { doc, sections } = builder
  const heading = doc.headings[doc.pieces[piece]!.section]!
  builder.tasks.length = 0
  while (sections.length > 0 && sections.at(-1)!.level >= heading.level) sections.pop()
  const task = headingTask(doc, heading.start)
  const key = task !== null && task.id !== '' ? `id:${task.id}` : headingKey(heading.text)
  if (isComputedHeading(heading.text))
    return addComputed(builder, { title: heading.text, level: heading.level }, piece, at)
  const node = add(builder, { kind: 'section', key, head: doc.text.slice(at, end), at, task, named: '' })
  sections.push({ level: heading.level, node })
  return end
}

function headingTask(doc: TaskDocument, start: number): DocumentTask | null {
  const task = doc.tasks[lastAt(doc.tasks, start)]
  return task !== undefined && task.start === start && task.kind === 'heading' ? task : null
}

/** Everything up to the next heading of the same level or above; blank lines at its end are not part of it. */
function addComputed(builder: Builder, { title, level }: Computed, piece: number, at: number): number {
  const { doc } = builder
  let last = piece
  while (last + 1 < doc.pieces.length && doc.pieces[last + 1]!.start < builder.end) {
    const next = doc.pieces[last + 1]!
    if (next.kind === 'heading' && next.level <= level) break
    last++
  }
  const end = Math.max(at, Math.min(builder.end, doc.pieces[last]!.end))
  if (end > at) {
    const key = `computed:${title}`
    add(builder, { kind: 'line', key, head: doc.text.slice(at, end), at, task: null, named: 'computed' })
  }
  return end
}

/** For each heading the computed section that it is or stands in. */
function computedSections(doc: TaskDocument): (Computed | null)[] {
  let around: Computed | null = null
  return doc.headings.map((heading) => {
    if (around === null || heading.level <= around.level)
      around = isComputedHeading(heading.text) ? { title: heading.text, level: heading.level } : null
    return around
  })
}

/** One version of a document, read for merging. */
export function versionOf(doc: TaskDocument): Version {
  return { doc, computed: computedSections(doc) }
}

const FENCE = /^(?:>[ \t]?)*(?:[-*+][ \t]+)?(`{3,}|~{3,})/

/** The end of what begins at a line and must stay in one: a fence, a comment. */
function blockEnd(text: string, at: number, end: number, stop: number): number {
  const line = text.slice(at, end).trim()
  const fence = FENCE.exec(line)?.[1]
  const isComment = line.startsWith('<!--') && !line.includes('-->')
  if (fence === undefined && !isComment) return end
  for (let from = end; from < stop;) {
    const to = lineEnd(text, from, stop)
    const one = text.slice(from, to).trim()
    if (fence === undefined ? one.includes('-->') : one.startsWith(fence) && /^(?:`+|~+)$/.test(one)) return to
    from = to
  }
  // Without an end it would hold everything up to the end of the document.
  return end
}

function frontMatterKey(line: string): string {
  const key = /^([\w-]{1,100})[ \t]*:/.exec(line)?.[1]
  return key === undefined ? `line:${line.trim()}` : `front:${key}`
}

function addLine(builder: Builder, piece: number, at: number, end: number): number {
  const { doc } = builder
  const own = doc.pieces[piece]
  const task = builder.tasks.findLast((open) => open.end > at)
  const stop = Math.min(builder.end, task?.end ?? own?.end ?? end)
  const line = doc.text.slice(at, end).trim()
  if (own?.kind === 'front-matter') {
    const key = frontMatterKey(line)
    const named = key.startsWith('front:') ? 'front-matter' : ''
    add(builder, { kind: 'line', key, head: doc.text.slice(at, end), at, task: null, named })
    return end
  }
  const open = own?.kind === 'quote' && line.startsWith('> **Open (')
  const label = task === undefined ? COMPUTED_LINE.exec(line) : null
  const entry = task === undefined ? ENTRY.exec(line)?.[1] : undefined
  const to = open ? stop : blockEnd(doc.text, at, end, stop)
  const head = doc.text.slice(at, to)
  const name = open ? 'Open' : (label?.[1] ?? label?.[2])
  if (name !== undefined) add(builder, { kind: 'line', key: `label:${name}`, head, at, task: null, named: 'computed' })
  else if (entry !== undefined)
    add(builder, { kind: 'line', key: `entry:${entry}`, head, at, task: null, named: 'entry' })
  else add(builder, { kind: 'line', key: `line:${lineKey(head)}`, head, at, task: null, named: '' })
  return to
}

function addTask(builder: Builder, task: DocumentTask, at: number): number {
  const { text } = builder.doc
  const end = lineEnd(text, task.headEnd, builder.end)
  const key = task.id === '' ? `box:${task.text}` : `id:${task.id}`
  const node = add(builder, { kind: 'task', key, head: text.slice(at, end), at, task, named: '' })
  builder.tasks.push({ end: task.end, node })
  return end
}

/** Takes whole lines of a document apart. Where they begin inside of something, its lines stand by themselves. */
export function nodesOf({ doc, computed }: Version, span: Span): NodeList {
  const { text } = doc
  const builder: Builder = { doc, end: span.end, list: [], sections: [], tasks: [], gap: '' }
  let piece = lastAt(doc.pieces, span.start)
  let task = Math.max(0, lastAt(doc.tasks, span.start - 1) + 1)
  const around = computed[doc.pieces[piece]?.section ?? -1] ?? null
  let at = span.start
  const begun = doc.pieces[piece]
  const isHeading = begun?.kind === 'heading' && begun.start === at
  if (around !== null && !isHeading && at < span.end) at = addComputed(builder, around, piece, at)
  while (at < span.end) {
    const end = lineEnd(text, at, span.end)
    while (piece + 1 < doc.pieces.length && doc.pieces[piece + 1]!.start <= at) piece++
    while (task < doc.tasks.length && doc.tasks[task]!.start < at) task++
    if (text.slice(at, end).trim() === '') {
      builder.gap += text.slice(at, end)
      at = end
      continue
    }
    const own = doc.pieces[piece]
    if (own?.kind === 'heading' && own.start === at) at = addSection(builder, piece, at, Math.min(own.end, span.end))
    else if (doc.tasks[task]?.start === at && doc.tasks[task]!.kind === 'item')
      at = addTask(builder, doc.tasks[task]!, at)
    else at = addLine(builder, piece, at, end)
  }
  return { nodes: builder.list, tail: builder.gap }
}
