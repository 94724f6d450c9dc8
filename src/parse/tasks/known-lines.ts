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

/**
 * What tasks are known by their ids. A line that was printed from one need not be taken apart, and most of a large document
 * stays as it was printed; reading such a line costs one look-up.
 */
export type KnownLines = ReadonlyMap<string, KnownLine>

const remarkOf = (text: string): string => (text === '' ? '' : ` (${text})`)
const dependsOf = ({ depends }: KnownLine): string => (depends.length === 0 ? '' : `depends on ${depends.join(', ')}`)

const ID = /^T\d+[a-z]?$/

const STATES: Readonly<Record<string, TaskState>> = { ' ': 'open', x: 'done', '~': 'started', '-': 'dropped' }

const NO_TAGS: readonly string[] = []

/** The head of an item that stands as it was printed; null for any other. */
export function knownHead(text: string, item: ScannedItem, known: KnownLines): TaskHead | null {
  const { content, lineEnd } = item
  const state = STATES[text[content + 1]!]
  if (state === undefined || !text.startsWith('] T', content + 2)) return null
  const id = content + 4
  const afterId = text.indexOf(' ', id)
  const line = known.get(text.slice(id, afterId < 0 || afterId > lineEnd ? lineEnd : afterId))
  if (line === undefined || line.text === '' || !ID.test(line.id)) return null
  const afterTag = afterId + (line.p ? 4 : 0)
  const words = afterTag + (line.m === null ? 1 : line.m.toString().length + 5)
  if (line.p && !text.startsWith(' [P]', afterId)) return null
  if (line.m !== null && !text.startsWith(` [M${line.m}]`, afterTag)) return null
  const afterWords = words + line.text.length
  if (text.charCodeAt(words - 1) !== 0x20 || !text.startsWith(line.text, words)) return null
  const estimate = remarkOf(line.estimate)
  const afterEstimate = afterWords + estimate.length
  if (estimate !== '' && !text.startsWith(estimate, afterWords)) return null
  const depends = dependsOf(line)
  const remark = remarkOf(depends)
  if (afterEstimate + remark.length !== lineEnd || !text.startsWith(remark, afterEstimate)) return null
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
    depends: depends === '' ? null : { start: afterEstimate, end: lineEnd, text: depends },
    headEnd: lineEnd,
    body: [],
    quote: '',
    section: -1,
    parent: -1,
    piece: -1,
  }
}
