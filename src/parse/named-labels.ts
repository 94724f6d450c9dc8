import type { Span } from '../model/source.ts'
import { once } from '../model/once.ts'
import { BEYOND_ASCII } from './text/traits.ts'
import { NUMBER_WORD, numberOf } from './label.ts'
import { labelWords, type LabelKind } from './vocabulary/index.ts'

/** A milestone named inside a text: `Phase 2`, `2. Aşama`, one of `Meilensteine 1 und 2`. */
export interface NamedLabel extends Span {
  readonly kind: LabelKind
  readonly number: string
  /** In one form for all languages: `Phase 2`; what a stated dependency names. */
  readonly target: string
}

const NUMBER = String.raw`(?:\d{1,3}(?:\.\d{1,3}){0,2}|(?:${NUMBER_WORD}|[IVX]{1,4})(?![\p{L}])|[A-ZА-Я](?![\p{L}\d])|[一二三四五六七八九十]{1,3})`
const JOIN = String.raw`\s*(?:,|、|，|/|&|\+|and|und|et|y|e|ve|и|と|和|与|及|から|or|oder)\s*`
const ENDING = String.raw`(?:['’]?\p{L}{0,5})?`
const AFTER = once(() => new RegExp(String.raw`^${ENDING}[\s#№:]{0,2}(${NUMBER}(?:${JOIN}${NUMBER}){0,12})`, 'u'))
// `2ª e 3ª fases`, `第一、第二阶段`, `1. ve 2. aşamalar`
const ORDINAL = String.raw`第?\s?${NUMBER}(?:[.ªº°]|er|e|ère|ème)?`
const BEFORE = once(() => new RegExp(String.raw`(${ORDINAL}(?:${JOIN}${ORDINAL}){0,12})\s?$`, 'u'))
const SHORT = /(?<![\p{L}\d./-])(M|US|WP|PR)-?(\d{1,3})(?![\p{L}\d]|[./]\d)/gu
const MAY_BE_SHORT = /(?:M|US|WP|PR)-?\d/
const ONE = once(() => new RegExp(NUMBER, 'gu'))
const SHORT_KIND: Readonly<Record<string, LabelKind>> = { M: 'milestone', US: 'story', WP: 'workpackage', PR: 'pr' }
/** Kinds that a sentence about order may name; a task or a day in prose is no milestone. */
const KINDS: ReadonlySet<LabelKind> = new Set<LabelKind>([
  'milestone',
  'phase',
  'stage',
  'sprint',
  'iteration',
  'epic',
  'story',
  'workpackage',
  'pr',
  'step',
  'week',
  'version',
])

const PREVIOUS = once(
  () =>
    /(?<!\p{L})(?:all (?:the )?(?:previous|prior|earlier|preceding|other)|alle (?:vorherigen|vorigen|bisherigen|früheren)|(?:tous|toutes) les \p{L}*\s?précédent(?:e?s)|tous les précédents|tod[oa]s (?:los|las|os|as) (?:\p{L}+ )?anteriores|önceki tüm)|все предыдущие|всех предыдущих|(?:これまで|以前|前)の(?:すべて|全て|全)|(?:すべて|全て)の前|之前(?:的)?所有|(?:所有|全部)(?:之前|前面|前置)的?|모든 이전|이전 모든/iu,
)

function wordStarts(text: string): { readonly start: number; readonly end: number; readonly kind: LabelKind }[] {
  const { kinds, unspaced } = labelWords()
  const found: { start: number; end: number; kind: LabelKind }[] = []
  const words = [...text.matchAll(BEYOND_ASCII.test(text) ? /\p{L}+/gu : /[A-Za-z]+/g)]
  words.forEach((match, index) => {
    const lower = match[0].toLowerCase()
    const next = words[index + 1]
    const adjacent = next !== undefined && next.index === match.index + match[0].length + 1
    const pair = adjacent ? kindOf(text.slice(match.index, next.index + next[0].length).toLowerCase(), kinds) : null
    const kind = pair ?? kindOf(lower, kinds)
    if (kind !== null) found.push({ start: match.index, end: match.index + kind.length, kind: kind.kind })
  })
  // They are words of scripts beyond ASCII.
  for (const word of BEYOND_ASCII.test(text) ? unspaced() : []) {
    for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length))
      found.push({ start: at, end: at + word.length, kind: kinds.get(word)! })
  }
  return found.sort((a, b) => a.start - b.start || b.end - a.end)
}

/** The first three letters of the words for milestones, shared by all their endings. */
let beginnings: ReadonlySet<string> | undefined

/** The kind of a word, also with an ending (`Meilensteine`, `aşamalar`, `fases`, `этапов`). */
function kindOf(word: string, kinds: ReadonlyMap<string, LabelKind>): { kind: LabelKind; length: number } | null {
  beginnings ??= new Set(Array.from(kinds.keys(), (known) => known.slice(0, 3)))
  if (!beginnings.has(word.slice(0, 3))) return null
  for (let length = word.length; length >= Math.max(3, word.length - 5); length -= 1) {
    const kind = kinds.get(word.slice(0, length))
    if (kind !== undefined) return KINDS.has(kind) ? { kind, length } : null
  }
  // Russian endings replace the last vowel: этапа, фазы, вехи.
  const stem = word.replace(/[аеиоуыэюяйь]{1,2}$/u, '')
  for (const ending of stem === word || stem.length < 3 ? [] : ['', 'а', 'я', 'е']) {
    const kind = kinds.get(stem + ending)
    if (kind !== undefined && KINDS.has(kind)) return { kind, length: word.length }
  }
  return null
}

/**
 * Milestones that a value or sentence names by label and number, in any language and number, in the word's plain form
 * or with an ending. Also `M1` and its kin. Linear in the text; at most one text line long values are meant.
 */
export function namedLabels(source: string): NamedLabel[] {
  const text = source.slice(0, 2000)
  const found: NamedLabel[] = []
  let free = 0
  const add = (kind: LabelKind, numbers: string, start: number, end: number): void => {
    for (const written of numbers.match(ONE()) ?? []) {
      const number = numberOf(written)
      found.push({ kind, number, target: `${kind[0]!.toUpperCase()}${kind.slice(1)} ${number}`, start, end })
    }
    free = end
  }
  for (const word of wordStarts(text)) {
    if (word.start < free) continue
    const after = AFTER().exec(text.slice(word.end, word.end + 80))
    if (after !== null) {
      add(word.kind, after[1]!, word.start, word.end + after[0].length)
      continue
    }
    const before = BEFORE().exec(text.slice(Math.max(free, word.start - 60), word.start))
    if (before !== null) add(word.kind, before[1]!, word.start - before[0].length, word.end)
  }
  for (const match of MAY_BE_SHORT.test(text) ? text.matchAll(SHORT) : []) {
    if (!found.some((label) => match.index >= label.start && match.index < label.end))
      found.push({
        kind: SHORT_KIND[match[1]!]!,
        number: match[2]!,
        target: `${match[1]!}${match[2]!}`,
        start: match.index,
        end: match.index + match[0].length,
      })
  }
  return found.sort((a, b) => a.start - b.start)
}

/** Whether a value means every milestone before this one. */
export function namesAllPrevious(text: string): boolean {
  return PREVIOUS().test(text.slice(0, 400))
}
