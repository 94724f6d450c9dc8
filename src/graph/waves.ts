import type { Timing } from '../model/graph.ts'
import type { Task } from '../model/task.ts'
import type { Order } from './order.ts'

/** When each task can run, and the two chains that decide how long the whole takes. Ids by task number. */
export interface Waves {
  readonly timing: readonly Timing[]
  readonly longestChain: readonly number[]
  readonly criticalPath: readonly number[]
}

/** Minutes of a task that states no estimate. */
export const unestimated = 60

/** Minutes of a task in a schedule: the high end of its estimate, 60 without one. */
export function minutesOf(task: Task): number {
  const high = task.estimate?.high
  return high === undefined || !Number.isFinite(high) || high < 0 ? unestimated : high
}

/** Waves by number of tasks, start and finish by minutes; barriers count, workers are without limit. */
export function wavesOf(tasks: readonly Task[], order: Order): Waves {
  const minutes = Float64Array.from(tasks, minutesOf)
  const depth = longest(order, new Float64Array(tasks.length).fill(1))
  const time = longest(order, minutes)
  const timing: Timing[] = []
  for (let at = 0; at < tasks.length; at++) {
    const finish = time.total[at]!
    timing.push({ wave: depth.total[at]! - 1, start: finish - minutes[at]!, finish })
  }
  return { timing, longestChain: chain(order, depth), criticalPath: chain(order, time) }
}

interface Longest {
  readonly total: Float64Array
  readonly via: Int32Array
}

function longest({ net, order, taskCount }: Order, weights: Float64Array): Longest {
  const { prior, priorStart } = net
  const total = new Float64Array(net.size)
  const via = new Int32Array(net.size)
  for (let place = 0; place < order.length; place++) {
    const node = order[place]!
    let best = -1
    let most = 0
    for (let at = priorStart[node]!; at < priorStart[node + 1]!; at++) {
      const before = prior[at]!
      const length = total[before]!
      if (best < 0 || length > most || (length === most && before < best)) {
        best = before
        most = length
      }
    }
    via[node] = best
    total[node] = most + (node < taskCount ? weights[node]! : 0)
  }
  return { total, via }
}

function chain(order: Order, { total, via }: Longest): number[] {
  let end = -1
  for (let at = 0; at < order.taskCount; at++) if (end < 0 || total[at]! > total[end]!) end = at
  const path: number[] = []
  for (let node = end; node >= 0; node = via[node]!) if (node < order.taskCount) path.push(node)
  return path.reverse()
}
