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
  const { minutes, follower } = isForward(board) ? bySweep(board) : byNet(board)
  return { minutes: Array.from(minutes.subarray(0, board.tasks.length)), chain: chainOf(minutes, follower, board) }
}

/** What is left by node: tasks, then start and end of each phase. `follower` is the next node of the longest way. */
export interface Ways {
  readonly minutes: Float64Array
  readonly follower: Int32Array
}

/** Whether everything waits for what stands above it alone, as in nearly every document. */
function isForward({ phases, phaseOf, waitsFor }: Board): boolean {
  for (let phase = 0; phase < phases.length; phase++) {
    for (const before of phases[phase]!.after) if (before >= phase) return false
  }
  for (let task = 0; task < waitsFor.length; task++) {
    const list = waitsFor[task]!
    const phase = phaseOf[task]!
    for (let at = 0; at < list.length; at++) {
      const other = list[at]!
      if (phaseOf[other]! > phase || (phaseOf[other] === phase && other >= task)) return false
    }
  }
  return true
}

/** From the last task to the first: what waits for a task is known when the task is met. */
export function bySweep({ tasks, phases, waitsFor, statuses, estimates }: Board): Ways {
  const count = tasks.length
  const size = count + 2 * phases.length
  const minutes = new Float64Array(size)
  const follower = new Int32Array(size).fill(-1)
  for (let phase = phases.length - 1; phase >= 0; phase--) {
    const { tasks: members, after } = phases[phase]!
    const start = count + 2 * phase
    const behind = minutes[start + 1]!
    let longest = behind
    let first = behind > 0 ? start + 1 : -1
    for (let at = members.length - 1; at >= 0; at--) {
      const task = members[at]!
      // What was left behind it by those that wait for it alone.
      let own = minutes[task]!
      if (own <= behind) {
        own = behind
        follower[task] = behind > 0 ? start + 1 : -1
      }
      if (!isOver(statuses[task]!)) own += estimates[task]?.high ?? UNESTIMATED
      minutes[task] = own
      // Of equal ways the one that stands first counts, and the end of the phase before its tasks.
      if (own > behind && own >= longest) {
        longest = own
        first = task
      }
      const list = waitsFor[task]!
      for (let each = 0; each < list.length; each++) {
        const other = list[each]!
        if (own > 0 && own >= minutes[other]!) {
          minutes[other] = own
          follower[other] = task
        }
      }
    }
    minutes[start] = longest
    follower[start] = first
    for (const before of after) {
      const end = count + 2 * before + 1
      if (longest > 0 && longest >= minutes[end]!) {
        minutes[end] = longest
        follower[end] = start
      }
    }
  }
  return { minutes, follower }
}

/** As {@link bySweep}, whatever waits for what. */
export function byNet(board: Board): Ways {
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
  return { minutes, follower }
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

/** Tasks, then start and end of each phase; an arrow leads to what waits. Loops are written out: they are most of it. */
function successors({ tasks, phases, phaseOf, waitsFor }: Board, size: number): Net {
  const count = tasks.length
  const first = new Int32Array(size + 2)
  // Counted two places on, so that filling moves each start to where it belongs.
  for (let phase = 0; phase < phases.length; phase++) {
    first[count + 2 * phase + 2]!++
    for (const before of phases[phase]!.after) first[count + 2 * before + 3]!++
  }
  for (let task = 0; task < count; task++) {
    first[count + 2 * phaseOf[task]! + 2]!++
    first[task + 2]!++
    const list = waitsFor[task]!
    for (let at = 0; at < list.length; at++) first[list[at]! + 2]!++
  }
  for (let node = 1; node < size + 2; node++) first[node]! += first[node - 1]!
  const to = new Int32Array(first[size + 1]!)
  for (let phase = 0; phase < phases.length; phase++) {
    const start = count + 2 * phase
    to[first[start + 1]!++] = start + 1
    for (const before of phases[phase]!.after) to[first[count + 2 * before + 2]!++] = start
  }
  for (let task = 0; task < count; task++) {
    const start = count + 2 * phaseOf[task]!
    to[first[start + 1]!++] = task
    to[first[task + 1]!++] = start + 1
    const list = waitsFor[task]!
    for (let at = 0; at < list.length; at++) to[first[list[at]! + 1]!++] = task
  }
  return { first, to }
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
