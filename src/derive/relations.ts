import type { PlanRelation } from '../model/plan.ts'
import type { PlanItem } from '../model/task.ts'
import type { StatedDependency } from '../model/values.ts'
import { readLabel } from '../parse/label.ts'
import { plain } from '../parse/text/inline.ts'
import { resolveMilestone } from './milestone-names.ts'
import type { MilestoneDraft } from './types.ts'

// Documents that state more than this elsewhere than at their tasks are generated ones; the rest is left alone.
const MAX_RELATIONS = 2000
const MAX_RANGE = 200

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

const RANGE = /^T-?(\d{1,5})([a-z]?)\s*(?:-|–|—|\.\.|~)\s*(?:T-?)?(\d{1,5})([a-z]?)$/iu
/** `T031`, `T010a`, also with a remark behind it: `T031-MIN`. */
const NUMBERED = /^T-?(\d{1,5})([a-z]?)(?:-[A-Z][A-Z0-9]{0,9})?$/iu

/** Names of the plan as they are compared: `T-001` and `t001` are one. */
const name = (text: string): string => text.toUpperCase().replace(/^T-/, 'T')

interface Known {
  readonly drafts: readonly MilestoneDraft[]
  readonly byId: ReadonlyMap<string, number>
  /** Words of milestones and tasks in order, for diagrams that call them by (the start of) their title. */
  readonly titles: readonly { readonly words: string; readonly ends: Ends }[]
  /** The milestone each task stands in, by index; -1 in the fixed phases. */
  readonly homes: readonly number[]
  /** The phase of each task, by index. */
  readonly phases: readonly PlanItem['phase'][]
  /** Indices of the work a milestone lists by own ids, by milestone. */
  readonly listed: readonly ReadonlySet<number>[]
  /** The same of the fixed phases. */
  readonly fixed: ReadonlyMap<PlanItem['phase'], ReadonlySet<number>>
  /** Tasks with ids of a number in the order of their ids. */
  readonly ranked: readonly { readonly rank: number; readonly item: number }[]
}

function knownOf(drafts: readonly MilestoneDraft[], items: readonly PlanItem[]): Known {
  const byId = new Map<string, number>()
  const listed = drafts.map(() => new Set<number>())
  const fixed = new Map<PlanItem['phase'], Set<number>>()
  const ranked: { rank: number; item: number }[] = []
  const at = new Map(drafts.map((draft, index) => [`milestone:${draft.key}`, index]))
  const homes = items.map((item) => at.get(item.phase) ?? -1)
  items.forEach((item, index) => {
    for (const id of [item.keepId, item.planId]) if (id !== '') byId.set(name(id), index)
    const own = at.get(item.phase)
    if (item.keepId === '' && item.planId === '') return
    if (own !== undefined) listed[own]!.add(index)
    else fixed.set(item.phase, (fixed.get(item.phase) ?? new Set()).add(index))
    const id = NUMBERED.exec(item.keepId) ?? NUMBERED.exec(item.planId)
    if (id !== null) ranked.push({ rank: rankOf(id[1]!, id[2]!), item: index })
  })
  ranked.sort((a, b) => a.rank - b.rank || a.item - b.item)
  const titles = [
    ...drafts.map((draft, index) => ({ words: words(draft.title), ends: { milestones: [index], items: [] } })),
    ...items.map((item, index) => ({ words: words(item.text), ends: { milestones: [], items: [index] } })),
  ].sort((a, b) => (a.words < b.words ? -1 : a.words > b.words ? 1 : 0))
  return { drafts, byId, homes, phases: items.map((item) => item.phase), listed, fixed, ranked, titles }
}

interface Ends {
  readonly milestones: readonly number[]
  readonly items: readonly number[]
}

const words = (text: string): string =>
  plain(text)
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

/** A title, or the start of exactly one title where a diagram cut it short (`Wire the sweep into…`). */
function titled(target: string, known: Known): Ends | null {
  return (
    titledAs(target, known) ??
    titledAs(target.replace(/^[A-Z]{0,4}-?\d{1,4}(?:\.\d{1,3}){0,2}\s*[:.)–—-]\s*/u, ''), known)
  )
}

function titledAs(target: string, known: Known): Ends | null {
  const wanted = words(target)
  if (wanted.length < 6) return null
  let low = 0
  let high = known.titles.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (known.titles[middle]!.words < wanted) low = middle + 1
    else high = middle
  }
  const [first, second] = [known.titles[low], known.titles[low + 1]]
  if (first?.words === wanted && second?.words !== wanted) return first.ends
  const cut = /(?:…|\.\.\.)\s*$/u.test(target) && wanted.length >= 10
  return cut && first?.words.startsWith(wanted) === true && second?.words.startsWith(wanted) !== true
    ? first.ends
    : null
}

const NOTHING: Ends = { milestones: [], items: [] }

/** What a name stands for: milestones, or tasks; a range that is all of a milestone's tasks is the milestone. */
function endsOf(target: string, known: Known, self: number): Ends {
  const range = RANGE.exec(target.trim())
  if (range !== null) return rangeEnds(rankOf(range[1]!, range[2]!), rankOf(range[3]!, range[4]!), known)
  const item = known.byId.get(name(target))
  if (item !== undefined) return { milestones: [], items: [item] }
  const milestones = resolveMilestone(target, known.drafts, self)
  if (milestones.length > 0) return { milestones, items: [] }
  // The lines of a node's label are a title and remarks to it, in this order.
  return titled(target, known) ?? (target.includes('\n') ? titled(target.split('\n', 1)[0]!, known) : null) ?? NOTHING
}

/** Order of ids: `T010`, `T010a`, `T010b`, `T011`. */
function rankOf(number: string, letter: string): number {
  return Number(number) * 32 + (letter === '' ? 0 : letter.toLowerCase().charCodeAt(0) - 96)
}

function rangeEnds(first: number, last: number, known: Known): Ends {
  const items: number[] = []
  let low = 0
  for (let high = known.ranked.length; low < high;) {
    const middle = (low + high) >> 1
    if (known.ranked[middle]!.rank < first) low = middle + 1
    else high = middle
  }
  for (; low < known.ranked.length && known.ranked[low]!.rank <= last && items.length < MAX_RANGE; low += 1)
    items.push(known.ranked[low]!.item)
  if (items.length < 2) return { milestones: [], items }
  // Ids with a letter behind them (`T010a`) may stand outside of a range of numbers; most of a milestone is the milestone.
  const home = known.homes[items[0]!]!
  const own = home >= 0 ? known.listed[home]! : known.fixed.get(known.phases[items[0]!]!)!
  const whole = items.length * 5 >= own.size * 4 && items.every((index) => own.has(index))
  // All of Setup or Foundational comes before every milestone anyway.
  if (whole) return home >= 0 ? { milestones: [home], items: [] } : NOTHING
  return { milestones: [], items }
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
        resolveMilestone(stated.target, known.drafts, at).length > 0 ? NOTHING : endsOf(stated.target, known, at)
      waitForTasks(known, items, at, target.items, stated, waits, related)
    }
  })
  for (const { from, stated } of relations.slice(0, MAX_RELATIONS)) {
    const source = endsOf(from, known, 0)
    for (const at of source.milestones) {
      const target = endsOf(stated.target, known, at)
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
      const target = endsOf(stated.target, known, 0)
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
      // Tasks wait for the tasks of a range as it stands.
      add(
        related.items,
        at,
        RANGE.test(stated.target.trim()) ? stated : calledByTitle(settled(stated, target, known, items), target, known),
      )
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
  const id = item === undefined ? '' : item.keepId || item.planId || item.key
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
): { readonly drafts: readonly MilestoneDraft[]; readonly items: readonly PlanItem[] } {
  if (relations.length === 0 && drafts.every((draft) => draft.stated.length === 0)) return { drafts, items }
  const related = collect(knownOf(drafts, items), items, relations)
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
