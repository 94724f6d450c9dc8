/*
 * Many plans are headings, lists, rules and paragraphs that begin with a word. Their blocks are told by the first characters
 * of each line, without a Markdown parser and even without loading one. Whatever else a line begins with (a table, a
 * fence, a quote, HTML, a definition), and every line that Markdown lets continue something it does not stand under,
 * is left to the parser, with the whole document.
 */
import { rawBlock, type RawBlock } from './block-spans.ts'
import { isLetter } from './text/traits.ts'

const SPACE = 0x20
const OPEN = 0x5b
const HASH = 0x23
const HYPHEN = 0x2d
const BACKTICK = 0x60

/** A tab, a return or another control character but `\n`, or a byte order mark: columns and line ends are not what they seem. */
const UNUSUAL = /[\0-\x09\x0b-\x1f\x7f\ufeff]/

/** ASCII that begins a paragraph whatever follows it; letters too. */
const WORD = 1
/** Digits: a number of a list, or a word. */
const DIGIT = 2
/** `*` and `_`: emphasis, or a bullet or a rule. */
const EMPHASIS = 3

const FIRST = new Uint8Array(128)
for (let code = 0; code < 128; code += 1) {
  const character = String.fromCharCode(code)
  if (/[A-Za-z("'$/.,;!?@{})^%&\]]/.test(character)) FIRST[code] = WORD
  else if (/\d/.test(character)) FIRST[code] = DIGIT
  else if (/[*_]/.test(character)) FIRST[code] = EMPHASIS
}

/** What text can stand in: the document, or the last item of an open list. */
interface Container {
  /** The block it is; null for the document. */
  item: RawBlock | null
  readonly list: RawBlock | null
  /** The bullet of the list, or what closes its numbers. */
  readonly marker: number
  /** The column at which what stands in it begins. */
  column: number
  children: RawBlock[]
}

interface Scan {
  readonly text: string
  /** The document, then the open items, each inside the one before. */
  readonly open: Container[]
  /** The paragraph that the line before belongs to. */
  paragraph: RawBlock | null
}

/** What headings, rules and paragraphs hold: a large plan has tens of thousands. */
const NOTHING: RawBlock[] = []

/** The blocks of a text from an offset on; null where a Markdown parser has to tell them. Linear. */
export function readPlainBlocks(text: string, from: number): readonly RawBlock[] | null {
  if (UNUSUAL.test(text)) return null
  const root: Container = { item: null, list: null, marker: 0, column: 0, children: [] }
  const scan: Scan = { text, open: [root], paragraph: null }
  for (let start = from; start < text.length;) {
    const next = text.indexOf('\n', start)
    const end = next < 0 ? text.length : next
    if (!readLine(scan, start, end)) return null
    start = end + 1
  }
  closeItems(scan, 0)
  return root.children
}

/** Takes a line; false where it is not plain. */
function readLine(scan: Scan, start: number, end: number): boolean {
  const { text, open } = scan
  let at = start
  while (text.charCodeAt(at) === SPACE) at += 1
  if (at === end) {
    scan.paragraph = null
    return true
  }
  const column = at - start
  const code = text.charCodeAt(at)
  if (code === HASH) return column === 0 && readHeading(scan, at, end)
  if (code === HYPHEN && column === 0 && text.startsWith('---', at)) return readBreak(scan, at, end)
  if (code >= 0x80 || FIRST[code] === WORD) return readText(scan, at, end, column)
  const after = code === HYPHEN && text.startsWith('- [', at) ? at + 2 : afterMarker(text, at, end)
  if (after === at) return beginsText(text, at, end) && readText(scan, at, end, column)
  const depth = depthAt(open, column)
  if (column - open[depth]!.column > 3) return false
  return after > at && readItem(scan, depth, at, after, end, column)
}

/** The deepest container that a column is in. */
function depthAt(open: readonly Container[], column: number): number {
  let depth = open.length - 1
  while (open[depth]!.column > column) depth -= 1
  return depth
}

/** Closes the items deeper than `depth`. */
function closeItems({ open }: Scan, depth: number): void {
  while (open.length - 1 > depth) closeItem(open.pop()!)
}

function closeItem({ item, list, children }: Container): void {
  item!.end = children[children.length - 1]!.end
  list!.end = item!.end
}

function readHeading(scan: Scan, start: number, end: number): boolean {
  const { text, open } = scan
  let depth = 1
  while (text.charCodeAt(start + depth) === HASH) depth += 1
  if (depth > 6 || text.charCodeAt(start + depth) !== SPACE) return false
  closeItems(scan, 0)
  const heading = rawBlock('heading', start, end, NOTHING)
  heading.depth = depth
  open[0]!.children.push(heading)
  scan.paragraph = null
  return true
}

function readBreak(scan: Scan, start: number, end: number): boolean {
  const { text, open } = scan
  let at = start
  while (text.charCodeAt(at) === HYPHEN) at += 1
  while (text.charCodeAt(at) === SPACE) at += 1
  // Below a paragraph it makes a heading of it.
  if (at < end || scan.paragraph !== null) return false
  closeItems(scan, 0)
  open[0]!.children.push(rawBlock('thematicBreak', start, end, NOTHING))
  return true
}

/** The offset of what a list item says, behind its bullet or number; `start` where none stands, -1 where it is unusual. */
function afterMarker(text: string, start: number, end: number): number {
  let at = start
  const code = text.charCodeAt(at)
  if (code === HYPHEN || code === 0x2b || code === 0x2a) at += 1
  else if (code < 0x30 || code > 0x39) return start
  else {
    while (isDigit(text.charCodeAt(at))) at += 1
    const close = text.charCodeAt(at)
    if (at === start || at - start > 9 || (close !== 0x2e && close !== 0x29)) return start
    at += 1
  }
  if (at >= end) return -1
  const marked = at
  while (text.charCodeAt(at) === SPACE) at += 1
  if (at === marked) return start
  return at - marked <= 4 ? at : -1
}

/** Takes an item that stands at a column inside the container at `depth`. */
function readItem(scan: Scan, depth: number, start: number, after: number, end: number, column: number): boolean {
  const { text, open } = scan
  if (!text.startsWith('[ ] ', after) && !beginsText(text, after, end)) return false
  const first = text.charCodeAt(start)
  const ordered = first >= 0x30
  const marker = ordered ? closerBefore(text, after) : first
  const sibling = open[depth + 1]
  if (sibling !== undefined && sibling.marker !== marker) return false
  // Straight below a paragraph only some numbers begin a list.
  if (sibling === undefined && ordered && scan.paragraph !== null) return false
  scan.paragraph = rawBlock('paragraph', after, end, NOTHING)
  const item = rawBlock('listItem', start, end, [scan.paragraph])
  if (sibling !== undefined) {
    if (open.length > depth + 2) closeItems(scan, depth + 1)
    closeItem(sibling)
    sibling.item = item
    sibling.column = column + after - start
    sibling.children = item.children
    sibling.list!.children.push(item)
    return true
  }
  const list = rawBlock('list', start, end, [item])
  list.ordered = ordered
  list.first = ordered ? Number.parseInt(text.slice(start, after), 10) : 0
  open[depth]!.children.push(list)
  open.push({ item, list, marker, column: column + after - start, children: item.children })
  return true
}

/** What closes the number before what an item says. */
function closerBefore(text: string, after: number): number {
  let at = after - 1
  while (text.charCodeAt(at) === SPACE) at -= 1
  return text.charCodeAt(at)
}

/** Takes a line that begins a paragraph or goes on with one. */
function readText(scan: Scan, start: number, end: number, column: number): boolean {
  const { open, paragraph } = scan
  const depth = depthAt(open, column)
  if (paragraph !== null) {
    // Further left than its paragraph, a line continues it all the same.
    if (depth < open.length - 1) return false
    paragraph.end = end
    return true
  }
  const parent = open[depth]!
  if (column - parent.column > 3) return false
  closeItems(scan, depth)
  scan.paragraph = rawBlock('paragraph', start, end, NOTHING)
  parent.children.push(scan.paragraph)
  return true
}

/** Whether a line, or what an item says, begins a paragraph and nothing else. */
function beginsText(text: string, at: number, end: number): boolean {
  const code = text.charCodeAt(at)
  if (code >= 0x80) return true
  const kind = FIRST[code]!
  if (kind === WORD) return true
  if (kind === DIGIT) return afterMarker(text, at, end) === at
  const next = text.charCodeAt(at + 1)
  if (kind === EMPHASIS) return isWord(next) || (next === code && isWord(text.charCodeAt(at + 2)))
  if (code === BACKTICK) return next !== BACKTICK
  return code === OPEN && beginsNoDefinition(text, at, end)
}

/** What opens emphasis can stand before it, and neither a bullet nor a rule. */
function isWord(code: number): boolean {
  return code >= 0x80 || isDigit(code) || isLetter(code) || code === OPEN || code === BACKTICK
}

/** `[ ] task`, `[link](url)`: brackets that close on the line, and no colon behind them. */
function beginsNoDefinition(text: string, at: number, end: number): boolean {
  const close = text.indexOf(']', at)
  if (close < 0 || close + 1 >= end || text.charCodeAt(close + 1) === 0x3a) return false
  const inner = text.slice(at + 1, close)
  return !inner.includes('[') && !inner.includes('\\') && inner !== ''
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39
}
