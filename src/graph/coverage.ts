import type { Place } from '../model/source.ts'
import type { Task } from '../model/task.ts'

/** Something the documents ask for that a task has to cover. */
export interface CoverageKey {
  readonly key: string
  readonly kind: 'deliverable' | 'requirement' | 'criterion' | 'scenario' | 'milestone'
  readonly place: Place
}

/** Ids of the covering tasks by key, and the keys that no task covers, in the order given. */
export interface CoverageResult {
  readonly covered: Readonly<Record<string, readonly string[]>>
  readonly uncovered: readonly CoverageKey[]
}

/** Which keys are covered by which tasks, in document order. A dropped task covers nothing. */
export function coverage(keys: readonly CoverageKey[], tasks: readonly Task[]): CoverageResult {
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
