import type { DocumentTask, TaskDocument } from '../model/task-document.ts'
import { plainId } from './find-tasks.ts'
import { dependenciesOf } from './dependencies-of.ts'
import type { TextEdit } from './text-edits.ts'

/** What goes with tasks that are dropped. */
export interface Dropped {
  readonly edits: readonly TextEdit[]
  /** Tasks nested in them that nobody named, in document order. */
  readonly nested: readonly DocumentTask[]
}

/** Takes tasks out of a document, each with its whole block; of two blank lines that would meet one goes too. */
export function dropTasks(document: TaskDocument, tasks: readonly DocumentTask[]): Dropped {
  const named = new Set(tasks)
  const goes = document.tasks.map(() => false)
  document.tasks.forEach((task, index) => (goes[index] = named.has(task) || (task.parent >= 0 && goes[task.parent]!)))
  const gone = document.tasks.filter((_, index) => goes[index])
  const roots = document.tasks.filter((task, index) => goes[index] && !(task.parent >= 0 && goes[task.parent]!))
  return {
    edits: roots.map((task) => blockEdit(document, task)),
    nested: gone.filter((task) => !named.has(task)),
  }
}

/** A task that says that it waits for some that are not there. */
export interface Waiting {
  readonly task: DocumentTask
  readonly on: readonly string[]
}

/** The tasks of a document that still say that they wait for ids that were dropped from it. */
export function waitingFor(document: TaskDocument, dropped: readonly string[]): readonly Waiting[] {
  const kept = new Set(document.tasks.map(({ id }) => plainId(id)))
  const gone = new Set(dropped.map(plainId).filter((id) => !kept.has(id)))
  return document.tasks.flatMap((task) => {
    const on = dependenciesOf(task).filter((id) => gone.has(plainId(id)))
    return on.length === 0 ? [] : [{ task, on }]
  })
}

/** The removal of a task's block. */
export function blockEdit({ text }: TaskDocument, { start, end }: DocumentTask): TextEdit {
  const blankAbove = start === 0 || /\n[ \t]*\r?\n$/.test(text.slice(Math.max(0, start - 200), start))
  const blankBelow = /^[ \t]*\r?\n/.exec(text.slice(end, end + 200))?.[0] ?? ''
  if (blankAbove && blankBelow !== '') return { start, end: end + blankBelow.length, text: '' }
  // The last line of a document without a line end: the one above it is the last now.
  const above =
    end === text.length && text[end - 1] !== '\n' ? (/\r?\n$/.exec(text.slice(0, start))?.[0].length ?? 0) : 0
  return { start: start - above, end, text: '' }
}
