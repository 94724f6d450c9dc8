import type { InputDocument } from '../model/compile.ts'
import type { Drift } from '../model/merge.ts'
import type { Task } from '../model/task.ts'
import { hashOfSource } from '../model/hash.ts'
import type { Lock } from './lock.ts'

/**
 * What changed in the documents since the last run: which of them, and which tasks and milestones their changes reach.
 * A document that changed elsewhere (a blank line, an overview) reaches none.
 */
export function driftOf(documents: readonly InputDocument[], lock: Lock, tasks: readonly Task[]): Drift {
  const before = new Map(lock.documents.map((record) => [record.doc, record.hash]))
  const now = new Map(documents.map((document) => [document.link, document.source]))
  const changed = [...now].flatMap(([path, source]): Drift['documents'] => {
    if (!before.has(path)) return [{ path, state: 'added' }]
    return before.get(path) === hashOfSource(source) ? [] : [{ path, state: 'changed' }]
  })
  const removed = [...before.keys()]
    .filter((path) => !now.has(path))
    .map((path) => ({ path, state: 'removed' as const }))
  const records = new Map<string, Lock['tasks'][number]>()
  for (let at = 0; at < lock.tasks.length; at++) records.set(lock.tasks[at]!.id, lock.tasks[at]!)
  const reached: Task[] = []
  for (let at = 0; at < tasks.length; at++) {
    const task = tasks[at]!
    const record = records.get(task.id)
    if (record !== undefined) records.delete(task.id)
    if (record?.source !== task.source) reached.push(task)
  }
  // Records that no task took are of tasks that are gone.
  const left = records.size === 0 ? [] : lock.tasks.filter((record) => records.has(record.id))
  const phases = new Set<string>()
  const ids: string[] = []
  const reaches = ({ id, phase }: Pick<Task, 'id' | 'phase'>): void => {
    ids.push(id)
    if (phase.startsWith('M')) phases.add(phase)
  }
  reached.forEach(reaches)
  left.forEach(reaches)
  return { documents: [...changed, ...removed], tasks: ids, milestones: [...phases] }
}
