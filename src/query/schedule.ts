import { minutesOf, openNetwork, unestimated as assumed } from '../graph/index.ts'
import type { Execution } from '../model/execution.ts'
import type { Graph } from '../model/graph.ts'
import type { ScheduledTask, ScheduleView, Span } from '../model/schedule.ts'
import { popEvent, pushEvent, type Event } from './event-heap.ts'

/** Tasks and the nodes between them as numbers: the tasks first, each with what waits for it. */
interface Net {
  readonly ids: readonly string[]
  readonly tasks: number
  readonly next: readonly (readonly number[])[]
  readonly waiting: Int32Array
}

function netOf(graph: Graph): Net {
  const { ids, waits, indexOf } = openNetwork(graph)
  const next: number[][] = waits.map(() => [])
  waits.forEach((steps, node) => {
    for (const { to } of steps) next[to]!.push(node)
  })
  return { ids, tasks: indexOf.size, next, waiting: Int32Array.from(waits, (steps) => steps.length) }
}

/** The longest way from the start of each node to the end of all work, its own minutes included. */
function tailsOf({ next, waiting }: Net, minutes: Float64Array): Float64Array {
  const left = waiting.slice()
  const order: number[] = []
  for (let node = 0; node < next.length; node++) if (left[node] === 0) order.push(node)
  for (let at = 0; at < order.length; at++) for (const to of next[order[at]!]!) if (--left[to]! === 0) order.push(to)
  const tails = new Float64Array(next.length)
  for (let at = order.length - 1; at >= 0; at--) {
    const node = order[at]!
    tails[node] = (minutes[node] ?? 0) + next[node]!.reduce((most, to) => Math.max(most, tails[to]!), 0)
  }
  return tails
}

interface Planned {
  readonly start: Float64Array
  readonly finish: Float64Array
  readonly worker: Int32Array
  /** Tasks in the order in which they start. */
  readonly order: readonly number[]
}

/** Graham's list schedule: nobody waits while a task is ready; of ready tasks the one with the longest tail is taken. */
function plan(net: Net, minutes: Float64Array, tails: Float64Array, workers: number): Planned {
  const left = net.waiting.slice()
  const start = new Float64Array(net.tasks)
  const finish = new Float64Array(net.tasks)
  const worker = new Int32Array(net.tasks)
  const order: number[] = []
  const ready: Event[] = []
  const running: Event[] = []
  const free: Event[] = []
  let hired = 0
  const release = (first: number): void => {
    const open = [first]
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      if (node < net.tasks) pushEvent(ready, { time: -tails[node]!, number: node })
      else for (const to of net.next[node]!) if (--left[to]! === 0) open.push(to)
    }
  }
  for (let node = 0; node < left.length; node++) if (net.waiting[node] === 0) release(node)
  for (let now = 0; ready.length > 0 || running.length > 0;) {
    while (ready.length > 0 && (free.length > 0 || hired < workers)) {
      const task = popEvent(ready)!.number
      worker[task] = popEvent(free)?.number ?? ++hired
      start[task] = now
      finish[task] = now + minutes[task]!
      order.push(task)
      pushEvent(running, { time: finish[task], number: task })
    }
    now = running[0]!.time
    while (running[0]?.time === now) {
      const task = popEvent(running)!.number
      pushEvent(free, { time: 0, number: worker[task]! })
      for (const to of net.next[task]!) if (--left[to]! === 0) release(to)
    }
  }
  return { start, finish, worker, order }
}

/** How late each task may be where each worker keeps to the planned order. */
function slacks(net: Net, minutes: Float64Array, { start, finish, worker, order }: Planned): Float64Array {
  const next = net.next.map((list) => [...list])
  const waiting = net.waiting.slice()
  const last = new Map<number, number>()
  for (const task of order) {
    const before = last.get(worker[task]!)
    if (before !== undefined) {
      next[before]!.push(task)
      waiting[task]!++
    }
    last.set(worker[task]!, task)
  }
  const tails = tailsOf({ ...net, next, waiting }, minutes)
  const end = finish.reduce((most, time) => Math.max(most, time), 0)
  return start.map((time, task) => tidy(end - time - tails[task]!))
}

/** Sums of minutes such as 0.1 and 0.2 are a hair off. */
const tidy = (minutes: number): number => Math.max(0, Math.round(minutes * 1e6) / 1e6)

const longest = (tails: Float64Array): number => tails.reduce((most, tail) => Math.max(most, tail), 0)
const sumOf = (minutes: Float64Array): number => minutes.reduce((sum, one) => sum + one, 0)

function spanOf(net: Net, minutes: Float64Array, workers: number): Span & { readonly planned: Planned } {
  const tails = tailsOf(net, minutes)
  const planned = plan(net, minutes, tails, workers)
  const end = planned.finish.reduce((most, time) => Math.max(most, time), 0)
  const lowerBound = Math.max(longest(tails), sumOf(minutes) / workers)
  return { minutes: tidy(end), lowerBound: tidy(lowerBound), planned }
}

/**
 * A schedule of all tasks that are not dropped, for so many workers that all can do all; null for as many as there is
 * work for. At most 2 - 1/N times as long as the shortest possible one, which nobody finds in reasonable time.
 */
export function scheduleView({ graph, tasks }: Execution, workers: number | null): ScheduleView {
  const net = netOf(graph)
  const byId = new Map(tasks.map((task) => [task.id, task]))
  const minutes = Float64Array.from(net.ids.slice(0, net.tasks), (id) => minutesOf(byId.get(id)!))
  const isDone = (node: number): boolean => byId.get(net.ids[node]!)!.state === 'done'
  const isEstimated = (node: number): boolean => byId.get(net.ids[node]!)!.estimate !== null
  const hands = Math.max(1, workers ?? net.tasks)
  const { planned, ...span } = spanOf(net, minutes, hands)
  const { planned: _, ...left } = spanOf(
    net,
    minutes.map((own, node) => (isDone(node) ? 0 : own)),
    hands,
  )
  const slack = slacks(net, minutes, planned)
  const { start, finish, worker, order } = planned
  return {
    ...span,
    workers,
    busy: new Set(worker).size,
    criticalPath: tidy(longest(tailsOf(net, minutes))),
    total: tidy(sumOf(minutes)),
    unestimated: order.filter((task) => !isEstimated(task)).length,
    assumed,
    left,
    tasks: order
      .toSorted((a, b) => start[a]! - start[b]! || worker[a]! - worker[b]! || a - b)
      .map((task): ScheduledTask => ({
        id: net.ids[task]!,
        worker: worker[task]!,
        start: tidy(start[task]!),
        finish: tidy(finish[task]!),
        estimated: isEstimated(task),
        slack: slack[task]!,
      })),
  }
}

/** Minutes that each task may be late, however many work, before the whole is: 0 along the critical path. */
export function slackOf({ graph, tasks }: Execution): ReadonlyMap<string, number> {
  const net = netOf(graph)
  const byId = new Map(tasks.map((task) => [task.id, task]))
  const ids = net.ids.slice(0, net.tasks)
  const tails = tailsOf(
    net,
    Float64Array.from(ids, (id) => minutesOf(byId.get(id)!)),
  )
  const end = longest(tails)
  return new Map(ids.map((id, node) => [id, tidy(end - (graph.timing[id]?.start ?? 0) - tails[node]!)]))
}
