/** A bullet or number of a list that a line may begin with. */
export interface Bullet {
  /** Offset of what stands behind it; the end of the line where nothing does. */
  readonly content: number
  /** Column that a line must reach to be inside the item. */
  readonly column: number
  /** Bullets and the number 1 may interrupt a paragraph. */
  readonly interrupts: boolean
}

/** One line of a document and what its first characters could be. Offsets are absolute, columns count from 0. */
export interface ScannedLine {
  readonly start: number
  /** Without the line end. */
  readonly end: number
  /** Start of the next line. */
  readonly next: number
  /** Where the first character that is no blank stands, relative to `start`; behind the marks of block quotes. */
  readonly offset: number
  readonly indent: number
  readonly blank: boolean
  /** The marks of block quotes in front, blanks included; '' for none. */
  readonly quote: string
  readonly bullet: Bullet | null
  /** The line holds a box, or something like it. */
  readonly boxed: boolean
  /** Level of an ATX heading, else 0. */
  readonly heading: number
  /** Level of the heading that the line makes of a paragraph above it, else 0. */
  readonly underline: number
  /** A thematic break. */
  readonly rule: boolean
  /** Starts with the bar of a table. */
  readonly table: boolean
}

const TAB = 9
const SPACE = 32
const QUOTE = /(?: {0,3}>[ \t]?)+/y

/** The column after a blank character at a column. */
const after = (code: number, column: number): number => (code === TAB ? column + 4 - (column % 4) : column + 1)

const isBlank = (code: number): boolean => code === SPACE || code === TAB

/** The bullet or number that stands at an offset and a column; null for none. */
export function bulletAt(text: string, at: number, end: number, indent: number): Bullet | null {
  const first = text.charCodeAt(at)
  let mark = at + 1
  let interrupts = true
  if (first >= 48 && first <= 57) {
    while (mark < end && mark - at < 10 && text.charCodeAt(mark) >= 48 && text.charCodeAt(mark) <= 57) mark++
    const close = text.charCodeAt(mark)
    if (mark >= end || mark - at > 9 || (close !== 46 && close !== 41)) return null
    interrupts = mark - at === 1 && first === 49
    mark++
  } else if (first !== 45 && first !== 42 && first !== 43) return null
  if (mark < end && !isBlank(text.charCodeAt(mark))) return null
  const markColumn = indent + (mark - at)
  let content = mark
  let column = markColumn
  while (content < end && isBlank(text.charCodeAt(content))) column = after(text.charCodeAt(content++), column)
  if (content >= end) return { content: end, column: markColumn + 1, interrupts }
  // Five blanks and more: the item begins with indented code.
  if (column - markColumn > 4) return { content: mark + 1, column: markColumn + 1, interrupts }
  return { content, column, interrupts }
}

function headingAt(text: string, at: number, end: number): number {
  let level = 0
  while (level < 7 && at + level < end && text.charCodeAt(at + level) === 35) level++
  if (level === 0 || level > 6) return 0
  return at + level === end || isBlank(text.charCodeAt(at + level)) ? level : 0
}

/** Whether a text is nothing but three or more of one mark, with blanks between them. */
export function isRule(text: string, at: number, end: number): boolean {
  const mark = text.charCodeAt(at)
  let count = 0
  for (let index = at; index < end; index++) {
    const code = text.charCodeAt(index)
    if (code === mark) count++
    else if (!isBlank(code)) return false
  }
  return count >= 3
}

function underlineAt(text: string, at: number, end: number): number {
  const mark = text.charCodeAt(at)
  let index = at
  while (index < end && text.charCodeAt(index) === mark) index++
  while (index < end && isBlank(text.charCodeAt(index))) index++
  return index < end ? 0 : mark === 61 ? 1 : 2
}

/** Columns of blanks that a line begins with, marks of block quotes counted as text. */
export function indentOf(text: string, start: number): number {
  let indent = 0
  for (let at = start; isBlank(text.charCodeAt(at)); at++) indent = after(text.charCodeAt(at), indent)
  return indent
}

/** Where the first character that is no blank stands, and the column it stands at when `from` is at column 0. */
function skipBlanks(text: string, from: number, end: number): readonly [at: number, indent: number] {
  let at = from
  let indent = 0
  for (; at < end; at++) {
    const code = text.charCodeAt(at)
    if (code === SPACE) indent++
    else if (code === TAB) indent = after(code, indent)
    else break
  }
  return [at, indent]
}

/** Reads one line from its first character. Looks at what stands in front and no further, but for a box. */
export function readLine(text: string, start: number): ScannedLine {
  const newline = text.indexOf('\n', start)
  const next = newline < 0 ? text.length : newline + 1
  let end = newline < 0 ? text.length : newline
  if (end > start && text.charCodeAt(end - 1) === 13) end--
  let quote = ''
  let [at, indent] = skipBlanks(text, start, end)
  if (at < end && text.charCodeAt(at) === 62 && indent < 4) {
    QUOTE.lastIndex = start
    quote = (QUOTE.exec(text)?.[0] ?? '').replace(/[^>]/g, '')
    ;[at, indent] = skipBlanks(text, QUOTE.lastIndex, end)
  }
  const filled = at < end
  const first = filled ? text.charCodeAt(at) : 0
  const bullet = filled ? bulletAt(text, at, end, indent) : null
  const bar = first === 124
  const marks = first === 45 || first === 42 || first === 95
  // One literal: this runs for every line, and a spread object costs more than all the rest.
  return {
    start,
    end,
    next,
    offset: at - start,
    indent,
    quote,
    blank: !filled && quote === '',
    bullet,
    boxed: bullet !== null ? text.charCodeAt(bullet.content) === 91 : bar && /\[[ xX]\]/.test(text.slice(at, end)),
    heading: first === 35 ? headingAt(text, at, end) : 0,
    underline: first === 61 || first === 45 ? underlineAt(text, at, end) : 0,
    rule: marks && isRule(text, at, end),
    table: bar,
  }
}
