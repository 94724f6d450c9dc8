/*
 * Most lines of a plan hold little of what the readers look for. One walk over a text says which characters it has, and
 * a reader that needs one of them is done before its patterns are tried, or even compiled.
 */

/** A digit. */
export const DIGIT = 1
/** A backtick. */
export const TICK = 2
/** `(` or `)`. */
export const PAREN = 4
/** `[` or `]`. */
export const BRACKET = 8
/** `*`, `_` or `~`. */
export const EMPHASIS = 16
/** `:`. */
export const COLON = 32
/** `\`, `<`, `!` or `&`. */
export const SYNTAX = 64
/** `-` or `|`. */
export const DASH = 128
/** White space that is more than one blank between words: a tab, a line end, two blanks. */
export const WIDE = 256
/** `\n` or `\r`. */
export const BREAK = 512
/** Anything beyond ASCII. */
export const BEYOND = 1024
/** `>`, `=`, `+` or `%`. */
export const COMPARED = 2048

const OF_CODE = new Uint16Array(128)
for (const [trait, characters] of [
  [DIGIT, '0123456789'],
  [TICK, '`'],
  [PAREN, '()'],
  [BRACKET, '[]'],
  [EMPHASIS, '*_~'],
  [COLON, ':'],
  [SYNTAX, '\\<!&'],
  [DASH, '-|'],
  [WIDE, '\t\v\f'],
  [WIDE | BREAK, '\n\r'],
  [COMPARED, '>=+%'],
] as const)
  for (const character of characters) OF_CODE[character.charCodeAt(0)] = trait

let lastText = ''
let lastTraits = 0

/** The traits of a text, as bits. Readers of one line ask in turn, so the last answer is kept. */
export function traitsOf(text: string): number {
  if (text === lastText) return lastTraits
  let traits = 0
  let blank = false
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 0x20) {
      if (blank) traits |= WIDE
      blank = true
    } else {
      blank = false
      traits |= code < 128 ? OF_CODE[code]! : BEYOND
    }
  }
  lastText = text
  lastTraits = traits
  return traits
}

/** Whether a text has ASCII alone, so that patterns without Unicode's tables tell the same of it. */
export function isAscii(text: string): boolean {
  return (traitsOf(text) & BEYOND) === 0
}

/** Whether a character is white space to `\s`. */
export function isBlank(code: number): boolean {
  if (code <= 0x20) return code === 0x20 || (code >= 0x09 && code <= 0x0d)
  return code >= 0xa0 && BLANK_BEYOND.test(String.fromCharCode(code))
}

const BLANK_BEYOND = /\s/

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
