import type { Block } from '../../model/blocks.ts'
import type { PlanTask } from '../../model/plan.ts'
import type { Span } from '../../model/source.ts'
import type { StatedDependency } from '../../model/values.ts'
import { findInlineDependencies } from '../text/dependencies.ts'
import { findEstimate } from '../text/estimate.ts'
import { namedLabels } from '../named-labels.ts'
import { joinSoft } from '../text/inline.ts'
import { findPaths } from '../text/paths.ts'
import { BEYOND_ASCII, hasBracket, isBlank, isLetter } from '../text/traits.ts'
import { readTaskLine, type TaskLine } from '../text/task-line.ts'
import { located, type ReadContext } from './context.ts'
import { type Body, readBody, withLines } from './bodies.ts'
import { type ItemHead, itemLine } from './item-head.ts'

/** Cuts spans (relative to the text) out of it, with the blanks they leave. */
export function cut(text: string, spans: readonly Span[]): string {
  if (spans.length === 0) return text.trim()
  let result = ''
  let from = 0
  for (const span of [...spans].sort((a, b) => a.start - b.start)) {
    if (span.start < from) continue
    result = `${result}${text.slice(from, span.start)}`.trimEnd()
    const rest = text.slice(span.end)
    if (rest !== '' && !/^[\s.,;:。、)]/u.test(rest) && result !== '') result += ' '
    else if (/^\s+\S/u.test(rest) && result !== '') result += ' '
    from = span.end + (rest.length - rest.trimStart().length)
  }
  return (result + text.slice(from)).trim()
}

const LEADING_BOLD = /^(\*\*|__)(?=\S)((?:(?!\1).){1,200}?)\1/su
const STATUS_MARK = /^(?:(?:[✅☑✔✓🔨🚧⏳🔲⬜❌🟡🟢🔴]|\u26A0)\uFE0F?\s*)+/u

const BLANKS = /\s\s/

/** Long runs of blanks as one: what looks for the blanks at an end must not look at every one of them. */
export function squeeze(text: string): string {
  return text.length > 60 && BLANKS.test(text) ? text.replace(/\s{24,}/gu, ' ') : text
}

// A tick behind the words says the same as a ticked box. Only the end is looked at.
const LAST_MARK = /(?<=[^\s✅☑✔✓])\s{0,3}[✅☑✔✓]\uFE0F?\s{0,3}$/u

/** A task's one line: soft breaks joined, a bold title unwrapped, status marks and a closing colon taken off. */
export function oneLine(text: string): string {
  const joined = squeeze(joinSoft(text))
  // Marks are beyond ASCII.
  const marked = BEYOND_ASCII.test(joined)
  const bare = marked ? joined.replace(STATUS_MARK, '') : joined
  const unwrapped = withoutColon(unwrap(bare))
  return (marked ? unwrapped.replace(LAST_MARK, '') : unwrapped).trim()
}

/** A bold title at the start without its marks. */
function unwrap(text: string): string {
  if (!text.startsWith('**') && !text.startsWith('__')) return text
  const bold = LEADING_BOLD.exec(text)
  return bold === null ? text : bold[2]!.replace(/[:：]\s*$/u, ':') + text.slice(bold[0].length)
}

/** A text without the blanks and the one colon that end it. */
function withoutColon(text: string): string {
  const words = text.trimEnd()
  const last = words.charCodeAt(words.length - 1)
  return last === 0x3a || last === 0xff1a ? words.slice(0, -1).trimEnd() : text
}

export interface TaskOptions {
  readonly type: PlanTask['type']
  readonly heading: string
  readonly sequence: string
}

interface HeadParts {
  readonly text: string
  readonly estimate: PlanTask['estimate']
  readonly stated: readonly StatedDependency[]
}

/** Remarks that say "requires" and name a step or milestone by label (`requires steps 4 and 5`). */
function namedInRemarks(
  ctx: ReadContext,
  text: string,
  remarks: readonly Span[],
  start: number,
): { readonly stated: readonly StatedDependency[]; readonly spans: readonly Span[] } {
  const stated: StatedDependency[] = []
  const spans: Span[] = []
  for (const remark of remarks) {
    const words = text.slice(remark.start, remark.end)
    const labels = namedLabels(words)
    if (labels.length === 0) continue
    spans.push(remark)
    const place = { file: ctx.file, start: start + remark.start, end: start + remark.end }
    stated.push(
      ...labels.map((label): StatedDependency => ({ target: label.target, form: 'inline', place, text: words })),
    )
  }
  return { stated, spans }
}

/** The stated dependencies of a head, and the head without them. */
function withoutStated(
  ctx: ReadContext,
  text: string,
  start: number,
): { readonly text: string; readonly stated: readonly StatedDependency[] } {
  // They stand in parentheses or brackets.
  if (!hasBracket(text)) return { text: text.trim(), stated: NONE }
  const inline = findInlineDependencies(text, { file: ctx.file, start })
  const named = namedInRemarks(ctx, text, inline.unclear, start)
  return { text: cut(text, [...inline.spans, ...named.spans]), stated: [...inline.stated, ...named.stated] }
}

const NONE: readonly never[] = []

function headParts(ctx: ReadContext, head: ItemHead, line: TaskLine | null): HeadParts {
  const rest = line === null || line.legend ? head.text : line.text
  const { text: without, stated } = withoutStated(ctx, rest, head.start + (line?.textStart ?? 0))
  const found = findEstimate(without)
  const text = found === null ? without : cut(without, [found])
  return { text: oneLine(text), estimate: found?.estimate ?? null, stated }
}

const TICKED = /^[\s*_]*(?:✅|☑|✔)/u

function stateOf(line: TaskLine | null, head: string): PlanTask['state'] {
  if (line?.box != null || line?.state === 'dropped') return line.state
  if (TICKED.test(head) || line?.state === 'done') return 'done'
  return /^~~.*~~[.\s]*$/su.test(head.trim()) ? 'dropped' : 'open'
}

const SKIPPED = /^[\s*_]*(?:skip(?:ped)?|dropped|cancell?ed|won't do|wontfix)\s*[*_]*\s*[:：—–-]/iu

/** How SKIPPED begins: most tasks begin with another letter. */
function maySkip(code: number): boolean {
  if (!isLetter(code)) return code === 0x2a || code === 0x5f || isBlank(code)
  const lower = code | 0x20
  return lower === 0x73 || lower === 0x64 || lower === 0x63 || lower === 0x77
}

/** `~~Guest book~~ nobody wants it`, `SKIP: T039`: struck through, or said to be left out. */
function isLeftOut(text: string): boolean {
  if (maySkip(text.charCodeAt(0)) && SKIPPED.test(text)) return true
  const close = text.startsWith('~~') ? text.indexOf('~~', 2) : -1
  return close > 0 && /^\s+(?:[\p{Ll}(–—-]|$)/u.test(text.slice(close + 2))
}

const SUB_LINE = /^[ \t]*(?:\*\*|__|_|\*)?[\p{L}][\p{L} /-]{1,30}(?:\*\*|__)?[ \t]*[:：](?:\*\*|__)?[ \t]*\S/u

/** Labelled lines that continue an item's paragraph (`**Dependencies**: 1.1`) belong to its body, not to its text. */
function splitHead(head: ItemHead): { readonly head: ItemHead; readonly lines: readonly ItemHead[] } {
  if (!head.text.includes('\n')) return { head, lines: NONE }
  const lines: ItemHead[] = []
  let at = head.start
  let end = head.start + head.text.length
  for (const [index, text] of head.text.split('\n').entries()) {
    const last = lines[lines.length - 1]
    if (index > 0 && SUB_LINE.test(text))
      lines.push({ text: text.trim(), start: at + text.length - text.trimStart().length, end: at + text.length })
    else if (last !== undefined)
      lines[lines.length - 1] = { ...last, text: `${last.text} ${text.trim()}`, end: at + text.length }
    if (lines.length === 1 && last === undefined) end = at - 1
    at += text.length + 1
  }
  return lines.length === 0
    ? { head, lines }
    : { head: { text: head.text.slice(0, end - head.start).trimEnd(), start: head.start, end }, lines }
}

/** Reads a task from a head text with its own span and the blocks below it. */
export function readTask(
  ctx: ReadContext,
  whole: ItemHead,
  span: Span,
  below: readonly Block[],
  options: TaskOptions,
  known?: TaskLine | null,
): PlanTask {
  const { head, lines } = splitHead(whole)
  // What is known was read from the whole.
  const isKnown = known !== undefined && lines.length === 0
  const line = isKnown ? known : readTaskLine(head.text, { dialect: ctx.dialect })
  const { text, estimate, stated } = headParts(ctx, head, line)
  const { body, children } = readBelow(ctx, below, lines, options)
  const { position, place } = located(ctx, span)
  return {
    type: options.type,
    position,
    place,
    ownId: line?.id ?? '',
    text: text === '' ? oneLine(head.text) : text,
    body: body.lines,
    state: isLeftOut(line === null ? head.text : line.text) ? 'dropped' : stateOf(line, head.text),
    parallel: line?.parallel ?? false,
    tags: line === null || (line.milestoneTags.length === 0 && line.storyTags.length === 0) ? NONE : tagsOf(line),
    priority: line?.priority ?? null,
    estimate,
    paths: findPaths(text).paths,
    stated: body.stated.length === 0 ? stated : [...stated, ...body.stated],
    heading: options.heading,
    sequence: options.sequence,
    children,
  }
}

const tagsOf = (line: TaskLine): readonly string[] => [...line.milestoneTags, ...line.storyTags]

interface Below {
  readonly body: Body
  readonly children: readonly PlanTask[]
}

const NOTHING: Below = { body: { lines: NONE, stated: NONE }, children: NONE }

/** What stands below a task's head: tasks of their own, and the rest as its body. */
function readBelow(ctx: ReadContext, below: readonly Block[], lines: readonly ItemHead[], options: TaskOptions): Below {
  if (below.length === 0 && lines.length === 0) return NOTHING
  const nested = below.filter((block) => block.type === 'list')
  const parts = nested.flatMap((list) => list.children.filter((item) => isOwnTask(ctx, item)))
  const rest = parts.length === 0 ? below : withoutItems(below, new Set(parts))
  return {
    body: withLines(ctx, lines, readBody(ctx, rest)),
    children: parts.map((item) => readItem(ctx, item, options)),
  }
}

/** A nested box with an id is a task of its own. */
function isOwnTask(ctx: ReadContext, item: Block): boolean {
  const { line } = itemLine(ctx, item)
  return line !== null && line.box !== null && line.id !== ''
}

function withoutItems(blocks: readonly Block[], gone: ReadonlySet<Block>): readonly Block[] {
  return blocks.map((block) =>
    block.type === 'list' ? { ...block, children: block.children.filter((item) => !gone.has(item)) } : block,
  )
}

/** Reads a list item as a task. */
export function readItem(ctx: ReadContext, item: Block, options: TaskOptions): PlanTask {
  const { head, line } = itemLine(ctx, item)
  const headed = item.children[0]?.type === 'paragraph'
  const below = !headed ? item.children : item.children.length === 1 ? NONE : item.children.slice(1)
  return readTask(ctx, head, item, below, options, line)
}
