import type { Diagnostic } from '../model/diagnostic.ts'
import type { Graph } from '../model/graph.ts'
import type { Milestone, Task } from '../model/task.ts'
import { orderOf } from './order.ts'
import { planLinks } from './links.ts'
import { parallelVerdicts } from './parallel.ts'
import { frameOf, phasesOf } from './phases.ts'
import { printedEdges } from './printed.ts'
import { publish } from './publish.ts'
import { wavesOf } from './waves.ts'

export { coverage, type CoverageKey, type CoverageResult } from './coverage.ts'
export { readyTasks } from './network.ts'
export { defaultSharedPaths, sharedPathTest } from './paths.ts'
export { orderPhases } from './phases.ts'
export { scheduleOf, type Schedule } from './schedule.ts'
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
  const { milestones } = input
  const frame = frameOf(tasks, milestones)
  const { size, links, barriers, exempt, diagnostics } = planLinks(tasks, milestones, frame)
  const order = orderOf(size, frame.taskCount, links)
  const { timing, longestChain, criticalPath } = wavesOf(tasks, order)
  const verdicts = parallelVerdicts(tasks, frame, order, timing, input.sharedPaths)
  const { edges, joins, pairs } = publish(tasks, frame, order, links)
  const id = (at: number): string => tasks[at]!.id
  const byId = <T>(list: readonly T[]): Record<string, T> =>
    Object.fromEntries(list.map((value, at) => [id(at), value]))
  const graph: Graph = {
    edges,
    ...(joins.length > 0 ? { joins } : {}),
    ...(exempt.length > 0 ? { exempt: exempt.map(id) } : {}),
    phases: phasesOf(frame, tasks, barriers),
    parallel: byId(verdicts),
    timing: byId(timing),
    longestChain: longestChain.map(id),
    criticalPath: criticalPath.map(id),
    printed: byId(printedEdges(edges, pairs, order).map((list) => list.map(id))),
  }
  return { graph, diagnostics }
}
