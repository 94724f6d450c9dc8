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
  const tasks = withoutDropped(input.tasks)
  const frame = frameOf(tasks, input.milestones)
  const writes = writesOf(tasks)
  const { links, order, barriers, exempt, diagnostics } = planLinks(tasks, input.milestones, frame, writes)
  const { timing, longestChain, criticalPath } = wavesOf(tasks, order)
  const verdicts = parallelVerdicts(tasks, frame, writes, order, timing, input.sharedPaths)
  const { edges, joins, pairs } = publish(tasks, frame, order, links, exempt)
  const { parallel, timing: times, printed } = byId(tasks, verdicts, timing, printedEdges(edges, pairs, order))
  const id = (at: number): string => tasks[at]!.id
  const graph: Graph = {
    edges,
    ...(joins.length > 0 ? { joins } : {}),
    ...(exempt.length > 0 ? { exempt: exempt.map(id) } : {}),
    phases: phasesOf(frame, tasks, barriers),
    parallel,
    timing: times,
    longestChain: longestChain.map(id),
    criticalPath: criticalPath.map(id),
    printed,
  }
  return { graph, diagnostics }
}

function withoutDropped(tasks: readonly Task[]): readonly Task[] {
  for (let at = 0; at < tasks.length; at++)
    if (tasks[at]!.state === 'dropped') return tasks.filter((task) => task.state !== 'dropped')
  return tasks
}

const none: readonly string[] = []

/** What is known of each task by its number, as records by its id. */
function byId(
  tasks: readonly Task[],
  verdicts: Graph['parallel'][string][],
  timings: readonly Graph['timing'][string][],
  edges: readonly (readonly number[])[],
): Pick<Graph, 'parallel' | 'timing' | 'printed'> {
  const parallel: Record<string, (typeof verdicts)[number]> = {}
  const timing: Record<string, (typeof timings)[number]> = {}
  const printed: Record<string, readonly string[]> = {}
  for (let at = 0; at < tasks.length; at++) {
    const { id } = tasks[at]!
    const list = edges[at]!
    const names = list.length === 0 ? none : list.map((task) => tasks[task]!.id)
    // This name alone would set the prototype and hold nothing.
    if (id === '__proto__') {
      for (const [record, value] of [
        [parallel, verdicts[at]],
        [timing, timings[at]],
        [printed, names],
      ] as const)
        Object.defineProperty(record, id, { value, enumerable: true, writable: true, configurable: true })
      continue
    }
    parallel[id] = verdicts[at]!
    timing[id] = timings[at]!
    printed[id] = names
  }
  return { parallel, timing, printed }
}
