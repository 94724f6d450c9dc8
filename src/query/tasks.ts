import { readyTasks } from '../graph/index.ts'
import type { Execution } from '../model/execution.ts'
import { compareNatural } from '../model/order.ts'
import type { PhaseId, Task } from '../model/task.ts'

/** Where a task is on its way. `ready`: open, and everything it waits for is over. `blocked`: open, and something is not. */
export type TaskStatus = 'done' | 'dropped' | 'started' | 'ready' | 'blocked'

/** A task in one line, as others name it. */
export interface TaskBrief {
  readonly id: string
  readonly text: string
  readonly status: TaskStatus
}

export interface PhaseName {
  /** `setup`, `foundational`, `M2`, `polish`; the number of the section where a document has others. */
  readonly id: string
  /** `Setup`, `Milestone 2: Export`. */
  readonly title: string
}

/** The status of every task, in one pass over the graph. */
export function statuses(execution: Execution): ReadonlyMap<string, TaskStatus> {
  const over = new Set(
    execution.tasks.filter(({ state }) => state === 'done' || state === 'dropped').map(({ id }) => id),
  )
  const ready = new Set(readyTasks(execution.graph, (id) => over.has(id)))
  const statusOf = ({ id, state }: Task): TaskStatus => {
    if (state !== 'open') return state
    return ready.has(id) ? 'ready' : 'blocked'
  }
  return new Map(execution.tasks.map((task) => [task.id, statusOf(task)]))
}

export function phaseName(execution: Execution, id: PhaseId): PhaseName {
  if (!/^M\d/.test(id)) return { id, title: id.charAt(0).toUpperCase() + id.slice(1) }
  const title = execution.milestones.find(({ number }) => `M${number}` === id)?.title ?? ''
  return { id, title: `Milestone ${id.slice(1)}${title === '' ? '' : `: ${title}`}` }
}

/** The task a person means, or ids that are near. */
export type FoundTask = { readonly task: Task } | { readonly task: null; readonly near: readonly string[] }

/**
 * Finds a task by its id, in any case and with or without leading zeros (`t3` is `T003`), else by the plan's own id if
 * one task alone has it. Suggestions are the ids with the nearest numbers, at most three.
 */
export function findTask(execution: Execution, wanted: string): FoundTask {
  const { tasks } = execution
  const plain = plainId(wanted)
  const exact = tasks.find(({ id }) => id === wanted) ?? tasks.find(({ id }) => plainId(id) === plain)
  if (exact !== undefined) return { task: exact }
  const byPlan = tasks.filter(({ planId }) => planId !== '' && planId.toLowerCase() === wanted.toLowerCase())
  if (byPlan.length === 1) return { task: byPlan[0]! }
  if (byPlan.length > 1) return { task: null, near: byPlan.slice(0, 3).map(({ id }) => id) }
  return {
    task: null,
    near: nearIds(
      tasks.map(({ id }) => id),
      wanted,
    ),
  }
}

const plainId = (id: string): string => id.toUpperCase().replace(/^([A-Z]+-?)0+(?=\d)/, '$1')

function nearIds(ids: readonly string[], wanted: string): readonly string[] {
  const number = Number(/\d+/.exec(wanted)?.[0] ?? Number.NaN)
  const distance = (id: string): number => {
    const own = Number(/\d+/.exec(id)?.[0] ?? Number.NaN)
    return Number.isNaN(number - own) ? Number.POSITIVE_INFINITY : Math.abs(number - own)
  }
  return ids
    .map((id) => ({ id, far: distance(id) }))
    .filter(({ far }) => far !== Number.POSITIVE_INFINITY)
    .toSorted((a, b) => a.far - b.far || compareNatural(a.id, b.id))
    .slice(0, 3)
    .map(({ id }) => id)
}

export const inBrief = (task: Task, status: ReadonlyMap<string, TaskStatus>): TaskBrief => ({
  id: task.id,
  text: task.text,
  status: status.get(task.id) ?? 'blocked',
})
