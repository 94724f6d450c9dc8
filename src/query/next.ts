import type { Board } from '../tasks/board.ts'
import { readyInOrder, remainingOf } from '../tasks/remaining.ts'
import { together, touchesOf } from './together.ts'
import { taskName, type Claims, type LineOf, type TaskName } from './status.ts'

/** A task that can start now. */
export interface NextTask extends TaskName {
  /** `M2`, else the number of the section. */
  readonly phase: string
  readonly parallel: boolean
  /** Minutes from its start to the end of all work that waits for it, its own included. */
  readonly behind: number
  /** How many blocked tasks name it as what they wait for. */
  readonly unblocks: number
  /** Files that its words say it writes. */
  readonly writes: readonly string[]
}

/** A task that is left out of a set although it is ready, with the reason. */
export interface LeftOut extends TaskName {
  readonly because: string
}

export interface NextView {
  readonly file: string
  /** In the order that shortens the longest chain. */
  readonly tasks: readonly NextTask[]
  /** Ready tasks that do not fit beside the chosen ones; empty unless a number was asked for. */
  readonly leftOut: readonly LeftOut[]
  /** How many tasks are ready, of those that were asked about. */
  readonly ready: number
}

/** What is asked for. */
export interface NextWish {
  /** How many tasks that can run together; null for all that are ready, one after the other. */
  readonly parallel: number | null
  /** The most tasks that are told; the rest is only counted. */
  readonly limit: number
  /** Only phases with this id or these words; null for all. */
  readonly phase: string | null
  /** Tasks that others have are left out. */
  readonly claims: Claims
}

/** What can start now. Of tasks that nothing orders, those come first that most other work waits for. */
export function nextView(board: Board, wish: NextWish, lineOf: LineOf): NextView {
  const remaining = remainingOf(board)
  const { tasks, phases, phaseOf } = board
  const isWanted = (task: number): boolean => {
    const { id, title } = phases[phaseOf[task]!]!
    const asked = wish.phase?.toLowerCase() ?? null
    const { id: own, text } = tasks[task]!
    if (wish.claims.has(own === '' ? text : own)) return false
    return asked === null || id.toLowerCase() === asked || title.toLowerCase().includes(asked)
  }
  const ready = readyInOrder(board, remaining).filter(isWanted)
  const { chosen, leftOut } =
    wish.parallel === null ? { chosen: ready.slice(0, wish.limit), leftOut: [] } : together(board, ready, wish.parallel)
  const waiting = dependents(board)
  return {
    file: board.document.file,
    tasks: chosen.map((task): NextTask => ({
      ...taskName(board, task, lineOf),
      phase: phases[phaseOf[task]!]!.id,
      parallel: tasks[task]!.parallel,
      behind: remaining.minutes[task]!,
      unblocks: waiting[task]!,
      writes: touchesOf(board, task).writes,
    })),
    leftOut: leftOut.map(({ task, because }) => ({ ...taskName(board, task, lineOf), because })),
    ready: ready.length,
  }
}

/** How many open tasks directly wait for each task. */
function dependents({ tasks, waitsFor, statuses }: Board): readonly number[] {
  const counts = tasks.map(() => 0)
  waitsFor.forEach((list, task) => {
    if (statuses[task] === 'blocked') for (const other of list) counts[other]!++
  })
  return counts
}
