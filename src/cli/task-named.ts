import type { Execution } from '../model/execution.ts'
import type { Task } from '../model/task.ts'
import { findTask } from '../query/tasks.ts'
import { Misuse } from './misuse.ts'

/** The task with an id of the command line; misuse that names near ids where there is none. */
export function taskNamed(execution: Execution, id: string): Task {
  const found = findTask(execution, id)
  if (found.task !== null) return found.task
  const { near } = found
  const hint = near.length === 0 ? '`intentk list` shows all ids.' : `Did you mean ${near.join(' or ')}?`
  throw new Misuse(`There is no task \`${id}\` in ${execution.id}.`, hint, 'unknown-task')
}
