import type { Span } from '../../model/source.ts'
import type { Priority } from '../../model/values.ts'
import { once } from '../../model/once.ts'
import { maskCode } from './code-spans.ts'
import { firstWords, isOdd } from './phrases.ts'

/** A priority with the span to cut from its text: with its brackets or label. */
export interface FoundPriority extends Span {
  readonly priority: Priority
}

// One row per level; P-levels are sorted by their number, P0 before everything.
const WORDS: readonly (readonly [level: number, words: string])[] = [
  [
    1,
    'critical|highest|high|urgent|immediate|blocker|must(?: have)?|kritisch|sehr hoch|hoch|dringend|critique|hautes?|haute|élevée?|urgente?|cr[ií]tic[oa]|alt[oa]|kritik|yüksek|acil|критический|критично|высокий|высокая|срочно|最高|紧急|緊急|高|필수|긴급|높음|높은|상',
  ],
  [
    2,
    'medium|moderate|normal|should(?: have)?|mittel|moyenne?|media|medio|média|médio|orta|средний|средняя|中|보통|중간|중',
  ],
  [
    3,
    'lowest|low|minor|could(?: have)?|nice to have|niedrig|gering|basse?|faible|baj[oa]|baix[oa]|düşük|низкий|низкая|最低|低|낮음|낮은|하',
  ],
]
const WORD = WORDS.map(([, words]) => words).join('|')
const LEVELS = once(() => WORDS.map(([level, words]) => ({ level, pattern: new RegExp(`^(?:${words})$`, 'iu') })))
const NAME =
  'priority(?:\\slevel)?|prio|priorität|priorité|prioridad|prioridade|öncelik|приоритет|优先级|優先级|優先度|優先順位|优先度|우선\\s?순위|중요도'
const EMOJI = '(?:[\\p{Extended_Pictographic}\\u{FE0F}]{1,4}\\s?)?'

const LABELLED = once(
  () =>
    new RegExp(
      `(?:[(（[]|(?<![\\p{L}\\d])(?<!\\p{L}\\s))[*_]{0,3}(?:${NAME})[*_]{0,3}\\s?[:：][*_]{0,3}\\s{0,3}[*_]{0,3}${EMOJI}(P\\d(?!\\d)|[1-9](?!\\d)|(?:${WORD})(?![\\p{L}\\d]))[*_]{0,3}[)）\\]]?`,
      'giu',
    ),
)
const BRACKETED = once(
  () => new RegExp(`[([（【]${EMOJI}(?:(P\\d)|((?:${WORD}))(?:\\s(?:${NAME}))?)[)\\]）】](?![(\\w/])`, 'giu'),
)
const BARE = once(
  () =>
    /(?<=^[\s*_]{0,4}|\s[-–—|:]\s{1,3}|^\p{Extended_Pictographic}\s)[*_]{0,3}(P\d)(?![\p{L}\d/-])(?!\s?(?:→|->|–|-)\s?P\d)[*_]{0,3}|(?<=\s)(P\d)(?=\s{0,3}$)/gu,
)

// What a text needs to match the long patterns, told by short ones.
const NAME_HINT = /prio|[^\x00-\x7F]/i
const BRACKET = /[([（【](\p{L}+|[^\x00-\x7F])/gu
const P_LEVEL = /P\d/
const BRACKET_WORDS = once(() => firstWords(WORD))

/** A bracket opens before a priority word, a P-level or a character whose pattern has to be tried. */
function mayBracket(text: string): boolean {
  for (const { 1: word = '' } of text.matchAll(BRACKET)) {
    const known = word.toLowerCase()
    if (known === 'p' || BRACKET_WORDS().has(known) || !/^\p{L}/u.test(word)) return true
  }
  return isOdd(text)
}

/** The priority a single word stands for: `P0` sorts before `High`; null where it is no priority word. */
export function priorityOf(word: string): Priority | null {
  const trimmed = word.trim()
  const digit = /^P?(\d)$/i.exec(trimmed)
  if (digit !== null) return { level: Number(digit[1]), word: trimmed }
  const found = LEVELS().find(({ pattern }) => pattern.test(trimmed))
  return found === undefined ? null : { level: found.level, word: trimmed }
}

/** Brackets are cut as a pair or not at all: `(Priority: P1, 2h)` keeps its own. */
function balanced(words: string, start: number): Span {
  const opens = /^[(（[]/.test(words)
  const closes = /[)）\]]$/.test(words)
  return { start: opens && !closes ? start + 1 : start, end: start + words.length - (closes && !opens ? 1 : 0) }
}

function first(text: string, pattern: RegExp): FoundPriority | null {
  for (const match of text.matchAll(pattern)) {
    const word = match[1] ?? match[2]
    if (word === undefined) continue
    const priority = priorityOf(word)
    if (priority !== null) return { priority, ...balanced(match[0], match.index) }
  }
  return null
}

/**
 * The priority stated in a heading, label or task: `(Priority: P1)`, `**Priority**: Medium`, `[P1]`, `优先级：高`. High
 * and Critical are level 1, Medium 2, Low 3, P0 to P9 their number; `word` is as printed. A word in running text
 * ("high-priority item", "Fix P1 bugs") is none.
 */
export function findPriority(text: string): FoundPriority | null {
  const masked = maskCode(text)
  return (
    (NAME_HINT.test(masked) ? first(masked, LABELLED()) : null) ??
    (mayBracket(masked) ? first(masked, BRACKETED()) : null) ??
    (P_LEVEL.test(masked) ? first(masked, BARE()) : null)
  )
}
