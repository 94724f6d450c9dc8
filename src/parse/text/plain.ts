import { codeSpans, type CodeSpan } from './code-spans.ts'

interface Delimiter {
  /** Index into the pieces. */
  readonly piece: number
  readonly length: number
  left: number
  readonly both: boolean
}

interface State {
  readonly pieces: string[]
  readonly brackets: { readonly piece: number }[]
  readonly openers: Record<string, Delimiter[]>
}

const LINK_TAIL = /\((?:<[^<>\n]*>|(?:[^()\s\\<]|\\[^\n]|\([^()\s]{0,500}\))*)(?:\s+(?:"[^"]*"|'[^']*'))?\s{0,9}\)/y
const TAG = /<\/?[A-Za-z][^<>]{0,2000}>/y
const AUTOLINK = /<([a-z][a-z0-9+.-]{1,31}:[^\s<>]{0,2000}|[^\s<>@]{1,200}@[^\s<>@]{1,200})>/iy
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: ' ', '#39': "'" }
const ENTITY = /&(amp|lt|gt|quot|nbsp|#39);/y

function match(regex: RegExp, text: string, at: number): RegExpExecArray | null {
  regex.lastIndex = at
  return regex.exec(text)
}

function isSpace(char: string): boolean {
  return char === '' || /\s/u.test(char)
}

function isPunctuation(char: string): boolean {
  return char !== '' && /[\p{P}\p{S}]/u.test(char)
}

function flanking(char: string, before: string, after: string): { open: boolean; close: boolean; both: boolean } {
  const left = !isSpace(after) && (!isPunctuation(after) || isSpace(before) || isPunctuation(before))
  const right = !isSpace(before) && (!isPunctuation(before) || isSpace(after) || isPunctuation(after))
  // Stricter than CommonMark: `src/__init__.py`, `__init__()` and `src/*.ts` are names in a plan, not emphasis.
  const inPath = before === '/'
  const open = left && !inPath && after !== '/' && after !== '.' && (char !== '_' || !right || isPunctuation(before))
  const close = right && !inPath && (char !== '_' || ((!left || isPunctuation(after)) && !/[/(]/.test(after)))
  return { open, close, both: open && close }
}

/** Pairs a closing run with the nearest opening runs of its character; what stays over is text. */
function close(state: State, char: string, run: Delimiter): void {
  const stack = (state.openers[char] ??= [])
  while (run.left > 0 && stack.length > 0) {
    const opener = stack[stack.length - 1]!
    const sum = opener.length + run.length
    // CommonMark's rule of three: `a**b*` is no emphasis.
    if ((opener.both || run.both) && sum % 3 === 0 && (opener.length % 3 !== 0 || run.length % 3 !== 0)) break
    const used = Math.min(opener.left, run.left)
    opener.left -= used
    run.left -= used
    state.pieces[opener.piece] = char.repeat(opener.left)
    if (opener.left === 0) stack.pop()
  }
  state.pieces[run.piece] = char.repeat(run.left)
}

function delimiterRun(state: State, text: string, at: number): number {
  const char = text[at]!
  let end = at + 1
  while (text[end] === char) end++
  const length = end - at
  const piece = state.pieces.push(char.repeat(length)) - 1
  // A single tilde stands for "about" far more often than for struck-through text.
  if (char === '~' && length !== 2) return end
  const flanks = flanking(char, text[at - 1] ?? '', text[end] ?? '')
  if (char === '_' && text[end] === '.' && /\w/.test(text[end + 1] ?? '')) return end
  const run: Delimiter = { piece, length, left: length, both: flanks.both }
  if (flanks.close) close(state, char, run)
  if (flanks.open && run.left > 0) (state.openers[char] ??= []).push(run)
  return end
}

function bracket(state: State, text: string, at: number): number {
  const image = text[at] === '!'
  if (image || text[at] === '[') {
    const footnote = image ? null : match(/\[\^[^\][\s]{1,100}\]/y, text, at)
    if (footnote !== null) return at + footnote[0].length
    state.brackets.push({ piece: state.pieces.push(image ? '![' : '[') - 1 })
    return at + (image ? 2 : 1)
  }
  const opener = state.brackets.pop()
  const tail = opener === undefined ? null : match(LINK_TAIL, text, at + 1)
  if (opener === undefined || tail === null) {
    state.pieces.push(']')
    return at + 1
  }
  state.pieces[opener.piece] = ''
  return at + 1 + tail[0].length
}

function angle(state: State, text: string, at: number, lastComment: number): number {
  if (text.startsWith('<!--', at)) {
    const end = at <= lastComment ? text.indexOf('-->', at + 4) : -1
    if (end >= 0) return end + 3
  }
  const link = match(AUTOLINK, text, at)
  if (link !== null) {
    state.pieces.push(link[1]!)
    return at + link[0].length
  }
  const tag = match(TAG, text, at)
  if (tag === null) state.pieces.push('<')
  else if (/^<br\b/i.test(tag[0])) state.pieces.push(' ')
  return at + (tag === null ? 1 : tag[0].length)
}

function step(state: State, text: string, at: number, lastComment: number): number {
  const char = text[at]!
  if (char === '\\' && /[!-/:-@[-`{-~]/.test(text[at + 1] ?? '')) {
    state.pieces.push(text[at + 1]!)
    return at + 2
  }
  if (char === '*' || char === '_' || char === '~') return delimiterRun(state, text, at)
  if (char === '[' || char === ']' || (char === '!' && text[at + 1] === '[')) return bracket(state, text, at)
  if (char === '<') return angle(state, text, at, lastComment)
  const entity = char === '&' ? match(ENTITY, text, at) : null
  state.pieces.push(entity === null ? char : ENTITIES[entity[1]!]!)
  return at + (entity === null ? 1 : entity[0].length)
}

/**
 * The words of an inline text, for comparing and for titles: without emphasis, links, code ticks, escapes, HTML tags
 * and comments, with white space collapsed. `snake_case`, `__init__` inside a path and unpaired markers stay.
 */
export function plain(text: string): string {
  if (text.length < SHORT && WORDS_AND_CODE.test(text)) return text.includes('`') ? text.replace(TICKS, '') : text
  return collapsed(SYNTAX.test(text) ? withoutMarks(text) : withoutTicks(text))
}

// Words with one blank between them, and code spans of one backtick that no blank begins or ends: as most texts are.
const WORDS_AND_CODE = /^(?! )(?:[^`\s\\*_~[\]!<&]| (?! |$)|`[^`\s](?:[^`\s]| (?![ `]))*`(?!`))*$/
const TICKS = /`/g
// The pattern remembers every character.
const SHORT = 1000

// What a text of words and code spans alone does not have.
const SYNTAX = /[\\*_~[\]!<&]/

// White space that is more than one blank.
const WIDE = /\s\s|[^\S ]/

/** A text with white space collapsed. */
function collapsed(text: string): string {
  return (WIDE.test(text) ? text.replace(/\s+/gu, ' ') : text).trim()
}

/** A text that has no other syntax than code spans, without their ticks. */
function withoutTicks(text: string): string {
  const spans = codeSpans(text)
  if (spans.length === 0) return text
  let words = ''
  let from = 0
  for (const span of spans) {
    words += text.slice(from, span.start) + span.content
    from = span.end
  }
  return words + text.slice(from)
}

function withoutMarks(text: string): string {
  const spans: readonly CodeSpan[] = codeSpans(text)
  const state: State = { pieces: [], brackets: [], openers: {} }
  const lastComment = text.lastIndexOf('-->')
  const special = /[\\*_~[\]!<&]/g
  let next = 0
  let at = 0
  let found = -1
  while (at < text.length) {
    while (next < spans.length && spans[next]!.start < at) next++
    const span = spans[next]
    if (span?.start === at) {
      state.pieces.push(span.content)
      at = span.end
      continue
    }
    const limit = span?.start ?? text.length
    if (found < at) {
      special.lastIndex = at
      found = special.exec(text)?.index ?? text.length
    }
    const stop = Math.min(found, limit)
    if (stop > at) state.pieces.push(text.slice(at, stop))
    at = stop < limit ? step(state, text, stop, lastComment) : stop
  }
  return state.pieces.join('')
}
