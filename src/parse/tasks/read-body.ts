import type { Span } from '../../model/source.ts'

function columnsOf(line: string): number {
  let column = 0
  for (const char of line) {
    if (char === ' ') column++
    else if (char === '\t') column += 4 - (column % 4)
    else break
  }
  return column
}

/** A line without its first columns; a tab that reaches beyond them leaves its rest as blanks. */
function outdent(line: string, columns: number): string {
  let column = 0
  let at = 0
  while (at < line.length && column < columns) {
    const char = line[at]
    if (char === ' ') column++
    else if (char === '\t') column += 4 - (column % 4)
    else break
    at++
  }
  return ' '.repeat(Math.max(0, column - columns)) + line.slice(at)
}

/**
 * The lines of a span without the indent they share, up to `column` columns, and without blank lines at both ends.
 * `without` are spans of whole lines that belong to something else (tasks of their own).
 */
export function bodyLines(text: string, span: Span, column: number, quote: string, without: readonly Span[]): string[] {
  const lines: string[] = []
  let hole = 0
  for (let at = span.start; at < span.end;) {
    const newline = text.indexOf('\n', at)
    const next = newline < 0 || newline >= span.end ? span.end : newline + 1
    while (hole < without.length && without[hole]!.end <= at) hole++
    if (!(hole < without.length && without[hole]!.start <= at)) lines.push(text.slice(at, next).replace(/\r?\n$/, ''))
    at = next
  }
  const bare = quote === '' ? lines : lines.map((line) => line.replace(/^(?: {0,3}> ?)+/, ''))
  const filled = bare.filter((line) => line.trim() !== '')
  if (filled.length === 0) return []
  const common = Math.min(column, ...filled.map(columnsOf))
  const result = bare.map((line) => (line.trim() === '' ? '' : outdent(line, common)))
  while (result[0] === '') result.shift()
  while (result.at(-1) === '') result.pop()
  return result
}
