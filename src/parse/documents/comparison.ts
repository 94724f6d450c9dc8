import type { Span } from '../../model/source.ts'
import { plain } from '../text/inline.ts'

/** One cell of a table: what stands in it without the blanks around, and the room between its bars. */
export interface Cell extends Span {
  readonly text: string
  readonly room: Span
}

export interface Criterion {
  readonly name: string
  /** 1 where none is stated. */
  readonly weight: number
}

/** One strategy of a comparison. */
export interface Scored {
  readonly name: string
  /** Its row, without the line end. */
  readonly row: Span
  /** By criterion; null where no number stands. */
  readonly scores: readonly (number | null)[]
  readonly cells: readonly Cell[]
  /** What its scores and weights give; null while one is missing. */
  readonly sum: number | null
  /** The cell of the total, and the number in it. */
  readonly total: Cell & { readonly value: number | null }
}

/** A table that compares strategies by scores: criteria in columns, the total in the last. */
export interface Comparison extends Span {
  readonly criteria: readonly Criterion[]
  /** The table states weights, in a row or in its headings. */
  readonly weighted: boolean
  readonly rows: readonly Scored[]
}

const TOTAL =
  /^(?:total|sum|overall|weighted|gesamt|summe|puntuación total|pontuação total|toplam|итог|合計|总分|总计|합계)/iu
const WEIGHTS = /^(?:weights?|weighting|gewicht(?:ung)?|poids|pesos?|ağırlık|вес|重み|权重|가중치)$/iu
const HEAD_WEIGHT = /\((?:weight\s{0,3}:?\s{0,3}|[x×]\s{0,3})(\d{1,4}(?:\.\d{1,4})?)\)|\((\d{1,3})\s{0,3}%\)/iu
const NUMBER = /^[*_]{0,2}(-?\d{1,6}(?:[.,]\d{1,4})?)\s{0,3}(?:%|\/\s{0,3}\d{1,4})?[*_]{0,2}$/u
const RULE = /^[|:\- \t]*-[|:\- \t]*$/

/** All comparisons of a document, in order. One walk over its lines; fences hold none. */
export function comparisonsIn(text: string): readonly Comparison[] {
  const found: Comparison[] = []
  let before: readonly Cell[] | null = null
  let start = 0
  let fence = ''
  for (let from = 0; from <= text.length;) {
    const end = lineEnd(text, from)
    const line = text.slice(from, end)
    const mark = /^[ \t]{0,3}(`{3,}|~{3,})/.exec(line)?.[1] ?? ''
    if (fence === '' ? mark !== '' : mark.startsWith(fence)) fence = fence === '' ? mark : ''
    const isTable = fence === '' && line.includes('|')
    if (
      isTable &&
      before !== null &&
      line.length < 2000 &&
      RULE.test(line) &&
      TOTAL.test(plain(before.at(-1)?.text ?? ''))
    ) {
      const comparison = readTable(text, before, start, nextLine(text, end))
      if (comparison !== null) found.push(comparison)
      from = comparison === null ? nextLine(text, end) : nextLine(text, comparison.end)
      before = null
      continue
    }
    before = isTable ? cellsOf(text, from, end) : null
    start = from
    from = nextLine(text, end)
  }
  return found
}

function lineEnd(text: string, from: number): number {
  const at = text.indexOf('\n', from)
  const end = at < 0 ? text.length : at
  return text[end - 1] === '\r' && end > from ? end - 1 : end
}

/** Behind the end of a line; past the text after the last. */
function nextLine(text: string, end: number): number {
  const at = text.indexOf('\n', end)
  return at < 0 ? text.length + 1 : at + 1
}

function cellsOf(text: string, from: number, end: number): readonly Cell[] {
  const bars: number[] = []
  for (let at = from; at < end; at++) {
    if (text[at] === '\\') at++
    else if (text[at] === '|') bars.push(at)
  }
  const first = text.slice(from, bars[0] ?? end).trim() === '' ? [] : [from - 1]
  const last = text.slice((bars.at(-1) ?? end) + 1, end).trim() === '' ? [] : [end]
  const edges = [...first, ...bars, ...last]
  return edges.slice(0, -1).map((edge, index) => {
    const room = { start: edge + 1, end: edges[index + 1]! }
    const words = text.slice(room.start, room.end)
    const start = room.start + (words.length - words.trimStart().length)
    return { text: words.trim(), room, start, end: start + words.trim().length }
  })
}

function numberIn(words: string): number | null {
  const digits = NUMBER.exec(words)?.[1]
  return digits === undefined ? null : Number(digits.replace(',', '.'))
}

function readTable(text: string, head: readonly Cell[], start: number, from: number): Comparison | null {
  const names = head.slice(1, -1).map((cell) => cell.text)
  if (names.length < 2) return null
  const rows: { readonly cells: readonly Cell[]; readonly row: Span }[] = []
  let end = from
  for (let at = from; at <= text.length;) {
    const stop = lineEnd(text, at)
    if (!text.slice(at, stop).includes('|')) break
    rows.push({ cells: cellsOf(text, at, stop), row: { start: at, end: stop } })
    end = stop
    at = nextLine(text, stop)
  }
  const whole = rows.filter(({ cells }) => cells.length === head.length)
  const weightRow = whole.find(({ cells }) => WEIGHTS.test(plain(cells[0]!.text)))
  const inHead = names.map((name) => weightIn(name))
  const weights = names.map((_, index) => numberIn(weightRow?.cells[index + 1]!.text ?? '') ?? inHead[index] ?? 1)
  const scored = whole.filter((row) => row !== weightRow).map((row) => scoredOf(row, weights))
  if (scored.length === 0) return null
  return {
    start,
    end,
    criteria: names.map((name, index) => ({
      name: plain(name.replace(HEAD_WEIGHT, '')).trim(),
      weight: weights[index]!,
    })),
    weighted: weightRow !== undefined || inHead.some((weight) => weight !== null),
    rows: scored,
  }
}

function weightIn(name: string): number | null {
  const [, plainly, percent] = HEAD_WEIGHT.exec(name) ?? []
  if (plainly !== undefined) return Number(plainly)
  return percent === undefined ? null : Number(percent) / 100
}

function scoredOf(
  { cells, row }: { readonly cells: readonly Cell[]; readonly row: Span },
  weights: readonly number[],
): Scored {
  const own = cells.slice(1, -1)
  const scores = own.map((cell) => numberIn(cell.text))
  const total = cells.at(-1)!
  const sum = scores.every((score) => score !== null)
    ? Math.round(scores.reduce<number>((all, score, index) => all + score * weights[index]!, 0) * 100) / 100
    : null
  return { name: plain(cells[0]!.text), row, scores, cells: own, sum, total: { ...total, value: numberIn(total.text) } }
}
