import type { Span } from '../../model/source.ts'

/** The line that holds an offset, without its line end. */
export function lineSpan(text: string, offset: number): Span {
  const start = text.lastIndexOf('\n', offset - 1) + 1
  const newline = text.indexOf('\n', offset)
  const end = newline < 0 ? text.length : newline
  return { start, end: text[end - 1] === '\r' && end > start ? end - 1 : end }
}
