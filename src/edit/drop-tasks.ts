import type { DocumentTask, TaskDocument } from '../model/task-document.ts'
import { plainId } from './find-tasks.ts'
import { dependenciesOf } from './ready-tasks.ts'
import type { TextEdit } from './text-edits.ts'

/** What goes with tasks that are dropped, and who is left waiting for them. */
export interface Dropped {
  readonly edits: readonly TextEdit[]
  /** Tasks nested in them that nobody named, in document order. */
  readonly nested: readonly DocumentTask[]
  /** Tasks that stay and say that they wait for some that go. */
  readonly waiting: readonly { readonly task: DocumentTask; readonly on: readonly string[] }[]
}

/** Takes tasks out of a document, each with its whole block; of two blank lines that would meet one goes too. */
export function dropTasks(document: TaskDocument, tasks: readonly DocumentTask[]): Dropped {
  const named = new Set(tasks)
  const goes = document.tasks.map(() => false)
  document.tasks.forEach((task, index) => (goes[index] = named.has(task) || (task.parent >= 0 && goes[task.parent]!)))
  const gone = document.tasks.filter((_, index) => goes[index])
  const roots = document.tasks.filter((task, index) => goes[index] && !(task.parent >= 0 && goes[task.parent]!))
  const ids = new Set(gone.flatMap(({ id }) => (id === '' ? [] : [plainId(id)])))
  const stays = document.tasks.filter((_, index) => !goes[index])
  const kept = new Set(stays.map(({ id }) => plainId(id)))
  return {
    edits: roots.map((task) => blockEdit(document, task)),
    nested: gone.filter((task) => !named.has(task)),
    waiting: stays.flatMap((task) => {
      const on = dependenciesOf(task).filter((id) => ids.has(plainId(id)) && !kept.has(plainId(id)))
      return on.length === 0 ? [] : [{ task, on }]
    }),
  }
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
