import type { Span } from '../../model/source.ts'
import type { Estimate } from '../../model/values.ts'
import { once } from '../../model/once.ts'
import { maskCode } from './code-spans.ts'
import { firstWords, isOdd } from './phrases.ts'
import { minutesOf, UNIT_GROUPS, unitOf, type WorkingTime } from './units.ts'

/** An estimate with the span to cut from its text: with its parentheses, dash or label. */
export interface FoundEstimate extends Span {
  readonly estimate: Estimate
}

const DEFAULT_TIME: WorkingTime = { hoursPerDay: 8, daysPerWeek: 5 }

const NUMBER = '(\\d{1,5}(?:[.,]\\d{1,3})?|½|half an?|half|one|two|three)'
const RANGE = '(?:\\s?(?:-|–|—|~|〜|～|至|到|から|to|bis|à|a|до)\\s?(\\d{1,5}(?:[.,]\\d{1,3})?))?'
// A unit may repeat after the first number: `30 min - 1 h`.
const UNIT = `[\\s-]?(?:(?:person|man|engineer|working|work|business|calendar|full|个|個)[\\s-]?)?(?:${UNIT_GROUPS})(?![\\p{L}\\d])`
const UNIT_GLUED = `[\\s-]?(?:(?:person|man|engineer|working|work|business|calendar|full|个|個)[\\s-]?)?(?:${UNIT_GROUPS})`
const ABOUT =
  '(?:[~≈∼]|about|approx(?:imately)?\\.?|around|roughly|circa|ca\\.?|ungefähr|etwa|environ|cerca de|aprox(?:imadamente)?\\.?|unos|yaklaşık|около|примерно|約|约|大约|大約|およそ|약|estimated|estimate|est\\.?|eta|up to|max\\.?|total(?: of)?)'
const LEAD = once(() => new RegExp(`(?:${ABOUT}\\s?:?\\s?){0,3}`, 'iuy'))
const AMOUNT = once(() => new RegExp(`${NUMBER}${RANGE}${UNIT}`, 'iuy'))
// `1h30m`: a unit that a digit follows.
const COMPOUND = once(() => new RegExp(`${NUMBER}()${UNIT_GLUED}\\s?(?:and |und |et |y |e )?(?=\\d)`, 'iuy'))
const AFTER = once(
  () =>
    /^(?:\s*(?:total|each|effort|of work|work|max\.?|程度|左右|ほど|정도|insgesamt|au total|en total|no total|toplam))?$/iu,
)

const LABEL_WORDS =
  'estimated|estimate|duration|effort|time|timebox|eta|est\\.|dauer|aufwand|schätzung|zeitaufwand|durée|estimation|charge|duración|estimación|esfuerzo|duração|estimativa|esforço|süre|tahmini süre|tahmin|оценка|длительность|трудозатраты|所要時間|見積もり|見積り|見積|工数|期間|预计时间|预计|预估|估时|工时|工期|时长|耗时|预计耗时|예상 시간|예상|소요 시간|기간'
const LABEL = `(?:total\\s)?(?:${LABEL_WORDS})(?:\\s(?:time|effort|duration|total|estimate))?`
const LABELLED = once(
  () => new RegExp(`(?<![\\p{L}\\d])(?<!\\p{L}\\s)[*_]{0,3}${LABEL}[*_]{0,3}\\s?[:：][*_]{0,3}\\s{0,3}`, 'giu'),
)

// "session expiry (24 hours)" is a property of the product, not effort.
const PROPERTY = once(
  () =>
    /(?:expir|ttl|timeout|time-out|retention|retain|interval|lifetime|cooldown|delay|every|after|within|rotation|last|past|older|uptime|ablauf|gültigkeit|有効期限|过期|超时|만료)\p{L}{0,6}\s{0,3}[([（]?$/iu,
)

// What every amount has, and the words that every label begins with: most texts have neither.
const COUNT = /\d|½|half|one|two|three/i
const LABEL_STARTS = once(() => new Set([...firstWords(LABEL_WORDS), 'total']))

function mayBeLabelled(text: string): boolean {
  if (!/[:：]/.test(text)) return false
  return isOdd(text) || (text.match(/\p{L}+/gu) ?? []).some((word) => LABEL_STARTS().has(word.toLowerCase()))
}

// Brackets, a colon, a dash or a bar: what sets an estimate off from the words around it.
const SET_OFF = /[(（[:：–—|-]/

interface Amount {
  readonly low: number
  readonly high: number
  readonly end: number
}

function toNumber(text: string): number {
  const words: Readonly<Record<string, number>> = {
    '½': 0.5,
    half: 0.5,
    'half a': 0.5,
    'half an': 0.5,
    one: 1,
    two: 2,
    three: 3,
  }
  return words[text.toLowerCase()] ?? Number(text.replace(',', '.'))
}

function exec(regex: RegExp, text: string, at: number): RegExpExecArray | null {
  regex.lastIndex = at
  return regex.exec(text)
}

function amountIn(found: RegExpExecArray, time: WorkingTime): Amount {
  const unit = unitOf(found.slice(3, 8)) ?? 'minute'
  const minutes = minutesOf(unit, time)
  const low = toNumber(found[1]!) * minutes
  const high = found[2] === undefined || found[2] === '' ? low : toNumber(found[2]) * minutes
  return { low, high: Math.max(low, high), end: found.index + found[0].length }
}

/** The duration that starts at an offset: `2.5 hours`, `6-7 h`, `1h30m`. */
function amountAt(text: string, at: number, time: WorkingTime): Amount | null {
  let low = 0
  let from = at
  for (let part = 0; part < 3; part++) {
    const compound = exec(COMPOUND(), text, from)
    if (compound === null) break
    const amount = amountIn(compound, time)
    low += amount.low
    from = amount.end
  }
  const last = exec(AMOUNT(), text, from)
  if (last === null) return null
  const amount = amountIn(last, time)
  const second = from === at ? rangeEnd(text, amount.end, time) : null
  if (second !== null) return { low: amount.low, high: Math.max(amount.low, second.high), end: second.end }
  return { low: low + amount.low, high: low + amount.high, end: amount.end }
}

/** The second half of `30 min - 1 h`, both ends with a unit. */
function rangeEnd(text: string, at: number, time: WorkingTime): Amount | null {
  const dash = exec(/\s?(?:-|–|—|to)\s?(?=\d)/y, text, at)
  const found = dash === null ? null : exec(AMOUNT(), text, at + dash[0].length)
  return found === null ? null : amountIn(found, time)
}

/** A duration that fills a whole stretch of text, with words such as "about" before it. */
function whole(source: string, start: number, end: number, time: WorkingTime): Estimate | null {
  const raw = source.slice(start, end)
  const text = raw.replace(/[*_]{1,3}/g, (marks) => ' '.repeat(marks.length))
  const from = text.length - text.trimStart().length
  const lead = exec(LEAD(), text, from)?.[0].length ?? 0
  const amount = amountAt(text, from + lead, time)
  if (
    amount === null ||
    !AFTER().test(
      text
        .slice(amount.end)
        .trimEnd()
        .replace(/[.。]$/, ''),
    )
  )
    return null
  const about = /[~≈∼]\s?$/.exec(text.slice(from, from + lead))?.[0].length ?? 0
  const printed = text
    .slice(from + lead - about, amount.end)
    .trim()
    .replace(/\s+/g, ' ')
  return { low: amount.low, high: amount.high, text: printed }
}

/**
 * The first of the parts of a stretch (`Claude - 30 minutes`, `Week 4: 40 hours`) that is a duration. Its span takes
 * one separator with it, so that the other parts still read well once it is cut.
 */
function inParts(source: string, start: number, end: number, time: WorkingTime): FoundEstimate | null {
  const all = whole(source, start, end, time)
  if (all !== null) return { estimate: all, start, end }
  let from = start
  let separator = 0
  for (const part of source.slice(start, end).split(/([,，;；、|/]|[:：]|\s[-–—]\s)/)) {
    const estimate = whole(source, from, from + part.length, time)
    if (estimate !== null && from > start) return { estimate, start: from - separator, end: from + part.length }
    if (estimate !== null) {
      const next = exec(/\s{0,3}[-–—,，;；、|/:：]\s{0,3}/y, source, from + part.length)
      return { estimate, start: from, end: from + part.length + (next?.[0].length ?? 0) }
    }
    from += part.length
    separator = part.length
  }
  return null
}

function parenthesised(text: string, time: WorkingTime): FoundEstimate | null {
  let found: FoundEstimate | null = null
  for (const match of text.matchAll(/[(（[]([^()（）[\]]{1,80})[)）\]]/g)) {
    const end = match.index + match[0].length
    if (!COUNT.test(match[1]!)) continue
    if (PROPERTY().test(text.slice(Math.max(0, match.index - 48), match.index))) continue
    const part = inParts(text, match.index + 1, end - 1, time)
    if (part === null) continue
    const all = part.start === match.index + 1 && part.end === end - 1
    found = all ? { estimate: part.estimate, start: match.index, end } : part
  }
  return found
}

function labelled(text: string, time: WorkingTime): FoundEstimate | null {
  for (const match of text.matchAll(LABELLED())) {
    const from = match.index + match[0].length
    const lead = exec(LEAD(), text, from)?.[0].length ?? 0
    const amount = amountAt(text, from + lead, time)
    if (amount === null) continue
    const estimate = whole(text, from, amount.end, time)
    const closing = exec(/[*_]{0,3}/y, text, amount.end)?.[0] ?? ''
    // `_Estimated: 2h_` is cut with both of its markers.
    const marks = closing !== '' && match[0].startsWith(closing) ? closing.length : 0
    const span = { start: match.index, end: amount.end + marks }
    const inBrackets = /[([（]/.test(text[span.start - 1] ?? '') && /[)\]）]/.test(text[span.end] ?? '')
    if (estimate !== null)
      return inBrackets ? { estimate, start: span.start - 1, end: span.end + 1 } : { estimate, ...span }
  }
  return null
}

function suffixed(text: string, time: WorkingTime): FoundEstimate | null {
  if (!/\s[-–—|:]{1,2}\s+\S/.test(text)) return null
  const trimmed = text.replace(/[\s\p{Extended_Pictographic}\uFE0F*_.]{0,20}$/u, '')
  const from = Math.max(0, trimmed.length - 60)
  let found: FoundEstimate | null = null
  for (const match of trimmed.slice(from).matchAll(/(?<=\s)[-–—|:]{1,2}\s+(?=\S)/g)) {
    const start = from + match.index
    if (PROPERTY().test(trimmed.slice(Math.max(0, start - 48), start))) continue
    const estimate = whole(trimmed, start + match[0].length, trimmed.length, time)
    if (estimate !== null) found ??= { estimate, start, end: trimmed.length }
  }
  return found
}

/**
 * The effort stated in a heading, label or task: in parentheses (`(2.5 hours)`), after a dash at the end (`- 28h`) or
 * after a label (`Effort: 2 days`). Numbers in running text, limits (`<10 min`) and places in a calendar (`Day 3-4`)
 * are none. Sums are minutes.
 */
export function findEstimate(text: string, time: WorkingTime = DEFAULT_TIME): FoundEstimate | null {
  if (!SET_OFF.test(text)) return null
  const masked = maskCode(text)
  if (!COUNT.test(masked)) return null
  return (
    (mayBeLabelled(masked) ? labelled(masked, time) : null) ?? parenthesised(masked, time) ?? suffixed(masked, time)
  )
}

/** The effort that is the whole value of a label such as Duration: `2 weeks`, `6-7 hours (with buffer)`. */
export function estimateOf(value: string, time: WorkingTime = DEFAULT_TIME): Estimate | null {
  const text = maskCode(value).slice(0, 200)
  const open = text.search(/[(（]/)
  const head = open < 0 ? text.length : open
  return (inParts(text, 0, head, time) ?? (open < 0 ? null : parenthesised(text, time)))?.estimate ?? null
}
