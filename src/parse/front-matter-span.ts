import type { Span } from '../model/source.ts'

/**
 * Finds the front matter of a document: a first line `---` (or `---js` and the like, so that a language that is not
 * read is at least not taken for text), and a later line `---`. A blank line straight after the opening makes it a
 * thematic break, as in pandoc. Returns the whole block, fences included, without the last line end; null for none.
 */
export function frontMatterSpan(text: string): Span | null {
  const opening = /^---(?:[A-Za-z][\w-]*)?[ \t]*\r?\n/.exec(text)
  if (opening === null) return null
  let start = opening[0].length
  if (/^[ \t]*\r?(?:\n|$)/.test(text.slice(start, start + lineLength(text, start) + 1))) return null
  while (start < text.length) {
    const length = lineLength(text, start)
    if (isFence(text, start, start + length)) return { start: 0, end: start + 3 }
    start += length + 1
  }
  return null
}

function lineLength(text: string, start: number): number {
  const end = text.indexOf('\n', start)
  return (end === -1 ? text.length : end) - start
}

function isFence(text: string, start: number, end: number): boolean {
  return text.startsWith('---', start) && /^[ \t]*\r?$/.test(text.slice(start + 3, end))
}
