import { netFrom, netOf, positions, topologicalOrder, type Link, type Net } from './net.ts'

/** An acyclic graph with its order: what reachability questions need. */
export interface Order {
  readonly net: Net
  readonly taskCount: number
  readonly order: Int32Array
  readonly position: Int32Array
  /** Length of the longest path to a node, in links. */
  readonly level: Int32Array
}

export function orderOf(size: number, taskCount: number, links: readonly Link[]): Order {
  return ordered(netOf(size, links), taskCount)
}

/** As {@link orderOf}, from both ends of each link; null where they close a cycle. */
export function acyclicOrder(size: number, taskCount: number, ends: Int32Array): Order | null {
  const order = ordered(netFrom(size, ends), taskCount)
  return order.order.length === size ? order : null
}

function ordered(net: Net, taskCount: number): Order {
  const order = topologicalOrder(net)
  const level = new Int32Array(net.size)
  for (let place = 0; place < order.length; place++) {
    const node = order[place]!
    for (let at = net.nextStart[node]!; at < net.nextStart[node + 1]!; at++) {
      const next = net.next[at]!
      if (level[next]! <= level[node]!) level[next] = level[node]! + 1
    }
  }
  return { net, taskCount, order, position: positions(order), level }
}
