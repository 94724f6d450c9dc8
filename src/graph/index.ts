import type { Diagnostic } from '../model/diagnostic.ts'
import type { Graph } from '../model/graph.ts'
import type { Milestone, Task } from '../model/task.ts'
import { planLinks } from './links.ts'
import { parallelVerdicts } from './parallel.ts'
import { frameOf, phasesOf } from './phases.ts'
import { printedEdges } from './printed.ts'
import { publish } from './publish.ts'
import { wavesOf } from './waves.ts'
import { writesOf } from './writes.ts'

export { coverage, type CoverageKey, type CoverageResult } from './coverage.ts'
export { openNetwork, readyTasks } from './network.ts'
export { defaultSharedPaths, sharedPathTest } from './paths.ts'
export { orderPhases } from './phases.ts'
export { scheduleOf, type Schedule } from './schedule.ts'
export { minutesOf, unestimated } from './waves.ts'
export { explainPath, explainTask, type PathStep, type TaskReasons } from './why.ts'

/** What the graph is made from. */
export interface GraphInput {
  /** All tasks in the document order of execute.md; dropped ones take no part. */
  readonly tasks: readonly Task[]
  /** In the order of their phases, see {@link orderPhases}. */
  readonly milestones: readonly Milestone[]
  /** Files that keep a task from being `[P]`, see {@link defaultSharedPaths}. */
  readonly sharedPaths: readonly string[]
}

/** The graph is always acyclic; with an error diagnostic the statements that close a cycle are missing from it. */
export interface GraphResult {
  readonly graph: Graph
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * Edges with their reasons, phases, `[P]`, waves and schedule of a plan. Reports `dependency-cycle` (error),
 * `unknown-dependency`, `ambiguous-dependency`, `self-dependency`, `dependency-too-wide` (warnings) and
 * `dropped-edge` (info). Time and memory grow with the size of the input.
 */
export function buildGraph(input: GraphInput): GraphResult {
  const tasks = input.tasks.filter((task) => task.state !== 'dropped')
  const frame = frameOf(tasks, input.milestones)
  const writes = writesOf(tasks)
  const { links, order, barriers, exempt, diagnostics } = planLinks(tasks, input.milestones, frame, writes)
  const { timing, longestChain, criticalPath } = wavesOf(tasks, order)
  const verdicts = parallelVerdicts(tasks, frame, writes, order, timing, input.sharedPaths)
  const { edges, joins, pairs } = publish(tasks, frame, order, links, exempt)
  const id = (at: number): string => tasks[at]!.id
  const none: readonly string[] = []
  const ids = (list: readonly number[]): readonly string[] => (list.length === 0 ? none : list.map(id))
  const graph: Graph = {
    edges,
    ...(joins.length > 0 ? { joins } : {}),
    ...(exempt.length > 0 ? { exempt: exempt.map(id) } : {}),
    phases: phasesOf(frame, tasks, barriers),
    parallel: byId(tasks, verdicts),
    timing: byId(tasks, timing),
    longestChain: longestChain.map(id),
    criticalPath: criticalPath.map(id),
    printed: byId(tasks, printedEdges(edges, pairs, order).map(ids)),
  }
  return { graph, diagnostics }
}

/** A value for each task by its id. */
function byId<T>(tasks: readonly Task[], values: readonly T[]): Record<string, T> {
  const record: Record<string, T> = {}
  for (let at = 0; at < tasks.length; at++) {
    const { id } = tasks[at]!
    // This name alone would set the prototype and hold nothing.
    if (id === '__proto__')
      Object.defineProperty(record, id, { value: values[at], enumerable: true, writable: true, configurable: true })
    else record[id] = values[at] as T
  }
  return record
}
