import type { Block } from '../../model/blocks.ts'
import type { PlanMilestone } from '../../model/plan.ts'
import { classifySection } from '../section.ts'
import { estimateOf } from '../text/estimate.ts'
import { joinSoft, plain } from '../text/inline.ts'
import { findPriority, priorityOf } from '../text/priority.ts'
import type { SectionKind } from '../vocabulary/index.ts'
import type { ReadContext } from './context.ts'
import type { Mention } from './mentions.ts'
import { fieldItem } from './roles.ts'
import { cellsOf } from './task-table.ts'
import { type Field, type OutlineNode, outline } from '../outline.ts'
import { oneLine } from './items.ts'
import { itemsOf } from './item-head.ts'

/** What a milestone states about itself, gathered from fields, labelled bullets and columns. */
export interface Facts {
  readonly fields: readonly Field[]
}

function itemFields(ctx: ReadContext, blocks: readonly Block[]): Field[] {
  const fields: Field[] = []
  for (const block of blocks) {
    if (block.type !== 'list' || block.ordered) continue
    for (const item of itemsOf(ctx, block)) {
      const found = fieldItem(item.text, item.start)
      if (found !== null) fields.push({ key: '', ...found, start: item.block.start, end: item.block.end })
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
export function itemOutline(ctx: ReadContext, item: Block): OutlineNode {
  const known = outlines.get(item)
  if (known !== undefined) return known
  const below = item.children[0]?.type === 'paragraph' ? item.children.slice(1) : item.children
  const node = outline(ctx.text, below, item)
  outlines.set(item, node)
  return node
}

/** Labelled values of a mention; labels below it that only hold a value count too. */
export function factsOf(ctx: ReadContext, mention: Mention): Facts {
  const { source } = mention
  if (source.type === 'row') return { fields: rowFields(ctx, source.block, source.header) }
  const node = source.type === 'item' ? itemOutline(ctx, source.block) : source.node
  const listed = node.blocks.length === 0 ? NONE : itemFields(ctx, node.blocks)
  const valued = node.children.some(isValued) ? node.children.filter(isValued).map(valueOf) : NONE
  return { fields: listed.length + valued.length === 0 ? node.fields : [...node.fields, ...listed, ...valued] }
}

const NONE: readonly Field[] = []

const isValued = ({ section, kind, value }: OutlineNode): boolean =>
  section !== null && kind === 'label' && value !== ''

function valueOf({ title, section, value, headStart, start, end }: OutlineNode): Field {
  return { key: title, section, value, valueStart: headStart, start, end }
}

export function field(facts: readonly Facts[], kind: SectionKind): Field | undefined {
  for (const fact of facts) {
    const found = fact.fields.find((candidate) => candidate.section === kind)
    if (found !== undefined) return found
  }
  return undefined
}

/** The text of a section below a milestone: its first paragraph or list, joined. */
export function sectionText(ctx: ReadContext, node: OutlineNode | null, kind: SectionKind): string {
  const child = node?.children.find((candidate) => candidate.section === kind)
  if (child === undefined) return ''
  const block = child.blocks[0]
  if (block?.type === 'paragraph') return joinSoft(ctx.text.slice(block.start, block.end))
  if (block?.type === 'list')
    return itemsOf(ctx, block)
      .slice(0, 4)
      .map((item) => oneLine(item.text))
      .join('; ')
  return ''
}

export function proseOf(ctx: ReadContext, mention: Mention): string {
  if (mention.source.type !== 'node') return ''
  const first = mention.source.node.blocks.find((block) => block.type === 'paragraph')
  if (first === undefined) return ''
  const text = joinSoft(ctx.text.slice(first.start, first.end))
  return text.length <= 400 ? text : ''
}

export function firstPriority(facts: readonly Facts[]): PlanMilestone['priority'] {
  const found = field(facts, 'priority')
  return found === undefined
    ? null
    : (priorityOf(plain(found.value)) ?? findPriority(`(${plain(found.value)})`)?.priority ?? null)
}

export function firstEstimate(facts: readonly Facts[]): PlanMilestone['estimate'] {
  const found = field(facts, 'duration')
  return found === undefined ? null : estimateOf(plain(found.value))
}
