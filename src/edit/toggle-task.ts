import type { TaskState } from '../model/plan.ts'
import type { DocumentTask, TaskDocument } from '../model/task-document.ts'
import { refused, type Edited } from './edited.ts'
import { markOf } from './marks.ts'
import { nameOf } from './task-name.ts'

/**
 * Sets the state of a task in the document's own marks: one character between the brackets of its box, or, where a task
 * has no box, the sign that other tasks of the document without a box carry when they are done. No edit where it has
 * that state already.
 */
export function toggleTask(document: TaskDocument, task: DocumentTask, state: TaskState): Edited {
  if (task.state === state) return { ok: true, edits: [] }
  if (task.box === null) return toggleWithoutBox(document, task, state)
  if (isStruck(document, task)) {
    return refused(`${nameOf(document, task)} is struck through.`, 'Take the `~~` away first.')
  }
  return { ok: true, edits: [{ ...task.box.mark, text: markOf(document, state) }] }
}

/** A struck-through task is dropped whatever its box says. */
function isStruck({ text, dialect }: TaskDocument, task: DocumentTask): boolean {
  if (task.state !== 'dropped') return false
  const mark = text.slice(task.box!.mark.start, task.box!.mark.end)
  return !(mark.toUpperCase() === 'N/A' || (mark === '-' && dialect !== 'kiro'))
}

/** A sign of a finished task with the blank that parts it from the words. */
const IN_FRONT = /^(?:[✅☑✔✓]\uFE0F?)[ \t]*/u
const BEHIND = /[ \t]*(?:[✅☑✔✓]\uFE0F?)$/u

function toggleWithoutBox(document: TaskDocument, task: DocumentTask, state: TaskState): Edited {
  const { text } = document
  const words = text.slice(task.content, task.headEnd)
  if (state === 'open' && task.state === 'done') {
    const front = IN_FRONT.exec(words)?.[0] ?? ''
    if (front !== '') return { ok: true, edits: [{ start: task.content, end: task.content + front.length, text: '' }] }
    const behind = BEHIND.exec(words)?.[0] ?? ''
    if (behind !== '')
      return { ok: true, edits: [{ start: task.headEnd - behind.length, end: task.headEnd, text: '' }] }
    return refused(`${nameOf(document, task)} has no box, and its words say that it is done.`, 'Change its words.')
  }
  const sign = state === 'done' ? signOf(document, task) : null
  if (sign !== null) {
    const at = sign.behind ? task.headEnd : task.content
    return { ok: true, edits: [{ start: at, end: at, text: sign.text }] }
  }
  const bullet = text.slice(task.line.start, task.content)
  return refused(
    `${nameOf(document, task)} has no box, and no other task without one shows a mark for ${state}.`,
    `Write \`${bullet.trim()} [ ] ${words.split(/\s/u)[0] ?? ''} ...\`.`,
  )
}

/** How the document marks finished tasks of this kind: a sign in front of the words or behind them. */
function signOf(
  document: TaskDocument,
  task: DocumentTask,
): { readonly text: string; readonly behind: boolean } | null {
  for (const other of document.tasks) {
    if (other.kind !== task.kind || other.box !== null || other.state !== 'done') continue
    const words = document.text.slice(other.content, other.headEnd)
    const front = IN_FRONT.exec(words)?.[0]
    if (front !== undefined) return { text: front, behind: false }
    const behind = BEHIND.exec(words)?.[0]
    if (behind !== undefined) return { text: behind, behind: true }
  }
  return null
}
