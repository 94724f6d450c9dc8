/*
 * Both engines take quadratic time or memory on some inline content (entities, alternating `*a_`, brackets, code
 * spans), and intentk reads blocks only. So they get a copy of the document in which the inline characters are
 * replaced, wherever no block can depend on them: only what starts a line can open a block, apart from the insides
 * of definitions, the end conditions of HTML blocks, and table pipes, which all stay.
 *
 * The replacement is a comma: like the characters it replaces it cannot start a block, is no blank, cannot stand in
 * the name of an HTML tag or attribute, and can stand in an unquoted attribute value, a label and a destination.
 */
const NEUTRAL = 0x2c
const NEWLINE = 0x0a
const RETURN = 0x0d
const SPACE = 0x20
const TAB = 0x09
const BACKSLASH = 0x5c
const BACKTICK = 0x60
const STAR = 0x2a
const UNDERSCORE = 0x5f
const TILDE = 0x7e
const LESS = 0x3c
const GREATER = 0x3e
const OPEN = 0x5b
const CLOSE = 0x5d
const COLON = 0x3a

/** Closing tags that end an HTML block (CommonMark 4.6, condition 1). */
const HTML_END = /<\/(?:pre|script|style|textarea)>/iy

/** What a character means inside a line; {@link KIND_OF} tells it, so that most of them take one look. */
const ORDINARY = 0
const BLANK = 1
/** Opens or closes inline syntax and nothing else. */
const INLINE = 2
/** May begin a bare link. */
const LINK = 3
const BRACKET = 4
const ANGLE = 5
const ESCAPE = 6

const KIND_OF = new Uint8Array(128)
for (const [kind, characters] of [
  [BLANK, ' \t'],
  [INLINE, '*~&@_`\0'],
  [LINK, ':.'],
  [BRACKET, '[]'],
  [ANGLE, '<>'],
  [ESCAPE, '\\'],
] as const)
  for (const character of characters) KIND_OF[character.charCodeAt(0)] = kind

/** The characters of a text. Text of one byte a character stays so: all that follows costs half. */
type Codes = Uint8Array | Uint16Array

/**
 * Footnote definitions on neighbouring lines beyond this number are read as text: satteri is quadratic in them.
 * No document has so many; a blank line between them starts the count again.
 */
const MAX_FOOTNOTE_RUN = 2000

interface Scan {
  readonly text: string
  readonly out: Codes
  /** An unescaped `[` that stood where a definition can start has not been closed yet. */
  inLabel: boolean
  footnote: boolean
  /** Footnote definitions since the last blank line. */
  footnotes: number
  /** Between `]:` and the destination of a definition. */
  afterLabel: boolean
  /** Inside `<...>` of a destination. */
  inDestination: boolean
}

/**
 * A copy of the same length with the same blocks at the same offsets, without inline syntax, task boxes, NUL, byte
 * order marks and lone surrogates. What stands before `from` (front matter) becomes blank lines.
 */
export function maskInline(text: string, from: number): string {
  const narrow = !/[^\x00-\xFF]/.test(text)
  const bytes = Buffer.from(text, narrow ? 'latin1' : 'utf16le')
  // The copy lies where a new buffer begins, or in a pool at an even offset or not: only a whole one can be read in pairs.
  const out = narrow ? bytes : new Uint16Array(new Uint8Array(bytes).buffer)
  const flags = { inLabel: false, footnote: false, footnotes: 0, afterLabel: false, inDestination: false }
  const scan: Scan = { text, out, ...flags }
  for (let at = 0; at < from; at += 1) if (out[at] !== NEWLINE && out[at] !== RETURN) out[at] = SPACE
  const returns = text.includes('\r')
  let start = from
  while (start < text.length) {
    const end = returns ? lineEnd(out, start) : text.indexOf('\n', start)
    maskLine(scan, start, end < 0 ? text.length : end)
    if (end < 0) break
    start = end + (out[end] === RETURN && out[end + 1] === NEWLINE ? 2 : 1)
  }
  // Decoding replaces a lone surrogate by one U+FFFD, so the length stays.
  return narrow ? bytes.toString('latin1') : new TextDecoder('utf-16le', { ignoreBOM: true }).decode(out)
}

function lineEnd(out: Codes, start: number): number {
  let end = start
  while (end < out.length && out[end] !== NEWLINE && out[end] !== RETURN) end += 1
  return end
}

function maskLine(scan: Scan, start: number, end: number): void {
  scan.afterLabel = false
  scan.inDestination = false
  if (start === end) endParagraph(scan)
  let at = start
  // A footnote definition is a container, after which the line can start again.
  while (at < end) at = maskRest(scan, skipMarkers(scan, at, end, at === start), end)
}

/** Skips blanks and container markers, a superset of what any context allows; a blank line ends every label. */
function skipMarkers(scan: Scan, start: number, end: number, fresh: boolean): number {
  const { out } = scan
  let at = start
  let bare = fresh
  while (at < end) {
    const code = out[at]!
    if (code === SPACE || code === TAB || code === GREATER) at += 1
    else {
      const next = afterMarker(out, at, end)
      if (next === at) return at
      bare = false
      at = next
    }
  }
  if (bare) endParagraph(scan)
  return at
}

function endParagraph(scan: Scan): void {
  scan.inLabel = false
  scan.footnotes = 0
}

/** The offset after a bullet or list number at `at`, or `at` where none stands. */
function afterMarker(out: Codes, at: number, end: number): number {
  let next = at
  if (isBullet(out[at]!)) next += 1
  else {
    while (next < end && isDigit(out[next]!)) next += 1
    if (next === at || (out[next] !== 0x2e && out[next] !== 0x29)) return at
    next += 1
  }
  return next >= end || isBlank(out[next]!) ? next : at
}

/** Masks from the first character that is no container marker; returns where the line starts again, else `end`. */
function maskRest(scan: Scan, start: number, end: number): number {
  if (start >= end) return end
  const { out, text } = scan
  const code = out[start]!
  if ((code === STAR || code === UNDERSCORE) && isBreak(out, start, end)) return end
  if (code === BACKTICK || code === TILDE) return maskText(scan, afterFence(out, start, end), end)
  if (code === LESS) return maskHtml(scan, start, end)
  if (code !== OPEN) return maskText(scan, start, end)
  scan.footnote = text.charAt(start + 1) === '^'
  if (scan.footnote) scan.footnotes += 1
  if (isBox(out, start) || (scan.footnote && scan.footnotes > MAX_FOOTNOTE_RUN)) {
    out[start] = NEUTRAL
    return maskText(scan, start + 1, end)
  }
  scan.inLabel = true
  return maskText(scan, start + 1, end)
}

/** A task box, which only one of the engines would leave in the paragraph. */
function isBox(out: Codes, start: number): boolean {
  const mark = out[start + 1]!
  if (out[start + 2] !== CLOSE || !(isBlank(mark) || (mark | 0x20) === 0x78)) return false
  const next = out[start + 3]
  return next === undefined || isBlank(next) || next === NEWLINE || next === RETURN
}

function isBreak(out: Codes, start: number, end: number): boolean {
  for (let at = start + 1; at < end; at += 1) if (out[at] !== out[start] && !isBlank(out[at]!)) return false
  return true
}

/** The offset after an opening or closing fence, or `start` for a run that is inline code or text. */
function afterFence(out: Codes, start: number, end: number): number {
  let at = start
  while (at < end && out[at] === out[start]) at += 1
  if (at - start < 3) return start
  const after = at
  if (out[start] === BACKTICK) while (at < end) if (out[at++] === BACKTICK) return start
  return after
}

function maskText(scan: Scan, start: number, end: number): number {
  const { out, text } = scan
  let escaped = false
  for (let at = start; at < end; at += 1) {
    const code = out[at]!
    const kind = code < 128 ? KIND_OF[code]! : code === 0xfeff ? INLINE : ORDINARY
    if (kind !== BLANK && kind !== BRACKET && kind !== ANGLE) scan.afterLabel = false
    if (kind === ESCAPE) {
      escaped = !escaped
      continue
    }
    if (kind === INLINE || (kind === LINK && isLinkStart(text, at, code))) out[at] = NEUTRAL
    else if (kind === BRACKET) {
      if (closesLabel(scan, at, escaped)) {
        if (scan.footnote) return at + 2
        scan.afterLabel = true
        at += 1
        continue
      }
      scan.afterLabel = false
    } else if (kind === ANGLE) maskAngle(scan, at, escaped)
    escaped = false
  }
  return end
}

function maskAngle(scan: Scan, at: number, escaped: boolean): void {
  const { out, text } = scan
  const opens = out[at] === LESS
  if (opens && !scan.afterLabel && !scan.inDestination) {
    HTML_END.lastIndex = at
    if (!HTML_END.test(text)) out[at] = NEUTRAL
  } else if (!escaped) scan.inDestination = opens && scan.afterLabel
  scan.afterLabel = false
}

/** Masks a bracket that belongs to no label; true for one that ends the label of a definition. */
function closesLabel(scan: Scan, at: number, escaped: boolean): boolean {
  const { out } = scan
  if (!scan.inLabel) {
    if (out[at] === OPEN) out[at] = NEUTRAL
    return false
  }
  if (escaped) return false
  scan.inLabel = false
  return out[at] === CLOSE && out[at + 1] === COLON
}

/** A line that begins with `<`: whatever decides whether a tag is complete keeps its class of characters. */
function maskHtml(scan: Scan, start: number, end: number): number {
  const { out, text } = scan
  let escaped = false
  const first = text.startsWith('<![CDATA[', start) ? start + 9 : start + 1
  const opening = text.startsWith('<!', start) || text.startsWith('<?', start) ? start + 2 : start + 1
  for (let at = Math.max(first, opening); at < end; at += 1) {
    const code = out[at]!
    const before = text.charCodeAt(at - 1)
    if (isInline(code)) out[at] = NEUTRAL
    // Both may begin or continue the name of an attribute, but not of a tag; a colon after `]` would make a label.
    else if (code === UNDERSCORE) out[at] = before === CLOSE ? NEUTRAL : COLON
    else if (code === BACKTICK && before === BACKTICK) out[at] = NEUTRAL
    else if (before === LESS && (code === 0x21 || (code === 0x3f && out[at + 1] !== GREATER))) out[at] = NEUTRAL
    else if ((code === OPEN || code === CLOSE) && closesLabel(scan, at, escaped) && scan.footnote) return at + 2
    escaped = code === BACKSLASH && !escaped
  }
  return end
}

function isInline(code: number): boolean {
  return code === STAR || code === TILDE || code === 0x26 || code === 0x40 || code === 0 || code === 0xfeff
}

/** `http:/` and `www.`: satteri lets a bare link swallow the pipe after it, and so miscounts cells. */
function isLinkStart(text: string, at: number, code: number): boolean {
  if (code === COLON) return text.charCodeAt(at + 1) === 0x2f && text.charCodeAt(at - 1) !== CLOSE
  return code === 0x2e && (text.charCodeAt(at - 1) | 0x20) === 0x77
}

function isBullet(code: number): boolean {
  return code === STAR || code === 0x2d || code === 0x2b
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39
}

function isBlank(code: number): boolean {
  return code === SPACE || code === TAB
}
