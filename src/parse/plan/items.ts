import type { Block } from '../../model/blocks.ts'
import type { PlanTask } from '../../model/plan.ts'
import type { Span } from '../../model/source.ts'
import type { StatedDependency } from '../../model/values.ts'
import { findInlineDependencies } from '../text/dependencies.ts'
import { findEstimate } from '../text/estimate.ts'
import { positionOf } from '../lines.ts'
import { namedLabels } from '../named-labels.ts'
import { joinSoft } from '../text/inline.ts'
import { findPaths } from '../text/paths.ts'
import { BEYOND_ASCII, hasBracket } from '../text/traits.ts'
import { readTaskLine, type TaskLine } from '../text/task-line.ts'
import type { ReadContext } from './context.ts'
import { type Body, readBody, withLines } from './bodies.ts'
import { type Item, type ItemHead, itemsOf } from './item-head.ts'

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

// What a line needs of {@link oneLine} shows in one of these; nearly all tasks have none.
const UNEVEN = /[^ -~]|  |^[ *_]|[ :]$/

/** A task's one line: soft breaks joined, a bold title unwrapped, status marks and a closing colon taken off. */
export function oneLine(text: string): string {
  if (!UNEVEN.test(text)) return text
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

interface Unstated {
  readonly text: string
  readonly stated: readonly StatedDependency[]
}

/** The stated dependencies of a head, and the head without them. */
function withoutStated(ctx: ReadContext, text: string, start: number): Unstated {
  const inline = findInlineDependencies(text, { file: ctx.file, start })
  const named = namedInRemarks(ctx, text, inline.unclear, start)
  return { text: cut(text, [...inline.spans, ...named.spans]), stated: [...inline.stated, ...named.stated] }
}

const NONE: readonly never[] = []

const TICKED = /^[\s*_]*(?:✅|☑|✔)/u

function stateOf(line: TaskLine | null, head: string): PlanTask['state'] {
  const said = line === null ? head : line.text
  if (MAY_BE_LEFT_OUT.test(said) && isLeftOut(said)) return 'dropped'
  if (line?.box != null || line?.state === 'dropped') return line.state
  if (TICKED.test(head) || line?.state === 'done') return 'done'
  return /^~~.*~~[.\s]*$/su.test(head.trim()) ? 'dropped' : 'open'
}

const SKIPPED = /^[\s*_]*(?:skip(?:ped)?|dropped|cancell?ed|won't do|wontfix)\s*[*_]*\s*[:：—–-]/iu

/** How SKIPPED begins, or what is struck through: most tasks begin with another letter. */
const MAY_BE_LEFT_OUT = /^(?:[\s*_~]|sk|dr|ca|wo)/i

/** `~~Guest book~~ nobody wants it`, `SKIP: T039`: struck through, or said to be left out. */
function isLeftOut(text: string): boolean {
  if (SKIPPED.test(text)) return true
  const close = text.startsWith('~~') ? text.indexOf('~~', 2) : -1
  return close > 0 && /^\s+(?:[\p{Ll}(–—-]|$)/u.test(text.slice(close + 2))
}

const SUB_LINE = /^[ \t]*(?:\*\*|__|_|\*)?[\p{L}][\p{L} /-]{1,30}(?:\*\*|__)?[ \t]*[:：](?:\*\*|__)?[ \t]*\S/u

interface SplitHead {
  readonly head: ItemHead
  readonly lines: readonly ItemHead[]
}

/** Labelled lines that continue an item's paragraph (`**Dependencies**: 1.1`) belong to its body, not to its text. */
function splitHead(head: ItemHead): SplitHead {
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
  const split = whole.text.includes('\n') ? splitHead(whole) : null
  const head = split === null ? whole : split.head
  const lines = split === null ? NONE : split.lines
  // What is known was read from the whole.
  const line = known !== undefined && lines.length === 0 ? known : readTaskLine(head.text, { dialect: ctx.dialect })
  const said = line === null || line.legend ? head.text : line.text
  // Stated dependencies stand in parentheses or brackets.
  const unstated = hasBracket(said) ? withoutStated(ctx, said, head.start + (line === null ? 0 : line.textStart)) : null
  const without = unstated === null ? said.trim() : unstated.text
  const found = findEstimate(without)
  const text = oneLine(found === null ? without : cut(without, [found]))
  const { body, children } = below.length === 0 && lines.length === 0 ? NOTHING : readBelow(ctx, below, lines, options)
  const stated = unstated === null ? NONE : unstated.stated
  return {
    type: options.type,
    position: positionOf(ctx.lines, span),
    place: { file: ctx.file, start: span.start, end: span.end },
    ownId: line === null ? '' : line.id,
    text: text === '' ? oneLine(head.text) : text,
    body: body.lines,
    state: stateOf(line, head.text),
    parallel: line !== null && line.parallel,
    tags: line === null || (line.milestoneTags.length === 0 && line.storyTags.length === 0) ? NONE : tagsOf(line),
    priority: line === null ? null : line.priority,
    estimate: found === null ? null : found.estimate,
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
  const nested = below.filter((block) => block.type === 'list')
  const own = nested.flatMap((list) => itemsOf(ctx, list).filter(isOwnTask))
  return {
    body: withLines(ctx, lines, readBody(ctx, below, new Set(own))),
    children: own.map((item) => readItem(ctx, item, options)),
  }
}

/** A nested box with an id is a task of its own. */
function isOwnTask({ line }: Item): boolean {
  return line !== null && line.box !== null && line.id !== ''
}

/** Reads a list item as a task. */
export function readItem(ctx: ReadContext, item: Item, options: TaskOptions): PlanTask {
  const { block, line } = item
  const { children } = block
  const headed = children.length > 0 && children[0]!.type === 'paragraph'
  const below = !headed ? children : children.length === 1 ? NONE : children.slice(1)
  return readTask(ctx, item, block, below, options, line)
}
