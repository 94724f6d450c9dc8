import { once } from '../../model/once.ts'

/*
 * Most lines of a plan hold little of what the readers look for. A reader that needs a parenthesis, a colon or a letter
 * beyond ASCII asks for it before it tries its patterns, or even compiles them. The asking is done by short patterns
 * and single characters: a loop over the characters of a text costs more than a pattern in a run this short.
 */

/** A text in which this finds nothing is ASCII: patterns without Unicode's tables tell the same of it. */
export const BEYOND_ASCII = /[^\x00-\x7F]/

/** Whether a text has ASCII alone. */
export function isAscii(text: string): boolean {
  return !BEYOND_ASCII.test(text)
}

// What the classes of a pattern have of Unicode, and what is left of it in ASCII.
const OF_ASCII: Readonly<Record<string, string>> = {
  '\\p{L}': 'A-Za-z',
  '\\p{Ll}': 'a-z',
  '\\p{N}': '\\d',
  '\\p{Script=Latin}': 'A-Za-z',
  '\\p{Script=Cyrillic}': '',
}

/**
 * The pattern to ask a text with: for a text of ASCII one without Unicode's tables, which is compiled many times as
 * quickly. In `source` letters and scripts (`\p{L}`) stand in classes alone; `flags` are those beside `u`.
 */
export function patternFor(source: string, flags: string): (text: string) => RegExp {
  const any = once(() => new RegExp(source, `${flags}u`))
  const ascii = once(
    () =>
      new RegExp(
        source.replace(/\\p\{[^}]+\}/g, (one) => OF_ASCII[one]!),
        flags,
      ),
  )
  return (text) => (isAscii(text) ? ascii() : any())
}

/** Whether a parenthesis or a bracket opens: asked by looking for each, which is many times as quick as a class of them. */
export function hasBracket(text: string): boolean {
  return text.includes('(') || text.includes('[') || text.includes('（')
}

const BLANK_BEYOND = /\s/

/** Whether a character is white space to `\s`. */
export function isBlank(code: number): boolean {
  if (code <= 0x20) return code === 0x20 || (code >= 0x09 && code <= 0x0d)
  return code >= 0xa0 && BLANK_BEYOND.test(String.fromCharCode(code))
}

/** The offset of the first character that is no white space, from `at` on. */
export function skipBlanks(text: string, at: number): number {
  let next = at
  while (next < text.length && isBlank(text.charCodeAt(next))) next++
  return next
}

/** Whether a character is a letter of ASCII. */
export function isLetter(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a)
}
