import type { Edge, Graph, ParallelVerdict } from '../model/graph.ts'
import { openNetwork } from './network.ts'
import type { EdgeReason } from '../model/graph.ts'

/** Everything that orders one task. */
export interface TaskReasons {
  readonly id: string
  readonly phase: string
  /** Phases whose end it waits for. */
  readonly after: readonly string[]
  readonly waitsFor: readonly Edge[]
  readonly waitedForBy: readonly Edge[]
  readonly parallel: ParallelVerdict
}

/** One step of a path: `from` waits for `to`. A phase is named by its id. */
export interface PathStep {
  readonly from: string
  readonly to: string
  readonly reason: EdgeReason
  readonly because: string
}

/** Edges into and out of a task with their reasons; undefined for an unknown id. Joins are spelled out here. */
export function explainTask(graph: Graph, id: string): TaskReasons | undefined {
  const phase = graph.phases.find(({ tasks }) => tasks.includes(id))
  const parallel = graph.parallel[id]
  if (phase === undefined || parallel === undefined) return undefined
  const waitsFor = graph.edges.filter(({ from }) => from === id)
  const waitedForBy = graph.edges.filter(({ to }) => to === id)
  for (const { before, after, reason, because } of graph.joins ?? []) {
    if (after.includes(id)) waitsFor.push(...before.map((to) => ({ from: id, to, reason, because })))
    if (before.includes(id)) waitedForBy.push(...after.map((from) => ({ from, to: id, reason, because })))
  }
  return { id, phase: phase.id, after: phase.after, waitsFor, waitedForBy, parallel }
}

/**
 * The shortest chain of reasons by which one task waits for the other, from the one that waits; undefined where they
 * are not ordered in this direction.
 */
export function explainPath(graph: Graph, from: string, to: string): PathStep[] | undefined {
  const { names, indexOf, waits } = openNetwork(graph)
  const start = indexOf.get(from)
  const goal = indexOf.get(to)
  if (start === undefined || goal === undefined || start === goal) return undefined
  const via = new Map<number, { from: number; reason: EdgeReason; because: string }>()
  const queue = [start]
  for (let at = 0; at < queue.length && !via.has(goal); at++) {
    const node = queue[at] as number
    for (const { to: next, reason, because } of waits[node]!) {
      if (next === start || via.has(next)) continue
      via.set(next, { from: node, reason, because })
      queue.push(next)
    }
  }
  if (!via.has(goal)) return undefined
  const path: PathStep[] = []
  for (let node = goal, name = to; node !== start;) {
    const step = via.get(node)!
    const before = names[step.from] as string
    // A step inside one phase's bounds, or into a meeting point, says nothing of its own.
    if (before !== '' && before !== name) {
      path.push({ from: before, to: name, reason: step.reason, because: step.because })
      name = before
    }
    node = step.from
  }
  return path.reverse()
}
