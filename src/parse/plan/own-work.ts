import type { Block } from '../../model/blocks.ts'
import type { PlanTask } from '../../model/plan.ts'
import { classifySection } from '../section.ts'
import { plain } from '../text/inline.ts'
import { isNone } from '../vocabulary/index.ts'
import type { ReadContext } from './context.ts'
import type { Mention } from './mentions.ts'
import { roleOf } from './roles.ts'
import { cellsOf } from './task-table.ts'
import type { Facts } from './facts.ts'
import { criterionFrom } from './criteria.ts'
import { readItem, readTask } from './items.ts'
import { type Item, type ItemHead, readAlone } from './item-head.ts'
import { tasksIn } from './work.ts'
import type { WorkChild } from './frame.ts'

/** `**Deliverables**: a, b, c` on one line: one deliverable each. */
export function inlineDeliverables(ctx: ReadContext, { fields }: Facts, heading: string): PlanTask[] {
  const found: PlanTask[] = []
  for (const { section, value, valueStart, start: from, end } of fields) {
    if (section !== 'deliverables') continue
    let at = valueStart
    for (const part of splitCommas(value)) {
      const start = ctx.text.indexOf(part, at)
      const span = start < 0 ? { start: from, end } : { start, end: start + part.length }
      at = span.end
      found.push(readDeliverable(ctx, part, span, heading))
    }
  }
  return found
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
  const alone = readAlone(ctx, { ...item, children: [{ ...item, type: 'paragraph' }] })
  const read = readItem(ctx, alone, { type: 'deliverable', heading, sequence: '' })
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

/** Where tasks are listed, a deliverable that names no path says what they come to: it is checked, not done again. */
export function outcomesOf(ctx: ReadContext, work: readonly WorkChild[]): readonly WorkChild[] {
  if (!hasOutcome(work) || tasksIn(work).every((task) => task.type === 'deliverable')) return work
  return work.map((child) => (isOutcome(child) ? criterionFrom(ctx, child.text, child.place) : child))
}

function hasOutcome(work: readonly WorkChild[]): boolean {
  for (let at = 0; at < work.length; at += 1) if (work[at]!.type === 'deliverable' && isOutcome(work[at]!)) return true
  return false
}

function isOutcome(child: WorkChild): child is PlanTask {
  return child.type === 'deliverable' && child.paths.length === 0
}

/** A milestone that is a list item or a row says its work on its own line: what follows its title. */
export function ownText(ctx: ReadContext, mention: Mention, title: string): PlanTask | null {
  const { source } = mention
  if (source.type === 'node' || mention.weak) return null
  const text = source.type === 'item' ? afterTitle(ctx, source.item) : deliverableCell(ctx, source.block, source.header)
  if (text === null) return null
  const span = { start: mention.start, end: mention.end }
  return readTask(ctx, text, span, [], {
    type: source.type === 'item' ? 'task' : 'deliverable',
    heading: title,
    sequence: '',
  })
}

/** The sentences behind a bold title: `**M1 - Parser** (day 1). Reads the plan; reports places.` */
function afterTitle(ctx: ReadContext, head: Item): ItemHead | null {
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
