import type { Block } from '../../model/blocks.ts'
import type { PlanMilestone, PlanTask } from '../../model/plan.ts'
import { readLabel, type ReadLabel } from '../label.ts'
import { outline, type Field, type OutlineNode } from '../outline.ts'
import { classifySection } from '../section.ts'
import { estimateOf, findEstimate } from '../text/estimate.ts'
import { joinSoft, plain, stripDecorations } from '../text/inline.ts'
import { findPriority, priorityOf } from '../text/priority.ts'
import { readTaskLine } from '../text/task-line.ts'
import type { SectionKind } from '../vocabulary/index.ts'
import { isNone } from '../vocabulary/index.ts'
import { located, type ReadContext } from './context.ts'
import { criterionFrom, cut, itemHead, itemLine, oneLine, readItem, readTask, squeeze, type ItemHead } from './items.ts'
import type { MilestoneDraft } from './levels.ts'
import type { Mention } from './mentions.ts'
import { statedBy } from './stated.ts'
import { cellsOf } from './task-table.ts'
import { fieldItem, roleOf } from './roles.ts'
import { readWork, tasksIn, type FoundWork, type WorkChild } from './work.ts'

/** What a milestone states about itself, gathered from fields, labelled bullets and columns. */
interface Facts {
  readonly fields: readonly Field[]
}

function itemFields(ctx: ReadContext, blocks: readonly Block[]): Field[] {
  const fields: Field[] = []
  for (const block of blocks) {
    if (block.type !== 'list' || block.ordered) continue
    for (const item of block.children) {
      const head = itemHead(ctx, item)
      const found = fieldItem(head.text, head.start)
      if (found !== null) fields.push({ key: '', ...found, start: item.start, end: item.end })
    }
  }
  return fields
}

function rowFields(ctx: ReadContext, row: Block, header: Block): Field[] {
  const names = cellsOf(ctx, header)
  return cellsOf(ctx, row).flatMap((cell, column) => {
    const key = plain(names[column]?.text ?? '')
    const section = classifySection(key)
    return section === null || cell.text === ''
      ? []
      : [{ key, section, value: cell.text, valueStart: cell.start, start: cell.start, end: cell.end }]
  })
}

const outlines = new WeakMap<Block, OutlineNode>()

/** What stands below a list item's head, as an outline of its own. */
function itemOutline(ctx: ReadContext, item: Block): OutlineNode {
  const known = outlines.get(item)
  if (known !== undefined) return known
  const below = item.children[0]?.type === 'paragraph' ? item.children.slice(1) : item.children
  const node = outline(ctx.text, below, item)
  outlines.set(item, node)
  return node
}

/** Labelled values of a mention; labels below it that only hold a value count too. */
function factsOf(ctx: ReadContext, mention: Mention): Facts {
  const { source } = mention
  if (source.type === 'row') return { fields: rowFields(ctx, source.block, source.header) }
  const node = source.type === 'item' ? itemOutline(ctx, source.block) : source.node
  const labels = node.children.filter((child) => child.section !== null && child.kind === 'label' && child.value !== '')
  const valued = labels.map((child) => ({
    key: child.title,
    section: child.section,
    value: child.value,
    valueStart: child.headStart,
    start: child.start,
    end: child.end,
  }))
  return { fields: [...node.fields, ...itemFields(ctx, node.blocks), ...valued] }
}

function field(facts: readonly Facts[], kind: SectionKind): Field | undefined {
  for (const fact of facts) {
    const found = fact.fields.find((candidate) => candidate.section === kind)
    if (found !== undefined) return found
  }
  return undefined
}

/** The text of a section below a milestone: its first paragraph or list, joined. */
function sectionText(ctx: ReadContext, node: OutlineNode | null, kind: SectionKind): string {
  const child = node?.children.find((candidate) => candidate.section === kind)
  if (child === undefined) return ''
  const block = child.blocks[0]
  if (block?.type === 'paragraph') return joinSoft(ctx.text.slice(block.start, block.end))
  if (block?.type === 'list')
    return block.children
      .slice(0, 4)
      .map((item) => oneLine(itemHead(ctx, item).text))
      .join('; ')
  return ''
}

function proseOf(ctx: ReadContext, mention: Mention): string {
  if (mention.source.type !== 'node') return ''
  const first = mention.source.node.blocks.find((block) => block.type === 'paragraph')
  if (first === undefined) return ''
  const text = joinSoft(ctx.text.slice(first.start, first.end))
  return text.length <= 400 ? text : ''
}

const FLAG = /(?:\s|🎯|\u26A0|\uFE0F)+$/u

/** Takes `🎯 MVP` and warning signs off the end of a title. */
function withoutFlags(title: string): string {
  const bare = title.slice(0, title.length - (FLAG.exec(title.slice(-60))?.[0].length ?? 0))
  const named = bare.endsWith('MVP') ? bare.slice(0, -3) : bare
  return named.slice(0, named.length - (FLAG.exec(named.slice(-60))?.[0].length ?? 0))
}

interface Heading {
  readonly label: ReadLabel
  readonly title: string
  readonly done: boolean
  readonly priority: PlanMilestone['priority']
  readonly estimate: PlanMilestone['estimate']
}

const BOLD_TITLE = /^(?:\*\*|__)(.{2,200}?)(?:\*\*|__)/su

/** The words after the label inside an item's bold title: what follows the title is its work or its goal. */
function boldRest(ctx: ReadContext, item: Block): string | null {
  const { head, line } = itemLine(ctx, item)
  const bold = BOLD_TITLE.exec(head.text.slice(line?.box?.end ?? 0, 300).trimStart())
  return bold === null ? null : readLabel(bold[1]!)?.rest.replace(/[.。]$/u, '') || null
}

/** Takes a label's rest apart: title, priority, estimate, status; an inner label (`Phase 3: User Story 1 - ...`) wins. */
export function readHeading(ctx: ReadContext, mention: Mention): Heading {
  const outer = mention.label
  const rest = mention.source.type === 'item' ? (boldRest(ctx, mention.source.block) ?? outer.rest) : outer.rest
  const inner = readLabel(rest)
  const label = inner !== null && (inner.kind === 'story' || inner.kind === 'milestone') ? inner : { ...outer, rest }
  const decorated = stripDecorations(squeeze(label.rest))
  let title = mention.source.type === 'row' && decorated.text === '' ? rowTitle(ctx, mention) : decorated.text
  const priority = findPriority(title)
  if (priority !== null) title = cut(title, [priority])
  const estimate = findEstimate(title)
  if (estimate !== null) title = cut(title, [estimate])
  title = stripDecorations(title).text
  const source = mention.source.type === 'node' ? mention.source.node.head : itemOrRowHead(ctx, mention)
  const line = mention.source.type === 'item' ? readTaskLine(source) : null
  return {
    label,
    title: oneLine(withoutFlags(title.replace(/^\*\*|\*\*$/g, ''))).replace(/\s*[–—-]+\s*$/u, ''),
    done: decorated.done || stripDecorations(source).done || line?.state === 'done',
    priority: priority?.priority ?? null,
    estimate: estimate?.estimate ?? null,
  }
}

function itemOrRowHead(ctx: ReadContext, mention: Mention): string {
  if (mention.source.type === 'item') return itemHead(ctx, mention.source.block).text
  return ctx.text.slice(mention.start, mention.end)
}

function rowTitle(ctx: ReadContext, mention: Mention): string {
  if (mention.source.type !== 'row') return ''
  const cells = cellsOf(ctx, mention.source.block)
  const labelled = cells.findIndex((cell) => readLabel(cell.text) !== null)
  return plain(cells[labelled + 1]?.text ?? '')
}

function workOf(ctx: ReadContext, mention: Mention, heading: string): FoundWork {
  const { source } = mention
  if (source.type === 'node') return readWork(ctx, source.node, { heading })
  if (source.type === 'item') return readWork(ctx, itemOutline(ctx, source.block), { heading })
  return { strong: [], weak: [] }
}

const isWork = (child: WorkChild): boolean => child.type !== 'criterion' && child.type !== 'scenario'

/** `**Deliverables**: a, b, c` on one line: one deliverable each. */
function inlineDeliverables(ctx: ReadContext, facts: readonly Facts[], heading: string): PlanTask[] {
  return facts
    .flatMap((fact) => fact.fields)
    .filter((candidate) => candidate.section === 'deliverables')
    .flatMap((candidate) => {
      let at = candidate.valueStart
      return splitCommas(candidate.value).map((part) => {
        const start = ctx.text.indexOf(part, at)
        const span = start < 0 ? { start: candidate.start, end: candidate.end } : { start, end: start + part.length }
        at = span.end
        return readDeliverable(ctx, part, span, heading)
      })
    })
}

function readDeliverable(
  ctx: ReadContext,
  text: string,
  span: { start: number; end: number },
  heading: string,
): PlanTask {
  const item: Block = {
    type: 'listItem',
    start: span.start,
    end: span.end,
    children: [],
    depth: 0,
    ordered: false,
    first: 0,
    lang: '',
    fenced: false,
    closed: true,
  }
  const read = readItem(
    { ...ctx, text: ctx.text },
    { ...item, children: [{ ...item, type: 'paragraph' }] },
    { type: 'deliverable', heading, sequence: '' },
  )
  return read.text === '' ? { ...read, text } : read
}

/** Splits at commas outside parentheses and code spans; a full sentence stays whole. */
export function splitCommas(value: string): string[] {
  const parts: string[] = []
  let depth = 0
  let code = false
  let from = 0
  for (let at = 0; at < value.length; at += 1) {
    const char = value[at]!
    if (char === '`') code = !code
    else if (!code && (char === '(' || char === '（')) depth += 1
    else if (!code && (char === ')' || char === '）')) depth -= 1
    else if (!code && depth <= 0 && (char === ',' || char === ';' || char === '、' || char === '，' || char === '；')) {
      parts.push(value.slice(from, at))
      from = at + 1
    }
  }
  parts.push(value.slice(from))
  return parts
    .map((part) =>
      part
        .trim()
        .replace(/^(?:and|und|et|y|e|ve|и)\s+/u, '')
        .replace(/[.。]$/u, '')
        .trim(),
    )
    .filter((part) => part !== '' && !isNone(part))
}

function criteriaOf(ctx: ReadContext, facts: readonly Facts[]): WorkChild[] {
  return facts
    .flatMap((fact) => fact.fields)
    .filter((candidate) => candidate.section === 'criteria' && !isNone(candidate.value) && candidate.value !== '')
    .map((candidate) => criterionFrom(ctx, candidate.value, { start: candidate.valueStart, end: candidate.end }))
}

/** Criteria that other places (a metrics section, a phase gate) list for this milestone. */
function criteriaElsewhere(ctx: ReadContext, draft: MilestoneDraft): WorkChild[] {
  return draft.mentions
    .filter(
      (mention) =>
        mention !== draft.definition && mention.source.type === 'node' && (mention.weak || mention.weight > 0),
    )
    .flatMap((mention) => {
      if (mention.source.type !== 'node') return []
      const criterial = [...ancestors(mention.node)].some(
        (node) => node.section === 'criteria' || node.section === 'metrics' || node.section === 'checklist',
      )
      return criterial
        ? readWork(ctx, mention.source.node, { heading: mention.node.title, role: 'criteria' }).strong
        : []
    })
}

export function* ancestors(node: OutlineNode): Generator<OutlineNode> {
  for (let at: OutlineNode | null = node; at !== null; at = at.parent) yield at
}

/** Reads one chosen milestone with everything its mentions say about it. */
export function readMilestone(ctx: ReadContext, draft: MilestoneDraft, gates: readonly OutlineNode[]): PlanMilestone {
  const { definition } = draft
  const heading = readHeading(ctx, definition)
  const facts = [definition, ...draft.mentions.filter((mention) => mention !== definition)].map((mention) =>
    factsOf(ctx, mention),
  )
  const node = definition.source.type === 'node' ? definition.source.node : null
  const title = heading.title === '' ? titleFromMentions(ctx, draft) : heading.title
  const found = workOf(ctx, definition, title)
  const listed = found.strong.some(isWork)
  const deliverables = inlineDeliverables(ctx, facts.slice(0, 1), title)
  const work: WorkChild[] = listed || deliverables.length > 0 ? [...found.strong] : [...found.strong, ...found.weak]
  const all = outcomesOf(ctx, [...work, ...deliverables])
  const own = all.some(isWork) ? null : ownText(ctx, definition, title)
  const children = [
    ...all,
    ...(own === null ? [] : [own]),
    ...criteriaOf(ctx, facts.slice(0, 1)),
    ...criteriaElsewhere(ctx, draft),
    ...gates.flatMap((gate) => readWork(ctx, gate, { heading: gate.title, role: 'criteria' }).strong),
  ]
  const depends = statedBy(
    ctx,
    node,
    facts.flatMap((fact) => fact.fields),
  )
  const value = (kind: SectionKind): string => joinSoft(field(facts.slice(0, 1), kind)?.value ?? '')
  return {
    type: 'milestone',
    ...located(ctx, definition),
    key: milestoneKey(heading.label, title),
    label: { kind: heading.label.kind, number: heading.label.number },
    ...(heading.label === definition.label
      ? {}
      : { aliases: [{ kind: definition.label.kind, number: definition.label.number }] }),
    title,
    priority: heading.priority ?? firstPriority(facts),
    estimate: heading.estimate ?? firstEstimate(facts),
    done: heading.done,
    goal: value('goal') || sectionText(ctx, node, 'goal') || proseOf(ctx, definition),
    validation: value('validation') || sectionText(ctx, node, 'validation'),
    stated: depends.stated,
    independent: depends.independent,
    mentions: draft.mentions
      .filter((mention) => mention !== definition)
      .map((mention) => ({ file: ctx.file, start: mention.start, end: mention.end })),
    children,
  }
}

/** Where tasks are listed, a deliverable that names no path says what they come to: it is checked, not done again. */
function outcomesOf(ctx: ReadContext, work: readonly WorkChild[]): WorkChild[] {
  const listed = tasksIn(work).some((task) => task.type !== 'deliverable')
  if (!listed) return [...work]
  return work.map((child) =>
    child.type === 'deliverable' && child.paths.length === 0 ? criterionFrom(ctx, child.text, child.place) : child,
  )
}

/** A milestone that is a list item or a row says its work on its own line: what follows its title. */
function ownText(ctx: ReadContext, mention: Mention, title: string): PlanTask | null {
  const { source } = mention
  if (source.type === 'node' || mention.weak) return null
  const text =
    source.type === 'item' ? afterTitle(ctx, source.block) : deliverableCell(ctx, source.block, source.header)
  if (text === null) return null
  const span = { start: mention.start, end: mention.end }
  return readTask(ctx, text, span, [], {
    type: source.type === 'item' ? 'task' : 'deliverable',
    heading: title,
    sequence: '',
  })
}

/** The sentences behind a bold title: `**M1 - Parser** (day 1). Reads the plan; reports places.` */
function afterTitle(ctx: ReadContext, item: Block): ItemHead | null {
  const head = itemHead(ctx, item)
  const found =
    /^(?:\*\*|__).{2,200}?(?:\*\*|__)(?:(?<=[.。:：](?:\*\*|__))|(?:\s*[(（][^)）]{1,60}[)）])?\s*[.:：。])\s*(?=\S)/su.exec(
      head.text.slice(0, 400),
    )
  if (found === null) return null
  const start = head.start + found[0].length
  return { text: ctx.text.slice(start, head.end), start, end: head.end }
}

function deliverableCell(ctx: ReadContext, row: Block, header: Block): ItemHead | null {
  const names = cellsOf(ctx, header)
  const cells = cellsOf(ctx, row)
  const at = names.findIndex((name) => {
    const role = roleOf(classifySection(plain(name.text)))
    return role === 'deliverables' || role === 'listed'
  })
  const cell = cells[at]
  return cell === undefined || plain(cell.text) === '' ? null : cell
}

function titleFromMentions(ctx: ReadContext, draft: MilestoneDraft): string {
  for (const mention of draft.mentions) {
    const title = readHeading(ctx, mention).title
    if (title !== '') return title
  }
  return draft.definition.label.printed
}

function firstPriority(facts: readonly Facts[]): PlanMilestone['priority'] {
  const found = field(facts, 'priority')
  return found === undefined
    ? null
    : (priorityOf(plain(found.value)) ?? findPriority(`(${plain(found.value)})`)?.priority ?? null)
}

function firstEstimate(facts: readonly Facts[]): PlanMilestone['estimate'] {
  const found = field(facts, 'duration')
  return found === undefined ? null : estimateOf(plain(found.value))
}

/** The stable name of a milestone: its words, or its label where it has none. */
export function milestoneKey(label: { readonly kind: string; readonly number: string } | null, title: string): string {
  const words = plain(title)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60)
  return words !== '' ? words : label === null ? 'plan' : `${label.kind}-${label.number.toLowerCase()}`
}
