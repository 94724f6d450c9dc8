import { isAscii } from './traits.ts'

/*
 * Lists of words are written as patterns here: `completed?|pass(?:ed)?|conclu[ií]d[oa]`. Compiling such a pattern with
 * the flags `iu` takes milliseconds, more than reading a plan, and trying it at every offset costs most of the time of
 * a large one. So they are also spelled out, and a text that holds none of the spellings is told by a look-up.
 */

/**
 * Every text that a pattern of literals, alternatives, `?`, classes and `(?:...)` matches, in lower case. Anything else
 * in it (`+`, `\d`) is a mistake of whoever wrote the pattern and throws.
 */
export function spellings(pattern: string): string[] {
  const reader = { pattern: pattern.toLowerCase(), at: 0 }
  const found = alternatives(reader)
  if (reader.at < pattern.length) throw new Error(`unexpected ")" in ${pattern}`)
  return found
}

interface Reader {
  readonly pattern: string
  at: number
}

// Most alternatives are plain words: as many as follow each other are taken in one go.
const WORDS = /[^|)([\\?+*{}^$.]+(?:\|[^|)([\\?+*{}^$.]+)*(?=[|)]|$)/y

function alternatives(reader: Reader): string[] {
  const all: string[] = []
  do {
    if (all.length > 0) reader.at++
    WORDS.lastIndex = reader.at
    const words = WORDS.exec(reader.pattern)?.[0]
    if (words === undefined) all.push(...sequence(reader))
    else {
      reader.at += words.length
      all.push(...words.split('|'))
    }
  } while (reader.pattern[reader.at] === '|')
  return all
}

function sequence(reader: Reader): string[] {
  let heads = ['']
  while (reader.at < reader.pattern.length && !/[|)]/.test(reader.pattern[reader.at]!)) {
    const tails = piece(reader)
    if (reader.pattern[reader.at] === '?') {
      reader.at++
      tails.push('')
    }
    heads = heads.flatMap((head) => tails.map((tail) => head + tail))
  }
  return heads
}

function piece(reader: Reader): string[] {
  const { pattern } = reader
  const char = pattern[reader.at++]!
  if (char === '(') {
    reader.at += 2
    const inner = alternatives(reader)
    reader.at++
    return inner
  }
  if (char === '[') {
    const end = pattern.indexOf(']', reader.at)
    const members = Array.from(pattern.slice(reader.at, end))
    reader.at = end + 1
    return members
  }
  const escaped = char === '\\' ? pattern[reader.at++]! : char
  if (/[+*{}^$]/.test(char) || (char === '\\' && /[\p{L}\d]/u.test(escaped)))
    throw new Error(`"${char}" is no list of words: ${pattern}`)
  return [escaped]
}

/** The letters that the spellings of a pattern begin with, up to the first character that is none. */
export function firstWords(pattern: string): ReadonlySet<string> {
  return new Set(spellings(pattern).map((spelling) => /^\p{L}*/u.exec(spelling)![0]))
}

/** The spellings of a pattern, in its order, by the letters they begin with. */
export function byFirstWord(pattern: string): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>()
  for (const spelling of spellings(pattern)) {
    const first = /^\p{L}*/u.exec(spelling)![0]
    const known = found.get(first)
    if (known === undefined) found.set(first, [spelling])
    else known.push(spelling)
  }
  return found
}

/** The letters that the spellings of a pattern end in, back to the last character that is none. */
export function lastWords(pattern: string): ReadonlySet<string> {
  return new Set(spellings(pattern).map((spelling) => /\p{L}*$/u.exec(spelling)![0]))
}

/** The last letters of the spellings of a pattern: two, or the one that there is. */
export function endings(pattern: string): ReadonlySet<string> {
  return new Set(spellings(pattern).map((spelling) => spelling.slice(-2).trimStart()))
}

/** A run of letters, in lower case. */
export interface Word {
  readonly at: number
  readonly word: string
}

// Letters of which only a case-insensitive pattern knows that they are spelled `s`, `k` or Cyrillic.
const ODD = /[\u017F\u212A\u1C80-\u1C8A\uA64A\uA64B]/

/** True where a look-up in lower case cannot tell what a case-insensitive pattern finds. */
export function isOdd(text: string): boolean {
  return ODD.test(text)
}

/** The runs of letters of a text that do not follow a letter, digit, underscore, apostrophe or hyphen. */
export function wordsOf(text: string): Word[] {
  if (isAscii(text)) return asciiWords(text.toLowerCase())
  const words: Word[] = []
  for (const { 0: run, index } of text.matchAll(/(?<![\p{L}\d_'-])\p{L}+/gu))
    words.push({ at: index, word: run.toLowerCase() })
  return words
}

const RUN = /[a-z]+/g
// What a word does not follow.
const GLUE = /[\d_'-]/

/** {@link wordsOf} a text that is ASCII in lower case. */
function asciiWords(text: string): Word[] {
  const words: Word[] = []
  RUN.lastIndex = 0
  for (let run = RUN.exec(text); run !== null; run = RUN.exec(text))
    if (run.index === 0 || !GLUE.test(text[run.index - 1]!)) words.push({ at: run.index, word: run[0] })
  return words
}
