import type { TaskState } from '../../model/plan.ts'
import type { TaskHead } from './read-task.ts'
import type { ScannedItem } from './scan.ts'

/** What the line of a task says, as it was printed: `- [ ] T001 [P] [M1] words (60 min) (depends on T002)`. */
export interface KnownLine {
  readonly id: string
  readonly parallel: boolean
  /** The M of its tag, null without one. */
  readonly milestone: number | null
  readonly text: string
  readonly estimate: string
  readonly depends: readonly string[]
}

/** Printed lines by what stands behind the mark of the box. */
export type KnownLines = ReadonlyMap<string, KnownLine>

const remarkOf = (text: string): string => (text === '' ? '' : ` (${text})`)
const dependsOf = ({ depends }: KnownLine): string => (depends.length === 0 ? '' : `depends on ${depends.join(', ')}`)

const headOfLine = ({ id, parallel, milestone }: KnownLine): string =>
  `] ${id}${parallel ? ' [P]' : ''}${milestone === null ? '' : ` [M${milestone}]`}`

/**
 * Lines that a reader need not take apart, because they were printed from what is known. Most of a large document stays
 * as it was printed; reading such a line costs one look-up.
 */
export function knownLines(tasks: Iterable<KnownLine>): KnownLines {
  const lines = new Map<string, KnownLine>()
  for (const task of tasks) {
    if (!/^T\d+[a-z]?$/.test(task.id) || task.text === '') continue
    lines.set(`${headOfLine(task)} ${task.text}${remarkOf(task.estimate)}${remarkOf(dependsOf(task))}`, task)
  }
  return lines
}

const STATES: Readonly<Record<string, TaskState>> = { ' ': 'open', x: 'done', '~': 'started', '-': 'dropped' }

const NO_TAGS: readonly string[] = []

/** The head of an item that stands as it was printed; null for any other. */
export function knownHead(text: string, item: ScannedItem, known: KnownLines): TaskHead | null {
  const { content, lineEnd } = item
  const state = STATES[text[content + 1]!]
  if (state === undefined || text.charCodeAt(content + 2) !== 0x5d /* ] */) return null
  const line = known.get(text.slice(content + 2, lineEnd))
  if (line === undefined) return null
  const id = content + 4
  const afterId = id + line.id.length
  const afterTag = afterId + (line.parallel ? 4 : 0)
  const words = content + 2 + headOfLine(line).length + 1
  const afterWords = words + line.text.length
  const afterEstimate = afterWords + remarkOf(line.estimate).length
  return {
    start: item.start,
    end: lineEnd,
    id: line.id,
    idSpan: { start: id, end: afterId },
    kind: 'item',
    box: { mark: { start: content + 1, end: content + 2 }, state },
    state,
    line: { start: item.start, end: lineEnd },
    content,
    indent: item.indent,
    contentColumn: item.contentColumn,
    parallel: line.parallel,
    parallelSpan: line.parallel ? { start: afterId + 1, end: afterTag + 1 } : null,
    milestones: line.milestone === null ? [] : [line.milestone],
    milestoneSpan: line.milestone === null ? null : { start: afterTag + 1, end: words },
    otherTags: NO_TAGS,
    text: line.text,
    textSpan: { start: words, end: afterWords },
    estimate: line.estimate === '' ? null : { start: afterWords, end: afterEstimate, text: line.estimate },
    depends: line.depends.length === 0 ? null : { start: afterEstimate, end: lineEnd, text: dependsOf(line) },
    headEnd: lineEnd,
    body: [],
    quote: '',
    section: -1,
    parent: -1,
    piece: -1,
  }
}
