import { escapeVisible } from '../model/escape.ts'

/** Tokens of a text as budgets count them: four characters (UTF-16 units) each, the last begun one counts. */
export const tokensOf = (text: string): number => Math.ceil(text.length / 4)

/** Whatever begins a new line for any reader. */
const LINE_END = /\r\n|[\n\r\v\f\u0085\u2028\u2029]/

/**
 * Words of a document as data: every line of them behind `>`, so that none of them can be taken for a heading or a
 * sentence of the block around them; control and direction characters are made visible.
 */
export function quoted(text: string): string {
  return text
    .split(LINE_END)
    .map((line) => `> ${escapeVisible(line)}`.trimEnd())
    .join('\n')
}

/** As {@link quoted}, on one line. */
export const quotedLine = (text: string): string => quoted(text.replace(/\s+/g, ' ').trim())

/** A name or place on one line as code, whatever it holds. */
export function code(text: string): string {
  const inner = escapeVisible(text.replace(/\s+/g, ' ').trim())
  const longest = Math.max(0, ...[...inner.matchAll(/`+/g)].map(([run]) => run.length))
  const fence = '`'.repeat(longest + 1)
  return longest === 0 ? `${fence}${inner}${fence}` : `${fence} ${inner} ${fence}`
}
