import type { Timing } from '../model/graph.ts'
import type { Task } from '../model/task.ts'
import type { Order } from './order.ts'

/** When each task can run, and the two chains that decide how long the whole takes. Ids by task number. */
export interface Waves {
  readonly timing: readonly Timing[]
  readonly longestChain: readonly number[]
  readonly criticalPath: readonly number[]
}

const unestimated = 60

/** Minutes of a task in a schedule: the high end of its estimate, 60 without one. */
export function minutesOf(task: Task): number {
  const high = task.estimate?.high
  return high === undefined || !Number.isFinite(high) || high < 0 ? unestimated : high
}

/** Waves by number of tasks, start and finish by minutes; barriers count, workers are without limit. */
export function wavesOf(tasks: readonly Task[], order: Order): Waves {
  const depth = longest(order, () => 1)
  const time = longest(order, (at) => minutesOf(tasks[at] as Task))
  const timing = tasks.map((task, at) => {
    const finish = time.total[at]!
    return { wave: depth.total[at]! - 1, start: finish - minutesOf(task), finish }
  })
  return { timing, longestChain: chain(order, depth), criticalPath: chain(order, time) }
}

interface Longest {
  readonly total: Float64Array
  readonly via: Int32Array
}

function longest(order: Order, weight: (task: number) => number): Longest {
  const { net, taskCount } = order
  const total = new Float64Array(net.size)
  const via = new Int32Array(net.size).fill(-1)
  for (const node of order.order) {
    for (let at = net.priorStart[node]!; at < net.priorStart[node + 1]!; at++) {
      const prior = net.prior[at]!
      const best = via[node]!
      const gain = best < 0 ? 1 : total[prior]! - total[best]!
      if (gain > 0 || (gain === 0 && prior < best)) via[node] = prior
    }
    const before = via[node]! < 0 ? 0 : total[via[node]!]!
    total[node] = before + (node < taskCount ? weight(node) : 0)
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
