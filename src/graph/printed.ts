import type { Edge } from '../model/graph.ts'
import type { Order } from './order.ts'
import { reachable, type Pair } from './reach.ts'

/**
 * For each task the tasks that its line names as `(depends on ...)`: what is stated, in the order it is stated, then
 * computed edges in document order where nothing else implies them, neither a barrier nor a path over other tasks.
 * That a validation task waits for its milestone is said by where it stands, and a join is too long for a line.
 */
export function printedEdges(edges: readonly Edge[], pairs: readonly number[], order: Order): (readonly number[])[] {
  const stated = new Map<number, number[]>()
  const computed = new Map<number, number[]>()
  const open: Pair[] = []
  for (let at = 0; at < edges.length; at++) {
    const { reason } = edges[at]!
    if (reason === 'validation') continue
    const from = pairs[2 * at]!
    const to = pairs[2 * at + 1]!
    if (reason === 'stated') append(stated, from, to)
    else open.push([to, from])
  }
  const implied = reachable(order, open, true)
  open.forEach(([to, from], at) => {
    if (!implied[at]) append(computed, from, to)
  })
  const printed: (readonly number[])[] = []
  for (let at = 0; at < order.taskCount; at++) printed.push(none)
  // What a line and its body both state is printed once.
  for (const [at, list] of stated) printed[at] = list.length < 2 ? list : [...new Set(list)]
  for (const [at, list] of computed) printed[at] = printed[at]!.concat(list.sort((a, b) => a - b))
  return printed
}

const none: readonly number[] = []

function append(lists: Map<number, number[]>, key: number, value: number): void {
  const list = lists.get(key)
  if (list === undefined) lists.set(key, [value])
  else list.push(value)
}
