import type { Cell, Comparison, Scored } from '../parse/documents/comparison.ts'
import type { TextEdit } from './text-edits.ts'

/** Writes each total that its scores and weights do not give into its cell; nothing else of the table changes. */
export const totalEdits = (text: string, { rows }: Comparison): readonly TextEdit[] =>
  rows.flatMap((row) => totalEdit(text, row) ?? [])

/** The edit of one total; null where it is right, or where a score is missing. */
export function totalEdit(text: string, { sum, total }: Scored): TextEdit | null {
  if (sum === null || total.value === sum) return null
  const digits = /-?\d{1,6}(?:[.,]\d{1,4})?/.exec(total.text)
  if (total.value !== null && digits !== null) {
    const start = total.start + digits.index
    return { start, end: start + digits[0].length, text: String(sum) }
  }
  return total.text === '' ? cellEdit(text, total, String(sum)) : null
}

/** Fills an empty cell as wide as it is. */
export function cellEdit(text: string, { room }: Cell, words: string): TextEdit {
  const width = text.slice(room.start, room.end).length
  return { ...room, text: ` ${words} `.padEnd(width) }
}
