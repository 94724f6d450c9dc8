import { once } from '../../model/once.ts'
import { endings, firstWords, isOdd, lastWords } from './phrases.ts'

/** A heading or label without what only decorates it. */
export interface Decorated {
  readonly text: string
  /** A status among the decorations says that it is complete. */
  readonly done: boolean
  /** The decorations in the order they were taken off: `✅`, `COMPLETED`, `2.`. */
  readonly marks: readonly string[]
}

const DONE_WORDS =
  'completed?|done|finished|shipped|implemented|pass(?:ed)?|完了済み|完了|已完成|完成|erledigt|abgeschlossen|fertig|conclu[ií]d[oa]|terminée?|achevée?|completad[oa]|terminad[oa]|완료(?:됨)?|заверш[её]н[оаы]?|выполнен[оаы]?|готово|tamamland[ıi]'
const OPEN_WORDS =
  'in progress|wip|pending|planned|not started|to ?do|blocked|deferred|upcoming|on hold|skipped|进行中|待办|未开始|進行中|未着手|offen|in arbeit|geplant|em andamento|pendente|en cours|à faire|en progreso|pendiente|진행 중|в работе|devam ediyor|bekliyor'
const EMOJI =
  '(?:[0-9#*]\\uFE0F?\\u20E3|[\\p{Extended_Pictographic}\\p{Regional_Indicator}✓✗✘★☆●○◯■□▶►][\\u{FE0F}\\u{200D}\\u{1F3FB}-\\u{1F3FF}]*)'
const STATUS = `(?:already |bereits |déjà |já |ya )?(?:${DONE_WORDS}|${OPEN_WORDS})(?: (?:am |on )?\\d{4}-\\d\\d-\\d\\d)?`

const LEADING_EMOJI = once(() => new RegExp(`^${EMOJI}+\\s*`, 'u'))
const LEADING_NUMBER = /^(?:\d{1,4}(?:\.\d{1,4}){0,5}[.)]|\d{1,4}(?:\.\d{1,4}){1,5})\s+(?=\S)/
const LEADING_STATUS = once(() => new RegExp(`^(?:\\[(?:${STATUS})\\]|\\((?:${STATUS})\\))[\\s:]*`, 'iu'))
const LEADING_BARE_STATUS = once(() => new RegExp(`^(?:${STATUS})\\s*[:：]\\s*(?=\\S)`, 'iu'))
const BRACKETED = once(
  () =>
    new RegExp(
      `\\s*(?:\\((?:${EMOJI}\\s*)?(?:${STATUS})\\)|（(?:${STATUS})）|\\[(?:${EMOJI}\\s*)?(?:${STATUS})\\]|【(?:${STATUS})】)$`,
      'iu',
    ),
)
const DASHED = once(() => new RegExp(`\\s*(?:\\s[-–—|:]|[:：])\\s*(?:${EMOJI}\\s*)?(?:${STATUS})$`, 'iu'))
const AFTER_EMOJI = once(() => new RegExp(`${EMOJI}\\s*(?:(?:${STATUS})|[\\p{Lu}\\d][\\p{Lu}\\d &/+-]{0,40})$`, 'iu'))
const ONE_EMOJI = once(() => new RegExp(`^${EMOJI}\\s*`, 'u'))
const CLOSING = /[)）\]】]$/
const CLOSING_HASHES = /[ \t]#{1,6}$/
const TRAILING_EMOJI = once(() => new RegExp(`${EMOJI}+$`, 'u'))
const ONLY_DONE = once(() => new RegExp(`(?:^|[^\\p{L}])(?:${DONE_WORDS})(?:$|[^\\p{L}])`, 'iu'))
const ONLY_OPEN = once(() => new RegExp(`(?:^|[^\\p{L}])(?:${OPEN_WORDS})(?:$|[^\\p{L}])`, 'iu'))
const DONE_EMOJI = /[✅☑✔✓]/u

// The blocks of Unicode that hold all of EMOJI: says no without the long patterns.
const EMOJI_BLOCKS = /[\u00A9\u00AE\u2030-\u2BFF\u3030\u303D\u3297\u3299\uD83C-\uD83F]/
const STATUS_ENDINGS = once(() => endings(`${DONE_WORDS}|${OPEN_WORDS}`))
const STATUS_LAST = once(() => lastWords(`${DONE_WORDS}|${OPEN_WORDS}`))
const STATUS_STARTS = once(() => firstWords(`${DONE_WORDS}|${OPEN_WORDS}|already|bereits|déjà|já|ya`))

// What DASHED, the leading statuses and the wrappers cannot do without.
const MAY_DASH = /\s[-–—|]|[:：]/
const MAY_LEAD = /^[[(]|[:：]/
const OPENS = /^[*_~]/

/** The text may end in a status: an end that no status word has, says no. */
function mayEndInStatus(text: string): boolean {
  const end = text.slice(-60)
  if (isOdd(end)) return true
  const closing = end.toLowerCase().replace(/ (?:am |on )?\d{4}-\d\d-\d\d$/, '')
  return STATUS_ENDINGS().has(closing.slice(-2)) && STATUS_LAST().has(/\p{L}*$/u.exec(closing)![0])
}

/** The text may begin with a status, in brackets or before a colon. */
function mayBeginWithStatus(text: string): boolean {
  const word = /^[[(]?(\p{L}+)/u.exec(text)?.[1]
  return word !== undefined && (STATUS_STARTS().has(word.toLowerCase()) || isOdd(word))
}

// Decorations stand at the ends; patterns anchored at the end look at this many characters only.
const REACH = 120

const isCapitals = (words: string): boolean => !/\p{Ll}/u.test(words)

/** What a pattern takes off the end of the text, or ''. */
function tail(text: string, pattern: RegExp): string {
  return pattern.exec(text.slice(-REACH))?.[0] ?? ''
}

function trailing(text: string): string {
  const emoji = EMOJI_BLOCKS.test(text.slice(-REACH))
  const afterEmoji = emoji ? tail(text, AFTER_EMOJI()) : ''
  const words = afterEmoji === '' ? '' : afterEmoji.replace(ONE_EMOJI(), '')
  if (afterEmoji !== '' && (ONLY_DONE().test(words) || ONLY_OPEN().test(words) || isCapitals(words))) return afterEmoji
  const dashed = MAY_DASH.test(text) && mayEndInStatus(text) ? tail(text, DASHED()) : ''
  // "Step 3: done" may be a title; only capitals after a colon are a status.
  const status = dashed.includes(':') && !isCapitals(dashed) ? '' : dashed
  const bracketed = CLOSING.test(text) && mayEndInStatus(text.slice(0, -1)) ? tail(text, BRACKETED()) : ''
  if (bracketed !== '' || status !== '') return bracketed || status
  return (emoji ? tail(text, TRAILING_EMOJI()) : '') || (text.endsWith('#') ? tail(text, CLOSING_HASHES) : '')
}

function leading(text: string): string {
  const first = (pattern: RegExp): string => pattern.exec(text)?.[0] ?? ''
  const emoji = EMOJI_BLOCKS.test(text.slice(0, 4)) ? first(LEADING_EMOJI()) : ''
  if (emoji !== '') return emoji
  const status =
    MAY_LEAD.test(text) && mayBeginWithStatus(text) ? first(LEADING_STATUS()) || first(LEADING_BARE_STATUS()) : ''
  return status || (isDigit(text.charCodeAt(0)) ? first(LEADING_NUMBER) : '')
}

const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39

/** Takes off one bold, italic or struck-through wrapper that opens the text, wherever it closes. */
function unwrap(text: string): string {
  if (!OPENS.test(text)) return text
  const opener = /^(?:\*\*\*|\*\*|__|~~|\*(?=[^\s./*])|_(?=[^\s_]))/.exec(text)?.[0]
  if (opener === undefined) return text
  const from = opener.length
  let closer = text.indexOf(opener, from)
  // A single mark inside a word (`snake_case`) closes nothing.
  while (closer > 0 && from === 1 && /[\p{L}\d]/u.test(text[closer + 1] ?? ''))
    closer = text.indexOf(opener, closer + 1)
  if (closer <= from || /\s/.test(text[closer - 1]!) || /[/(.]\w?/.test(text.slice(closer + from, closer + from + 1)))
    return text
  return text.slice(from, closer) + text.slice(closer + from)
}

/** Takes off a wrapper that closes the text: `Phase 1 **Setup**`. */
function unwrapEnd(text: string): string {
  if (!text.endsWith('**') && !text.endsWith('__')) return text
  const closer = /(?:\*\*|__)$/.exec(text)?.[0]
  if (closer === undefined) return text
  const opener = text.lastIndexOf(closer, text.length - closer.length - 1)
  if (opener < 0 || opener + 2 >= text.length - 2) return text
  return text.slice(0, opener) + text.slice(opener + 2, -2)
}

/** What any decoration needs, at an end or anywhere. */
const MAY_BE_DECORATED =
  /^[*_~[(\d]|[:：\u00A9\u00AE\u2030-\u2BFF\u3030\u303D\u3297\u3299\uD83C-\uD83F]|\s[-–—|]|(?:\*\*|__|[)）\]】#])$/

const NO_MARKS: readonly string[] = []

/**
 * A heading or label without leading numbers and emoji, status words and marks, bold or italic wrappers and a closing
 * `#`. Durations and priorities stay: they have readers of their own.
 */
export function stripDecorations(source: string): Decorated {
  const trimmed = source.trim()
  return MAY_BE_DECORATED.test(trimmed) ? stripped(trimmed) : { text: trimmed, done: false, marks: NO_MARKS }
}

function stripped(trimmed: string): Decorated {
  const marks: string[] = []
  let text = trimmed
  // Each round takes something off or ends; real headings carry a handful.
  for (let round = 0; round < 12; round++) {
    const before = text
    text = unwrapEnd(unwrap(text)).trim()
    const head = leading(text)
    if (head.length < text.length && head !== '') {
      marks.push(head.trim())
      text = text.slice(head.length)
    }
    const end = trailing(text)
    if (end !== '' && end.length < text.length) {
      marks.push(end.trim())
      text = text.slice(0, text.length - end.length).trim()
    }
    if (text === before) break
  }
  const printed = marks.join(' | ')
  const done = printed !== '' && !ONLY_OPEN().test(printed) && (DONE_EMOJI.test(printed) || ONLY_DONE().test(printed))
  return { text, done, marks }
}
