import { escapeVisible } from '../../model/escape.ts'

const CODE = /(?<!`)`([^`|\\]+)`(?!`)/g

/** `@name` and `#1` outside of code would call a person or tie a thread: a character without width keeps them apart. */
const quiet = (text: string): string => text.replace(/[@#](?=[\p{L}\p{N}])/gu, '$&&#8203;')

const plain = (text: string): string =>
  quiet(text.replaceAll('&', '&amp;').replace(/[\\`*_{}[\]<>~$]/g, '\\$&')).replaceAll('|', '&#124;')

/**
 * Text that came from documents as one cell of a Markdown table: it stays in its cell, is no HTML, no image and no
 * mention, and reads as it was. Code spans stay code where they hold nothing that could end them.
 */
export function markdownCell(text: string): string {
  const line = escapeVisible(text.replace(/\s+/g, ' ').trim())
  const parts: string[] = []
  let at = 0
  for (const match of line.matchAll(CODE)) {
    parts.push(plain(line.slice(at, match.index)), match[0])
    at = match.index + match[0].length
  }
  return [...parts, plain(line.slice(at))].join('')
}

/** Text as code in a cell; as words where it could not be code. */
export const codeCell = (text: string): string => markdownCell(`\`${text}\``)
