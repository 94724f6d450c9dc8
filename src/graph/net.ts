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
    for (let index = 0; index < links.length; index++) {
      const { before, after } = links[index]!
      ends[at++] = before
      ends[at++] = after
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

/** The nodes of a net in an order that respects every link, and what comes of it. */
export interface Sorted {
  /** Among the free ones the smallest number first (that is, document order). Shorter than the net where there is a cycle. */
  readonly order: Int32Array
  /** The place of each node in the order. */
  readonly position: Int32Array
  /** Length of the longest path to a node, in links. */
  readonly level: Int32Array
}

export function sorted({ size, next, nextStart, priorStart }: Net): Sorted {
  const order = new Int32Array(size)
  const position = new Int32Array(size)
  const level = new Int32Array(size)
  const waiting = new Int32Array(size)
  // The free nodes, the smallest on top. Nearly every node is smaller than all that are free when it becomes so, since
  // those that a node sets free come from the largest to the smallest; a heap takes the others.
  const free = new Int32Array(size)
  let top = 0
  const others: Heap = { items: [] }
  for (let node = size - 1; node >= 0; node--) {
    const count = priorStart[node + 1]! - priorStart[node]!
    if (count === 0) free[top++] = node
    else waiting[node] = count
  }
  let done = 0
  while (top > 0 || others.items.length > 0) {
    const fromHeap = others.items.length > 0 && (top === 0 || others.items[0]! < free[top - 1]!)
    const node = fromHeap ? pop(others) : free[--top]!
    order[done] = node
    position[node] = done++
    const deeper = level[node]! + 1
    const start = nextStart[node]!
    for (let at = nextStart[node + 1]! - 1; at >= start; at--) {
      const after = next[at]!
      if (level[after]! < deeper) level[after] = deeper
      const left = waiting[after]! - 1
      waiting[after] = left
      if (left > 0) continue
      if (top === 0 || after < free[top - 1]!) free[top++] = after
      else push(others, after)
    }
  }
  return { order: order.subarray(0, done), position, level }
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
