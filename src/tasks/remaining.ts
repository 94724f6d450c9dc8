import type { Board } from './board.ts'

/** Minutes of a task without an estimate, as everywhere in ordering. */
const UNESTIMATED = 60

/** Minutes of a task in an order: the high end of its estimate, as the compiler's critical path has it. */
export const minutesOf = ({ estimates }: Board, task: number): number => estimates[task]?.high ?? UNESTIMATED

/** The longest way from the start of each task to the end of all work. */
export interface Remaining {
  /** Minutes from the start of each task to the end; 0 for tasks that are over. */
  readonly minutes: readonly number[]
  /** Indices of the tasks of the longest chain that is left, first to last. */
  readonly chain: readonly number[]
}

const isOver = (status: string): boolean => status === 'done' || status === 'dropped'

/** The work that is left behind each task: its own minutes and the longest chain of what waits for it. Linear. */
export function remainingOf(board: Board): Remaining {
  const { tasks, phases, statuses } = board
  const count = tasks.length
  const size = count + 2 * phases.length
  const next = successors(board, size)
  const own = (node: number): number => {
    if (node >= count || isOver(statuses[node]!)) return 0
    return minutesOf(board, node)
  }
  const minutes = new Float64Array(size)
  const follower = new Int32Array(size).fill(-1)
  const done = new Uint8Array(size)
  // Behind all that waits for it; nodes of a circle are left out when they are met again.
  for (let root = 0; root < size; root++) {
    if (done[root] !== 0) continue
    const path = [root]
    const at = [0]
    done[root] = 1
    while (path.length > 0) {
      const node = path.at(-1)!
      const list = next[node]!
      const index = at[at.length - 1]!++
      if (index < list.length) {
        const to = list[index]!
        if (done[to] === 0) {
          done[to] = 1
          path.push(to)
          at.push(0)
        }
        continue
      }
      let best = 0
      for (const to of list) {
        if (done[to] === 2 && minutes[to]! > best) {
          best = minutes[to]!
          follower[node] = to
        }
      }
      minutes[node] = own(node) + best
      done[node] = 2
      path.pop()
      at.pop()
    }
  }
  return { minutes: [...minutes.subarray(0, count)], chain: chainOf(minutes, follower, board) }
}

/** Indices of the ready tasks: those with the longest way behind them first, equal ones in document order. */
export function readyInOrder(board: Board, remaining = remainingOf(board)): readonly number[] {
  return board.statuses
    .flatMap((status, index) => (status === 'ready' ? [index] : []))
    .toSorted((a, b) => remaining.minutes[b]! - remaining.minutes[a]! || a - b)
}

function successors({ tasks, phases, phaseOf, waitsFor }: Board, size: number): readonly (readonly number[])[] {
  const count = tasks.length
  const start = (phase: number): number => count + 2 * phase
  const end = (phase: number): number => count + 2 * phase + 1
  const next: number[][] = Array.from({ length: size }, () => [])
  phases.forEach((phase, index) => {
    next[start(index)]!.push(end(index))
    for (const before of phase.after) next[end(before)]!.push(start(index))
  })
  for (let task = 0; task < count; task++) {
    next[start(phaseOf[task]!)]!.push(task)
    next[task]!.push(end(phaseOf[task]!))
    for (const other of waitsFor[task]!) next[other]!.push(task)
  }
  return next
}

function chainOf(minutes: Float64Array, follower: Int32Array, { tasks, statuses }: Board): readonly number[] {
  let first = -1
  for (let task = 0; task < tasks.length; task++) {
    if (!isOver(statuses[task]!) && (first < 0 || minutes[task]! > minutes[first]!)) first = task
  }
  const chain: number[] = []
  for (let node = first; node >= 0; node = follower[node]!) {
    if (node < tasks.length && !isOver(statuses[node]!)) chain.push(node)
  }
  return chain
}
