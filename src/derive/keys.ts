import { hashText } from '../model/hash.ts'
import { once } from '../model/once.ts'
import { plain } from '../parse/text/inline.ts'
import { isAscii } from '../parse/text/traits.ts'

// Where {@link plain} takes away more than what separates words anyway: marks, and ticks in the middle of a word.
const MARKED = /[\\*_~[\]!<&\x80-\uFFFF]|[A-Za-z0-9./]`+[A-Za-z0-9./]/
const BETWEEN_ASCII = /[^a-z0-9./]+/g
const BETWEEN_ALL = /[^\p{L}\p{N}./]+/gu

/** The words of a text in lower case, with a hyphen for whatever stands between two of them. */
function hyphened(text: string): string {
  if (!MARKED.test(text)) return text.toLowerCase().replace(BETWEEN_ASCII, '-')
  const lower = plain(text).toLowerCase()
  return lower.replace(isAscii(lower) ? BETWEEN_ASCII : BETWEEN_ALL, '-')
}

/** The words of a text as a key: lower case, hyphens, long ones cut and closed with a hash of the whole. */
export function slug(text: string): string {
  const given = hyphened(text)
  // Words have no hyphen of their own: one at an end stands for what is around all of them.
  const start = given.startsWith('-') ? 1 : 0
  const words = given.slice(start, given.endsWith('-') ? Math.max(start, given.length - 1) : given.length)
  return words.length <= 72 ? words : `${words.slice(0, 60)}-${hashText(words).slice(0, 8)}`
}

/** The keys that were given. */
export interface UsedKeys {
  readonly all: Set<string>
  /** How often those were asked for that were asked for again. */
  readonly repeated: Map<string, number>
}

export const noKeys = (): UsedKeys => ({ all: new Set(), repeated: new Map() })

/** Gives each key once: the second and later ones get a counter. */
export function uniqueKey(key: string, { all, repeated }: UsedKeys): string {
  const before = all.size
  // Whether the set grew says whether it had the key: nearly all are new, and one look is enough for them.
  all.add(key)
  if (all.size > before) return key
  const count = (repeated.get(key) ?? 1) + 1
  repeated.set(key, count)
  return `${key}#${count}`
}

const CJK = '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}ー'
const WORDS = once(
  () =>
    new RegExp(
      `\\p{Script=Han}{2,}|[\\p{Script=Katakana}ー]{2,}|\\p{Script=Hangul}{2,}|(?:(?![${CJK}])[\\p{L}\\p{N}]){3,}`,
      'gu',
    ),
)

/** Scripts without blanks between words are compared by pairs of characters. */
function pairs(word: string): string[] {
  if (!/[\p{Script=Han}\p{Script=Hangul}]/u.test(word)) return [word]
  return Array.from({ length: word.length - 1 }, (_, at) => word.slice(at, at + 2))
}

/** The words of a text that carry meaning, for comparing two texts; `RoundState` is two. */
export function terms(text: string): ReadonlySet<string> {
  const words =
    plain(text)
      .replaceAll(/(?<=\p{Ll})(?=\p{Lu})/gu, ' ')
      .toLowerCase()
      .match(WORDS()) ?? []
  return new Set(
    words
      .flatMap(pairs)
      .filter((word) => !STOP.has(word))
      .map((word) => word.replace(/(?<=\p{L}{3})(?:ies|es|s|ing|ed)$/u, '')),
  )
}

const STOP = new Set(
  'the and for with that this from must can should shall will are not all each when then given user users system able has have been was were into its any more than'.split(
    ' ',
  ),
)
