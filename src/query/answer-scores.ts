import { cellEdit } from '../edit/totals.ts'
import type { Span } from '../model/source.ts'
import { comparisonsIn } from '../parse/documents/comparison.ts'
import type { AnswerEdits } from './answer.ts'

/** Numbers for the empty cells of a strategy's row, in the order of the columns. */
export function scoreEdits(text: string, place: Span, answer: string): AnswerEdits {
  const row = comparisonsIn(text)
    .flatMap(({ rows }) => rows)
    .find((one) => one.row.start <= place.start && place.start <= one.row.end)
  const empty = row?.cells.filter((_, at) => row.scores[at] === null) ?? []
  const numbers = answer.split(/[\s,;|/]+/).filter((part) => part !== '')
  if (empty.length === 0 || empty.some((cell) => cell.text !== ''))
    return { ok: false, reason: 'Its cells are not empty.' }
  if (numbers.length !== empty.length || numbers.some((part) => !/^\d{1,3}(?:\.\d{1,2})?$/.test(part)))
    return {
      ok: false,
      reason: `Expected ${empty.length} numbers, one for each empty cell: ${empty.map(() => '3').join(' ')}.`,
    }
  return { ok: true, candidates: [empty.map((cell, at) => cellEdit(text, cell, numbers[at]!))] }
}
