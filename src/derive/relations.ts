import type { PlanRelation } from '../model/plan.ts'
import type { PlanItem } from '../model/task.ts'
import type { StatedDependency } from '../model/values.ts'
import { resolveMilestone } from './milestone-names.ts'
import type { MilestoneDraft } from './types.ts'

// Documents that state more than this elsewhere than at their tasks are generated ones; the rest is left alone.
const MAX_RELATIONS = 2000
const MAX_RANGE = 200

function withStated<T extends { readonly stated: readonly StatedDependency[] }>(owner: T, more: readonly StatedDependency[] | undefined): T {
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

const RANGE = /^(T-?)(\d{1,5})[a-z]?\s*(?:-|–|—|\.\.|~)\s*(?:T-?)?(\d{1,5})[a-z]?$/iu

/** Names of the plan as they are compared: `T-001` and `t001` are one. */
const name = (text: string): string => text.toUpperCase().replace(/^T-/, 'T')

interface Known {
  readonly drafts: readonly MilestoneDraft[]
  readonly byId: ReadonlyMap<string, number>
  /** Indices of the work a milestone lists by own ids, by milestone. */
  readonly listed: readonly ReadonlySet<number>[]
}

function knownOf(drafts: readonly MilestoneDraft[], items: readonly PlanItem[]): Known {
  const byId = new Map<string, number>()
  const listed = drafts.map(() => new Set<number>())
  const at = new Map(drafts.map((draft, index) => [`milestone:${draft.key}`, index]))
  items.forEach((item, index) => {
    for (const id of [item.keepId, item.planId]) if (id !== '') byId.set(name(id), index)
    const own = at.get(item.phase)
    if (own !== undefined && (item.keepId !== '' || item.planId !== '')) listed[own]!.add(index)
  })
  return { drafts, byId, listed }
}

interface Ends {
  readonly milestones: readonly number[]
  readonly items: readonly number[]
}

/** What a name stands for: milestones, or tasks; a range that is all of a milestone's tasks is the milestone. */
function endsOf(target: string, known: Known, self: number): Ends {
  const range = RANGE.exec(target.trim())
  if (range !== null) return rangeEnds(Number(range[2]), Number(range[3]), known)
  const item = known.byId.get(name(target))
  if (item !== undefined) return { milestones: [], items: [item] }
  return { milestones: resolveMilestone(target, known.drafts, self), items: [] }
}

function rangeEnds(first: number, last: number, known: Known): Ends {
  const items: number[] = []
  for (let number = first; number <= last && number - first < MAX_RANGE; number += 1) {
    const index = known.byId.get(`T${String(number).padStart(3, '0')}`)
    if (index !== undefined) items.push(index)
  }
  const whole = known.listed.findIndex((own) => own.size > 1 && own.size === items.length && items.every((index) => own.has(index)))
  return whole >= 0 ? { milestones: [whole], items: [] } : { milestones: [], items }
}

interface Related {
  readonly milestones: Map<number, StatedDependency[]>
  readonly items: Map<number, StatedDependency[]>
}

function add(map: Map<number, StatedDependency[]>, at: number, stated: StatedDependency): void {
  map.set(at, [...(map.get(at) ?? []), stated])
}

function collect(known: Known, items: readonly PlanItem[], relations: readonly PlanRelation[]): Related {
  const related: Related = { milestones: new Map(), items: new Map() }
  const waits = new Map(known.drafts.map((draft, index) => [index, new Set(draft.stated.flatMap((stated) => resolveMilestone(stated.target, known.drafts, index)))]))
  const before = new Map<number, Set<number>>()
  for (const { from, stated } of relations.slice(0, MAX_RELATIONS)) {
    const source = endsOf(from, known, 0)
    for (const at of source.milestones) {
      const target = endsOf(stated.target, known, at)
      // What a milestone says of itself outweighs a sentence or a picture elsewhere that says the opposite.
      if (target.milestones.length === 0 && target.items.length === 0) continue
      if (target.milestones.some((to) => reaches(waits, to, at))) continue
      for (const to of target.milestones) waits.get(at)!.add(to)
      add(related.milestones, at, target.milestones.length > 0 ? { ...stated, target: labelOf(known.drafts[target.milestones[0]!]!, stated.target) } : stated)
    }
    for (const at of source.items) {
      const target = endsOf(stated.target, known, 0)
      const own = target.items.filter((to) => to !== at && !reaches(before, to, at))
      if (target.milestones.length === 0 && own.length === 0) continue
      for (const to of own) before.set(at, (before.get(at) ?? new Set()).add(to))
      // A task may not wait for its own milestone, nor does it need to.
      const home = items[at]!.phase
      if (target.milestones.some((to) => home === `milestone:${known.drafts[to]!.key}`)) continue
      add(related.items, at, target.milestones.length > 0 ? { ...stated, target: labelOf(known.drafts[target.milestones[0]!]!, stated.target) } : stated)
    }
  }
  return related
}

/** A range that is a whole milestone is called by the milestone's title from then on. */
function labelOf(draft: MilestoneDraft, target: string): string {
  return RANGE.test(target.trim()) ? draft.title : target
}

/**
 * Gives milestones and tasks what the documents state about them elsewhere: in a dependency section, a diagram, an
 * arrow chain. Both ends have to be known; what would close a circle is left out.
 */
export function relate(drafts: readonly MilestoneDraft[], items: readonly PlanItem[], relations: readonly PlanRelation[]): { readonly drafts: readonly MilestoneDraft[]; readonly items: readonly PlanItem[] } {
  if (relations.length === 0) return { drafts, items }
  const related = collect(knownOf(drafts, items), items, relations)
  return {
    drafts: drafts.map((draft, index) => withStated(draft, related.milestones.get(index))),
    items: items.map((item, index) => withStated(item, related.items.get(index))),
  }
}
