import { readTaskLine } from '../text/task-line.ts'

/* What single lines look like to the one pass of `progress.ts`; offsets are absolute. */

/** Characters by their codes. */
export const [LF, CR, SPACE, TAB] = [10, 13, 32, 9] as const
export const [HASH, STAR, PLUS, MINUS, GREATER, LESS, EQUALS] = [35, 42, 43, 45, 62, 60, 61] as const
export const [BACKTICK, TILDE, UNDERSCORE, BRACKET] = [96, 126, 95, 91] as const
const [BAR, NINE, ZERO] = [124, 57, 48] as const

export const isNumber = (text: string, at: number, first: number): boolean => {
  if (first < ZERO || first > NINE) return false
  return /^\d{1,9}[.)](?:\s|$)/.test(text.slice(at, at + 11))
}

/** Whether a line holds one mark and blanks alone. */
export function isAll(text: string, at: number, end: number, mark: number): boolean {
  for (let index = at; index < end; index++) {
    const code = text.charCodeAt(index)
    if (code !== mark && code !== SPACE && code !== TAB) return false
  }
  return true
}

export function headingAt(text: string, at: number, end: number): number {
  let level = 1
  while (level < 7 && text.charCodeAt(at + level) === HASH) level++
  const behind = text.charCodeAt(at + level)
  return level < 7 && (at + level === end || behind === SPACE || behind === TAB) ? level : 0
}

/** Where the content of an item begins whose bullet or number stands at an offset, with one blank behind it. */
export function contentAt(text: string, at: number): number {
  let mark = at
  for (let code = text.charCodeAt(mark); code >= ZERO && code <= NINE; code = text.charCodeAt(mark)) mark++
  return mark + 2
}

/** Whether a block begins with what may open another one. */
export function isOdd(text: string, at: number, first: number): boolean {
  if (first > 0x7e || (first > NINE && first < LESS) || (first > GREATER && first < BACKTICK)) return false
  if (first === LESS || first === GREATER || first === BAR || first === EQUALS || first === TILDE) return true
  if (first === MINUS || first === PLUS) return true
  if (first === STAR) return !(text.charCodeAt(at + 1) > SPACE)
  if (first === BACKTICK) return text.startsWith('```', at)
  return isNumber(text, at, first)
}

/** The line of a quote that could be no task and opens nothing. */
export function isPlainQuote(text: string, at: number, end: number): boolean {
  const from = text.charCodeAt(at + 1) === SPACE ? at + 2 : at + 1
  const first = text.charCodeAt(from)
  if (from >= end) return true
  if (first <= SPACE || !isOdd(text, from, first)) return first > SPACE
  const content = plainContent(text, from, end)
  return content > 0 && text.charCodeAt(content) !== BRACKET
}

export const isFence = (text: string, at: number, end: number): boolean => /^`{3,}[^`]*$/.test(text.slice(at, end))

/** Where the line behind a fence begins; -1 where nothing closes it. */
export function behindFence(text: string, at: number, end: number): number {
  const marks = /^`+/.exec(text.slice(at, end))![0]
  for (let line = text.indexOf('\n', at) + 1; line > 0; line = text.indexOf('\n', line) + 1) {
    const newline = text.indexOf('\n', line)
    const close = text.slice(line, newline < 0 ? text.length : newline).trim()
    if (!close.startsWith(marks) || /[^`]/.test(close)) continue
    return !text.startsWith(marks, line) ? -1 : newline < 0 ? text.length : newline + 1
  }
  return -1
}

/** Where the words begin of an item that holds no task and opens nothing, its bullet or number at `at`; -1 for others. */
export function plainContent(text: string, at: number, end: number): number {
  const mark = text.charCodeAt(at)
  const isItem = mark === MINUS || mark === STAR || mark === PLUS || isNumber(text, at, mark)
  const content = contentAt(text, at)
  const first = text.charCodeAt(content)
  if (!isItem || text.charCodeAt(content - 1) !== SPACE || content >= end || first <= SPACE) return -1
  if (isOdd(text, content, first)) return -1
  if (first !== BRACKET) return content
  // A box without an id belongs to the task above.
  const line = readTaskLine(text.slice(content, end))
  return line === null || (line.id === '' && line.text !== '') ? content : -1
}
