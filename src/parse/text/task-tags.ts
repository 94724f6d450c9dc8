import type { Span } from '../../model/source.ts'
import type { Priority } from '../../model/values.ts'
import { codeSpans } from './code-spans.ts'
import { priorityOf } from './priority.ts'

/** A bracketed tag of a task line. `names` are what it stands for: `['US1', 'US2']` for `[US1/2]`. */
export interface Tag extends Span {
  readonly kind: 'parallel' | 'milestone' | 'story' | 'priority' | 'word'
  readonly names: readonly string[]
  readonly priority: Priority | null
}

const LIST = /^(M|US)-?(\d{1,4}(?:\.\d{1,3})?)(?:\s?[,/&+]\s?(?:M|US)?-?\d{1,4}){0,12}$/
const RANGE = /^(M|US)(\d{1,4})\s?(?:-|–|\.\.)\s?(?:M|US)?(\d{1,4})$/
const PRIORITY = /^(?:P\d|HIGH|MEDIUM|LOW|CRITICAL)$/
// Bracketed capitals that ask to be filled in are placeholders, not tags.
const PLACEHOLDER = /^(?:TODO|TBD|TBC|FIXME|XXX|ID|NAME|DATE|TITLE|N|X|PATH|FILE|URL|NNN|TXXX|DONE|WIP|N\/A)$/
const WORD =
  /^(?:[A-Z][A-Z0-9]{1,9}|[A-Z]{1,4}-[A-Z0-9]{1,4}|Story|Setup|Foundation|Foundational|Polish|Shared|Backend|Frontend|Infra|Docs|Test|Tests|Optional)$/

function named(inner: string): Omit<Tag, 'start' | 'end'> | null {
  if (inner === 'P') return { kind: 'parallel', names: ['P'], priority: null }
  const list = LIST.exec(inner)
  if (list !== null) {
    const letters = list[1]!
    const names = Array.from(inner.matchAll(/\d+(?:\.\d+)?/g), ([number]) => `${letters}${number}`)
    return { kind: letters === 'M' ? 'milestone' : 'story', names, priority: null }
  }
  const range = RANGE.exec(inner)
  if (range !== null) {
    const [, letters = '', low = '', high = ''] = range
    const count = Math.min(Number(high) - Number(low), 50)
    if (count < 0) return null
    const names = Array.from({ length: count + 1 }, (_, index) => `${letters}${Number(low) + index}`)
    return { kind: letters === 'M' ? 'milestone' : 'story', names, priority: null }
  }
  if (PRIORITY.test(inner)) return { kind: 'priority', names: [inner], priority: priorityOf(inner) }
  if (WORD.test(inner) && !PLACEHOLDER.test(inner)) return { kind: 'word', names: [inner], priority: null }
  return null
}

/** The tag that opens at an offset. Links (`[US1](url)`) and paths (`[id]/page.tsx`) are none. */
export function tagAt(text: string, offset: number): Tag | null {
  if (text[offset] !== '[') return null
  const match = /^\[([^\][\n]{1,40})\]/.exec(text.slice(offset, offset + 44))
  const tag = match === null ? null : named(match[1]!.trim())
  if (match === null || tag === null) return null
  const end = offset + match[0].length
  return /[\s[:：*_`.,;、)–—-]|^$|[^\x00-\x7F]/.test(text.slice(end, end + 1)) ? { ...tag, start: offset, end } : null
}

/** Tags at the end of a description, and where the description ends without them. */
export interface TrailingTags {
  readonly tags: readonly Tag[]
  /** Those of the tags that a trailing remark in parentheses follows. */
  readonly late: readonly Tag[]
  readonly end: number
}

const REACH = 400

/** Start of the parenthesised remarks that end the text, such as `(depends on T001) (2h)`. */
function remarksStart(text: string, from: number, end: number): number {
  let at = end
  for (let count = 0; count < 4; count++) {
    const trimmed = text.slice(0, at).trimEnd().length
    if (!/[)）]/.test(text[trimmed - 1] ?? '')) break
    const floor = Math.max(from, trimmed - REACH)
    const open = Math.max(
      text.slice(floor, trimmed).lastIndexOf(' ('),
      text.slice(floor, trimmed).lastIndexOf(']('),
      text.slice(floor, trimmed).lastIndexOf('（'),
    )
    if (open < 0) break
    at = floor + open + 1
  }
  return at
}

function tagsBefore(text: string, from: number, end: number): Tag[] {
  const tags: Tag[] = []
  let at = end
  for (let count = 0; count < 8; count++) {
    const stop = text.slice(from, at).trimEnd().length + from
    const open = text[stop - 1] === ']' ? text.lastIndexOf('[', stop - 1) : -1
    if (open < from || stop - open > 44 || /[\w/.[]/.test(text[open - 1] ?? '')) break
    const tag = tagAt(text, open)
    if (tag === null || tag.kind === 'word' || tag.end !== stop) break
    tags.unshift(tag)
    at = open
  }
  return tags
}

/**
 * The tags that end a description from `from` on: `... [P] [US1]`, also before trailing remarks in parentheses. Word
 * tags are read at the head only.
 */
export function trailingTags(text: string, from: number): TrailingTags {
  const end = text.trimEnd().length
  // A tag ends in `]`, a remark behind it in a parenthesis; nothing else is looked for.
  const last = text.charCodeAt(end - 1)
  if (last !== 0x5d && last !== 0x29 && last !== 0xff09) return { tags: NONE, late: NONE, end: Math.max(end, from) }
  return tagsAtEnd(text, from, end)
}

const NONE: readonly Tag[] = []

function tagsAtEnd(text: string, from: number, end: number): TrailingTags {
  const inCode = (tag: Tag): boolean => spans.some((span) => span.start <= tag.start && tag.end <= span.end)
  const spans = end > from && text.slice(from, end).includes(']') ? codeSpans(text) : []
  const last = tagsBefore(text, from, end).filter((tag) => !inCode(tag))
  if (last.length > 0) return { tags: last, late: [], end: text.slice(from, last[0]!.start).trimEnd().length + from }
  const remarks = remarksStart(text, from, end)
  const late = remarks < end ? tagsBefore(text, from, remarks).filter((tag) => !inCode(tag)) : []
  return { tags: late, late, end: Math.max(end, from) }
}
