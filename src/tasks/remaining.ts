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

/** Arrows of a net as lists of numbers: those from node `n` are `to[first[n]]` up to `to[first[n + 1]]`, not included. */
interface Net {
  readonly first: Int32Array
  readonly to: Int32Array
}

/** The work that is left behind each task: its own minutes and the longest chain of what waits for it. Linear. */
export function remainingOf(board: Board): Remaining {
  const { tasks, phases, statuses } = board
  const count = tasks.length
  const size = count + 2 * phases.length
  const { first, to } = successors(board, size)
  const minutes = new Float64Array(size)
  for (let task = 0; task < count; task++) if (!isOver(statuses[task]!)) minutes[task] = minutesOf(board, task)
  const follower = new Int32Array(size).fill(-1)
  const state = new Uint8Array(size)
  const at = first.slice(0, size)
  const path = new Int32Array(size)
  // Behind all that waits for it; nodes of a circle are left out when they are met again.
  for (let root = 0; root < size; root++) {
    if (state[root] !== 0) continue
    let depth = 0
    path[0] = root
    state[root] = 1
    while (depth >= 0) {
      const node = path[depth]!
      const end = first[node + 1]!
      let next = at[node]!
      while (next < end && state[to[next]!] !== 0) next++
      at[node] = next + 1
      if (next < end) {
        state[to[next]!] = 1
        path[++depth] = to[next]!
        continue
      }
      let best = 0
      for (let arrow = first[node]!; arrow < end; arrow++) {
        const other = to[arrow]!
        if (state[other] === 2 && minutes[other]! > best) {
          best = minutes[other]!
          follower[node] = other
        }
      }
      minutes[node]! += best
      state[node] = 2
      depth--
    }
  }
  return { minutes: Array.from(minutes.subarray(0, count)), chain: chainOf(minutes, follower, board) }
}

/** Indices of the ready tasks: those with the longest way behind them first, equal ones in document order. */
export function readyInOrder(board: Board, { minutes }: Remaining = remainingOf(board)): readonly number[] {
  const { statuses } = board
  const ready: number[] = []
  for (let task = 0; task < statuses.length; task++) if (statuses[task] === 'ready') ready.push(task)
  return ready.sort((a, b) => minutes[b]! - minutes[a]! || a - b)
}

/** The first of {@link readyInOrder}; -1 for none. */
export function firstReady({ statuses }: Board, { minutes }: Remaining): number {
  let first = -1
  for (let task = 0; task < statuses.length; task++) {
    if (statuses[task] === 'ready' && (first < 0 || minutes[task]! > minutes[first]!)) first = task
  }
  return first
}

/** Tasks, then start and end of each phase; an arrow leads to what waits. */
function successors({ tasks, phases, phaseOf, waitsFor }: Board, size: number): Net {
  const count = tasks.length
  const first = new Int32Array(size + 2)
  // Counted two places on, so that filling moves each start to where it belongs.
  eachArrow((from) => first[from + 2]!++)
  for (let node = 1; node < size + 2; node++) first[node]! += first[node - 1]!
  const to = new Int32Array(first[size + 1]!)
  eachArrow((from, next) => (to[first[from + 1]!++] = next))
  return { first, to }

  function eachArrow(add: (from: number, to: number) => void): void {
    for (let phase = 0; phase < phases.length; phase++) {
      const start = count + 2 * phase
      add(start, start + 1)
      for (const before of phases[phase]!.after) add(count + 2 * before + 1, start)
    }
    for (let task = 0; task < count; task++) {
      const start = count + 2 * phaseOf[task]!
      add(start, task)
      add(task, start + 1)
      for (const other of waitsFor[task]!) add(other, task)
    }
  }
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
