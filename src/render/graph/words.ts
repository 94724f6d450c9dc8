import truncatedWidth from 'fast-string-truncated-width'
import { escapeVisible } from '../../model/escape.ts'
import { plain } from '../../parse/text/plain.ts'

/** Columns of a text, where East Asian characters and emoji take two. */
export const widthOf = (text: string): number => truncatedWidth(text).width

/** How much of a text fits, as an index; the text is cut where something is left over. */
function cutAt(text: string, columns: number): { readonly index: number; readonly isCut: boolean } {
  const { index, truncated } = truncatedWidth(text, { limit: columns, ellipsis: '' })
  // The first character stands even where it is wider than all there is.
  return {
    index: truncated ? Math.max(index, (text.codePointAt(0) ?? 0) > 0xffff ? 2 : 1) : text.length,
    isCut: truncated,
  }
}

/** Markdown as words on one line that any picture may hold: no markup, nothing invisible, nothing that XML refuses. */
export const wordsOf = (text: string): string =>
  escapeVisible(plain(text).replace(/\s+/g, ' '))
    .replace(/[\ufffe\uffff]/g, '\ufffd')
    .trim()

/** The words in so many columns, with `…` where something is cut. */
export function shortened(words: string, columns: number): string {
  if (!cutAt(words, columns).isCut) return words
  return `${words.slice(0, cutAt(words, columns - 1).index).trimEnd()}…`
}

/** The words on at most so many lines: broken at blanks where they have any, cut at the end. */
export function wrapped(words: string, columns: number, most: number): readonly string[] {
  const lines: string[] = []
  let rest = words
  while (rest !== '' && lines.length < most - 1) {
    const { index, isCut } = cutAt(rest, columns)
    if (!isCut) break
    const blank = rest[index] === ' ' ? index : rest.lastIndexOf(' ', index - 1)
    // A word that would leave most of the line empty is cut instead.
    const end = blank > index / 3 ? blank : index
    lines.push(rest.slice(0, end).trimEnd())
    rest = rest.slice(end).trimStart()
  }
  return rest === '' ? lines : [...lines, shortened(rest, columns)]
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text as it stands in XML and HTML, between tags and inside quotes. */
export const markupText = (text: string): string => text.replace(/[&<>"']/g, (mark) => ENTITIES[mark]!)
