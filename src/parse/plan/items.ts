import type { Block } from '../../model/blocks.ts'
import type { PlanCriterion, PlanScenario, PlanTask } from '../../model/plan.ts'
import type { Span } from '../../model/source.ts'
import type { StatedDependency } from '../../model/values.ts'
import { readLabel, type ReadLabel } from '../label.ts'
import { lazyLabel } from '../outline.ts'
import { findInlineDependencies, readDependencyLine } from '../text/dependencies.ts'
import { findEstimate } from '../text/estimate.ts'
import { findGates } from '../text/gate.ts'
import { namedLabels } from '../named-labels.ts'
import { codeSpans, joinSoft, plain } from '../text/inline.ts'
import { findPaths } from '../text/paths.ts'
import { readTaskLine, type TaskLine } from '../text/task-line.ts'
import { located, type ReadContext } from './context.ts'

/** The head of a list item: its first paragraph, or its rest of line where the first block is no paragraph. */
export interface ItemHead extends Span {
  readonly text: string
}

const BULLET = /^(?:[-*+]|\d{1,9}[.)])[ \t]*/

/** The head of a list item without its bullet. */
export function itemHead(ctx: ReadContext, item: Block): ItemHead {
  const first = item.children[0]
  if (first?.type === 'paragraph') {
    const end = lazyLabel(ctx.text, first)?.start ?? first.end
    return { text: ctx.text.slice(first.start, end).trimEnd(), start: first.start, end }
  }
  const bullet = BULLET.exec(ctx.text.slice(item.start, item.start + 20))?.[0].length ?? 0
  const at = item.start + bullet
  return { text: '', start: at, end: at }
}

interface ReadItem {
  readonly head: ItemHead
  readonly line: TaskLine | null
}

const readItems = new WeakMap<Block, ReadItem>()

/** An item's head taken apart, once for all readers that ask. */
export function itemLine(ctx: ReadContext, item: Block): ReadItem {
  const known = readItems.get(item)
  if (known !== undefined) return known
  const head = itemHead(ctx, item)
  const read = { head, line: readTaskLine(head.text, { dialect: ctx.dialect }) }
  readItems.set(item, read)
  return read
}

const itemLabels = new WeakMap<Block, ReadLabel | null>()

/** The milestone label an item starts with, behind its box. */
export function itemLabel(ctx: ReadContext, item: Block): ReadLabel | null {
  const known = itemLabels.get(item)
  if (known !== undefined) return known
  const { head, line } = itemLine(ctx, item)
  // `T001 ...` is a task whatever follows.
  const label = line !== null && line.idForm === 'T' ? null : readLabel(head.text.slice(line?.box?.end ?? 0, 300))
  itemLabels.set(item, label)
  return label
}

/** Lines without the indent they share with the item's content. */
export function dedent(ctx: ReadContext, span: Span): string[] {
  const lineStart = ctx.text.lastIndexOf('\n', span.start - 1) + 1
  const column = columnsOf(ctx.text.slice(lineStart, span.start))
  const lines = ctx.text.slice(span.start, span.end).split('\n')
  return lines.map((line, index) => (index === 0 ? line : cutColumns(line, column)).replace(/\r$/, '').trimEnd())
}

function columnsOf(blank: string): number {
  let column = 0
  for (const char of blank) column += char === '\t' ? 4 - (column % 4) : 1
  return column
}

function cutColumns(line: string, columns: number): string {
  let at = 0
  let column = 0
  while (column < columns && (line[at] === ' ' || line[at] === '\t')) {
    column += line[at] === '\t' ? 4 - (column % 4) : 1
    at += 1
  }
  return line.slice(at)
}

interface Body {
  readonly lines: readonly string[]
  readonly stated: readonly StatedDependency[]
}

/** One nested line that states a dependency is taken out of the body and becomes an edge. */
function statement(ctx: ReadContext, item: Block): readonly StatedDependency[] | null {
  const head = itemHead(ctx, item)
  return item.children.length > 1 ? null : dependencyLine(ctx, head.text, head.start)
}

/** The edges a line states; null where it is no dependency line, or one that could not be fully read. */
function dependencyLine(ctx: ReadContext, text: string, start: number): readonly StatedDependency[] | null {
  const read = readDependencyLine(text, { file: ctx.file, start })
  if (read === null) return null
  if (read.stated.length > 0 || read.none) return read.stated
  unreadDependency(ctx, text, start)
  return null
}

/** Reports what looks like a dependency and names nothing. */
export function unreadDependency(ctx: ReadContext, text: string, start: number): void {
  ctx.diagnostics.push({
    ruleId: 'unknown-dependency',
    severity: 'info',
    message: `"${plain(text).slice(0, 80)}" reads like a dependency but names no milestone or task; write its label or id to make it one.`,
    place: { file: ctx.file, start, end: start + text.length },
  })
}

/** What stands below an item, one string a line; dependency lines are taken out. */
export function readBody(ctx: ReadContext, blocks: readonly Block[]): Body {
  const lines: string[] = []
  const stated: StatedDependency[] = []
  for (const block of blocks) {
    if (block.type !== 'list') {
      const alone =
        block.type === 'paragraph' ? dependencyLine(ctx, ctx.text.slice(block.start, block.end), block.start) : null
      if (alone !== null) stated.push(...alone)
      else if (block.type !== 'html') lines.push(...dedent(ctx, block))
      continue
    }
    for (const item of block.children) {
      const found = statement(ctx, item)
      if (found !== null) stated.push(...found)
      else lines.push(...dedent(ctx, item))
    }
  }
  return { lines, stated }
}

/** Labelled lines of the head before what stands below; those that state dependencies become edges. */
function withLines(ctx: ReadContext, lines: readonly ItemHead[], body: Body): Body {
  if (lines.length === 0) return body
  const stated: StatedDependency[] = []
  const shown: string[] = []
  for (const line of lines) {
    const found = dependencyLine(ctx, line.text, line.start)
    if (found === null) shown.push(`- ${line.text}`)
    else stated.push(...found)
  }
  return { lines: [...shown, ...body.lines], stated: [...stated, ...body.stated] }
}

/** Cuts spans (relative to the text) out of it, with the blanks they leave. */
export function cut(text: string, spans: readonly Span[]): string {
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

/** Long runs of blanks as one: what looks for the blanks at an end must not look at every one of them. */
export function squeeze(text: string): string {
  return text.length > 60 ? text.replace(/\s{24,}/gu, ' ') : text
}

/** A task's one line: soft breaks joined, a bold title unwrapped, status marks and a closing colon taken off. */
export function oneLine(text: string): string {
  const joined = squeeze(joinSoft(text)).replace(STATUS_MARK, '')
  const bold = LEADING_BOLD.exec(joined)
  const unwrapped = bold === null ? joined : bold[2]!.replace(/[:：]\s*$/u, ':') + joined.slice(bold[0].length)
  return unwrapped.replace(/\s*[:：]\s*$/u, '').trim()
}

export interface TaskOptions {
  readonly type: PlanTask['type']
  readonly heading: string
  readonly sequence: string
}

interface HeadParts {
  readonly line: TaskLine | null
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

function headParts(ctx: ReadContext, head: ItemHead, line: TaskLine | null): HeadParts {
  const rest = line === null || line.legend ? head.text : line.text
  const inline = findInlineDependencies(rest, { file: ctx.file, start: head.start + (line?.textStart ?? 0) })
  const named = namedInRemarks(ctx, rest, inline.unclear, head.start + (line?.textStart ?? 0))
  const without = cut(rest, [...inline.spans, ...named.spans])
  const found = findEstimate(without)
  const text = found === null ? without : cut(without, [found])
  return { line, text: oneLine(text), estimate: found?.estimate ?? null, stated: [...inline.stated, ...named.stated] }
}

const TICKED = /^[\s*_]*(?:✅|☑|✔)/u

function stateOf(line: TaskLine | null, head: string): PlanTask['state'] {
  if (line?.box != null || line?.state === 'dropped') return line.state
  if (TICKED.test(head) || line?.state === 'done') return 'done'
  return /^~~.*~~[.\s]*$/su.test(head.trim()) ? 'dropped' : 'open'
}

const SKIPPED = /^[\s*_]*(?:skip(?:ped)?|dropped|cancell?ed|won't do|wontfix)\s*[*_]*\s*[:：—–-]/iu

/** `~~Guest book~~ nobody wants it`, `SKIP: T039`: struck through, or said to be left out. */
function isLeftOut(text: string): boolean {
  if (SKIPPED.test(text)) return true
  const close = text.startsWith('~~') ? text.indexOf('~~', 2) : -1
  return close > 0 && /^\s+(?:[\p{Ll}(–—-]|$)/u.test(text.slice(close + 2))
}

const SUB_LINE = /^[ \t]*(?:\*\*|__|_|\*)?[\p{L}][\p{L} /-]{1,30}(?:\*\*|__)?[ \t]*[:：](?:\*\*|__)?[ \t]*\S/u

/** Labelled lines that continue an item's paragraph (`**Dependencies**: 1.1`) belong to its body, not to its text. */
function splitHead(head: ItemHead): { readonly head: ItemHead; readonly lines: readonly ItemHead[] } {
  if (!head.text.includes('\n')) return { head, lines: [] }
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
  const { line, text, estimate, stated } = headParts(
    ctx,
    head,
    known === undefined ? readTaskLine(head.text, { dialect: ctx.dialect }) : known,
  )
  const nested = below.filter((block) => block.type === 'list')
  const parts = nested.flatMap((list) => list.children.filter((item) => isOwnTask(ctx, item)))
  const rest = parts.length === 0 ? below : withoutItems(below, new Set(parts))
  const body = withLines(ctx, lines, readBody(ctx, rest))
  return {
    type: options.type,
    ...located(ctx, span),
    ownId: line?.id ?? '',
    text: text === '' ? oneLine(head.text) : text,
    body: body.lines,
    state: isLeftOut(line === null ? head.text : line.text) ? 'dropped' : stateOf(line, head.text),
    parallel: line?.parallel ?? false,
    tags: line === null ? [] : [...line.milestoneTags, ...line.storyTags],
    priority: line?.priority ?? null,
    estimate,
    paths: findPaths(`${text}`).paths,
    stated: [...stated, ...body.stated],
    heading: options.heading,
    sequence: options.sequence,
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
  const below = item.children[0]?.type === 'paragraph' ? item.children.slice(1) : item.children
  return readTask(ctx, head, item, below, options, line)
}

const CRITERION_ID = /^(?:\*\*)?([A-Z]{1,4}-?\d{1,4}(?:\.\d{1,3})?)(?:\*\*)?\s*[:：.)]?\s*(?:\*\*)?\s*[:：]?\s*/u
const COMMAND =
  /^(?:npm|npx|pnpm|yarn|node|go|cargo|make|pytest|python3?|uv|dotnet|mvn|gradle|\.\/|bash|sh|curl|docker|kubectl|git|jest|vitest|tsc|deno|bun|ruff|mypy|eslint|intentk)\b/

/** A command in a code span of the text, '' where there is none. */
export function commandIn(text: string): string {
  return (
    codeSpans(text)
      .find((span) => COMMAND.test(span.content) && /\s/.test(span.content.trim()))
      ?.content.trim() ?? ''
  )
}

/** Reads a list item as a criterion: id, text, gate, command. */
export function readCriterion(ctx: ReadContext, item: Block): PlanCriterion {
  const head = itemHead(ctx, item)
  return criterionFrom(ctx, head.text, item)
}

/** Reads a text as a criterion. */
export function criterionFrom(ctx: ReadContext, source: string, span: Span): PlanCriterion {
  const line = readTaskLine(source)
  const boxless = line?.box == null ? source : source.slice(line.box.end).trim()
  const id = CRITERION_ID.exec(boxless)
  const text = oneLine(id === null ? boxless : boxless.slice(id[0].length))
  return {
    type: 'criterion',
    ...located(ctx, span),
    id: id?.[1] ?? '',
    text,
    gate: findGates(text)[0] ?? null,
    command: commandIn(text),
  }
}

/** Reads a list item as an acceptance scenario. */
export function readScenario(ctx: ReadContext, item: Block): PlanScenario {
  const head = itemHead(ctx, item)
  const id = /^(?:\*\*)?(AS-?\d{1,4}(?:\.\d{1,3})?)(?:\*\*)?\s*[:：]\s*/u.exec(head.text)
  return {
    type: 'scenario',
    ...located(ctx, item),
    id: id?.[1] ?? '',
    text: joinSoft(head.text.slice(id?.[0].length ?? 0)),
  }
}
