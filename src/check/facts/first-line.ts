import type { Place, Span } from '../../model/source.ts'
import type { CheckedVision } from '../subject.ts'

/** The first line of a span, without marks of a heading and blanks around it: what names a whole section. */
export function firstLine(text: string, { start, end }: Span): Span {
  const newline = text.indexOf('\n', start)
  const stop = newline < 0 || newline > end ? end : newline
  const line = text.slice(start, stop)
  const lead = /^[\s>]*(?:#{1,6}[ \t]+)?/.exec(line)![0].length
  const words = line.trimEnd().length
  return lead >= words ? { start, end: stop } : { start: start + lead, end: start + words }
}

/** The same in one of the documents of a vision. */
export function firstLineIn({ documents }: CheckedVision, place: Place): Place {
  const document = documents.find(({ file }) => file === place.file)
  return document === undefined ? place : { file: place.file, ...firstLine(document.text, place) }
}
