import type { Span } from '../../model/source.ts'

/** A code span: `start` and `end` enclose the backticks, `content` is what CommonMark renders. */
export interface CodeSpan extends Span {
  readonly content: string
}

interface TickRun {
  readonly start: number
  readonly length: number
}

function tickRuns(text: string): TickRun[] {
  const runs: TickRun[] = []
  for (let start = text.indexOf('`'); start >= 0;) {
    let end = start + 1
    while (text[end] === '`') end++
    runs.push({ start, length: end - start })
    start = text.indexOf('`', end)
  }
  return runs
}

function isEscaped(text: string, index: number): boolean {
  let slashes = 0
  while (text[index - 1 - slashes] === '\\') slashes++
  return slashes % 2 === 1
}

function content(inner: string): string {
  const line = inner.includes('\n') || inner.includes('\r') ? inner.replace(/\r\n?|\n/g, ' ') : inner
  return line.length > 2 && line.startsWith(' ') && line.endsWith(' ') && line.trim() !== '' ? line.slice(1, -1) : line
}

// One question for the two below: an ordinary line has none of it.
const UNUSUAL = /[\\\r\n]|``/
const INVOLVED = /\\|``/

/** The span that opens at `start`. `lines` says that the text has several. */
function pairAt(text: string, start: number, close: number, lines: boolean): CodeSpan {
  const inner = text.slice(start + 1, close)
  // Only what begins with a blank may lose it.
  const exact = !lines && text.charCodeAt(start + 1) !== 0x20
  return { start, end: close + 1, content: exact ? inner : content(inner) }
}

/** As in nearly every text: single backticks, none of them escaped, pair as they come. `lines` says there are several. */
function pairs(text: string, first: number, lines: boolean): readonly CodeSpan[] {
  const close = text.indexOf('`', first + 1)
  if (close < 0) return NONE
  const one = pairAt(text, first, close, lines)
  const second = text.indexOf('`', close + 1)
  const end = second < 0 ? -1 : text.indexOf('`', second + 1)
  if (end < 0) return [one]
  // A list of two is kept as long as that; one that grows takes room for many.
  const spans = [one, pairAt(text, second, end, lines)]
  for (let start = text.indexOf('`', end + 1); start >= 0;) {
    const next = text.indexOf('`', start + 1)
    if (next < 0) break
    spans.push(pairAt(text, start, next, lines))
    start = text.indexOf('`', next + 1)
  }
  return spans
}

const NONE: readonly CodeSpan[] = []

// A reader asks about a text, then about a part of it, then the next reader about the text again: two are kept.
let lastText = ''
let lastSpans = NONE
let formerText = ''
let formerSpans = NONE

/**
 * The code spans of an inline text by the rule of CommonMark: a run of backticks closes at the next run of the same
 * length, and a run that finds none is text. Linear. Readers of one line ask in turn, so the last answers are kept.
 */
export function codeSpans(text: string): readonly CodeSpan[] {
  if (text === lastText) return lastSpans
  if (text === formerText) return formerSpans
  formerText = lastText
  formerSpans = lastSpans
  const first = text.indexOf('`')
  lastSpans = first < 0 ? NONE : UNUSUAL.test(text) ? unusual(text, first) : pairs(text, first, false)
  lastText = text
  return lastSpans
}

const unusual = (text: string, first: number): readonly CodeSpan[] =>
  INVOLVED.test(text) ? spansOf(text) : pairs(text, first, true)

function spansOf(text: string): readonly CodeSpan[] {
  const runs = tickRuns(text)
  if (runs.length < 2) return NONE
  const byLength = new Map<number, { readonly at: number[]; next: number }>()
  runs.forEach((run, index) => {
    const known = byLength.get(run.length)
    if (known === undefined) byLength.set(run.length, { at: [index], next: 0 })
    else known.at.push(index)
  })
  const spans: CodeSpan[] = []
  for (let index = 0; index < runs.length; index++) {
    const run = runs[index]!
    const skip = isEscaped(text, run.start) ? 1 : 0
    const same = byLength.get(run.length - skip)
    if (same === undefined) continue
    while (same.next < same.at.length && same.at[same.next]! <= index) same.next++
    const closer = same.at[same.next]
    if (closer === undefined) continue
    const inner = { start: run.start + run.length, end: runs[closer]!.start }
    const end = inner.end + run.length - skip
    spans.push({ start: run.start + skip, end, content: content(text.slice(inner.start, inner.end)) })
    index = closer
  }
  return spans
}

/** `text` with every code span replaced by `filler`, one for one, so that offsets stay. */
export function maskCode(text: string, filler = ' '): string {
  const spans = codeSpans(text)
  if (spans.length === 0) return text
  let masked = ''
  let from = 0
  for (const span of spans) {
    masked += text.slice(from, span.start) + filler.repeat(span.end - span.start)
    from = span.end
  }
  return masked + text.slice(from)
}
