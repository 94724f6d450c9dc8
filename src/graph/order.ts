import { netFrom, netOf, sorted, type Link, type Net } from './net.ts'

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

const ordered = (net: Net, taskCount: number): Order => {
  const { order, position, level } = sorted(net)
  return { net, taskCount, order, position, level }
}
