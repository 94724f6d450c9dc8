import type { PlanMilestone } from '../../model/plan.ts'
import { joinSoft, plain } from '../text/inline.ts'
import type { SectionKind } from '../vocabulary/index.ts'
import { isNone } from '../vocabulary/index.ts'
import { located, type ReadContext } from './context.ts'
import type { MilestoneDraft } from './levels.ts'
import type { Mention } from './mentions.ts'
import { statedBy } from './stated.ts'
import type { OutlineNode } from '../outline.ts'
import { type Facts, factsOf, field, firstEstimate, firstPriority, itemOutline, proseOf, sectionText } from './facts.ts'
import { type Heading, readHeading } from './heading.ts'
import { inlineDeliverables, outcomesOf, ownText } from './own-work.ts'
import { criterionFrom } from './criteria.ts'
import { readWork } from './work.ts'
import type { FoundWork, WorkChild } from './frame.ts'

function workOf(ctx: ReadContext, mention: Mention, heading: string): FoundWork {
  const { source } = mention
  if (source.type === 'node') return readWork(ctx, source.node, { heading })
  if (source.type === 'item') return readWork(ctx, itemOutline(ctx, source.block), { heading })
  return { strong: [], weak: [] }
}

const NONE: readonly never[] = []

const isWork = (child: WorkChild): boolean => child.type !== 'criterion' && child.type !== 'scenario'

function addCriteria(ctx: ReadContext, { fields }: Facts, children: WorkChild[]): void {
  for (const { section, value, valueStart, end } of fields)
    if (section === 'criteria' && value !== '' && !isNone(value))
      children.push(criterionFrom(ctx, value, { start: valueStart, end }))
}

/** Criteria that other places (a metrics section, a phase gate) list for this milestone. */
function addElsewhere(ctx: ReadContext, others: readonly Mention[], children: WorkChild[]): void {
  for (const { source, weak, weight, node } of others)
    if (source.type === 'node' && (weak || weight > 0) && isCriterial(node))
      children.push(...readWork(ctx, source.node, { heading: node.title, role: 'criteria' }).strong)
}

/** Whether a node is, or stands in, a section of criteria. */
function isCriterial(node: OutlineNode): boolean {
  for (let at: OutlineNode | null = node; at !== null; at = at.parent)
    if (at.section === 'criteria' || at.section === 'metrics' || at.section === 'checklist') return true
  return false
}

/** The work of a milestone, what is checked of it and what other places list of either. */
function childrenOf(
  ctx: ReadContext,
  definition: Mention,
  title: string,
  facts: Facts,
  others: readonly Mention[],
  gates: readonly OutlineNode[],
): readonly WorkChild[] {
  const { strong, weak } = workOf(ctx, definition, title)
  const deliverables = inlineDeliverables(ctx, facts, title)
  const work =
    deliverables.length > 0 ? [...strong, ...deliverables] : strong.some(isWork) ? strong : [...strong, ...weak]
  const children = [...outcomesOf(ctx, work)]
  const own = children.some(isWork) ? null : ownText(ctx, definition, title)
  if (own !== null) children.push(own)
  addCriteria(ctx, facts, children)
  addElsewhere(ctx, others, children)
  for (const gate of gates) children.push(...readWork(ctx, gate, { heading: gate.title, role: 'criteria' }).strong)
  return children
}

/** Reads one chosen milestone with everything its mentions say about it. */
export function readMilestone(
  ctx: ReadContext,
  draft: MilestoneDraft,
  gates: readonly OutlineNode[],
  heading: Heading = readHeading(ctx, draft.definition),
): PlanMilestone {
  const { definition } = draft
  const others = draft.mentions.length === 1 ? NONE : draft.mentions.filter((mention) => mention !== definition)
  const own = factsOf(ctx, definition)
  const facts = [own, ...others.map((mention) => factsOf(ctx, mention))]
  const node = definition.source.type === 'node' ? definition.source.node : null
  const title = heading.title === '' ? titleFromMentions(ctx, draft) : heading.title
  const children = childrenOf(ctx, definition, title, own, others, gates)
  const depends = statedBy(ctx, node, others.length === 0 ? own.fields : facts.flatMap((fact) => fact.fields))
  const value = (kind: SectionKind): string => joinSoft(field([own], kind)?.value ?? '')
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
    stated: heading.stated.length === 0 ? depends.stated : [...heading.stated, ...depends.stated],
    independent: depends.independent,
    mentions: others.map((mention) => ({ file: ctx.file, start: mention.start, end: mention.end })),
    children,
  }
}

function titleFromMentions(ctx: ReadContext, draft: MilestoneDraft): string {
  for (const mention of draft.mentions) {
    const title = readHeading(ctx, mention).title
    if (title !== '') return title
  }
  return draft.definition.label.printed
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
