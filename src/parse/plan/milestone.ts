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

const isWork = (child: WorkChild): boolean => child.type !== 'criterion' && child.type !== 'scenario'

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
export function readMilestone(
  ctx: ReadContext,
  draft: MilestoneDraft,
  gates: readonly OutlineNode[],
  heading: Heading = readHeading(ctx, draft.definition),
): PlanMilestone {
  const { definition } = draft
  const facts = [definition, ...draft.mentions.filter((mention) => mention !== definition)].map((mention) =>
    factsOf(ctx, mention),
  )
  const node = definition.source.type === 'node' ? definition.source.node : null
  const title = heading.title === '' ? titleFromMentions(ctx, draft) : heading.title
  const found = workOf(ctx, definition, title)
  const listed = found.strong.some(isWork)
  const deliverables = inlineDeliverables(ctx, facts.slice(0, 1), title)
  const work = listed || deliverables.length > 0 ? found.strong : [...found.strong, ...found.weak]
  const all = outcomesOf(ctx, deliverables.length > 0 ? [...work, ...deliverables] : work)
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
    stated: heading.stated.length === 0 ? depends.stated : [...heading.stated, ...depends.stated],
    independent: depends.independent,
    mentions: draft.mentions
      .filter((mention) => mention !== definition)
      .map((mention) => ({ file: ctx.file, start: mention.start, end: mention.end })),
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
