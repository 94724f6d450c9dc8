import type { Gate } from '../../model/values.ts'
import { once } from '../../model/once.ts'
import { codeSpans } from './code-spans.ts'
import { comparisonAfter, comparisonBefore } from './comparators.ts'
import { plain } from './plain.ts'
import { isOdd, lastWords } from './phrases.ts'
import { isAscii, patternFor } from './traits.ts'

type Comparison = Gate['comparison']

/** A number that a text compares, with what belongs to it. */
interface Found {
  readonly start: number
  readonly end: number
  readonly comparison: Comparison
  readonly value: number
  readonly unit: string
}

const UNIT =
  '%|％|percent(?:age points)?|pct|prozent|milliseconds?|millisekunden?|millisecondes?|milisegundos?|millisecondi|milisaniye|msecs?|ms|µs|us|ns|seconds?|sekunden?|secondes?|segundos?|secondi|secondo|saniye|secs?|sn|s|minutes?|minuten|minutos?|minuti|minuto|mins?|dakika|hours?|stunden?|heures?|horas?|ore|saat|hrs?|h|days?|tagen?|jours?|d[ií]as?|giorni|giorno|gün|мс|миллисекунд[аы]?|секунд[аыу]?|сек|минут[аыу]?|мин|час(?:а|ов)?|день|дня|дней|суток|weeks?|months?|years?|[KMGT]i?B(?:/s)?|bytes?|fps|rps|qps|tps|req/s|px|tokens?|users?|customers?|people|requests?(?:/s(?:ec(?:ond)?)?|/min| per second)?|x|lines?|loc'
const UNIT_CJK =
  '毫秒|ミリ秒|밀리초|秒鐘|秒钟|秒|초|分钟|分鐘|分|분|小时|小時|時間|시간|天|日|일|人|名|명|件|건|个|個|개|つ|行'
const NUMBER = patternFor(
  `(?<![\\p{Script=Latin}\\p{Script=Cyrillic}\\d_.,:#/$€£§-])(\\d{1,3}(?:,\\d{3}){1,4}|\\d{1,9}(?:[.]\\d{1,6}|,\\d{1,2}(?!\\d))?)([kKM](?![\\p{L}\\d]))?(?:/(\\d{1,6}))?(\\+(?!\\d))?(?:[\\s-]?(${UNIT})(?![\\p{Script=Latin}\\p{Script=Cyrillic}\\d_])|\\s?(${UNIT_CJK}))?(\\+)?(?![\\d:]|x\\d|\\.\\d)`,
  'iy',
)
// Where NUMBER can begin: it is tried there alone.
const FIRST_DIGIT = /(?<![\w.,:#/$€£§-])\d/g

const UNITS: readonly (readonly [string, RegExp])[] = [
  ['%', /^(?:%|％|percent|percentage points|pct|prozent)$/i],
  ['ms', /^(?:ms|msecs?|milli\p{L}*|milis\p{L}*|мс|миллисекунд[аы]?|毫秒|ミリ秒|밀리초)$/iu],
  ['s', /^(?:s|secs?|seconds?|sekunden?|secondes?|segundos?|second[oi]|saniye|sn|сек|секунд[аыу]?|秒|秒鐘|秒钟|초)$/iu],
  ['min', /^(?:mins?|minutes?|minuten|minutos?|minut[oi]|dakika|мин|минут[аыу]?|分|分钟|分鐘|분)$/iu],
  ['h', /^(?:h|hrs?|hours?|stunden?|heures?|horas?|ore|saat|час(?:а|ов)?|小时|小時|時間|시간)$/iu],
  ['days', /^(?:days?|tagen?|jours?|d[ií]as?|giorn[oi]|gün|день|дня|дней|суток|天|日|일)$/iu],
]
const COUNTED = /^(?:users?|customers?|people|tokens?|lines?|loc|人|名|명|件|건|个|個|개|つ|行)$/iu

// What stands before a number that is a name, not a quantity.
const NAMES =
  'python|node(?:\\.js)?|powershell|java|go|ruby|rust|php|ios|android|macos|windows|swift|xcode|\\.net|react(?: native)?|vue|angular|typescript|postgres(?:ql)?|mysql|redis|docker|npm|yarn|chrome|safari|firefox|edge|ubuntu|debian|kubernetes|k8s|version|versions|v|api|sdk|gradle|kotlin|next(?:\\.js)?|django|rails|laravel|spring|unity|vite|es|ecma|http|port|ports|status|code|line|lines|section|sections|chapter|page|step|phase|milestone|sprint|week|day|days|story|epic|task|pr|issue|requirement|requirements|scenario|figure|table|appendix|level|tier|layer|option|q|fy|wcag|tls|oauth|abschnitt|kapitel|étape|sección|seção|第'
const NAMED = patternFor(`(?:^|[^\\p{L}])(?:${NAMES})[\\s*_:#]{0,4}$`, 'i')
let namesLast: ReadonlySet<string> | undefined

/** Whether the text ends in one of the names; their last words tell it for most texts. */
function isNamed(before: string): boolean {
  namesLast ??= lastWords(NAMES)
  const last = /\p{L}*$/u.exec(before.replace(/[\s*_:#]{1,4}$/, ''))![0]
  return (namesLast.has(last.toLowerCase()) || isOdd(last)) && NAMED(before).test(before)
}
const ALL = patternFor(
  String.raw`(?:^|[^\p{L}])(?:all|alle|tou(?:te?s|t)|tod[ao]s|tüm|все|全|すべての|所有|모든)(?:\s(?:the|of the|die|les|las|los|as|os))?\s{0,2}$`,
  'i',
)
const PASSING = patternFor(
  String.raw`^[\s*_]{0,3}(?:[\p{L}-]{1,20}[\s]){0,3}(?:pass(?:es|ed|ing)?|succeed[\p{L}]*|green|tests?|suites?|cases?|checks?|テスト|测试|通过|통과|成功|erfolgreich|bestanden)`,
  'i',
)
const NOUN = patternFor(String.raw`^[\s*_]{0,3}[\p{Ll}][\p{L}-]{2,}`, '')
const LETTERS = once(() => /^[\s*_]{0,3}[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u)

/** Code is no criterion, except a code span that is nothing but the comparison: `>= 90%`, `16/16`. */
function maskCriteria(text: string): string {
  let masked = ''
  let from = 0
  for (const span of codeSpans(text)) {
    const bare = /^\s?[<>≥≤=]{0,2}\s?\d[\d.,]{0,8}(?:\/\d{1,6})?\+?\s?(?:%|[a-z]{1,3})?\s?$/.test(span.content)
    const length = span.end - span.start
    masked +=
      text.slice(from, span.start) +
      (bare ? text.slice(span.start, span.end).replaceAll('`', ' ') : '\u0001'.repeat(length))
    from = span.end
  }
  return masked + text.slice(from)
}

function toNumber(digits: string, scale: string | undefined): number {
  const grouped = /^\d{1,3}(?:,\d{3})+$/.test(digits) ? digits.replaceAll(',', '') : digits.replace(',', '.')
  const factor = scale === undefined ? 1 : scale === 'M' ? 1_000_000 : 1000
  return Number(grouped) * factor
}

// The units of most criteria, for which no pattern is needed.
const unitNames = new Map(
  Object.entries({
    '': '',
    '%': '%',
    ms: 'ms',
    s: 's',
    seconds: 's',
    min: 'min',
    minutes: 'min',
    h: 'h',
    hours: 'h',
    days: 'days',
  }),
)

function unitName(unit: string): string {
  const known = unitNames.get(unit)
  if (known !== undefined) return known
  const name = UNITS.find(([, pattern]) => pattern.test(unit))?.[0] ?? unit
  // Only spellings of NUMBER come here, so the table stays small.
  unitNames.set(unit, name)
  return name
}

/** How the text compares the number, or null where it only mentions it. */
function compare(
  before: string,
  after: string,
  match: RegExpExecArray,
): { comparison: Comparison; from: number; to: number; only?: true } | null {
  const [, digits = '', , total, plus, unit, unitCjk, latePlus] = match
  // `lost ticks = 0`: an equation that ends the criterion, not an assignment in the middle of one.
  const equation = /\s=\s?$/.exec(before)
  if (equation !== null && /^[\s.)]*$/.test(after)) return { comparison: '=', from: equation[0].length, to: 0 }
  if (total !== undefined) {
    return digits === total && PASSING(after).test(after) ? { comparison: '=', from: 0, to: 0 } : null
  }
  const prefix = comparisonBefore(before)
  if (prefix !== null) return { comparison: prefix.comparison, from: prefix.length, to: 0 }
  const suffix = comparisonAfter(after)
  if (suffix !== null) return { comparison: suffix.comparison, from: 0, to: suffix.length }
  if (isNamed(before)) return null
  const percent = unitName(unit ?? unitCjk ?? '') === '%'
  const counts =
    NOUN(after).test(after) || (!isAscii(after) && LETTERS().test(after)) || (unit !== undefined && !percent)
  if ((plus !== undefined || latePlus !== undefined) && (counts || percent)) return { comparison: '>=', from: 0, to: 0 }
  if (percent && !/[+−–-]\s?$/.test(before)) return { comparison: Number(digits) === 0 ? '=' : '>=', from: 0, to: 0 }
  // `7 library modules created`: the criterion opens with what it counts.
  const opens = /^[\s*_\-✅☑✔✓]*(?:\[[ xX]\]\s*)?$/u.test(before)
  if (NOUN(after).test(after) && (digits === '0' || ALL(before).test(before)))
    return { comparison: '=', from: 0, to: 0 }
  if (opens && unit === undefined && unitCjk === undefined && NOUN(after).test(after))
    return { comparison: '=', from: 0, to: 0, only: true }
  return null
}

function scan(text: string): Found[] {
  const found: (Found & { readonly only: boolean })[] = []
  let end = 0
  const number = NUMBER(text)
  for (const { index } of text.matchAll(FIRST_DIGIT)) {
    if (index < end) continue
    number.lastIndex = index
    const match = number.exec(text)
    if (match === null) continue
    end = match.index + match[0].length
    // `%90`, as Turkish writes it.
    const isLed =
      match[5] === undefined &&
      match[6] === undefined &&
      /(?:^|[\s(])%$/.test(text.slice(Math.max(0, match.index - 2), match.index))
    if (isLed) match[5] = '%'
    const at = isLed ? match.index - 1 : match.index
    const before = text.slice(Math.max(0, at - 40), at)
    const compared = compare(before, text.slice(end, end + 60), match)
    if (compared === null) continue
    const unit = match[5] ?? match[6] ?? ''
    // A counted noun is the metric; the number counts it.
    found.push({
      start: at - compared.from,
      end: COUNTED.test(unit) && compared.to === 0 ? end - unit.length : end + compared.to,
      comparison: compared.comparison,
      value: toNumber(match[1]!, match[2]),
      unit: unitName(unit),
      only: compared.only === true,
    })
  }
  // What opens a criterion is counted only where nothing else is compared: `10,000 orders in < 2 s` is about seconds.
  return found.length > 1 ? found.filter((gate) => !gate.only) : found
}

const LEAD = patternFor(
  String.raw`^(?:[\s:：,，;；.。|*_·→-]|[(（[](?=[^)）\]]*$)|(?:of|with|in|is|are|be|and|on|at|to|for|for the|the|has|have|a|an|de|des|du|der|do|da|mit|und|avec|et|con|y|com|e|ile|и|с|の|が|は|を|的|且|并|에|内)(?=\s)|(?:に|で)(?=[\p{L}])|\[[ xX]\])+`,
  'i',
)
const TAIL = patternFor(
  String.raw`(?:[\s:：,，;；.。|*_·(（[→-]|(?<=[\s(])(?:of|with|in|is|are|be|been|must be|must|should|shall|will|and|on|at|to|for|the|has|have|a|an|by|from|than|reach(?:es)?|stays?|remains?|within|or|mit|und|ist|avec|et|est|con|y|es|com|e|é|em|na|no|de|ile|и|с)|(?<=[\p{L}\p{N}])(?:が|は|を|の|も|为|為|是|达到|达|이|가|은|는|을|를))$`,
  'i',
)
const GENERIC = patternFor(
  String.raw`^(?:target|goal|min|max|minimum|maximum|limit|threshold|ziel|objectif|meta|hedef|цель|目標|目标|목표)$`,
  'i',
)

const withoutLead = (words: string): string => words.replace(LEAD(words), '')

function trimTail(words: string): string {
  let text = words
  for (let round = 0; round < 8; round++) {
    const shorter = text.slice(0, -60) + text.slice(-60).replace(TAIL(text), '')
    if (shorter === text) break
    text = shorter
  }
  return text
}

/** The words of the same clause before a number, back to the number before it. */
function wordsBefore(text: string, from: number, to: number): string {
  const clause = text.slice(Math.max(from, to - 160), to)
  const cut = Math.max(
    ...['; ', '. ', '；', '。', ' with ', ' and ', ' mit ', ' avec ', ' con ', ' com ', ', '].map((mark) => {
      const at = clause.lastIndexOf(mark)
      return at < 0 ? 0 : at + mark.length
    }),
  )
  const open = clause.lastIndexOf('(')
  const inner = open >= cut && !clause.slice(open).includes(')') ? clause.slice(open + 1) : clause.slice(cut)
  const words = plain(withoutLead(trimTail(inner)))
  const outer = words === '' || GENERIC(words).test(words)
  return outer && open > 0 && inner !== clause.slice(cut) ? '' : words.replace(/^[A-Z]{2,4}-\d{1,4}[:.]?\s*/, '')
}

function wordsAfter(text: string, from: number, to: number): string {
  const clause = text.slice(from, Math.min(to, from + 160))
  const stop = clause.search(
    /[;；。,，)）]|(?<=\S)\s?[(（]|\.(?:\s|$)|\s(?:with|mit|avec|con|com|ile|and|und|et)\s|\s[–—-]\s|\u0001/u,
  )
  return plain(withoutLead(trimTail(stop < 0 ? clause : clause.slice(0, stop))))
}

/** Words before the parenthesis a number stands in: `**Coverage** (target: >95%)`. */
function wordsOutside(text: string, from: number, to: number): string {
  const open = text.slice(from, to).lastIndexOf('(')
  return open < 0 ? '' : plain(withoutLead(trimTail(text.slice(from, from + open).slice(-120))))
}

/**
 * The measurable parts of a criterion: `>95%`, `<2s per step`, `15/15 test cases passing`, `100+ concurrent users with
 * <1s response` (two gates), `80%以上`. The metric is in the plan's words: those before the number, else those behind it.
 * Ids, versions, dates, section and port numbers are none.
 */
export function findGates(source: string): readonly Gate[] {
  if (!MAY_COUNT.test(source)) return NO_GATES
  const known = gates.get(source)
  if (known !== undefined) return known
  const found = gatesIn(source)
  if (gates.size > 1000) gates.clear()
  gates.set(source, found)
  return found
}

const NO_GATES: readonly Gate[] = []
const MAY_COUNT = /\d|z[eé]ro|cero|sıfır/i
// `Zero data loss`: the one number that is mostly written as a word.
const ZERO = patternFor(String.raw`^([\s*_✅-]{0,6})(?:z[eé]ro|cero|sıfır)(?=\s[\p{Ll}]{3})`, 'i')

/** Of the last texts: a criterion is asked for its first gate when it is read, and for all when it is checked. */
const gates = new Map<string, readonly Gate[]>()

function gatesIn(source: string): readonly Gate[] {
  const masked = maskCriteria(source)
  const text = masked.replace(ZERO(masked), (_, before: string) => `${before}0`)
  const found = scan(text)
  return found.map((gate, index) => {
    const from = found[index - 1]?.end ?? 0
    const to = found[index + 1]?.start ?? text.length
    const counted = gate.unit === '' || COUNTED.test(gate.unit) || gate.comparison === '='
    const before = wordsBefore(text, from, gate.start)
    const after = wordsAfter(text, gate.end, to)
    const said = counted && after !== '' && !/[<>≥≤=]/.test(text[gate.start] ?? '') ? after : before || after
    const outside = wordsOutside(text, from, gate.start)
    // `Gas price (<50 gwei)`: the one word behind the number is its unit.
    const isUnit =
      gate.unit === '' &&
      before === '' &&
      outside !== '' &&
      /^[\p{L}/]{1,12}$/u.test(after) &&
      /[<>≥≤]/.test(text[gate.start]!)
    // The number counts the metric itself: `5+ customers`.
    const unit = isUnit ? after : COUNTED.test(gate.unit) && said === after ? '' : gate.unit
    const metric = (isUnit ? outside : said || outside).replaceAll(/\u0001|\*\*/g, '').trim()
    return { metric, comparison: gate.comparison, value: gate.value, unit }
  })
}
