import { codeSpans } from '../parse/text/code-spans.ts'

/** Where a reference link leads: destination and title as printed in the definition, the title with its quotes or ''. */
export interface Definition {
  readonly label: string
  readonly target: string
  readonly title: string
}

/** Definitions by their normalised label (see {@link normaliseLabel}). */
export type Definitions = ReadonlyMap<string, Definition>

export interface FragmentOptions {
  readonly definitions?: Definitions
  /** The slice is a table cell: `\|` in it stands for `|`, also inside code spans. */
  readonly cell?: boolean
}

/** The form in which CommonMark compares labels: white space collapsed, case folded. */
export function normaliseLabel(label: string): string {
  return label
    .replace(/[ \t\r\n]+/g, ' ')
    .trim()
    .toLowerCase()
    .toUpperCase()
}

const DEFINITION =
  /^\[((?:[^\\[\]]|\\.){1,999})\]:\s*(<[^<>\r\n]*>|[^\s<]\S*)(?:\s+("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\((?:[^()\\]|\\.)*\)))?\s*$/s

/** Reads a link definition from its slice (`[label]: target "title"`); null where it is none. */
export function readDefinition(slice: string): Definition | null {
  const match = DEFINITION.exec(slice.trim())
  if (match === null) return null
  return { label: normaliseLabel(match[1]!), target: match[2]!, title: (match[3] ?? '').replace(/\s*[\r\n]\s*/g, ' ') }
}

const endsInBackslash = (text: string): boolean => /\\*$/.exec(text.slice(-64))![0].length % 2 === 1

/** One line: breaks become a space, with the indent and the `>` of the line that follows. */
function joinLines(text: string): string {
  if (!/[\r\n]/.test(text)) return text.trim()
  const spans = codeSpans(text)
  let span = 0
  let result = ''
  let from = 0
  for (const match of text.matchAll(/\r\n|\r|\n/g)) {
    while (span < spans.length && spans[span]!.end <= match.index) span++
    const inCode = span < spans.length && spans[span]!.start < match.index
    let line = text.slice(from, match.index)
    if (from > 0) line = line.replace(/^[ \t]*(?:>[ \t]*)*/, '')
    if (!inCode) line = endsInBackslash(line) ? line.slice(0, -1).trimEnd() : line.trimEnd()
    result += `${line} `
    from = match.index + match[0].length
  }
  return (result + text.slice(from).replace(/^[ \t]*(?:>[ \t]*)*/, '')).trim()
}

const INLINE_TAIL =
  /\((?:[ \t]*(?:<[^<>\n]*>|(?:[^\s()<\\]|\\.|\([^\s()]*\))(?:[^\s()\\]|\\.|\([^\s()]*\))*)(?:[ \t]+(?:"[^"]*"|'[^']*'|\([^()]*\)))?)?[ \t]*\)/y
const REFERENCE_TAIL = /\[((?:[^\\[\]]|\\.){0,999})\]/y
const SKIP = /(?:https?:\/\/|www\.)[^\s<]*|\\[!-/:-@[-`{-~]|<(?:[A-Za-z/!?])[^<>]*>|!?\[|\]/g

interface Opener {
  readonly at: number
  readonly image: boolean
  active: boolean
}

function sticky(regex: RegExp, text: string, at: number): RegExpExecArray | null {
  regex.lastIndex = at
  return regex.exec(text)
}

/** What follows a closing bracket: nothing to do, or a definition and where its reference ends. */
function reference(
  text: string,
  opener: Opener,
  at: number,
  definitions: Definitions,
): { definition: Definition; end: number } | null {
  const full = sticky(REFERENCE_TAIL, text, at + 1)
  // Followed by a bracket that opens no label, readers differ on whether it is one; then it stays what it was.
  if (full === null && text[at + 1] === '[') return null
  const own = text.slice(opener.at + (opener.image ? 2 : 1), at)
  const label = full !== null && full[1] !== '' ? full[1]! : own
  if (label.length > 999 || label.startsWith('^')) return null
  const definition = definitions.get(normaliseLabel(label))
  return definition === undefined ? null : { definition, end: full === null ? at + 1 : at + 1 + full[0].length }
}

/** Turns reference links and images into inline ones, so that the fragment means the same without its document. */
function resolveReferences(text: string, definitions: Definitions): string {
  const spans = codeSpans(text)
  const openers: Opener[] = []
  let span = 0
  let result = ''
  let from = 0
  SKIP.lastIndex = 0
  for (let match = SKIP.exec(text); match !== null; match = SKIP.exec(text)) {
    while (span < spans.length && spans[span]!.end <= match.index) span++
    if (span < spans.length && spans[span]!.start <= match.index) {
      SKIP.lastIndex = spans[span]!.end
      continue
    }
    // Inside brackets an address is no link of its own, so its brackets count.
    if (/^[hw]/.test(match[0])) {
      if (openers.length > 0) SKIP.lastIndex = match.index + 4
      continue
    }
    if (match[0].endsWith('[')) {
      if (match[0] !== '\\[') openers.push({ at: match.index, image: match[0].startsWith('!'), active: true })
      continue
    }
    const opener = match[0] === ']' ? openers.pop() : undefined
    if (opener === undefined || !opener.active) continue
    const inline = sticky(INLINE_TAIL, text, match.index + 1)
    const found = inline === null ? reference(text, opener, match.index, definitions) : null
    if (inline === null && found === null) continue
    const end = found?.end ?? match.index + 1 + inline![0].length
    if (found !== null) {
      const { target, title } = found.definition
      result += `${text.slice(from, match.index)}](${target}${title === '' ? '' : ` ${title}`})`
      from = end
    }
    SKIP.lastIndex = end
    // A link holds no link: what opened before it is text.
    if (!opener.image) for (const outer of openers) if (!outer.image) outer.active = false
  }
  return result + text.slice(from)
}

/**
 * Inline Markdown of a document as a text of one line that means the same outside it: soft and hard breaks become a
 * space, reference links and images become inline ones, `\|` of a table cell becomes `|`. Everything else stays byte
 * for byte, so that nothing is escaped that was not. `slice` is one paragraph, heading or cell.
 */
export function fragment(slice: string, options: FragmentOptions = {}): string {
  const line = joinLines(options.cell === true ? slice.replaceAll('\\|', '|') : slice)
  const { definitions } = options
  return definitions === undefined || definitions.size === 0 || !line.includes(']')
    ? line
    : resolveReferences(line, definitions)
}
