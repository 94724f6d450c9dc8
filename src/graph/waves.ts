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
  const minutes = new Float64Array(tasks.length)
  for (let at = 0; at < tasks.length; at++) {
    const task = tasks[at]!
    minutes[at] = task.estimate === null ? unestimated : minutesOf(task)
  }
  const { depth, time } = longest(order, minutes)
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

/** The longest way to each node by number of tasks and by minutes, of equal ones over the smallest node. */
function longest({ net, order, taskCount }: Order, minutes: Float64Array): { depth: Longest; time: Longest } {
  const { prior, priorStart, size } = net
  const depth = { total: new Float64Array(size), via: new Int32Array(size) }
  const time = { total: new Float64Array(size), via: new Int32Array(size) }
  const depths = depth.total
  const times = time.total
  for (let place = 0; place < order.length; place++) {
    const node = order[place]!
    let deep = -1
    let most = 0
    let late = -1
    let latest = 0
    const end = priorStart[node + 1]!
    for (let at = priorStart[node]!; at < end; at++) {
      const before = prior[at]!
      const count = depths[before]!
      if (deep < 0 || count > most || (count === most && before < deep)) {
        deep = before
        most = count
      }
      const finish = times[before]!
      if (late < 0 || finish > latest || (finish === latest && before < late)) {
        late = before
        latest = finish
      }
    }
    const isTask = node < taskCount
    depth.via[node] = deep
    depths[node] = isTask ? most + 1 : most
    time.via[node] = late
    times[node] = isTask ? latest + minutes[node]! : latest
  }
  return { depth, time }
}

function chain(order: Order, { total, via }: Longest): number[] {
  let end = -1
  for (let at = 0; at < order.taskCount; at++) if (end < 0 || total[at]! > total[end]!) end = at
  const path: number[] = []
  for (let node = end; node >= 0; node = via[node]!) if (node < order.taskCount) path.push(node)
  return path.reverse()
}
