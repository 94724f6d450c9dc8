import type { PlanRelation } from '../model/plan.ts'
import type { PlanItem } from '../model/task.ts'
import type { StatedDependency } from '../model/values.ts'
import { readLabel } from '../parse/label.ts'
import { endsOf, knownOf, name, NOTHING, RANGE, type Ends, type Heading, type Known } from './ends.ts'
import { resolveMilestone } from './milestone-names.ts'
import type { MilestoneDraft } from './types.ts'
import { leadsTo, noWaits, othersLeadTo, together, waitFor, type Waits } from './waits.ts'

// Documents that state more than this elsewhere than at their tasks are generated ones; the rest is left alone.
const MAX_RELATIONS = 2000

function withStated<T extends { readonly stated: readonly StatedDependency[] }>(
  owner: T,
  more: readonly StatedDependency[] | undefined,
): T {
  const known = new Set(owner.stated.map((one) => one.target))
  const fresh = (more ?? []).filter((one) => !known.has(one.target))
  return fresh.length === 0 ? owner : { ...owner, stated: [...owner.stated, ...fresh] }
}

interface Related {
  readonly milestones: Map<number, StatedDependency[]>
  readonly items: Map<number, StatedDependency[]>
  /** Single tasks that milestones wait for, by key. */
  readonly tasks: Map<number, Map<string, StatedDependency>>
}

/** What is known while statements are added. */
interface Adding {
  readonly known: Known
  readonly items: readonly PlanItem[]
  /** What milestones wait for, and what tasks wait for. */
  readonly waits: Waits
  readonly before: Waits
  /** The first tasks of each milestone, once they were asked for. */
  readonly begins: (milestone: number) => readonly number[]
  readonly related: Related
}

function add(map: Map<number, StatedDependency[]>, at: number, stated: StatedDependency): void {
  const known = map.get(at)
  if (known === undefined) map.set(at, [stated])
  else known.push(stated)
}

/** The tasks that begin a milestone: of each sequence the first, and those in none. */
function beginsOf(known: Known, items: readonly PlanItem[]): Adding['begins'] {
  let found: Map<number, { readonly begun: Set<string>; readonly first: number[] }> | undefined
  return (milestone) => {
    if (found === undefined) {
      found = new Map()
      for (const [index, item] of items.entries()) {
        const home = known.homes[index]!
        if (home < 0 || item.kind === 'validate') continue
        const { begun, first } = found.get(home) ?? { begun: new Set(), first: [] }
        if (first.length === 0) found.set(home, { begun, first })
        if (item.sequence === '' || !begun.has(item.sequence)) first.push(index)
        begun.add(item.sequence)
      }
    }
    return found.get(milestone)?.first ?? []
  }
}

/** A relation that one or more milestones state. */
function addOfMilestones(adding: Adding, sources: readonly number[], stated: StatedDependency): void {
  const { known, items, waits, related } = adding
  let target = NOTHING
  let named = together(waits, [])
  for (const [nth, at] of sources.entries()) {
    // Only what stands before it depends on who says so.
    if (nth === 0 || stated.target === '*') {
      target = endsOf(stated.target, known, at, 'to')
      named = together(waits, target.milestones)
    }
    // What a milestone says of itself outweighs a sentence or a picture elsewhere that says the opposite.
    if (target.milestones.length === 0) waitForTasks(adding, at, target.items, stated)
    else if (!leadsTo(waits, named, at)) {
      waitFor(waits, at, named)
      add(related.milestones, at, settled(stated, target, known, items))
    }
  }
}

/** A relation that one or more tasks state. */
function addOfItems(adding: Adding, sources: readonly number[], stated: StatedDependency): void {
  if (sources.length === 0) return
  const { known, items, waits, before, related } = adding
  const target = endsOf(stated.target, known, 0, 'to')
  if (target.milestones.length === 0 && target.items.length === 0) return
  const tasks = together(before, target.items)
  const milestones = together(waits, target.milestones)
  const homes = together(
    waits,
    [...new Set(target.items.map((to) => known.homes[to]!))].filter((home) => home >= 0),
  )
  for (const at of sources) {
    // A range that would wait for itself in part says something else than it seems to.
    if (leadsTo(before, tasks, at)) continue
    // A task waits for nothing that waits for its own milestone, and needs not wait for the milestone itself.
    const home = known.homes[at]!
    if (home >= 0 && (leadsTo(waits, milestones, home) || othersLeadTo(waits, homes, home))) continue
    waitFor(before, at, tasks)
    if (home >= 0) for (const named of [milestones, homes]) waitFor(waits, home, named)
    // Tasks wait for the tasks of a range as it stands, for those that end the work of a heading one by one.
    if (RANGE.test(stated.target.trim())) add(related.items, at, stated)
    else if (target.items.length > 1)
      for (const to of target.items)
        add(related.items, at, settled(stated, { milestones: [], items: [to] }, known, items))
    else add(related.items, at, calledByTitle(settled(stated, target, known, items), target, known))
  }
}

function collect(known: Known, items: readonly PlanItem[], relations: readonly PlanRelation[]): Related {
  const related: Related = { milestones: new Map(), items: new Map(), tasks: new Map() }
  const waits = noWaits(known.drafts.length)
  const adding = { known, items, waits, before: noWaits(items.length), begins: beginsOf(known, items), related }
  known.drafts.forEach((draft, index) => {
    for (const stated of draft.stated)
      waitFor(waits, index, together(waits, resolveMilestone(stated.target, known.drafts, index)))
  })
  let left = MAX_RELATIONS
  known.drafts.forEach((draft, at) => {
    for (const stated of draft.stated.slice(0, left)) {
      left -= 1
      const target =
        resolveMilestone(stated.target, known.drafts, at).length > 0 ? NOTHING : endsOf(stated.target, known, at, 'to')
      waitForTasks(adding, at, target.items, stated)
    }
  })
  for (const { from, stated } of relations.slice(0, MAX_RELATIONS)) {
    const source = endsOf(from, known, 0, 'from')
    addOfMilestones(adding, source.milestones, stated)
    addOfItems(adding, source.items, stated)
  }
  return related
}

/**
 * A milestone that waits for single tasks. Those of another milestone its first tasks wait for; those of the fixed
 * phases before it are done by then anyway.
 */
function waitForTasks(adding: Adding, at: number, targets: readonly number[], stated: StatedDependency): void {
  if (targets.length === 0) return
  const { known, items, waits, related, begins } = adding
  const early = targets.filter((to) => items[to]!.phase === 'setup' || items[to]!.phase === 'foundational')
  const homes = new Set(targets.map((to) => known.homes[to]!))
  for (const home of homes)
    if (home < 0 || home === at || leadsTo(waits, together(waits, [home]), at)) homes.delete(home)
  const real = targets.filter((to) => homes.has(known.homes[to]!))
  const noted = related.tasks.get(at) ?? new Map<string, StatedDependency>()
  for (const to of [...early, ...real]) {
    const { key } = items[to]!
    if (!noted.has(key)) noted.set(key, stated)
  }
  if (noted.size > 0) related.tasks.set(at, noted)
  if (real.length === 0) return
  for (const home of homes) waitFor(waits, at, together(waits, [home]))
  for (const index of begins(at)) add(related.items, index, stated)
}

/** What was named by a range or a shortened title is called by its full name from then on. */
function settled(stated: StatedDependency, target: Ends, known: Known, items: readonly PlanItem[]): StatedDependency {
  const milestone = target.milestones[0]
  if (milestone !== undefined)
    return RANGE.test(stated.target.trim()) || /\n|(?:…|\.\.\.)\s*$/u.test(stated.target)
      ? { ...stated, target: known.drafts[milestone]!.title }
      : stated
  const item = target.items.length === 1 ? items[target.items[0]!] : undefined
  const planId = item === undefined || known.shared.has(name(item.planId)) ? '' : item.planId
  const id = item === undefined ? '' : item.keepId || planId || item.key
  return id === '' || RANGE.test(stated.target.trim()) ? stated : { ...stated, target: id }
}

/** A milestone that tasks wait for by another name of it (`Phase 3` of a story) is called by its title. */
function calledByTitle(stated: StatedDependency, target: Ends, known: Known): StatedDependency {
  const draft = target.milestones.length === 1 ? known.drafts[target.milestones[0]!]! : null
  const label = readLabel(stated.target) ?? readLabel(`${stated.target}:`)
  const other = draft !== null && label !== null && draft.label !== null && label.kind !== draft.label.kind
  return other ? { ...stated, target: draft.title } : stated
}

/**
 * Gives milestones and tasks what the documents state about them elsewhere: in a dependency section, a diagram, an
 * arrow chain. Both ends have to be known; what would close a circle is left out.
 */
export function relate(
  drafts: readonly MilestoneDraft[],
  items: readonly PlanItem[],
  relations: readonly PlanRelation[],
  headings: () => readonly Heading[],
): { readonly drafts: readonly MilestoneDraft[]; readonly items: readonly PlanItem[] } {
  if (relations.length === 0 && drafts.every((draft) => draft.stated.length === 0)) return { drafts, items }
  const related = collect(knownOf(drafts, items, headings()), items, relations)
  return {
    drafts: drafts.map((draft, index) => {
      const tasks = related.tasks.get(index)
      const dependsOnTasks = tasks && Array.from(tasks, ([task, stated]) => ({ task, stated }))
      return withStated(
        dependsOnTasks === undefined ? draft : { ...draft, dependsOnTasks },
        related.milestones.get(index),
      )
    }),
    items: items.map((item, index) => withStated(item, related.items.get(index))),
  }
}
