import type { Block } from '../../model/blocks.ts'
import type { PlanMilestone } from '../../model/plan.ts'
import { stripDecorations } from '../text/inline.ts'
import type { ReadContext } from './context.ts'
import type { MilestoneDraft } from './levels.ts'
import type { Mention } from './mentions.ts'
import { type OutlineNode, walk } from '../outline.ts'
import { itemsOf } from './item-head.ts'
import { readMilestone } from './milestone.ts'

const STATUS =
  /\s[—–-]\s(?:(done|complete[d]?|shipped|finished)|todo|to do|in progress|in review|blocked|planned|parked|not started)\b(.*)$/iu

const PARKED = /\b(?:parked|dropped|rejected|cancell?ed|won't do|icebox)\b/iu

function labelled(head: string): Mention['label'] {
  const status = STATUS.exec(head)
  const priority = status === null ? null : /\bP[0-4]\b/.exec(status[2]!)
  const title = status === null ? head : head.slice(0, status.index)
  return { kind: 'milestone', number: '', printed: '', rest: priority === null ? title : `${title} (${priority[0]})` }
}

function draft(mention: Omit<Mention, 'weight' | 'weak' | 'nesting'>): MilestoneDraft {
  const definition = { ...mention, weight: 1, weak: false, nesting: 1 }
  return { definition, mentions: [definition] }
}

/** Headings below a heading Milestones, Phases or Roadmap that have something to say. */
function headings(holder: OutlineNode): MilestoneDraft[] {
  const named = holder.children.filter(
    (child) => child.kind === 'heading' && child.section === null && child.label === null,
  )
  const filled = named.filter(
    (child) => !PARKED.test(child.head) && child.blocks.length + child.children.length + child.fields.length > 0,
  )
  if (filled.length < 2) return []
  return filled.map((node) =>
    draft({
      label: labelled(stripDecorations(node.head).text),
      source: { type: 'node', node },
      node,
      start: node.start,
      end: node.end,
    }),
  )
}

/** Bold list items with lists below them: milestones without a label word. */
function items(ctx: ReadContext, holder: OutlineNode): MilestoneDraft[] {
  const listed = holder.blocks
    .filter((block): block is Block => block.type === 'list')
    .flatMap((list) => itemsOf(ctx, list))
  const holding = listed.filter((item) => item.block.children.some((child) => child.type === 'list'))
  if (holding.length < 2 || holding.length * 2 < listed.length) return []
  return listed.map((item) => {
    const { text: head, block } = item
    const bold = /^(?:\*\*|__)(.{1,200}?)(?:\*\*|__)/su.exec(head)
    return draft({
      label: labelled(stripDecorations(bold?.[1] ?? head).text),
      source: { type: 'item', block, item },
      node: holder,
      start: block.start,
      end: block.end,
    })
  })
}

/**
 * Milestones by name alone: the headings or list items under a heading Milestones, Phases, Roadmap or the like, where no
 * label word numbers them.
 */
export function namedMilestones(
  ctx: ReadContext,
  root: OutlineNode,
): { readonly milestones: PlanMilestone[]; readonly skip: Set<unknown>; readonly first: number } {
  for (const holder of walk(root)) {
    if (holder.section !== 'milestones') continue
    const named = headings(holder)
    const drafts = named.length > 0 ? named : items(ctx, holder)
    if (drafts.length === 0) continue
    const skip = new Set<unknown>(
      drafts.map(({ definition: { source } }) => (source.type === 'node' ? source.node : source.block)),
    )
    const done = (one: MilestoneDraft): boolean =>
      /\s[—–-]\s(?:done|complete[d]?|shipped|finished)\b/iu.test(
        ctx.text.slice(one.definition.start, one.definition.start + 400).split('\n')[0]!,
      )
    const milestones = drafts.map((one) => {
      const read = readMilestone(ctx, one, [])
      return { ...read, label: null, done: read.done || done(one) }
    })
    return { milestones, skip, first: drafts[0]!.definition.start }
  }
  return { milestones: [], skip: new Set(), first: 0 }
}
