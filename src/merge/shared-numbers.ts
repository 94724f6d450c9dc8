import type { Lock, LockMilestone } from './lock-records.ts'

/** The key of the milestone that a task is of. */
export const scopeOf = (key: string): string => (key.includes('/') ? key.slice(0, key.indexOf('/')) : '')

/** Numbers that several milestones of a lock have, none of which shares work with another. */
export function sharedNumbers({ milestones, tasks }: Lock): ReadonlyMap<number, readonly LockMilestone[]> {
  const byNumber = new Map<number, LockMilestone[]>()
  for (const record of milestones) {
    const list = byNumber.get(record.milestone)
    if (list === undefined) byNumber.set(record.milestone, [record])
    else list.push(record)
  }
  for (const [number, list] of byNumber) {
    const keys = new Set(list.map(({ key }) => key))
    const own = keys.size < 2 ? [] : tasks.filter((task) => task.phase === `M${number}` && keys.has(scopeOf(task.key)))
    // A milestone that was renamed has the tasks of the other, or none any more.
    const items = new Map(own.map((task) => [task.key.slice(task.key.indexOf('/')), scopeOf(task.key)]))
    const isShared = own.some((task) => {
      const item = task.key.slice(task.key.indexOf('/'))
      return item !== '/validate' && items.get(item) !== scopeOf(task.key)
    })
    if (keys.size < 2 || isShared || new Set(own.map((task) => scopeOf(task.key))).size < keys.size)
      byNumber.delete(number)
  }
  return byNumber
}
