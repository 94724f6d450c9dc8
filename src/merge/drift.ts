import type { InputDocument } from '../model/compile.ts'
import type { Drift } from '../model/merge.ts'
import type { Task } from '../model/task.ts'
import { hashOfSource } from '../model/hash.ts'
import { recordsById } from './by-id.ts'
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
  const records = recordsById(lock.tasks)
  const reached: Pick<Task, 'id' | 'phase'>[] = []
  let known = 0
  for (let at = 0; at < tasks.length; at++) {
    const task = tasks[at]!
    const record = records.get(task.id)
    if (record !== undefined) known++
    if (record?.source !== task.source) reached.push(task)
  }
  if (known !== records.size) for (const record of withoutTask(lock, tasks)) reached.push(record)
  const phases = new Set<string>()
  const ids: string[] = []
  let last = ''
  for (let at = 0; at < reached.length; at++) {
    const { id, phase } = reached[at]!
    ids.push(id)
    if (phase === last) continue
    last = phase
    if (phase.startsWith('M')) phases.add(phase)
  }
  return { documents: [...changed, ...removed], tasks: ids, milestones: [...phases] }
}

/** The records of tasks that are gone. */
function withoutTask(lock: Lock, tasks: readonly Task[]): Lock['tasks'] {
  const ids = new Set<string>()
  for (let at = 0; at < tasks.length; at++) ids.add(tasks[at]!.id)
  return lock.tasks.filter((record) => !ids.has(record.id))
}
