import type { EdgeReason } from '../model/graph.ts'
import type { StatedDependency } from '../model/values.ts'
import { pop, push, type Heap } from './heap.ts'

/**
 * One precedence between two nodes: `after` waits for `before`. Nodes are numbers: tasks in document order first,
 * then the start and the end of each phase, then the meeting points of layers. Going through such a node instead of
 * from task to task keeps a plan of any size linear.
 */
export interface Link {
  readonly before: number
  readonly after: number
  readonly reason: EdgeReason
  readonly because: string
  readonly stated: StatedDependency | null
}

export function link(
  before: number,
  after: number,
  reason: EdgeReason,
  because: string,
  stated: StatedDependency | null = null,
): Link {
  return { before, after, reason, because, stated }
}

/** Adjacency in both directions, as offsets into one array each. */
export interface Net {
  readonly size: number
  readonly nextStart: Int32Array
  readonly next: Int32Array
  readonly priorStart: Int32Array
  readonly prior: Int32Array
}

export function netOf(size: number, ...groups: readonly (readonly Link[])[]): Net {
  return netFrom(size, endsOf(groups))
}

/** Both ends of each link, `before` at even and `after` at odd places: all that a net takes of them. */
export function endsOf(groups: readonly (readonly Link[])[], more: Int32Array = none): Int32Array {
  let at = more.length
  const ends = new Int32Array(groups.reduce((count, links) => count + 2 * links.length, at))
  ends.set(more)
  for (const links of groups) {
    for (const each of links) {
      ends[at++] = each.before
      ends[at++] = each.after
    }
  }
  return ends
}

const none = new Int32Array(0)

export function netFrom(size: number, ends: Int32Array): Net {
  const nextStart = new Int32Array(size + 1)
  const priorStart = new Int32Array(size + 1)
  for (let at = 0; at < ends.length; at += 2) {
    nextStart[ends[at]! + 1]!++
    priorStart[ends[at + 1]! + 1]!++
  }
  for (let node = 0; node < size; node++) {
    nextStart[node + 1]! += nextStart[node]!
    priorStart[node + 1]! += priorStart[node]!
  }
  const next = new Int32Array(ends.length / 2)
  const prior = new Int32Array(ends.length / 2)
  const nextAt = nextStart.slice()
  const priorAt = priorStart.slice()
  for (let at = 0; at < ends.length; at += 2) {
    const before = ends[at]!
    const after = ends[at + 1]!
    next[nextAt[before]!++] = after
    prior[priorAt[after]!++] = before
  }
  return { size, nextStart, next, priorStart, prior }
}

/**
 * Nodes in an order that respects every link, among the free ones the smallest number first (that is, document
 * order). Shorter than `net.size` where there is a cycle.
 */
export function topologicalOrder(net: Net): Int32Array {
  const waiting = new Int32Array(net.size)
  const free: Heap = { items: [] }
  for (let node = 0; node < net.size; node++) {
    waiting[node] = net.priorStart[node + 1]! - net.priorStart[node]!
    if (waiting[node] === 0) push(free, node)
  }
  const order = new Int32Array(net.size)
  let done = 0
  for (let node = pop(free); node >= 0; node = pop(free)) {
    order[done++] = node
    for (let at = net.nextStart[node]!; at < net.nextStart[node + 1]!; at++) {
      const next = net.next[at]!
      if (--waiting[next]! === 0) push(free, next)
    }
  }
  return order.subarray(0, done)
}

/** The place of each node in an order. */
export function positions(order: Int32Array): Int32Array {
  const position = new Int32Array(order.length)
  for (let at = 0; at < order.length; at++) position[order[at]!] = at
  return position
}

/** Strongly connected components (Tarjan, without recursion): for each node the number of its component. */
export function components(net: Net): Int32Array {
  const { size, next, nextStart } = net
  const index = new Int32Array(size)
  const low = new Int32Array(size)
  const component = new Int32Array(size).fill(-1)
  const cursor = nextStart.slice(0, size)
  const open: number[] = []
  let visited = 0
  let found = 0
  for (let root = 0; root < size; root++) {
    if (index[root] !== 0) continue
    const path = [root]
    index[root] = low[root] = ++visited
    open.push(root)
    while (path.length > 0) {
      const node = path[path.length - 1] as number
      if (cursor[node]! < nextStart[node + 1]!) {
        const to = next[cursor[node]!++]!
        if (index[to] === 0) {
          index[to] = low[to] = ++visited
          open.push(to)
          path.push(to)
        } else if (component[to] === -1 && index[to]! < low[node]!) low[node] = index[to]!
        continue
      }
      path.pop()
      const parent = path[path.length - 1]
      if (parent !== undefined && low[node]! < low[parent]!) low[parent] = low[node]!
      if (low[node] !== index[node]) continue
      for (let member = -1; member !== node;) {
        member = open.pop() as number
        component[member] = found
      }
      found++
    }
  }
  return component
}
