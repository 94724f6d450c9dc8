import { netOf, positions, topologicalOrder, type Link, type Net } from './net.ts'

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
  const net = netOf(size, links)
  const order = topologicalOrder(net)
  const level = new Int32Array(size)
  for (const node of order) {
    for (let at = net.nextStart[node]!; at < net.nextStart[node + 1]!; at++) {
      const next = net.next[at]!
      if (level[next]! <= level[node]!) level[next] = level[node]! + 1
    }
  }
  return { net, taskCount, order, position: positions(order), level }
}
