import type { Derived } from '../derive/index.ts'
import type { SectionName } from '../model/plan.ts'
import type { PlanItem } from '../model/task.ts'
import { entryKey } from './first.ts'
import type { Lock } from './lock.ts'
import { COMMON, matchByWords, type Candidate } from './similar.ts'

const suffix = (key: string): string => key.slice(key.indexOf('/') + 1)
const scope = (key: string): string => (key.includes('/') ? key.slice(0, key.indexOf('/')) : '')

/** What the lock knows of an item: a task, or one that a person deleted. */
type Known = Readonly<Record<'key' | 'text', string>>

const deletedByHand = (lock: Lock): readonly Known[] => lock.gone.filter((record) => record.by === 'hand')

/** The part of the lock's items of a milestone that a milestone of the plan has too. */
function shared(itemsNow: ReadonlySet<string>, before: readonly Known[]): number {
  const own = before.filter((task) => !isFixed(task.key))
  return own.length === 0 ? 0 : own.filter((task) => itemsNow.has(suffix(task.key))).length / own.length
}

/** Records that share items or the title with a milestone, in their order: all others could not be it. */
function mayMatch(
  left: Lock['milestones'],
  tasksOf: ReadonlyMap<string, readonly Known[]>,
): (items: ReadonlySet<string>, key: string | undefined) => Lock['milestones'] {
  const byItem = new Map<string, number[]>()
  left.forEach((record, at) => {
    for (const task of tasksOf.get(`M${record.milestone}`) ?? []) {
      if (isFixed(task.key)) continue
      const list = byItem.get(suffix(task.key))
      if (list === undefined) byItem.set(suffix(task.key), [at])
      else list.push(at)
    }
  })
  const byKey = new Map(left.map((record, at) => [record.key, at]))
  return (items, key) => {
    const found = new Set<number>()
    for (const item of items) for (const at of (byItem.get(item) ?? []).slice(0, COMMON)) found.add(at)
    const same = key === undefined ? undefined : byKey.get(key)
    if (same !== undefined) found.add(same)
    return [...found].sort((a, b) => a - b).map((at) => left[at]!)
  }
}

/** The milestones of the plan whose key the lock does not know, by what they were: title, number, shared items. */
function matchMilestones(derived: Derived, lock: Lock): Map<string, string> {
  const known = new Set(lock.milestones.map((record) => record.key))
  const now = new Set(derived.milestones.map((draft) => draft.key))
  const left = lock.milestones.filter((record) => !now.has(record.key))
  const fresh = derived.milestones.filter((draft) => !known.has(draft.key))
  const found = new Map<string, string>()
  if (left.length === 0 || fresh.length === 0) return found
  const itemsOf = group(derived.items, (item) => item.phase.replace(/^milestone:/, ''))
  const tasksOf = group(lock.tasks, (task) => task.phase)
  const byTitle = matchByWords(
    fresh.map((draft) => ({ key: draft.key, text: draft.title, group: '' })),
    left.map((record) => ({ key: record.key, text: record.title, group: '' })),
  )
  const near = mayMatch(left, tasksOf)
  const pairs = fresh.flatMap((draft) => {
    const items = new Set((itemsOf.get(draft.key) ?? []).map((item) => suffix(item.key)))
    return near(items, byTitle.get(draft.key)).map((record) => {
      const part = shared(items, tasksOf.get(`M${record.milestone}`) ?? [])
      const title = byTitle.get(draft.key) === record.key ? 1 : 0
      const number = draft.ownNumber === record.milestone && part + title > 0 ? 0.5 : 0
      return { draft, record, score: part + title + number }
    })
  })
  const used = new Set<string>()
  for (const { draft, record } of pairs.filter((pair) => pair.score >= 0.6).sort((one, two) => two.score - one.score)) {
    if (used.has(record.key) || found.has(draft.key)) continue
    used.add(record.key)
    found.set(draft.key, record.key)
  }
  return found
}

function group<T>(values: readonly T[], keyOf: (value: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const value of values) {
    const list = groups.get(keyOf(value))
    if (list === undefined) groups.set(keyOf(value), [value])
    else list.push(value)
  }
  return groups
}

/** New key of an item to the key it had when its milestone was called otherwise. */
function matchItems(derived: Derived, lock: Lock, milestones: ReadonlyMap<string, string>): Map<string, string> {
  const left = new Map<string, Known>()
  for (let at = 0; at < lock.tasks.length; at++) left.set(lock.tasks[at]!.key, lock.tasks[at]!)
  for (const record of deletedByHand(lock)) left.set(record.key, record)
  const fresh: PlanItem[] = []
  // No two items have one key.
  for (let at = 0; at < derived.items.length; at++)
    if (!left.delete(derived.items[at]!.key)) fresh.push(derived.items[at]!)
  const found = new Map<string, string>()
  if (fresh.length === 0) return found
  const take = (item: PlanItem, key: string): void => {
    found.set(item.key, key)
    left.delete(key)
  }
  const open = fresh.filter((item) => {
    const before = milestones.get(scope(item.key))
    const key = before === undefined ? '' : `${before}/${suffix(item.key)}`
    if (key === '' || !left.has(key)) return true
    take(item, key)
    return false
  })
  // The same words in another milestone: the item moved.
  const bySuffix = group([...left.values()], (task) => suffix(task.key))
  const rest = open.filter((item) => {
    const same = (bySuffix.get(suffix(item.key)) ?? []).filter((task) => left.has(task.key) && !isFixed(task.key))
    if (same.length !== 1 || isFixed(item.key)) return true
    take(item, same[0]!.key)
    return false
  })
  const candidate = (key: string, text: string, at: string): Candidate => ({ key, text, group: at })
  const near = matchByWords(
    rest
      .filter((item) => !isFixed(item.key))
      .map((item) => candidate(item.key, item.text, milestones.get(scope(item.key)) ?? scope(item.key))),
    [...left.values()]
      .filter((task) => !isFixed(task.key))
      .map((task) => candidate(task.key, task.text, scope(task.key))),
  )
  for (const [key, before] of near) found.set(key, before)
  return found
}

/** Tasks that every milestone has one of: their words say nothing about which one it is. */
const isFixed = (key: string): boolean => key.endsWith('/validate')

function matchEntries(derived: Derived, lock: Lock): Map<string, string> {
  const known = new Set(lock.entries.map((record) => record.key))
  const entries = (
    Object.entries(derived.sections) as [SectionName, NonNullable<Derived['sections'][SectionName]>][]
  ).flatMap(([name, list]) =>
    list.map((entry) => ({ key: entryKey(name, entry), text: entry.text, group: name as string })),
  )
  const now = new Set(entries.map((entry) => entry.key))
  const left = lock.entries.filter((record) => !now.has(record.key))
  return matchByWords(
    entries.filter((entry) => !known.has(entry.key)),
    left.map((record) => ({ key: record.key, text: record.text, group: record.key.slice(0, record.key.indexOf(':')) })),
  )
}

const inverse = (map: ReadonlyMap<string, string>): Map<string, string> => new Map([...map].map(([a, b]) => [b, a]))

/**
 * The lock with the keys that the plan's items, milestones and entries have now, so that what was reworded, renamed or
 * moved keeps its number: by key, then by the same words elsewhere, then by likeness.
 */
export function rekey(derived: Derived, lock: Lock): Lock {
  if (lock.tasks.length === 0 && lock.milestones.length === 0 && lock.entries.length === 0) return lock
  const milestones = matchMilestones(derived, lock)
  const items = inverse(matchItems(derived, lock, milestones))
  const entries = inverse(matchEntries(derived, lock))
  const drafts = inverse(milestones)
  if (items.size + entries.size + drafts.size === 0) return lock
  const moved = (key: string): string => {
    const draft = drafts.get(scope(key))
    return draft === undefined ? key : `${draft}/${suffix(key)}`
  }
  return {
    ...lock,
    milestones: lock.milestones.map((record) => ({ ...record, key: drafts.get(record.key) ?? record.key })),
    tasks: lock.tasks.map((task) => {
      const key = items.get(task.key)
      return key === undefined ? task : { ...task, key }
    }),
    entries: lock.entries.map((record) => ({ ...record, key: entries.get(record.key) ?? record.key })),
    gone: lock.gone.map((record) => ({ ...record, key: items.get(record.key) ?? moved(record.key) })),
  }
}
