import { logicalLines, normalText, type LogicalLine } from './normal.ts'

/** Whose value a field takes: both are the same, the person's stands, the plan's comes in, or nobody can say. */
export type Verdict = 'same' | 'mine' | 'plan' | 'conflict'

/** A field of three versions. `base` is null where none is known. */
export interface ThreeWay<T> {
  readonly base: T | null
  readonly mine: T
  readonly plan: T
  /** The bytes of the plan item changed since the base; only then can there be a conflict. */
  readonly sourceChanged: boolean
}

/** Merges one value that is taken as a whole. */
export function mergeValue<T>(
  { base, mine, plan, sourceChanged }: ThreeWay<T>,
  equal: (a: T, b: T) => boolean,
): Verdict {
  if (equal(mine, plan)) return 'same'
  if (base === null) return 'mine'
  if (equal(mine, base)) return 'plan'
  if (equal(plan, base)) return 'mine'
  return sourceChanged ? 'conflict' : 'mine'
}

export const sameText = (a: string, b: string): boolean => a === b || normalText(a) === normalText(b)

export function sameList<T extends string | object>(a: readonly T[], b: readonly T[]): boolean {
  if (a.length !== b.length) return false
  for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) return false
  return true
}

/** Lines to put in the place of lines of `mine`, `start` to `end` (not included), counted in its array. */
export interface LineEdit {
  readonly start: number
  readonly end: number
  readonly lines: readonly string[]
}

export interface MergedLines {
  /** What the plan changed, against `mine`; in order. Empty where nothing of it comes in. */
  readonly edits: readonly LineEdit[]
  readonly verdict: Verdict
  /** Something of the person's stands in `mine`, also where the plan's changes come in beside it. */
  readonly edited: boolean
}

interface Hunk {
  readonly start: number
  readonly end: number
  readonly from: number
  readonly to: number
}

/** More cells than this are not compared line by line. */
const MOST_CELLS = 4_000_000

/** Where two lists of lines differ: base lines `start` to `end` became other lines `from` to `to`. Null where too long. */
function hunks(base: readonly LogicalLine[], other: readonly LogicalLine[]): Hunk[] | null {
  let head = 0
  while (head < base.length && head < other.length && base[head]!.normal === other[head]!.normal) head++
  let tail = 0
  const most = Math.min(base.length, other.length) - head
  while (tail < most && base.at(-1 - tail)!.normal === other.at(-1 - tail)!.normal) tail++
  const [rows, columns] = [base.length - head - tail, other.length - head - tail]
  if (rows === 0 && columns === 0) return []
  if (rows * columns > MOST_CELLS) return null
  return walkTable(lengths(base, other, head, rows, columns), base, other, head, rows, columns)
}

/** Lengths of the longest common subsequences of the ends of both lists. */
function lengths(
  base: readonly LogicalLine[],
  other: readonly LogicalLine[],
  head: number,
  rows: number,
  columns: number,
): Uint32Array[] {
  const table = Array.from({ length: rows + 1 }, () => new Uint32Array(columns + 1))
  for (let row = rows - 1; row >= 0; row--) {
    for (let column = columns - 1; column >= 0; column--) {
      const equal = base[head + row]!.normal === other[head + column]!.normal
      table[row]![column] = equal
        ? table[row + 1]![column + 1]! + 1
        : Math.max(table[row + 1]![column]!, table[row]![column + 1]!)
    }
  }
  return table
}

function walkTable(
  table: readonly Uint32Array[],
  base: readonly LogicalLine[],
  other: readonly LogicalLine[],
  head: number,
  rows: number,
  columns: number,
): Hunk[] {
  const found: Hunk[] = []
  let [row, column] = [0, 0]
  while (row < rows || column < columns) {
    const [start, from] = [row, column]
    while (row < rows || column < columns) {
      if (row < rows && column < columns && base[head + row]!.normal === other[head + column]!.normal) break
      const down = row < rows && (column >= columns || table[row + 1]![column]! >= table[row]![column + 1]!)
      if (down) row++
      else column++
    }
    if (row > start || column > from)
      found.push({ start: head + start, end: head + row, from: head + from, to: head + column })
    while (row < rows && column < columns && base[head + row]!.normal === other[head + column]!.normal) {
      row++
      column++
    }
  }
  return found
}

/** Two insertions at one place, and an insertion at the edge of a change, are no clash. */
const touches = (a: Hunk, b: Hunk): boolean => a.start < b.end && b.start < a.end

const linesOf = (
  lines: readonly string[],
  logical: readonly LogicalLine[],
  from: number,
  to: number,
): readonly string[] => (from >= to ? [] : lines.slice(logical[from]!.first, logical[to - 1]!.last + 1))

/** Raw index in `mine` at which the logical line stands, or where one would be put after the last. */
const rawAt = (logical: readonly LogicalLine[], at: number): number =>
  at < logical.length ? logical[at]!.first : (logical.at(-1)?.last ?? -1) + 1

/**
 * Merges bodies line by line: what the plan changed comes in where the person left the lines alone. Where both changed
 * the same lines in different ways the person's stay.
 */
export function mergeLines({ base, mine, plan, sourceChanged }: ThreeWay<readonly string[]>): MergedLines {
  const [mineLines, planLines] = [logicalLines(mine), logicalLines(plan)]
  const equal = (a: readonly LogicalLine[], b: readonly LogicalLine[]): boolean =>
    a.length === b.length && a.every((line, at) => line.normal === b[at]!.normal)
  if (equal(mineLines, planLines)) return { edits: [], verdict: 'same', edited: false }
  if (base === null) return { edits: [], verdict: 'mine', edited: true }
  const baseLines = logicalLines(base)
  const theirs = hunks(baseLines, planLines)
  const own = hunks(baseLines, mineLines)
  if (own !== null && own.length === 0)
    return {
      edits: theirs === null ? whole(mine, plan) : toEdits(theirs, own, plan, planLines, mineLines),
      verdict: 'plan',
      edited: false,
    }
  if (theirs !== null && theirs.length === 0) return { edits: [], verdict: 'mine', edited: true }
  if (own === null || theirs === null) return { edits: [], verdict: sourceChanged ? 'conflict' : 'mine', edited: true }
  const said = (hunk: Hunk, lines: readonly LogicalLine[]): string =>
    lines
      .slice(hunk.from, hunk.to)
      .map((line) => line.normal)
      .join('\n')
  const done = (hunk: Hunk): boolean =>
    own.some(
      (other) =>
        other.start === hunk.start && other.end === hunk.end && said(other, mineLines) === said(hunk, planLines),
    )
  const open = theirs.filter((hunk) => !done(hunk))
  const free = open.filter((hunk) => !own.some((other) => touches(hunk, other)))
  const clash = free.length < open.length && sourceChanged
  return {
    edits: toEdits(free, own, plan, planLines, mineLines),
    verdict: clash ? 'conflict' : free.length > 0 ? 'plan' : 'mine',
    edited: true,
  }
}

const whole = (mine: readonly string[], plan: readonly string[]): LineEdit[] => [
  { start: 0, end: mine.length, lines: plan },
]

/** Hunks of the plan against the base as edits of the lines of `mine`. */
function toEdits(
  theirs: readonly Hunk[],
  own: readonly Hunk[],
  plan: readonly string[],
  planLines: readonly LogicalLine[],
  mineLines: readonly LogicalLine[],
): LineEdit[] {
  // What the person put in before a line moves that line; what the plan puts in at the same place goes before it.
  const shift = (at: number, puts: boolean): number =>
    own
      .filter((hunk) => hunk.end <= at && !(puts && hunk.start === at))
      .reduce((sum, hunk) => sum + (hunk.to - hunk.from) - (hunk.end - hunk.start), at)
  return theirs.map((hunk) => {
    const puts = hunk.end === hunk.start
    const start = shift(hunk.start, puts)
    const end = puts ? start : shift(hunk.end - 1, false) + 1
    const first = hunk.end === hunk.start && start > 0 ? mineLines[start - 1]!.last + 1 : rawAt(mineLines, start)
    return {
      start: first,
      end: end === start ? first : mineLines[end - 1]!.last + 1,
      lines: linesOf(plan, planLines, hunk.from, hunk.to),
    }
  })
}
