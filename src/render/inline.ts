import { escapeVisible } from '../model/escape.ts'
import { codeSpans } from '../parse/text/code-spans.ts'

const BREAK = /[\n\r\u000b\u000c\u0085\u2028\u2029]/
const BREAKS = /[ \t]*(?:\r\n?|[\n\u000b\u000c\u0085\u2028\u2029])[ \t]*/g

const unbroken = (text: string): string => escapeVisible(BREAK.test(text) ? text.replace(BREAKS, ' ') : text).trim()

// Single ticks in pairs and no backslash, as nearly every text of a plan has them, need no closer look.
const SIMPLE_CODE = /^[^`\\]*(?:`[^`\\]+`[^`\\]+)*(?:`[^`\\]+`)?$/

/** Backslashes before the backticks that open no code span, so that they cannot pair with a later one. */
function closeTicks(text: string): string {
  if (!text.includes('`') || SIMPLE_CODE.test(text)) return text
  let result = ''
  let from = 0
  for (const span of [...codeSpans(text), { start: text.length, end: text.length }]) {
    result += text.slice(from, span.start).replace(/(\\*)`/g, (tick, slashes: string) => {
      return slashes.length % 2 === 1 ? tick : `${slashes}\\\``
    })
    result += text.slice(span.start, span.end)
    from = span.end
  }
  return result
}

/** A comment that opens and does not close is text; written with an entity it stays text whatever follows. */
function closeComments(text: string): string {
  const from = text.lastIndexOf('-->')
  const open = text.indexOf('<!--', from < 0 ? 0 : from)
  if (open < 0) return text
  const spans = codeSpans(text)
  let span = 0
  return text.replace(/(?<!\\)(?:\\\\)*<!--/g, (mark, at: number) => {
    while (span < spans.length && spans[span]!.end <= at) span++
    const inCode = span < spans.length && spans[span]!.start < at
    return at + mark.length <= open + 3 || inCode ? mark : `${mark.slice(0, -4)}&lt;!--`
  })
}

// One line without blanks around it, code and comments, as nearly every title and goal is.
const PLAIN = /^(?:[!-;=-_a-~](?:[ -;=-_a-~]*[!-;=-_a-~])?)?$/

/**
 * Inline Markdown of a document on one line, harmless to what stands around it: breaks become a space, control
 * characters and bidi overrides become visible, and nothing that is left open can reach past the text. Its own markup
 * stays. Idempotent, so that what was printed once can be printed again.
 */
export function oneLine(text: string): string {
  if (PLAIN.test(text)) return text
  const line = unbroken(text)
  return closeComments(closeTicks(line))
}

// Headings, bullets, quotes, fences, boxes and definitions, tables, HTML, underlines and rules.
const BLOCK_START = /^(?:#{1,6}(?:\s|$)|[-+*](?:\s|$)|>|`{3}|~{3}|\[|\||<|=+\s*$|(?:[-*_]\s*){2,}$)/

/** As {@link oneLine}, for a text at the very start of a block: it stays a text there. */
export function paragraphLine(text: string): string {
  const line = oneLine(text)
  // A backslash before a fence's first tick leaves the others open: they are closed again.
  if (BLOCK_START.test(line)) return closeTicks(`\\${line}`)
  return line.replace(/^(\d{1,9})(?=[.)](?:\s|$))/, '$1\\')
}

/** Text as a code span with as many backticks as it needs; '' for nothing. */
export function codeSpan(text: string): string {
  const line = unbroken(text)
  if (line === '') return ''
  let longest = 0
  for (const run of line.matchAll(/`+/g)) longest = Math.max(longest, run[0].length)
  const ticks = '`'.repeat(longest + 1)
  const pad = line.startsWith('`') || line.endsWith('`') ? ' ' : ''
  return `${ticks}${pad}${line}${pad}${ticks}`
}

/** Text that no Markdown reader takes for markup. */
export function literal(text: string): string {
  return unbroken(text).replace(/[\\`*_[\]<>&!~|]/g, '\\$&')
}

const ENCODED = /[\u0000-\u0020\u007f-\u00a0"#%&()<>?[\\\]^`{|}\u2028\u2029\u202a-\u202e\u2066-\u2069*_~!]/g

/**
 * A relative path as a link destination: always with `./` or `../` in front, so that it is a path whatever it is
 * called, and with every character percent-encoded that means something to Markdown or in a URL.
 */
export function linkTarget(path: string): string {
  const encoded = path
    .replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd')
    .replaceAll('\\', '/')
    .replace(ENCODED, (char) =>
      char === '_' || char === '~' || char === '!' ? char : encodeURIComponent(char).replace(/[()*]/g, hex),
    )
    .replace(/^\/+/, '')
  return /^\.\.?\//.test(encoded) ? encoded : `./${encoded}`
}

const hex = (char: string): string => `%${char.charCodeAt(0).toString(16).toUpperCase()}`

/** A link to a document with its file name as text. */
export function documentLink(path: string): string {
  const name = path.split(/[\\/]/).at(-1) ?? path
  return `[${literal(name === '' ? path : name)}](${linkTarget(path)})`
}
