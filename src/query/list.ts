import type { Execution } from '../model/execution.ts'
import type { Task } from '../model/task.ts'
import type { Estimate } from '../model/values.ts'
import { pathPattern } from './path-pattern.ts'
import type { Places, Spot } from './places.ts'
import { statuses, type TaskStatus } from './tasks.ts'

/** Which tasks are wanted; all given conditions hold at once. */
export interface TaskFilter {
  /** Ids; null for every phase. */
  readonly phases: ReadonlySet<string> | null
  /** A path, a folder or a pattern with `*` and `**`; '' for any. */
  readonly path: string
  /** Words that stand in the id, the text or the body, in any case; '' for any. */
  readonly text: string
  readonly parallel: boolean
  /** Null for every status. */
  readonly statuses: ReadonlySet<TaskStatus> | null
}

export const everyTask: TaskFilter = { phases: null, path: '', text: '', parallel: false, statuses: null }

/** One row of `list`. */
export interface TaskRow extends Spot {
  readonly id: string
  readonly text: string
  readonly status: TaskStatus
  /** As in {@link import('./tasks.ts').PhaseName}. */
  readonly phase: string
  readonly parallel: boolean
  readonly estimate: Estimate | null
  /** Ids that its line names as `(depends on ...)`. */
  readonly dependsOn: readonly string[]
  /** Paths it writes. */
  readonly writes: readonly string[]
}

export interface ListView {
  /** Of all tasks, also where a filter leaves some out. */
  readonly total: number
  /** In the order of execute.md. */
  readonly tasks: readonly TaskRow[]
}

/** Whether a task has the words and a path that are wanted; paths are asked for only where they matter. */
export function saying({ path, text }: TaskFilter): (task: Said, paths: () => readonly string[]) => boolean {
  const matchesPath = path === '' ? null : pathPattern(path)
  const words = text.toLowerCase()
  return (task, paths) =>
    (words === '' || [task.id, task.text, ...task.body].some((line) => line.toLowerCase().includes(words))) &&
    (matchesPath === null || paths().some(matchesPath))
}

type Said = Pick<Task, 'id' | 'text' | 'body'>

/** Tasks of a compiled plan. */
export function listView(execution: Execution, places: Places, filter: TaskFilter = everyTask): ListView {
  const status = statuses(execution)
  const { parallel, printed } = execution.graph
  const says = saying(filter)
  const isParallel = ({ id }: Task): boolean => Object.hasOwn(parallel, id) && parallel[id]!.parallel
  const wanted = (task: Task): boolean =>
    (filter.phases === null || filter.phases.has(task.phase)) &&
    (filter.statuses === null || filter.statuses.has(status.get(task.id)!)) &&
    (!filter.parallel || isParallel(task)) &&
    says(task, () => task.paths.map(({ path }) => path))
  const row = (task: Task): TaskRow => ({
    id: task.id,
    text: task.text,
    status: status.get(task.id)!,
    phase: task.phase,
    parallel: isParallel(task),
    estimate: task.estimate,
    dependsOn: Object.hasOwn(printed, task.id) ? printed[task.id]! : [],
    writes: task.paths.filter(({ role }) => role === 'write').map(({ path }) => path),
    ...places.spot(task.origin.place),
  })
  return { total: execution.tasks.length, tasks: execution.tasks.filter(wanted).map(row) }
}
