import type { Derived } from '../derive/index.ts'
import type { PlanItem } from '../model/task.ts'
import type { Lock } from './lock.ts'

const idOf = (number: number): string => `T${String(number).padStart(3, '0')}`
/** The number of an id with a `T`, 0 for any other. */
function numberOf(id: string): number {
  let end = 1
  let number = 0
  for (; end < id.length; end++) {
    const digit = id.charCodeAt(end) - 48
    if (digit < 0 || digit > 9) break
    number = 10 * number + digit
  }
  return id.startsWith('T') ? (end < 16 ? number : Number(id.slice(1, end))) : 0
}

/** The first number that no id of the lock, none that `used` names and none of the `wishes` has. Ids in use are no wish. */
function nextNumber(lock: Lock, used: readonly string[], wishes: Set<string>): number {
  let last = 0
  const use = (id: string): void => {
    last = Math.max(last, numberOf(id))
    if (wishes.size > 0) wishes.delete(id)
  }
  for (const { id } of lock.tasks) use(id)
  for (const { gone } of lock.gone) use(gone)
  for (const id of used) use(id)
  for (const id of wishes) last = Math.max(last, numberOf(id))
  return last + 1
}

/** Ids of the items: the lock's, the plan's own, else counted up from the highest that was ever used. */
export function idsOf(items: readonly PlanItem[], lock: Lock, used: readonly string[]): readonly string[] {
  const known = new Map<string, string>()
  for (const { key, id } of lock.tasks) known.set(key, id)
  const ids: string[] = []
  const wishes = new Set<string>()
  let isOpen = false
  for (let at = 0; at < items.length; at++) {
    const { key, keepId } = items[at]!
    const id = known.size === 0 ? '' : (known.get(key) ?? '')
    ids.push(id)
    if (id !== '') continue
    isOpen = true
    if (keepId !== '') wishes.add(keepId)
  }
  if (!isOpen) return ids
  let next = nextNumber(lock, used, wishes)
  for (let at = 0; at < ids.length; at++)
    if (ids[at] === '') ids[at] = wishes.has(items[at]!.keepId) ? items[at]!.keepId : idOf(next++)
  return ids
}

/** What may be the key of a task whose id is asked for: few of them are. */
export function keysAskedFor({ items, milestones, gaps }: Derived): ReadonlySet<string> {
  const keys = new Set<string>()
  for (let at = 0; at < items.length; at++) {
    const { stated } = items[at]!
    for (let nth = 0; nth < stated.length; nth++) keys.add(stated[nth]!.target)
  }
  for (const { dependsOnTasks } of milestones) for (const { task } of dependsOnTasks ?? []) keys.add(task)
  for (const { task } of gaps) if (task !== undefined) keys.add(task)
  return keys
}

/** The ids of the items whose keys are asked for. */
export function idsByKey(
  items: readonly PlanItem[],
  ids: readonly string[],
  asked: ReadonlySet<string>,
): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  if (asked.size === 0) return found
  for (let at = 0; at < items.length; at++) if (asked.has(items[at]!.key)) found.set(items[at]!.key, ids[at]!)
  return found
}
