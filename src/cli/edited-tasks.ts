import type { FoundSection } from '../edit/sections.ts'
import type { TaskState } from '../model/plan.ts'
import type { DocumentTask, TaskDocument } from '../model/task-document.ts'
import type { TaskTarget } from '../workspace/task-target.ts'
import type { Call } from './arguments.ts'
import { callOf } from './call-of.ts'
import { tasksNamed } from './document-tasks.ts'
import { Misuse } from './misuse.ts'
import { styled, type Line } from './terminal.ts'
import type { WrittenEdit } from './write-edited.ts'

/** A task that was added, changed or removed; its state is null where it is not there. */
export interface EditedTask {
  readonly id: string
  readonly line: number
  readonly text: string
  readonly before: TaskState | null
  readonly after: TaskState | null
}

/** The `data` of the commands that change more of a task than its box. */
export const editData = (
  { shown }: TaskTarget,
  { status, refreshed }: WrittenEdit<unknown>,
  tasks: readonly EditedTask[],
): object => ({ status, output: shown, tasks, refreshed })

/** What was done, and what is left to do where only the task itself could be written. */
export function doneLines(
  call: Call,
  { status, refreshed }: WrittenEdit<unknown>,
  did: string,
  would: string,
): readonly Line[] {
  const first: Line =
    status === 'would-write' ? would : status === 'unchanged' ? 'Nothing changes.' : [styled('green', did)]
  if (refreshed !== false) return [first]
  return [first, `Order, diagrams and lock follow with the next \`${callOf(call, 'execute')}\``]
}

/** The ids that `--on` names, as the document writes them; null without the option, none for `--on none`. */
export function idsNamed(call: Call, document: TaskDocument, target: TaskTarget): readonly string[] | null {
  const value = call.values['on']
  if (value === undefined) return null
  const words = value.split(/[\s,]+/).filter((word) => word !== '')
  if (words.length === 1 && words[0]!.toLowerCase() === 'none') return []
  const tasks = tasksNamed(document, target, words)
  const without = tasks.find(({ id }) => id === '')
  if (without === undefined) return tasks.map(({ id }) => id)
  throw new Misuse(`\`${without.text}\` has no id to wait for.`, '`intentk adopt` gives ids.', 'unknown-task')
}

/** The section, or misuse that names those there are. */
export function sectionNamed(found: FoundSection): Extract<FoundSection, { ok: true }> {
  if (found.ok) return found
  throw new Misuse(`${found.reason} Nothing is changed.`, found.hint, 'unknown-section')
}

/** The one task that is named; a range names several. */
export function oneNamed(document: TaskDocument, target: TaskTarget, word: string): DocumentTask {
  const [task, other] = tasksNamed(document, target, [word])
  if (task !== undefined && other === undefined) return task
  throw new Misuse(`\`${word}\` names several tasks.`, 'Name one of them.', 'ambiguous-task')
}
