import type { Order } from './order.ts'

/** Does a path lead from the first node to the second? With `aside`, one that is not the direct link itself. */
export type Pair = readonly [from: number, to: number]

const patience = 256

/**
 * Answers many reachability questions exactly. Nearly all end in a search of a few steps, bounded by the levels of
 * both ends; what takes more than `limit` steps is settled together, 32 sources in one sweep over the part of the graph
 * between them.
 */
export function reachable(order: Order, pairs: readonly Pair[], aside: boolean, limit = patience): boolean[] {
  if (pairs.length === 0) return []
  const marks = { stamp: 0, seen: new Int32Array(order.net.size), goal: new Int32Array(order.net.size) }
  const answers = pairs.map(([from, to]) => search(order, from, to, aside, marks, limit))
  const open = pairs.map((_, at) => at).filter((at) => answers[at] === undefined)
  if (open.length > 0) settle(order, pairs, open, aside, answers)
  return answers as boolean[]
}

interface Marks {
  stamp: number
  readonly seen: Int32Array
  readonly goal: Int32Array
}

function search(
  order: Order,
  from: number,
  to: number,
  aside: boolean,
  marks: Marks,
  limit: number,
): boolean | undefined {
  const { net, level } = order
  if (level[to]! - level[from]! < (aside ? 2 : 1)) return false
  marks.stamp++
  const back = net.priorStart[to + 1]! - net.priorStart[to]!
  if (back > limit) return undefined
  for (let at = net.priorStart[to]!; at < net.priorStart[to + 1]!; at++) {
    const before = net.prior[at]!
    if (before !== from) marks.goal[before] = marks.stamp
    else if (!aside) return true
  }
  const todo = [from]
  let cost = 0
  for (let node = todo.pop(); node !== undefined; node = todo.pop()) {
    for (let at = net.nextStart[node]!; at < net.nextStart[node + 1]!; at++) {
      if (++cost > limit) return undefined
      const next = net.next[at]!
      if (next === to || marks.seen[next] === marks.stamp || level[next]! >= level[to]!) continue
      if (marks.goal[next] === marks.stamp) return true
      marks.seen[next] = marks.stamp
      todo.push(next)
    }
  }
  return false
}

function settle(
  order: Order,
  pairs: readonly Pair[],
  open: readonly number[],
  aside: boolean,
  answers: (boolean | undefined)[],
): void {
  const { net, position } = order
  const bySource = [...open].sort((a, b) => position[pairs[a]![0]]! - position[pairs[b]![0]]! || a - b)
  for (let at = 0; at < bySource.length;) {
    const sources: number[] = []
    const bitOf = new Map<number, number>()
    const batch: number[] = []
    let end = 0
    for (; at < bySource.length; at++) {
      const [from, to] = pairs[bySource[at]!]!
      if (!bitOf.has(from)) {
        if (sources.length === 32) break
        bitOf.set(from, sources.push(from) - 1)
      }
      batch.push(bySource[at]!)
      end = Math.max(end, position[to]!)
    }
    const mask = sweep(order, sources, end)
    for (const index of batch) {
      const [from, to] = pairs[index]!
      const bit = 1 << bitOf.get(from)!
      let found = false
      for (let prior = net.priorStart[to]!; prior < net.priorStart[to + 1]! && !found; prior++) {
        const before = net.prior[prior]!
        found = (mask[before]! & bit) !== 0 && !(aside && before === from)
      }
      answers[index] = found
    }
  }
}

/** For each node up to a position, which of at most 32 sources reach it (a source reaches itself), as bits. */
export function sweep(order: Order, sources: readonly number[], end: number): Int32Array {
  const { net, position } = order
  const mask = new Int32Array(net.size)
  let start = net.size
  sources.forEach((node, bit) => {
    mask[node]! |= 1 << bit
    start = Math.min(start, position[node]!)
  })
  for (let at = start; at <= end; at++) {
    const node = order.order[at]!
    const bits = mask[node]!
    if (bits === 0) continue
    for (let to = net.nextStart[node]!; to < net.nextStart[node + 1]!; to++) mask[net.next[to]!]! |= bits
  }
  return mask
}

/** The other way: which of at most 32 targets each node reaches, from a position on. */
export function sweepBack(order: Order, targets: readonly number[], start: number): Int32Array {
  const { net, position } = order
  const mask = new Int32Array(net.size)
  let end = 0
  targets.forEach((node, bit) => {
    mask[node]! |= 1 << bit
    end = Math.max(end, position[node]!)
  })
  for (let at = end; at >= start; at--) {
    const node = order.order[at]!
    const bits = mask[node]!
    if (bits === 0) continue
    for (let to = net.priorStart[node]!; to < net.priorStart[node + 1]!; to++) mask[net.prior[to]!]! |= bits
  }
  return mask
}
