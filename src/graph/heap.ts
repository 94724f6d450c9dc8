/** A binary heap of small integers, smallest first. `pop` of an empty heap is -1. */
export interface Heap {
  readonly items: number[]
}

export function push(heap: Heap, value: number): void {
  const { items } = heap
  let at = items.length
  items.push(value)
  while (at > 0) {
    const parent = (at - 1) >> 1
    const above = items[parent] as number
    if (above <= value) break
    items[at] = above
    at = parent
  }
  items[at] = value
}

export function pop(heap: Heap): number {
  const { items } = heap
  const top = items[0]
  if (top === undefined) return -1
  const value = items.pop() as number
  if (items.length > 0) sink(items, value)
  return top
}

function sink(items: number[], value: number): void {
  let at = 0
  for (;;) {
    let child = 2 * at + 1
    if (child >= items.length) break
    if (child + 1 < items.length && (items[child + 1] as number) < (items[child] as number)) child++
    const below = items[child] as number
    if (below >= value) break
    items[at] = below
    at = child
  }
  items[at] = value
}
