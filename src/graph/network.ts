import type { EdgeReason, Graph } from '../model/graph.ts'

/** One step of waiting: `node` waits for `to`, for a reason. */
export interface Step {
  readonly to: number
  readonly reason: EdgeReason
  readonly because: string
}

/**
 * A graph opened for walking: tasks, the start and end of each phase, and the meeting points of joins as numbered
 * nodes, each with what it waits for. Barriers, joins and exempt tasks are all in it, so whoever walks it needs to
 * know none of them.
 */
export interface Network {
  /** Task id, or '' for a node that is no task. */
  readonly ids: readonly string[]
  /** What people call the node: task id, `M2`, or ''. */
  readonly names: readonly string[]
  readonly indexOf: ReadonlyMap<string, number>
  readonly waits: readonly (readonly Step[])[]
}

export function openNetwork(graph: Graph): Network {
  const ids: string[] = []
  const names: string[] = []
  const waits: Step[][] = []
  const indexOf = new Map<string, number>()
  const node = (id: string, name: string): number => {
    ids.push(id)
    names.push(name)
    return waits.push([]) - 1
  }
  const wait = (from: number, to: number, reason: EdgeReason, because: string): void => {
    waits[from]!.push({ to, reason, because })
  }
  for (const { tasks } of graph.phases) for (const id of tasks) indexOf.set(id, node(id, id))
  const task = (id: string): number => indexOf.get(id) as number
  for (const { from, to, reason, because } of graph.edges) wait(task(from), task(to), reason, because)
  const exempt = new Set(graph.exempt)
  const bounds = new Map(graph.phases.map(({ id }) => [id, { start: node('', id), end: node('', id) }]))
  for (const { id, tasks, after } of graph.phases) {
    const { start, end } = bounds.get(id) as { start: number; end: number }
    wait(end, start, 'barrier', id)
    for (const before of after) wait(start, bounds.get(before)!.end, 'barrier', `${before} before ${id}`)
    for (const member of tasks) {
      wait(task(member), start, 'barrier', id)
      if (!exempt.has(member)) wait(end, task(member), 'barrier', id)
    }
  }
  for (const { before, after, reason, because } of graph.joins ?? []) {
    const meeting = node('', '')
    for (const id of after) wait(task(id), meeting, reason, because)
    for (const id of before) wait(meeting, task(id), reason, because)
  }
  return { ids, names, indexOf, waits }
}

/** Ids of the tasks that are not settled and wait for no unsettled task, in document order. */
export function readyTasks(graph: Graph, settled: (id: string) => boolean): string[] {
  const { ids, waits } = openNetwork(graph)
  const waiting = waits.map((steps) => steps.length)
  const next: number[][] = waits.map(() => [])
  waits.forEach((steps, at) => {
    for (const { to } of steps) next[to]!.push(at)
  })
  const ready: number[] = []
  const free = waits.map((_, at) => at).filter((at) => waiting[at] === 0)
  // A settled task counts as over even where it waits for something open: a person may work out of order.
  const over = ids.map((id) => id !== '' && settled(id))
  const passed = new Uint8Array(waits.length)
  over.forEach((isOver, at) => {
    if (isOver && waiting[at] !== 0) free.push(at)
  })
  for (let at = free.pop(); at !== undefined; at = free.pop()) {
    if (passed[at] === 1) continue
    passed[at] = 1
    if (ids[at] !== '' && over[at] !== true) {
      ready.push(at)
      continue
    }
    for (const after of next[at]!) if (--waiting[after]! === 0) free.push(after)
  }
  return ready.sort((a, b) => a - b).map((at) => ids[at] as string)
}
