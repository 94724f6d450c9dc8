import type { DocumentTask, TaskDocument } from '../model/task-document.ts'
import type { LockTask } from './lock.ts'

// Several ask, and each answer is a table of ten thousand.
const ofDocuments = new WeakMap<TaskDocument, ReadonlyMap<string, DocumentTask>>()
const ofLocks = new WeakMap<readonly LockTask[], ReadonlyMap<string, LockTask>>()

/** The first task of each id of a document. */
export function tasksById(doc: TaskDocument): ReadonlyMap<string, DocumentTask> {
  const known = ofDocuments.get(doc)
  if (known !== undefined) return known
  const tasks = new Map<string, DocumentTask>()
  for (let at = 0; at < doc.tasks.length; at++) {
    const task = doc.tasks[at]!
    if (task.id !== '' && !tasks.has(task.id)) tasks.set(task.id, task)
  }
  ofDocuments.set(doc, tasks)
  return tasks
}

/** The records of a lock's tasks by their ids; of several with one id the last. */
export function recordsById(records: readonly LockTask[]): ReadonlyMap<string, LockTask> {
  const known = ofLocks.get(records)
  if (known !== undefined) return known
  const found = new Map<string, LockTask>()
  for (let at = 0; at < records.length; at++) found.set(records[at]!.id, records[at]!)
  ofLocks.set(records, found)
  return found
}
