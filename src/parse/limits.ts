import type { Diagnostic } from '../model/diagnostic.ts'
import type { Span } from '../model/source.ts'

/** Containers (lists, block quotes, footnotes) may nest this deep; every Markdown parser recurses over them. */
export const MAX_NESTING = 100

/** The longest document that is read, in bytes of the file. */
export const MAX_BYTES = 32 * 1024 * 1024

// Inside what looks like a fence, markers are most likely code. The parsers survive this depth should it be none.
const MAX_NESTING_IN_FENCE = 400

/**
 * Reports a document that no parser should see: `document-too-large` over {@link MAX_BYTES}, `nesting-too-deep` over
 * {@link MAX_NESTING}, with the first line that nests so deep. Null for everything else. Linear in the text.
 */
export function checkLimits(file: string, text: string): Diagnostic | null {
  if (text.length > MAX_BYTES) {
    const message = `The document is longer than ${MAX_BYTES / 1024 / 1024} MB, the most that is read. Split it.`
    return { ruleId: 'document-too-large', severity: 'error', message, place: { file, start: 0, end: 0 } }
  }
  const line = findDeepLine(text)
  if (line === null) return null
  const message =
    `Lists and quotes nest deeper than ${MAX_NESTING} levels here, the most that is read. ` +
    'Flatten them, or put the text into a fenced code block.'
  return { ruleId: 'nesting-too-deep', severity: 'error', message, place: { file, ...line } }
}

/** Whether a parser must not see the text. */
export function isOverLimits(text: string): boolean {
  return text.length > MAX_BYTES || findDeepLine(text) !== null
}

// A marker or a blank adds one level at most, a tab two; fewer of them at the start of a line cannot nest too deep.
const MAY_BE_DEEP = /^(?:[ \t>*+.)\d-]|\[\^[^\s[\]]{1,1000}\]:){50}/m

/**
 * Finds the first line that may open a container deeper than allowed. A container opens only on a line that holds a
 * marker or at least two columns of indent for every container around it, so markers plus half the indent bound the
 * depth whatever the lines before say.
 */
function findDeepLine(text: string): Span | null {
  if (!MAY_BE_DEEP.test(text)) return null
  const line = /[^\r\n]+/g
  let fence = ''
  for (let match = line.exec(text); match !== null; match = line.exec(text)) {
    const prefix = readPrefix(text, match.index, line.lastIndex)
    if (prefix.depth > (fence === '' ? MAX_NESTING : MAX_NESTING_IN_FENCE)) {
      return { start: match.index, end: Math.min(line.lastIndex, match.index + 1000) }
    }
    fence = nextFence(text, prefix.end, line.lastIndex, fence)
  }
  return null
}

interface Prefix {
  /** Upper bound of the depth of containers that the line opens; 0 where it opens none. */
  readonly depth: number
  readonly end: number
}

function readPrefix(text: string, start: number, end: number): Prefix {
  let at = start
  let markers = 0
  let columns = 0
  // The markers of `- - -` at the end of the line are a thematic break.
  let run = 0
  let runChar = ''
  while (at < end) {
    const char = text.charAt(at)
    if (char === ' ' || char === '\t') {
      columns += char === '\t' ? 4 : 1
      at += 1
      continue
    }
    const next = afterMarker(text, at, end)
    if (next === at) break
    run = char === runChar && (char === '-' || char === '*') ? run + 1 : 1
    runChar = char
    markers += 1
    // One blank belongs to the marker.
    columns -= text.charAt(next) === ' ' ? 1 : 0
    at = next
  }
  const opened = at >= end && run >= 3 ? markers - run : markers
  return { depth: opened === 0 ? 0 : opened + Math.floor(columns / 2), end: at }
}

const NUMBER = /\d+[.)](?=[ \t\r\n]|$)/y
const FOOTNOTE = /\[\^[^\s[\]]{1,1000}\]:/y

function afterMarker(text: string, at: number, end: number): number {
  const char = text.charAt(at)
  if (char === '>') return at + 1
  if (char === '-' || char === '+' || char === '*') {
    const next = text.charAt(at + 1)
    return at + 1 >= end || next === ' ' || next === '\t' ? at + 1 : at
  }
  const pattern = char === '[' ? FOOTNOTE : NUMBER
  pattern.lastIndex = at
  return pattern.test(text) ? pattern.lastIndex : at
}

/** The fence that is open after a line: `fence`, a new one, or '' where the line closes it. */
function nextFence(text: string, start: number, end: number, fence: string): string {
  const char = text.charAt(start)
  if (char !== '`' && char !== '~') return fence
  const run = /^(?:`{3,}|~{3,})/.exec(text.slice(start, end))?.[0] ?? ''
  if (run === '') return fence
  if (fence === '') return run
  const closes = run.startsWith(fence) && text.slice(start + run.length, end).trim() === ''
  return closes ? '' : fence
}
