/** Something that ends at a time; of two with the same time, the one with the smaller number comes first. */
export interface Event {
  readonly time: number
  readonly number: number
}

const before = (a: Event, b: Event): boolean => a.time < b.time || (a.time === b.time && a.number < b.number)

/** Adds to a binary heap, the earliest on top. */
export function pushEvent(heap: Event[], event: Event): void {
  let at = heap.push(event) - 1
  while (at > 0) {
    const parent = (at - 1) >> 1
    if (!before(event, heap[parent]!)) break
    heap[at] = heap[parent]!
    at = parent
  }
  heap[at] = event
}

/** Takes the earliest; undefined where there is none. */
export function popEvent(heap: Event[]): Event | undefined {
  const top = heap[0]
  const last = heap.pop()
  if (last === undefined || heap.length === 0) return top
  let at = 0
  for (let child = 1; child < heap.length; child = 2 * at + 1) {
    if (child + 1 < heap.length && before(heap[child + 1]!, heap[child]!)) child++
    if (!before(heap[child]!, last)) break
    heap[at] = heap[child]!
    at = child
  }
  heap[at] = last
  return top
}
