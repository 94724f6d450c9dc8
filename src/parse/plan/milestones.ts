import type { PlanExtra, PlanMilestone } from '../../model/plan.ts'
import { classifySection } from '../section.ts'
import { plain } from '../text/inline.ts'
import type { ReadContext } from './context.ts'
import { chooseLevel, onlyOne, type MilestoneDraft } from './levels.ts'
import { collectMentions, type Mention } from './mentions.ts'
import { namedMilestones } from './named.ts'
import { seriesMilestones } from './series.ts'
import { taggedMilestone } from './tagged.ts'
import { extrasOf, milestoneFromDocument, milestoneFromGroup, numberedGroups } from './whole.ts'
import type { OutlineNode } from '../outline.ts'
import { readHeading } from './heading.ts'
import { readMilestone } from './milestone.ts'
import { tasksIn } from './work.ts'

const POLISH = /(?:^|[\s&])polish$|^polish(?:ing)?\b|横切|跨领域|横断的|cross-cutting/iu

/** A task document gives Setup, Foundational and Polish by name and place; a plan's own "Phase 1: Setup" is a milestone. */
function isFixedPhase(milestone: PlanMilestone, index: number, last: number): PlanExtra['phase'] | null {
  // "Milestone 1 - Setup" says itself what it is.
  if ([milestone.label, ...(milestone.aliases ?? [])].some((label) => label?.kind === 'milestone')) return null
  const title = milestone.title.replace(/\s*[(（].*$/su, '')
  const named = classifySection(milestone.title)
  const section =
    named === 'setup' || named === 'foundational' || named === 'polish'
      ? named
      : index === 0 && /^setup\b/iu.test(title)
        ? 'setup'
        : index === last && POLISH.test(title)
          ? 'polish'
          : null
  if (section === null) return null
  const tasks = tasksIn(milestone.children).filter((task) => task.state !== 'dropped')
  const identified = tasks.filter((task) => /^T-?\d/u.test(task.ownId)).length
  return identified * 2 > tasks.length || (tasks.length === 0 && milestone.title.includes('(')) ? section : null
}

function skipSet(drafts: readonly MilestoneDraft[], mentions: readonly Mention[]): Set<unknown> {
  const skip = new Set<unknown>()
  const chosen = new Set(drafts.flatMap((draft) => draft.mentions))
  for (const mention of [
    ...drafts.map((draft) => draft.definition),
    ...mentions.filter((one) => one.weak || chosen.has(one)),
  ]) {
    skip.add(mention.source.type === 'node' ? mention.source.node : mention.source.block)
  }
  return skip
}

/** Headings by their words in small letters: each milestone of a plan may have one of the same name. */
type GateHeadings = Map<string, OutlineNode[]>

/** Unlabelled headings below criteria, metrics or a checklist: they may be a milestone's gate. A document has few. */
function gateHeadings(root: OutlineNode): GateHeadings {
  const found: GateHeadings = new Map()
  let count = 0
  const visit = (node: OutlineNode, gated: boolean): void => {
    const inside = gated || node.section === 'criteria' || node.section === 'metrics' || node.section === 'checklist'
    if (inside && node.label === null && count < 200) {
      count += 1
      const words = node.title.toLowerCase()
      const known = found.get(words)
      if (known === undefined) found.set(words, [node])
      else known.push(node)
    }
    for (const child of node.children) visit(child, inside)
  }
  visit(root, false)
  return found
}

/** Headings without a number that carry a milestone's title (`Enterprise Platform Phase Gate`): criteria of it. */
function gatesFor(headings: GateHeadings, title: string, definition: OutlineNode): OutlineNode[] {
  const words = plain(title)
    .toLowerCase()
    .replace(/\s*[-–—:(].*$/u, '')
    .trim()
  if (words.length < 4) return []
  const found: OutlineNode[] = []
  for (const [own, nodes] of headings)
    if (own.length >= words.length && own.length <= words.length + 40 && own.includes(words))
      for (const node of nodes) if (node !== definition) found.push(node)
  return found.sort((a, b) => a.start - b.start)
}

/** Reads the milestones of an outline by the first shape that fits, and the work that stands beside them. */
export function milestonesOf(
  ctx: ReadContext,
  root: OutlineNode,
  title: string,
): { milestones: PlanMilestone[]; extras: PlanExtra[] } {
  const mentions = collectMentions(ctx, root)
  const drafts = chooseLevel(mentions)
  if (drafts.length === 0) {
    for (const read of [namedMilestones, seriesMilestones]) {
      const found = read(ctx, root)
      if (found.milestones.length > 0)
        return { milestones: uniqueKeys(found.milestones), extras: extrasOf(ctx, root, found.skip, found.first) }
    }
    const groups = numberedGroups(ctx, root)
    if (groups.length >= 2) {
      const skip = new Set<unknown>(groups)
      return {
        milestones: groups.map((node) => milestoneFromGroup(ctx, node)),
        extras: extrasOf(ctx, root, skip, groups[0]!.start),
      }
    }
    const only = taggedMilestone(ctx, root, title) ?? milestoneFromDocument(ctx, root, title)
    return { milestones: only === null ? [] : [only], extras: [] }
  }
  const gates = gateHeadings(root)
  const read = drafts.map((draft) => {
    const { source } = draft.definition
    const heading = readHeading(ctx, draft.definition)
    return readMilestone(ctx, draft, source.type === 'node' ? gatesFor(gates, heading.title, source.node) : [], heading)
  })
  const milestones: PlanMilestone[] = []
  const extras: PlanExtra[] = []
  for (const [index, milestone] of read.entries()) {
    const phase = isFixedPhase(milestone, index, read.length - 1)
    if (phase === null) milestones.push(milestone)
    else
      extras.push(
        ...tasksIn(milestone.children).map((task): PlanExtra => ({
          type: 'extra',
          position: task.position,
          place: task.place,
          phase,
          ...(milestone.label === null ? {} : { under: { label: milestone.label, title: milestone.title } }),
          task,
        })),
      )
  }
  const first = milestones[0]?.place.start ?? 0
  return {
    milestones: uniqueKeys(milestones),
    extras: [...extras, ...extrasOf(ctx, root, skipSet(drafts, mentions), first)].sort(
      (a, b) => a.place.start - b.place.start,
    ),
  }
}

/** The one user story or milestone of a document that lists no work. */
export function onlyMilestone(ctx: ReadContext, root: OutlineNode): PlanMilestone[] {
  return onlyOne(collectMentions(ctx, root)).map((draft) => readMilestone(ctx, draft, []))
}

/** Milestones with the same words get a counter behind the key that no other milestone's own words give. */
export function uniqueKeys(milestones: readonly PlanMilestone[]): PlanMilestone[] {
  const taken = new Set(milestones.map((milestone) => milestone.key))
  const counts = new Map<string, number>()
  return milestones.map((milestone) => {
    const { key } = milestone
    let count = (counts.get(key) ?? 0) + 1
    while (count > 1 && taken.has(`${key}-${count}`)) count += 1
    counts.set(key, count)
    if (count === 1) return milestone
    taken.add(`${key}-${count}`)
    return { ...milestone, key: `${key}-${count}` }
  })
}
