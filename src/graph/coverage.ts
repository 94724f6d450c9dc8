import type { Coverable } from '../model/execution.ts'
import type { Task } from '../model/task.ts'

/** Something the documents ask for that a task has to cover. */
export type CoverageKey = Pick<Coverable, 'key' | 'kind' | 'place'>

/** Ids of the covering tasks by key, and the keys that no task covers, in the order given. */
export interface CoverageResult<Key extends CoverageKey = CoverageKey> {
  readonly covered: Readonly<Record<string, readonly string[]>>
  readonly uncovered: readonly Key[]
}

/** Which keys are covered by which tasks, in document order. A dropped task covers nothing. */
export function coverage<Key extends CoverageKey>(
  keys: readonly Key[],
  tasks: readonly Pick<Task, 'id' | 'state' | 'covers'>[],
): CoverageResult<Key> {
  const coveredBy = new Map<string, string[]>(keys.map(({ key }) => [key, []]))
  for (const { id, state, covers } of tasks) {
    if (state === 'dropped') continue
    for (const key of new Set(covers)) coveredBy.get(key)?.push(id)
  }
  const isCovered = (key: string): boolean => (coveredBy.get(key) as string[]).length > 0
  return {
    covered: Object.fromEntries([...coveredBy].filter(([key]) => isCovered(key))),
    uncovered: keys.filter(({ key }) => !isCovered(key)),
  }
}
