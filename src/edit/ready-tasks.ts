import type { DocumentTask, TaskDocument } from '../model/task-document.ts'
import { findInlineDependencies, readDependencyLine } from '../parse/text/dependencies.ts'
import { plainId } from './find-tasks.ts'

/**
 * The tasks of a document that could start by what it says itself, in document order: open, with every task done that
 * their lines name, and none that only holds other tasks. For documents that nothing else is known of.
 */
export function readyTasks(document: TaskDocument): readonly DocumentTask[] {
  const over = new Set<string>()
  const known = new Set<string>()
  for (const { id, state } of document.tasks) {
    if (id === '') continue
    known.add(plainId(id))
    if (state === 'done' || state === 'dropped') over.add(plainId(id))
  }
  const holds = new Set(document.tasks.filter(({ state }) => state === 'open').map(({ parent }) => parent))
  return document.tasks.filter(
    (task, index) =>
      task.state === 'open' &&
      !holds.has(index) &&
      dependenciesOf(task).every((id) => over.has(plainId(id)) || !known.has(plainId(id))),
  )
}

/** Ids that a task says it waits for, in its head or in a line of its body (`_Depends: 2.1_`). */
export function dependenciesOf({ depends, body }: Pick<DocumentTask, 'depends' | 'body'>): readonly string[] {
  const at = { file: '', start: 0 }
  const remark = depends === null ? [] : findInlineDependencies(`(${depends.text})`, at).stated
  const lines = body.flatMap((line) => {
    const read = readDependencyLine(line, at)
    return read === null || read.form === 'uses' ? [] : read.stated
  })
  return [...remark, ...lines].map(({ target }) => target)
}
