import type { Label } from '../model/plan.ts'
import { once } from '../model/once.ts'
import { stripDecorations } from './text/inline.ts'
import { BEYOND_ASCII } from './text/traits.ts'
import { labelWords, type LabelKind } from './vocabulary/index.ts'

/** A heading or label text that starts with a milestone word and its number. */
export interface ReadLabel extends Label {
  readonly kind: LabelKind
  /** The words after the label, decorations of the front removed; may be empty. */
  readonly rest: string
  /** The label as printed: `Phase A`. */
  readonly printed: string
}

/** Kinds from the outermost to the innermost, for documents whose nesting does not tell. */
export const LABEL_RANK: Readonly<Record<LabelKind, number>> = {
  version: 0,
  quarter: 1,
  epic: 2,
  milestone: 3,
  phase: 3,
  stage: 4,
  priority: 4,
  workpackage: 4,
  pr: 4,
  month: 4,
  iteration: 5,
  sprint: 5,
  story: 5,
  week: 6,
  day: 7,
  step: 8,
  task: 9,
}

const NUMERAL = String.raw`-?\d{1,4}(?:[.\-]\d{1,3}){0,3}[a-z]?\+?|[一二三四五六七八九十]{1,3}`
/** Numbers as words, up to ten: `Phase One`, `Fase due`. */
const NUMBER_WORDS: ReadonlyMap<string, string> = new Map(
  [
    'one two three four five six seven eight nine ten',
    'eins zwei drei vier fünf sechs sieben acht neun zehn',
    'un deux trois quatre cinq six sept huit neuf dix',
    'uno dos tres cuatro cinco seis siete ocho nueve diez',
    'um dois três quatro cinco seis sete oito nove dez',
    'uno due tre quattro cinque sei sette otto nove dieci',
    'один два три четыре пять шесть семь восемь девять десять',
    'bir iki üç dört beş altı yedi sekiz dokuz',
  ].flatMap((words) => words.split(' ').map((word, index) => [word, String(index + 1)] as const)),
)

/** A number as digits, where it is written as a word. */
export const numberOf = (written: string): string => NUMBER_WORDS.get(written.toLowerCase()) ?? written

/** The words of {@link numberOf} for a pattern, small or with a capital. */
export const NUMBER_WORD = Array.from(
  NUMBER_WORDS.keys(),
  (word) => `[${word[0]!}${word[0]!.toUpperCase()}]${word.slice(1)}`,
).join('|')

// A letter or a roman numeral counts as a number only where something ends it: "Phase A:", never "Phase A new idea".
const LETTERS = String.raw`${NUMBER_WORD}|[IVX]{1,5}(?:\.\d{1,3}){0,2}|[A-ZА-Я](?:[.\-]?\d{1,3}){0,2}|\[?[NX]\]?`
const RANGE = String.raw`(?:\s?(?:[-–—~/&+]|to|and|bis|und)\s?(?:\d{1,3}))?`
const AFTER_WORD = once(
  () =>
    new RegExp(
      String.raw`^[\s#:：.№º°-]{0,3}(?:(M?(?:${NUMERAL})${RANGE})(?![\p{L}\d%])|(${LETTERS})(?=\s*$|\s*[:：.,)\]–—\-|(（&+]|\s+[–—-]))[ªºª]?`,
      'u',
    ),
)
const SEPARATOR = /^[\s)\]）】:：.、,，|–—\-－·•>]+/u
// Priorities end at P4; `P001` is a task's id.
const SHORT = once(() => /^(M|US|WP|PR|P(?=[ -]?\d(?!\d))|Q|S|W)[ -]?((?!00)\d{1,3}(?:\.\d{1,3})?)(?![\p{L}\d%./])/u)
const HALF_YEAR = once(() => /^([HQ][1-4][ -]\d{4}|\d{4}[ -]?H[12]|\d{4}[ -]?Q[1-4])(?![\p{L}\d])/u)
const SHORT_KINDS: Readonly<Record<string, LabelKind>> = {
  M: 'milestone',
  US: 'story',
  WP: 'workpackage',
  PR: 'pr',
  P: 'priority',
  Q: 'quarter',
  S: 'sprint',
  W: 'week',
}
const NUMBER_FIRST = once(
  () =>
    new RegExp(
      String.raw`^(?:第\s?)?(\d{1,3}|[一二三四五六七八九十]{1,3}|[IVX]{1,4})(?:[.)、ªº°]|er|e|ère|ème|-[ıiuü]?n?c[ıiuü]|-[йяе])?\s?`,
      'u',
    ),
)
const VERSION = once(() => /^v(\d{1,3}(?:\.\d{1,3}){1,3})(?![\p{L}\d])/iu)
const PREFIX = /^(?:\d{1,3}(?:\.\d{1,3}){0,3}[.)]?\s+|[A-Z][.)]\s+)/u

/** Blanks, digits and the marks that stand behind a label's word, where no blank stands before them. */
const WORD_END = /(?<=[^ ])[\s(),./\d:#：–—-]/g

/** Longest label word at the start of the text. */
function wordAt(text: string): { word: string; kind: LabelKind } | null {
  const { kinds, unspaced } = labelWords()
  const lower = text.slice(0, 40).toLowerCase()
  const ends: number[] = []
  WORD_END.lastIndex = 0
  while (ends.length < 3 && WORD_END.test(lower)) ends.push(WORD_END.lastIndex - 1)
  ends.push(lower.length)
  for (let at = ends.length - 1; at >= 0; at -= 1) {
    const end = ends[at]!
    const kind = kinds.get(lower.slice(0, end))
    if (kind !== undefined) return { word: text.slice(0, end), kind }
  }
  // They are words of scripts beyond ASCII.
  if (lower.charCodeAt(0) < 0x80) return null
  for (const word of unspaced())
    if (lower.startsWith(word)) return { word: text.slice(0, word.length), kind: kinds.get(word)! }
  return null
}

function wordFirst(text: string): ReadLabel | null {
  const found = wordAt(text)
  if (found === null) return null
  const match = AFTER_WORD().exec(text.slice(found.word.length, found.word.length + 40))
  if (match === null) return null
  const length = found.word.length + match[0].length
  // `PR #146` is a pull request of the repository, `PR 2` one of the plan.
  if (found.kind === 'pr' && /^\s*#\d{2,}/.test(match[0])) return null
  if (isReference(text.slice(length))) return null
  return {
    kind: found.kind,
    number: numberOf((match[1] ?? match[2]!).trim()),
    rest: text.slice(length).replace(SEPARATOR, ''),
    printed: text.slice(0, length).trim(),
  }
}

// What follows a label's number directly and makes it the subject of a sentence, or the title of a report about it.
const VERB = once(
  () =>
    /^\s(?:and|or|are|is|was|were|have|has|had|can|will|must|should|may|needs?|requires?|depends?|blocks?|und|oder|ist|sind|hat|et|ou|est|sont|y|o|es|son|e|é|são|ve|и|или)\s/u,
)
const REPORT = once(() => /^\s(?![–—-]\s).*\b(?:summary|report|analysis|recap|retrospective|postmortem)$/iu)

function isReference(rest: string): boolean {
  return VERB().test(rest) || (/[emptys\u017F]$/i.test(rest.slice(0, 200)) && REPORT().test(rest.slice(0, 200)))
}

function short(text: string): ReadLabel | null {
  if (!/^(?:v\d|\d|[HMPQSUW])/i.test(text)) return null
  const version = VERSION().exec(text)
  if (version !== null)
    return {
      kind: 'version',
      number: version[1]!,
      rest: text.slice(version[0].length).replace(SEPARATOR, ''),
      printed: version[0],
    }
  const half = /^(?:\d{4}|[HQ]\d)/.test(text) ? HALF_YEAR().exec(text) : null
  if (half !== null)
    return {
      kind: 'quarter',
      number: half[1]!,
      rest: text.slice(half[0].length).replace(SEPARATOR, ''),
      printed: half[0],
    }
  const match = /^[A-Z]{1,2}[ -]?\d/.test(text) ? SHORT().exec(text) : null
  if (match === null) return null
  const rest = text.slice(match[0].length)
  // "P1 items" is prose, "P1: items" and "M1 - items" are labels.
  if (rest !== '' && !/^\s*[:：.)(\]–—|-]/u.test(rest) && match[1] !== 'M' && match[1] !== 'Q') return null
  // `Q1: Should we ...?` is a question, `Q1 2027` a quarter.
  if (match[1] === 'Q' && (Number(match[2]) > 4 || /[?？]\s*$/.test(rest))) return null
  return { kind: SHORT_KINDS[match[1]!]!, number: match[2]!, rest: rest.replace(SEPARATOR, ''), printed: match[0] }
}

/** `1. Aşama: ...`, `第一阶段：...`, `2단계`, `3. Woche`: the number before the word. */
function numberFirst(text: string): ReadLabel | null {
  const match = /^[\dIVX\u0080-\uFFFF]/.test(text) ? NUMBER_FIRST().exec(text) : null
  if (match === null) return null
  const after = text.slice(match[0].length)
  const found = wordAt(after)
  if (found === null || LABEL_RANK[found.kind] > 8) return null
  const rest = after.slice(found.word.length)
  if (rest !== '' && !/^\s*[:：.)(（–—|-]/u.test(rest) && !/^[\s　]/u.test(rest)) return null
  if (/^\s+\p{L}/u.test(rest) && !/[\p{Script=Han}\p{Script=Katakana}\p{Script=Hangul}]/u.test(found.word)) return null
  return {
    kind: found.kind,
    number: match[1]!,
    rest: rest.replace(SEPARATOR, ''),
    printed: (match[0] + found.word).trim(),
  }
}

/** A plain word of three letters or more, before a blank or alone. */
const OPENING_WORD = /\s*[A-Za-z]{3,}(?=\s|$)/y

let firstWords: ReadonlySet<string> | undefined

const otherWords = new Map<string, boolean>()

/**
 * Whether a text opens, at an offset, with a plain word that no label begins with, as nearly all work does (`Create the
 * parser`): nothing that decorates a label can stand before it then, unless a colon ends a status.
 */
export function opensOtherwise(text: string, from = 0): boolean {
  OPENING_WORD.lastIndex = from
  if (!OPENING_WORD.test(text)) return false
  const word = text.slice(from, OPENING_WORD.lastIndex)
  let other = otherWords.get(word)
  if (other === undefined) {
    other = isOther(word.trimStart())
    if (otherWords.size > 5000) otherWords.clear()
    // A longer slice would keep its document in memory.
    if (word.length < 13) otherWords.set(word, other)
  }
  if (!other) return false
  const colon = text.indexOf(':', from)
  const wide = text.indexOf('：', from)
  return (colon < 0 || colon - from >= 60) && (wide < 0 || wide - from >= 60)
}

function isOther(word: string): boolean {
  firstWords ??= new Set(Array.from(labelWords().kinds.keys(), (key) => /^[a-z]*/.exec(key)![0]))
  if (firstWords.has(word.toLowerCase())) return false
  // `IVe phase`: a roman numeral may stand before the word.
  if (!'IVX'.includes(word[0]!)) return true
  const behind = word.replace(/^[IVX]{1,4}(?:er|e)?/, '')
  return behind !== '' && !firstWords.has(behind.toLowerCase())
}

/**
 * Reads a milestone label at the start of a heading, bold text, list item or table cell: a word of the vocabulary with
 * a number, letter or roman numeral, through leading numbers, emoji, status marks and bold. Null where none stands there.
 */
export function readLabel(text: string): ReadLabel | null {
  if (opensOtherwise(text)) return null
  const first = stripDecorations(halfWidth(text.slice(0, 300))).text
  const label = wordFirst(first) ?? short(first) ?? numberFirst(first) ?? afterPrefix(first)
  if (label !== null) return label
  const bare = text.trim().slice(0, 300)
  return bare === first ? null : numberFirst(bare)
}

/** Full-width digits and letters as their half-width ones, one for one. */
function halfWidth(text: string): string {
  return BEYOND_ASCII.test(text) && /[０-９Ａ-Ｚ]/u.test(text)
    ? text.replace(/[０-９Ａ-Ｚ]/gu, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0))
    : text
}

function afterPrefix(text: string): ReadLabel | null {
  const prefix = PREFIX.exec(text)
  return prefix === null ? null : wordFirst(text.slice(prefix[0].length))
}

const CHINESE = '〇一二三四五六七八九十'
const ROMAN: Readonly<Record<string, number>> = { I: 1, V: 5, X: 10 }

function romanValue(word: string): number {
  let total = 0
  for (let at = 0; at < word.length; at += 1) {
    const value = ROMAN[word[at]!] ?? 0
    total += value < (ROMAN[word[at + 1] ?? ''] ?? 0) ? -value : value
  }
  return total
}

/** The integer a label's number stands for, or null (`3.1`, `A`). Roman and Chinese numerals count. */
export function labelInteger(number: string): number | null {
  if (/^M?\d{1,4}$/.test(number)) return Number(number.replace('M', ''))
  if (/^[IVX]+$/.test(number)) return romanValue(number)
  if (/^[一二三四五六七八九]$/.test(number)) return CHINESE.indexOf(number)
  const tens = /^([一二三四五六七八九]?)十([一二三四五六七八九]?)$/.exec(number)
  if (tens !== null)
    return (tens[1] === '' ? 1 : CHINESE.indexOf(tens[1]!)) * 10 + (tens[2] === '' ? 0 : CHINESE.indexOf(tens[2]!))
  return null
}
