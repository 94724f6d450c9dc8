import type { Span } from '../../model/source.ts'
import type { TaskState } from '../../model/plan.ts'
import type { Priority } from '../../model/values.ts'
import { stripDecorations } from './decorations.ts'
import { boxAt, stateOf, type Box } from './task-box.ts'
import { tagAt, trailingTags, type Tag } from './task-tags.ts'
import { idAt, mayBeId, type IdForm } from './task-ids.ts'
import { skipBlanks } from './traits.ts'

/** The head of a list item or heading, taken apart. Offsets are relative to the text that was read. */
export interface TaskLine {
  readonly box: Box | null
  readonly state: TaskState
  /** `[ ]*`: the star of Kiro's optional tasks. */
  readonly optional: boolean
  /** As printed without emphasis, `T001`, `Task 1`; '' where there is none. */
  readonly id: string
  readonly idForm: IdForm | ''
  readonly idSpan: Span | null
  readonly parallel: boolean
  /** `M1` */
  readonly milestoneTags: readonly string[]
  /** `US1`; `[US1/2]` and `[US1, US2]` give two. */
  readonly storyTags: readonly string[]
  readonly wordTags: readonly string[]
  readonly priority: Priority | null
  /** The description: the source between `textStart` and `textEnd` without the `cuts`, trimmed. */
  readonly text: string
  readonly textStart: number
  readonly textEnd: number
  /** Pieces inside the description that belong to the head: a bold marker that opened before the id, a late tag. */
  readonly cuts: readonly Span[]
  /** No task: a line that explains a tag (`[P] tasks = different files`). */
  readonly legend: boolean
}

export interface TaskLineOptions {
  /** In Kiro files `[-]` means started. */
  readonly dialect?: 'kiro' | ''
}

interface Head {
  readonly text: string
  at: number
  id: string
  idForm: IdForm | ''
  idSpan: Span | null
  /** Closing marks of what opened before the id and did not close right after it: `**Task 1: Title**`. */
  closers: readonly string[]
  readonly tags: Tag[]
}

function exec(regex: RegExp, text: string, at: number): RegExpExecArray | null {
  regex.lastIndex = at
  return regex.exec(text)
}

function skip(head: Head, regex: RegExp): void {
  head.at += exec(regex, head.text, head.at)?.[0].length ?? 0
}

// A tag or an id begins with one of these behind a letter's mark: `[`, `*`, `_`, `~` or a backtick.
function mayBeMarked(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  return code === 0x5b || code === 0x2a || code === 0x5f || code === 0x7e || code === 0x60
}

function readTag(head: Head): boolean {
  if (!mayBeMarked(head.text, head.at)) return false
  const open = exec(/[*_`]{0,3}(?=\[)/y, head.text, head.at)?.[0] ?? ''
  const tag = tagAt(head.text, head.at + open.length)
  if (tag === null) return false
  if (open !== '' && !head.text.startsWith(open, tag.end)) return false
  head.tags.push(tag)
  head.at = tag.end + open.length
  return true
}

function takeId(head: Head, start: number, span: Span, id: string, form: IdForm): void {
  head.id = id
  head.idForm = form
  head.idSpan = { start: span.start, end: span.end }
  head.at = span.end + (head.text[span.start - 1] === '[' ? 1 : 0)
  const opened = head.text.slice(start, span.start).match(/\*{1,3}|_{1,3}|~~|`/g) ?? []
  if (opened.length === 0) return
  const closers = opened.map((mark) => mark).reverse()
  // The marks close right after the id (`**T001**`, `**T001:**`), or later and then belong to the description.
  const separator = exec(/\s?[:：.]?\s?/y, head.text, head.at)![0].length
  const closing = closers.join('')
  if (head.text.startsWith(closing, head.at + separator)) head.at += separator + closing.length
  else if (head.text.startsWith(closing, head.at)) head.at += closing.length
  else head.closers = closers
}

function readId(head: Head): boolean {
  if (head.id !== '') return false
  const start = head.at
  if (!mayBeMarked(head.text, start) && !mayBeId(head.text, start)) return false
  const open = exec(/[*_~`]{0,5}\[?/y, head.text, start)![0]
  const found = idAt(head.text, start + open.length)
  if (found === null) return false
  const bracketed = open.endsWith('[')
  if (bracketed && head.text[found.end] !== ']') return false
  const isTag = found.form !== 'T' && found.form !== 'hash' && !(found.form === 'word' && found.id.includes('-'))
  if (bracketed && (isTag || head.text[found.end + 1] === '(')) return false
  // `03-02-PLAN.md - Phase` names a plan file; the file stays in the description.
  takeId(head, start, found, found.id, found.form)
  if (/^-[A-Z]{2,10}\.md/.test(head.text.slice(found.end, found.end + 16))) head.at = found.start
  return true
}

const EMOJI = /(?:[\p{Extended_Pictographic}✓✗][\uFE0F\u200D]*\s*)*/uy
const SEPARATOR = /\s*(?:[：）、]|[:.)](?=\s|$|[^\x00-\x7F]|[*_[])|[-–—|](?=\s))?\s*/y

function readHead(text: string, from: number): Head {
  const head: Head = { text, at: from, id: '', idForm: '', idSpan: null, closers: [], tags: [] }
  head.at = skipBlanks(text, from)
  // An id, tags and separators in any order; every round but the last moves on.
  for (let round = 0; round < 24; round++) {
    const before = head.at
    if (readId(head) || readTag(head)) skip(head, SEPARATOR)
    if (head.at === before || (head.idSpan !== null && head.at === head.idSpan.start)) break
  }
  return head
}

/** The whole line, or its id, is struck through. */
function isStruck(text: string, from: number, head: Head): boolean {
  if (!text.includes('~~')) return false
  const start = exec(/[\s*_]*/y, text, from)![0].length + from
  const beforeId = head.idSpan === null ? '' : text.slice(start, head.idSpan.start)
  if (head.idSpan !== null && beforeId.includes('~~')) return true
  const first = text.startsWith('~~', start)
    ? start
    : /^[\s*_]*~~/.test(text.slice(head.at, head.at + 8))
      ? text.indexOf('~~', head.at)
      : -1
  if (first < 0) return false
  const close = text.indexOf('~~', first + 2)
  return close > 0 && /^[\s*_.:~]*(?:$|[(（[–—-])/.test(text.slice(close + 2, close + 12))
}

/** `T004, T005 run together`, `T004 T005 together` and `1.1 → 1.2` speak about tasks and are none. */
function namesSeveral(source: string, head: Head): boolean {
  if (head.idSpan === null) return false
  const after = source.slice(head.idSpan.end, head.idSpan.end + 16)
  return (
    /-T\d/.test(head.id) ||
    /^[`*]{0,3}(?:\s[`*]{0,3}T\d|\s?(?:[,、→⇒+&/]|->|[–—-]\s?[`*]{0,3}T\d|(?:and|or|und|oder|et|ou|y|e|ve|и|と|和|및)\s?[`*]{0,3}[T#\d]))/u.test(
      after,
    )
  )
}

interface Description {
  readonly text: string
  readonly textStart: number
  readonly textEnd: number
  readonly cuts: Span[]
}

const NO_CUTS: Span[] = []

function describe(source: string, head: Head, end: number, late: readonly Tag[]): Description {
  const start = head.at
  if (late.length === 0 && head.closers.length === 0)
    return { text: source.slice(start, end).trim(), textStart: start, textEnd: end, cuts: NO_CUTS }
  const cuts: Span[] = late.map((tag) => ({ start: tag.start, end: tag.end }))
  for (const closer of head.closers) {
    const at = source.indexOf(closer, start)
    if (at >= 0 && at < end) cuts.push({ start: at, end: at + closer.length })
  }
  cuts.sort((a, b) => a.start - b.start)
  let text = ''
  let from = start
  for (const cut of cuts) {
    const gap = cut.end - cut.start > 2 ? source.slice(from, cut.start).trimEnd() : source.slice(from, cut.start)
    text += gap
    from = cut.end
  }
  text += source.slice(from, end)
  return { text: text.trim(), textStart: start, textEnd: end, cuts }
}

const UNTAGGED = { parallel: false, milestoneTags: [], storyTags: [], wordTags: [], priority: null }

function tagsOf(
  tags: readonly Tag[],
): Pick<TaskLine, 'parallel' | 'milestoneTags' | 'storyTags' | 'wordTags' | 'priority'> {
  if (tags.length === 0) return UNTAGGED
  const named = (kind: Tag['kind']): string[] => [
    ...new Set(tags.filter((tag) => tag.kind === kind).flatMap((tag) => tag.names)),
  ]
  return {
    parallel: tags.some((tag) => tag.kind === 'parallel'),
    milestoneTags: named('milestone'),
    storyTags: named('story'),
    wordTags: named('word'),
    priority: tags.find((tag) => tag.priority !== null)?.priority ?? null,
  }
}

// An empty box and words: no id, no tag, nothing struck through, no remark and no blank at the end.
const ORDINARY = /^\[ \] (?!Task|Subtask|Aufgabe|Tare[af])[A-Z]?[a-z](?!.*~~)(?:.*[^\s\])）])?$/s
const LONG = 2000

const ORDINARY_BOX: Box = { start: 0, end: 3, mark: ' ', known: true }

/** {@link readTaskLine} of what {@link ORDINARY} matches. */
function ordinaryLine(source: string): TaskLine {
  return {
    box: ORDINARY_BOX,
    state: 'open',
    optional: false,
    id: '',
    idForm: '',
    idSpan: null,
    parallel: false,
    milestoneTags: UNTAGGED.milestoneTags,
    storyTags: UNTAGGED.storyTags,
    wordTags: UNTAGGED.wordTags,
    priority: null,
    text: source.slice(4),
    textStart: 4,
    textEnd: source.length,
    cuts: NO_CUTS,
    legend: false,
  }
}

/**
 * Takes the head of a list item (after its bullet) or of a heading (after its `#`) apart: box, id, tags, description.
 * Null when there is neither a box nor an id, except for a legend. A trailing dependency or estimate stays in the text.
 */
export function readTaskLine(source: string, options: TaskLineOptions = {}): TaskLine | null {
  if (source.length < LONG && ORDINARY.test(source)) return ordinaryLine(source)
  const first = skipBlanks(source, 0)
  const strike = source.startsWith('~~[', first) ? first + 2 : 0
  const lead = strike > 0 ? strike : first
  const boxed = source.charCodeAt(lead) === 0x5b ? boxAt(source, lead) : null
  const { state: boxState, known } = stateOf(boxed?.[1] ?? ' ', options.dialect ?? '')
  const box: Box | null =
    boxed === null ? null : { start: lead, end: lead + boxed[0].length - boxed[2].length, mark: boxed[1], known }
  const emoji = boxed === null && source.charCodeAt(lead) > 0x7f ? exec(EMOJI, source, lead)![0].length : 0
  const from = boxed === null ? lead + emoji : lead + boxed[0].length
  const head = readHead(source, from)
  if (strike > 0) head.closers = [...head.closers, '~~']
  if (box === null && head.id !== '') skip(head, /(?:[✅☑✔✓]\uFE0F?\s*)*/uy)
  const trailing = trailingTags(source, head.at)
  const tags = trailing.tags.length === 0 ? head.tags : [...head.tags, ...trailing.tags]
  const legend = box === null && head.id === '' && head.tags.some((tag) => tag.kind !== 'priority')
  if (box === null && ((head.id === '' && !legend) || namesSeveral(source, head))) return null
  const description = describe(source, head, trailing.end, trailing.late)
  const struck = strike > 0 || isStruck(source, from, head)
  const done = box === null && stripDecorations(source).done
  const { parallel, milestoneTags, storyTags, wordTags, priority } = tagsOf(tags)
  return {
    box,
    state: struck ? 'dropped' : done ? 'done' : boxState,
    optional: boxed?.[2] === '*',
    id: head.id,
    idForm: head.idForm,
    idSpan: head.idSpan,
    parallel,
    milestoneTags,
    storyTags,
    wordTags,
    priority,
    text: description.text,
    textStart: description.textStart,
    textEnd: description.textEnd,
    cuts: description.cuts,
    legend,
  }
}
