import { nameOf } from '../edit/task-name.ts'
import type { TaskState } from '../model/plan.ts'
import type { DocumentTask } from '../model/task-document.ts'
import { changeOf, type Named } from './document-tasks.ts'
import type { Outcome } from './outcome.ts'
import { styled, type Line } from './terminal.ts'

/** How a command speaks about tasks whose state it set. */
interface Toggled {
  readonly edited: boolean
  readonly dryRun: boolean
  readonly did: string
  readonly would: string
  readonly next: readonly Line[]
  /** More of the JSON's `data`. */
  readonly more?: object
}

/** What a command answers that set one state and did nothing else. */
export function toggledOutcome(
  { document, target }: Pick<Named, 'document' | 'target'>,
  tasks: readonly DocumentTask[],
  state: TaskState,
  { edited, dryRun, did, would, next, more = {} }: Toggled,
): Outcome {
  return {
    code: 0,
    data: {
      status: !edited ? 'unchanged' : dryRun ? 'would-write' : 'written',
      output: target.shown,
      tasks: tasks.map((task) => changeOf(document, task, state)),
      ...more,
    },
    diagnostics: [],
    out: [],
    notes: [
      ...tasks.map((task): Line => {
        const name = nameOf(document, task)
        if (task.state === state) return `${name} is ${state} already`
        return [styled('green', dryRun ? would : did), ` ${name} in ${target.shown}`]
      }),
      ...next,
    ],
  }
}
