import type { Span } from '../../model/source.ts'

const DELIMITERS = /^[ \t]*\|?(?:[ \t]*:?-+:?[ \t]*\|)*[ \t]*:?-*:?[ \t]*$/

const cells = (row: string): number =>
  row
    .trim()
    .replace(/^\||\|$/g, '')
    .split(/(?<!\\)\|/).length

/** Whether lines are a table of GFM: the second is a row of delimiters with as many cells as the first. */
export function isTable(text: string, span: Span): boolean {
  const first = text.indexOf('\n', span.start) + 1
  if (first === 0 || first >= span.end) return false
  const second = text.indexOf('\n', first)
  const row = text.slice(first, second < 0 ? span.end : second).trimEnd()
  return row.includes('|') && DELIMITERS.test(row) && cells(text.slice(span.start, first)) === cells(row)
}
