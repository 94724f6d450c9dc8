import { pop, push } from '../graph/heap.ts'

/** Work with an order: nodes, of which some take a place among those that run at once and others none. */
export interface Workload {
  /** For each node those that wait for it. */
  readonly next: readonly (readonly number[])[]
  /** Over before it began, and satisfied for all that waits for it. */
  readonly isOver: (node: number) => boolean
  /** Not to be run now; what waits for it stays. */
  readonly isLeftOut: (node: number) => boolean
  /** Takes a place; other nodes pass at once. */
  readonly isTask: (node: number) => boolean
  /** Larger ones first; equal ones in the order of their numbers. */
  readonly priority: (node: number) => number
  /** Two tasks that may not run at once. */
  readonly clashes: (a: number, b: number) => boolean
}

/** What became of a node. `over` lets go what waits for it, `failed` holds it, `stop` also starts nothing more. */
export type NodeEnd = 'over' | 'failed' | 'stop'

/**
 * Runs nodes as a list schedule does: whenever a place is free, the node with the longest way behind it of those whose
 * dependencies are over and that clash with nothing that runs. Ends when nothing runs and nothing more can start.
 */
export async function schedule(
  work: Workload,
  jobs: number,
  run: (node: number) => Promise<NodeEnd> | NodeEnd,
): Promise<void> {
  const { next, isTask } = work
  const waiting = new Int32Array(next.length)
  for (const list of next) for (const node of list) waiting[node]!++
  const { rank, byRank } = ranked(work)
  const ready = { items: [] as number[] }
  const passing: number[] = []
  const running = new Set<number>()
  let stopped = false

  const release = (node: number): void => {
    for (const other of next[node]!) if (--waiting[other]! === 0) arrive(other)
  }
  const arrive = (node: number): void => {
    if (work.isOver(node)) passing.push(node)
    else if (work.isLeftOut(node)) return
    else if (isTask(node)) push(ready, rank[node]!)
    else passing.push(node)
  }
  const settle = (node: number, end: NodeEnd): void => {
    if (end === 'over') release(node)
    else if (end === 'stop') stopped = true
  }
  for (let node = 0; node < next.length; node++) if (waiting[node] === 0) arrive(node)

  let wake: () => void = () => undefined
  let failure: { readonly error: unknown } | null = null
  const start = (node: number): void => {
    running.add(node)
    Promise.resolve()
      .then(() => run(node))
      .then(
        (end) => settle(node, end),
        (error: unknown) => {
          failure ??= { error }
          stopped = true
        },
      )
      .finally(() => {
        running.delete(node)
        wake()
      })
  }
  for (;;) {
    while (passing.length > 0 && !stopped) {
      const node = passing.shift()!
      settle(node, work.isOver(node) ? 'over' : await run(node))
    }
    if (!stopped) for (const node of choose(work, ready, byRank, running, jobs)) start(node)
    if (running.size === 0) {
      if (stopped || (ready.items.length === 0 && passing.length === 0)) break
      continue
    }
    await new Promise<void>((resolve) => (wake = resolve))
  }
  if (failure !== null) throw (failure as { readonly error: unknown }).error
}

/** The place of each task in the order of priorities. */
function ranked({ next, isTask, priority }: Workload): { readonly rank: Int32Array; readonly byRank: Int32Array } {
  const tasks = next.flatMap((_, node) => (isTask(node) ? [node] : []))
  const byRank = Int32Array.from(tasks.toSorted((a, b) => priority(b) - priority(a) || a - b))
  const rank = new Int32Array(next.length)
  byRank.forEach((node, at) => (rank[node] = at))
  return { rank, byRank }
}

/** Takes tasks from the heap for the places that are free; those that clash with what runs go back. */
function choose(
  { clashes }: Workload,
  ready: { readonly items: number[] },
  byRank: Int32Array,
  running: ReadonlySet<number>,
  jobs: number,
): readonly number[] {
  const chosen: number[] = []
  const back: number[] = []
  while (ready.items.length > 0 && running.size + chosen.length < jobs) {
    const rank = pop(ready)
    const node = byRank[rank]!
    const isHeld = chosen.some((other) => clashes(node, other)) || [...running].some((other) => clashes(node, other))
    if (isHeld) back.push(rank)
    else chosen.push(node)
  }
  for (const rank of back) push(ready, rank)
  return chosen
}
