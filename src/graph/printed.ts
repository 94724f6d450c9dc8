import type { Edge } from '../model/graph.ts'
import type { Order } from './order.ts'
import { reachable, type Pair } from './reach.ts'

/**
 * For each task the tasks that its line names as `(depends on ...)`: what is stated, in the order it is stated, then
 * computed edges in document order where nothing else implies them, neither a barrier nor a path over other tasks.
 * That a validation task waits for its milestone is said by where it stands, and a join is too long for a line.
 */
export function printedEdges(
  edges: readonly Edge[],
  pairs: readonly (readonly [from: number, to: number])[],
  order: Order,
): number[][] {
  const stated: number[][] = Array.from({ length: order.taskCount }, () => [])
  const computed: number[][] = Array.from({ length: order.taskCount }, () => [])
  const open: Pair[] = []
  edges.forEach(({ reason }, at) => {
    const [from, to] = pairs[at]!
    if (reason === 'stated') stated[from]!.push(to)
    else if (reason !== 'validation') open.push([to, from])
  })
  const implied = reachable(order, open, true)
  open.forEach(([to, from], at) => {
    if (!implied[at]) computed[from]!.push(to)
  })
  return stated.map((list, at) => [...list, ...computed[at]!.sort((a, b) => a - b)])
}
