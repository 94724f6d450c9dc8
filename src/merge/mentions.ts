import type { TaskDocument } from '../model/task-document.ts'

/**
 * A document in which a line without a box that names a task (`- T003 before T004`) is no second task of that id, but a
 * line of the person's own.
 */
export function withoutMentions(doc: TaskDocument): TaskDocument {
  const boxed = new Set<string>()
  const others = new Set<string>()
  for (const { id, box, kind } of doc.tasks) if (id !== '') (box === null && kind === 'item' ? others : boxed).add(id)
  for (const id of others) if (!boxed.has(id)) others.delete(id)
  if (others.size === 0) return doc
  const isMention = (task: TaskDocument['tasks'][number]): boolean =>
    task.box === null && task.kind === 'item' && others.has(task.id)
  return { ...doc, tasks: doc.tasks.map((task) => (isMention(task) ? { ...task, id: '', idSpan: null } : task)) }
}
