import type { PlanMilestone } from '../model/plan.ts'
import type { Place } from '../model/source.ts'
import type { PlanItem } from '../model/task.ts'
import { plain } from '../parse/text/inline.ts'
import { resolveMilestone } from './milestone-names.ts'
import type { MilestoneDraft } from './types.ts'

const MAX_RANGE = 200

/** `T004-T007`: a name that stands for several tasks. */
export const RANGE = /^T-?(\d{1,5})([a-z]?)\s*(?:-|–|—|\.\.|~)\s*(?:T-?)?(\d{1,5})([a-z]?)$/iu
/** `T031`, `T010a`, also with a remark behind it: `T031-MIN`. */
const NUMBERED = /^T-?(\d{1,5})([a-z]?)(?:-[A-Z][A-Z0-9]{0,9})?$/iu

/** Names of the plan as they are compared: `T-001` and `t001` are one. */
export const name = (text: string): string => text.toUpperCase().replace(/^T-/, 'T')

/** Everything that a statement can name, made ready to be looked up. */
export interface Known {
  readonly drafts: readonly MilestoneDraft[]
  readonly byId: ReadonlyMap<string, number>
  /** Names that several tasks have, as steps that are counted anew below each heading. */
  readonly shared: ReadonlySet<string>
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
  /** Where the work of a numbered heading stands; null where several headings have the number. */
  readonly numbered: ReadonlyMap<string, Place | null>
  /** Where each task comes from and which sequence it is in, by index; null for what no document lists. */
  readonly origins: readonly ((Place & { readonly sequence: string }) | null)[]
  /** Those that a document lists, by file and place. */
  readonly placed: readonly number[]
  /** Tasks with ids of a number in the order of their ids. */
  readonly ranked: readonly { readonly rank: number; readonly item: number }[]
}

/** A heading with the work below it. */
export interface Heading {
  readonly title: string
  readonly place: Place
}

const NUMBER = /^[*_`\s]*((?:[A-Z]{1,3}\.?)?\d{1,3}(?:\.\d{1,3}){0,2})(?=[.):]?\s)/u
// Beyond this, a set that waits for a set is a phase of its own.
const MAX_GROUP = 8

/** The groups of work in milestones, those inside of groups too. */
export function headingsIn(children: PlanMilestone['children']): Heading[] {
  return children.flatMap((child) =>
    child.type === 'group' ? [{ title: child.title, place: child.place }, ...headingsIn(child.children)] : [],
  )
}

/** The one heading, or headed task, of each number; null where several have it. */
function numbered(headings: readonly Heading[], items: readonly PlanItem[]): Map<string, Place | null> {
  const found = new Map<string, Place | null>()
  const all = [...headings, ...items.map((item) => ({ title: item.text, place: item.origin.place }))]
  for (const { title, place } of all) {
    const number = NUMBER.exec(title)?.[1]
    if (number !== undefined) found.set(number, found.has(number) ? null : place)
  }
  return found
}

/** Of the work of a numbered heading (`A.2 Icons`) what begins it, or what ends it. */
function groupEnds(target: string, known: Known, side: 'from' | 'to'): Ends | null {
  const place = known.numbered.get(target.trim())
  if (place == null) return null
  const { placed, origins } = known
  const bySequence = new Map<string, number>()
  const alone: number[] = []
  const first = lowerBound(placed, (index) => compareStarts(origins[index]!, place) < 0)
  for (let at = first; at < placed.length; at += 1) {
    const index = placed[at]!
    const { file, start, sequence } = origins[index]!
    if (file !== place.file || start >= place.end || alone.length + bySequence.size > MAX_GROUP) break
    const other = bySequence.get(sequence)
    if (sequence === '') alone.push(index)
    else if (other === undefined || (side === 'to' ? other < index : other > index)) bySequence.set(sequence, index)
  }
  const items = [...alone, ...bySequence.values()].sort((a, b) => a - b)
  return items.length === 0 || items.length > MAX_GROUP ? null : { milestones: [], items }
}

const compareStarts = (a: Place, b: Place): number => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.start - b.start)

/** The first place in a sorted list where something no longer holds. */
function lowerBound<T>(list: readonly T[], holds: (one: T) => boolean): number {
  let low = 0
  let high = list.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (holds(list[middle]!)) low = middle + 1
    else high = middle
  }
  return low
}

/** Makes milestones and tasks ready to be looked up by name. */
export function knownOf(
  drafts: readonly MilestoneDraft[],
  items: readonly PlanItem[],
  headings: readonly Heading[],
): Known {
  const origins = items.map((item) =>
    item.kind === 'validate' ? null : { ...item.origin.place, sequence: item.sequence },
  )
  const byId = new Map<string, number>()
  const shared = new Set<string>()
  const listed = drafts.map(() => new Set<number>())
  const fixed = new Map<PlanItem['phase'], Set<number>>()
  const ranked: { rank: number; item: number }[] = []
  const at = new Map(drafts.map((draft, index) => [`milestone:${draft.key}`, index]))
  const homes = items.map((item) => at.get(item.phase) ?? -1)
  items.forEach((item, index) => {
    for (const id of [item.keepId, item.planId])
      if (id !== '') {
        if (byId.has(name(id))) shared.add(name(id))
        byId.set(name(id), index)
      }
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
  return {
    drafts,
    byId,
    shared,
    homes,
    phases: items.map((item) => item.phase),
    listed,
    fixed,
    numbered: numbered(headings, items),
    origins,
    placed: origins
      .flatMap((origin, index) => (origin === null ? [] : [index]))
      .sort((a, b) => compareStarts(origins[a]!, origins[b]!) || a - b),
    ranked,
    titles,
  }
}

/** What a name stands for: milestones or tasks, by index. */
export interface Ends {
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
  const low = lowerBound(known.titles, (title) => title.words < wanted)
  const [first, second] = [known.titles[low], known.titles[low + 1]]
  if (first?.words === wanted && second?.words !== wanted) return first.ends
  const cut = /(?:…|\.\.\.)\s*$/u.test(target) && wanted.length >= 10
  return cut && first?.words.startsWith(wanted) === true && second?.words.startsWith(wanted) !== true
    ? first.ends
    : null
}

export const NOTHING: Ends = { milestones: [], items: [] }

/**
 * What a name stands for: milestones, or tasks; a range that is all of a milestone's tasks is the milestone. Of the work
 * below a heading what comes first waits (`from`), and what comes last is waited for (`to`).
 */
export function endsOf(target: string, known: Known, self: number, side: 'from' | 'to'): Ends {
  const range = RANGE.exec(target.trim())
  if (range !== null) return rangeEnds(rankOf(range[1]!, range[2]!), rankOf(range[3]!, range[4]!), known)
  const item = known.byId.get(name(target))
  if (item !== undefined) return { milestones: [], items: [item] }
  const milestones = resolveMilestone(target, known.drafts, self)
  if (milestones.length > 0) return { milestones, items: [] }
  // The lines of a node's label are a title and remarks to it, in this order.
  const group = groupEnds(target, known, side)
  if (group !== null) return group
  return titled(target, known) ?? (target.includes('\n') ? titled(target.split('\n', 1)[0]!, known) : null) ?? NOTHING
}

/** Order of ids: `T010`, `T010a`, `T010b`, `T011`. */
function rankOf(number: string, letter: string): number {
  return Number(number) * 32 + (letter === '' ? 0 : letter.toLowerCase().charCodeAt(0) - 96)
}

function rangeEnds(first: number, last: number, known: Known): Ends {
  const items: number[] = []
  let low = lowerBound(known.ranked, ({ rank }) => rank < first)
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
