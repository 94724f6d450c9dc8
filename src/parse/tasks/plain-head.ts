import type { TaskState } from '../../model/plan.ts'
import type { Remark } from '../../model/task-document.ts'
import type { TaskHead } from './read-task.ts'
import type { ScannedItem } from './scan.ts'

/** The remarks at the end of a head, see `remarksOf`; offsets are absolute here. */
export interface HeadRemarks {
  readonly end: number
  readonly estimate: Remark | null
  readonly depends: Remark | null
}

/** Box, id, one [P], one tag, and words that begin with a letter or code: what most lines of a task list look like. */
export const PLAIN = /\[([ xX~-])\] (T\d{2,6}[a-z]?) (\[P\] )?(?:\[(M|US)(\d{1,4})\] )?(?=[A-Za-z`])/y

export const STATES: Readonly<Record<string, TaskState>> = {
  ' ': 'open',
  x: 'done',
  X: 'done',
  '~': 'started',
  '-': 'dropped',
}

const NONE: readonly never[] = []

/** A bracket, a parenthesis or its wide form: what a tag or a remark at the end of a line closes with. */
const closes = (code: number): boolean => code === 0x5d || code === 0x29 || code === 0xff09

/**
 * Reads the head of an item in the form of nearly all lines at a fraction of the cost; null for anything that has to be
 * taken apart. The same answer as `readTaskLine` gives, which a test holds over real and generated lines.
 */
export function plainHead(
  text: string,
  item: ScannedItem,
  dialect: string,
  remarksOf: (text: string, from: number, to: number) => HeadRemarks,
): TaskHead | null {
  const { content, lineEnd } = item
  PLAIN.lastIndex = content
  const match = PLAIN.exec(text)
  if (match === null || PLAIN.lastIndex >= lineEnd) return null
  const words = PLAIN.lastIndex
  const rest = text.slice(words, lineEnd).trimEnd()
  const last = rest.charCodeAt(rest.length - 1)
  if (rest.includes('~~') || (closes(last) && rest.includes(']'))) return null
  const [, mark, id, parallel, letters, number] = match
  const wordsEnd = words + rest.length
  const remarks = last === 0x29 || last === 0xff09 ? remarksOf(text, words, wordsEnd) : null
  const end = remarks?.end ?? wordsEnd
  const idEnd = content + 4 + id!.length
  const tagStart = idEnd + 1 + (parallel === undefined ? 0 : 4)
  const state = mark === '-' && dialect === 'kiro' ? 'started' : STATES[mark!]!
  return {
    start: item.start,
    end: lineEnd,
    id: id!,
    idSpan: { start: content + 4, end: idEnd },
    kind: 'item',
    box: { mark: { start: content + 1, end: content + 2 }, state },
    state,
    line: { start: item.start, end: lineEnd },
    content,
    indent: item.indent,
    contentColumn: item.contentColumn,
    parallel: parallel !== undefined,
    parallelSpan: parallel === undefined ? null : { start: idEnd + 1, end: idEnd + 5 },
    milestones: letters === 'M' ? [Number(number)] : NONE,
    milestoneSpan: letters === 'M' ? { start: tagStart, end: words } : null,
    otherTags: letters === 'US' ? [`US${number}`] : NONE,
    text: text.slice(words, end),
    textSpan: { start: words, end },
    estimate: remarks?.estimate ?? null,
    depends: remarks?.depends ?? null,
    headEnd: lineEnd,
    body: NONE,
    quote: '',
    section: -1,
    parent: -1,
    piece: -1,
  }
}
