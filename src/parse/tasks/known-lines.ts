import type { TaskState } from '../../model/plan.ts'
import type { TaskHead } from './read-task.ts'
import type { ScannedItem } from './scan.ts'

/** What the line of a task says, as it was printed: `- [ ] T001 [P] [M1] words (60 min) (depends on T002)`. */
export interface KnownLine {
  readonly id: string
  /** It has `[P]`. */
  readonly p: boolean
  /** The M of its tag, null without one. */
  readonly m: number | null
  readonly text: string
  readonly estimate: string
  readonly depends: readonly string[]
}

/** Printed lines by what stands behind the mark of the box. */
export type KnownLines = ReadonlyMap<string, KnownLine>

const remarkOf = (text: string): string => (text === '' ? '' : ` (${text})`)
const dependsOf = ({ depends }: KnownLine): string => (depends.length === 0 ? '' : `depends on ${depends.join(', ')}`)

const headOfLine = ({ id, p, m }: KnownLine): string => `] ${id}${p ? ' [P]' : ''}${m === null ? '' : ` [M${m}]`}`

/**
 * Lines that a reader need not take apart, because they were printed from what is known. Most of a large document stays
 * as it was printed; reading such a line costs one look-up.
 */
export function knownLines(tasks: readonly KnownLine[]): KnownLines {
  const lines = new Map<string, KnownLine>()
  for (let at = 0; at < tasks.length; at++) {
    const task = tasks[at]!
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
  const afterTag = afterId + (line.p ? 4 : 0)
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
    parallel: line.p,
    parallelSpan: line.p ? { start: afterId + 1, end: afterTag + 1 } : null,
    milestones: line.m === null ? [] : [line.m],
    milestoneSpan: line.m === null ? null : { start: afterTag + 1, end: words },
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
