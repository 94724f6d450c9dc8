import type { TaskDocument } from '../model/task-document.ts'

/**
 * A document in which a line without a box that names a task (`- T003 before T004`) is no second task of that id, but a
 * line of the person's own.
 */
export function withoutMentions(doc: TaskDocument): TaskDocument {
  const others = new Set<string>()
  for (let at = 0; at < doc.tasks.length; at++) {
    const task = doc.tasks[at]!
    if (task.box === null && task.kind === 'item' && task.id !== '') others.add(task.id)
  }
  if (others.size === 0) return doc
  const boxed = new Set<string>()
  for (const { id, box, kind } of doc.tasks) if (box !== null || kind !== 'item') boxed.add(id)
  for (const id of others) if (!boxed.has(id)) others.delete(id)
  if (others.size === 0) return doc
  const isMention = (task: TaskDocument['tasks'][number]): boolean =>
    task.box === null && task.kind === 'item' && others.has(task.id)
  return { ...doc, tasks: doc.tasks.map((task) => (isMention(task) ? { ...task, id: '', idSpan: null } : task)) }
}
