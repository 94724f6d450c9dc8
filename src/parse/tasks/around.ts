import type { Span } from '../../model/source.ts'
import { frontMatterSpan } from '../front-matter-span.ts'

/** What could be open below it: a fence, a comment, HTML, also in a quote or at the start of an item. */
const OPENER = /^[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*(?:```|~~~|<)/m

const isHeading = (text: string, line: number): boolean => /^#{1,6}[ \t]/.test(text.slice(line, line + 8))

/**
 * Whole sections around places, so that nothing outside of them has a say in what stands at the places: a heading at the
 * start of a line ends every list, but not what {@link OPENER} opens. Null where the whole document has to be read.
 */
export function sectionsAround(text: string, places: readonly number[]): Span | null {
  const first = places[0]
  const last = places.at(-1)
  if (first === undefined || last === undefined) return null
  let start = text.lastIndexOf('\n#', first)
  while (start >= 0 && !isHeading(text, start + 1)) start = text.lastIndexOf('\n#', start - 1)
  let end = text.indexOf('\n#', last)
  while (end >= 0 && !isHeading(text, end + 1)) end = text.indexOf('\n#', end + 1)
  const above = text.slice(0, start + 1)
  const inFront = (frontMatterSpan(text)?.end ?? 0) > start
  const mayBeOpen = inFront || (/[`~<]/.test(above) && OPENER.test(above))
  const span = { start: mayBeOpen ? 0 : start + 1, end: end < 0 ? text.length : end + 1 }
  // A heading that is a task reaches to the next of its level.
  return places.some((place) => isHeading(text, text.lastIndexOf('\n', place - 1) + 1)) ? null : span
}
