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
  const records = new Map(lock.tasks.map((record) => [record.id, record]))
  const reached = tasks.filter((task) => {
    const record = records.get(task.id)
    records.delete(task.id)
    return record?.source !== task.source
  })
  // Records that no task took are of tasks that are gone.
  const left = records.size === 0 ? [] : lock.tasks.filter((record) => records.has(record.id))
  const phases = [...reached, ...left].map((task) => task.phase).filter((phase) => phase.startsWith('M'))
  return {
    documents: [...changed, ...removed],
    tasks: [...reached.map((task) => task.id), ...left.map((record) => record.id)],
    milestones: [...new Set(phases)],
  }
}
