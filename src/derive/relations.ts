import type { PlanRelation } from '../model/plan.ts'
import type { PlanItem } from '../model/task.ts'
import type { StatedDependency } from '../model/values.ts'
import { readLabel } from '../parse/label.ts'
import { endsOf, knownOf, name, NOTHING, RANGE, type Ends, type Heading, type Known } from './ends.ts'
import { resolveMilestone } from './milestone-names.ts'
import type { MilestoneDraft } from './types.ts'

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

/** Whether something waits for something else, directly or through others. */
function reaches(waits: ReadonlyMap<number, ReadonlySet<number>>, from: number, to: number): boolean {
  const seen = new Set<number>()
  const open = [from]
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (at === to) return true
    if (seen.has(at)) continue
    seen.add(at)
    open.push(...(waits.get(at) ?? []))
  }
  return false
}

interface Related {
  readonly milestones: Map<number, StatedDependency[]>
  readonly items: Map<number, StatedDependency[]>
  /** Single tasks that milestones wait for, by key. */
  readonly tasks: Map<number, { readonly task: string; readonly stated: StatedDependency }[]>
}

function add(map: Map<number, StatedDependency[]>, at: number, stated: StatedDependency): void {
  map.set(at, [...(map.get(at) ?? []), stated])
}

function collect(known: Known, items: readonly PlanItem[], relations: readonly PlanRelation[]): Related {
  const related: Related = { milestones: new Map(), items: new Map(), tasks: new Map() }
  const waits = new Map(
    known.drafts.map((draft, index) => [
      index,
      new Set(draft.stated.flatMap((stated) => resolveMilestone(stated.target, known.drafts, index))),
    ]),
  )
  const before = new Map<number, Set<number>>()
  let left = MAX_RELATIONS
  known.drafts.forEach((draft, at) => {
    for (const stated of draft.stated.slice(0, left)) {
      left -= 1
      const target =
        resolveMilestone(stated.target, known.drafts, at).length > 0 ? NOTHING : endsOf(stated.target, known, at, 'to')
      waitForTasks(known, items, at, target.items, stated, waits, related)
    }
  })
  for (const { from, stated } of relations.slice(0, MAX_RELATIONS)) {
    const source = endsOf(from, known, 0, 'from')
    for (const at of source.milestones) {
      const target = endsOf(stated.target, known, at, 'to')
      // What a milestone says of itself outweighs a sentence or a picture elsewhere that says the opposite.
      if (target.milestones.length === 0) {
        waitForTasks(known, items, at, target.items, stated, waits, related)
        continue
      }
      if (target.milestones.some((to) => reaches(waits, to, at))) continue
      for (const to of target.milestones) waits.get(at)!.add(to)
      add(related.milestones, at, settled(stated, target, known, items))
    }
    for (const at of source.items) {
      const target = endsOf(stated.target, known, 0, 'to')
      const own = target.items.filter((to) => to !== at && !reaches(before, to, at))
      // A range that would wait for itself in part says something else than it seems to.
      if (own.length < target.items.length || (target.milestones.length === 0 && own.length === 0)) continue
      // A task waits for nothing that waits for its own milestone, and needs not wait for the milestone itself.
      const home = known.homes[at]!
      const others = [...target.milestones, ...own.map((to) => known.homes[to]!).filter((to) => to !== home)].filter(
        (to) => to >= 0,
      )
      if (target.milestones.includes(home) || (home >= 0 && others.some((to) => reaches(waits, to, home)))) continue
      for (const to of own) before.set(at, (before.get(at) ?? new Set()).add(to))
      if (home >= 0) for (const to of others) waits.get(home)!.add(to)
      // Tasks wait for the tasks of a range as it stands, for those that end the work of a heading one by one.
      if (RANGE.test(stated.target.trim())) add(related.items, at, stated)
      else if (own.length > 1)
        for (const to of own) add(related.items, at, settled(stated, { milestones: [], items: [to] }, known, items))
      else add(related.items, at, calledByTitle(settled(stated, target, known, items), target, known))
    }
  }
  return related
}

/**
 * A milestone that waits for single tasks. Those of another milestone its first tasks wait for; those of the fixed
 * phases before it are done by then anyway.
 */
function waitForTasks(
  known: Known,
  items: readonly PlanItem[],
  at: number,
  targets: readonly number[],
  stated: StatedDependency,
  waits: ReadonlyMap<number, Set<number>>,
  related: Related,
): void {
  const early = targets.filter((to) => items[to]!.phase === 'setup' || items[to]!.phase === 'foundational')
  const real = targets.filter(
    (to) => known.homes[to]! >= 0 && known.homes[to] !== at && !reaches(waits, known.homes[to]!, at),
  )
  const noted = related.tasks.get(at) ?? []
  const before = new Set(noted.map(({ task }) => task))
  const fresh = [...early, ...real].map((to) => items[to]!.key).filter((key) => !before.has(key))
  if (fresh.length > 0) related.tasks.set(at, [...noted, ...fresh.map((task) => ({ task, stated }))])
  if (real.length === 0) return
  for (const to of real) waits.get(at)!.add(known.homes[to]!)
  const begun = new Set<string>()
  items.forEach((item, index) => {
    if (known.homes[index] !== at || item.kind === 'validate') return
    const follows = item.sequence !== '' && begun.has(item.sequence)
    begun.add(item.sequence)
    if (!follows) add(related.items, index, stated)
  })
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
  headings: readonly Heading[],
): { readonly drafts: readonly MilestoneDraft[]; readonly items: readonly PlanItem[] } {
  if (relations.length === 0 && drafts.every((draft) => draft.stated.length === 0)) return { drafts, items }
  const related = collect(knownOf(drafts, items, headings), items, relations)
  return {
    drafts: drafts.map((draft, index) => {
      const dependsOnTasks = related.tasks.get(index)
      return withStated(
        dependsOnTasks === undefined ? draft : { ...draft, dependsOnTasks },
        related.milestones.get(index),
      )
    }),
    items: items.map((item, index) => withStated(item, related.items.get(index))),
  }
}
