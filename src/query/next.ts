import { findPaths } from '../parse/text/paths.ts'
import { identifiers } from '../parse/text/identifiers.ts'
import type { Board } from '../tasks/board.ts'
import { readyInOrder, remainingOf } from '../tasks/remaining.ts'
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

/** Files and names that a task writes or brings into being, and those it only names. */
interface Touches {
  readonly writes: readonly string[]
  readonly reads: readonly string[]
  readonly introduces: readonly string[]
  readonly mentions: readonly string[]
}

function touchesOf({ tasks }: Board, task: number): Touches {
  const { text, body } = tasks[task]!
  const whole = [text, ...body].join('\n')
  const { paths } = findPaths(whole)
  const of = (role: 'write' | 'read'): readonly string[] => [
    ...new Set(paths.filter((path) => path.role === role).map(({ path }) => path.toLowerCase())),
  ]
  return { writes: of('write'), reads: of('read'), ...identifiers(whole) }
}

/** One of the paths is the other, or a folder above it. */
const overlaps = (a: string, b: string): boolean =>
  a === b || a.startsWith(`${b.replace(/\/$/, '')}/`) || b.startsWith(`${a.replace(/\/$/, '')}/`)

/** Why two ready tasks cannot run together; null where they can. */
function clash(a: Touches, b: Touches): string | null {
  const both = [
    ...a.writes.flatMap((one) => [...b.writes, ...b.reads].filter((other) => overlaps(one, other)).map(() => one)),
    ...a.reads.flatMap((one) => b.writes.filter((other) => overlaps(one, other)).map(() => one)),
  ]
  if (both[0] !== undefined) return `both touch ${both[0]}`
  const names = new Set([...b.introduces, ...b.mentions])
  const own = new Set(a.introduces)
  const shared =
    a.introduces.find((name) => names.has(name)) ??
    [...b.introduces].find((name) => own.has(name) || a.mentions.includes(name))
  return shared === undefined ? null : `both name \`${shared}\``
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

/** Tasks that can run together. */
interface Fitting {
  readonly chosen: readonly number[]
  readonly leftOut: readonly { readonly task: number; readonly because: string }[]
}

/** Tasks are taken in order, each that shares no file and no name with those taken before. */
function together(board: Board, ready: readonly number[], most: number): Fitting {
  const chosen: number[] = []
  const touched: Touches[] = []
  const leftOut: { task: number; because: string }[] = []
  for (const task of ready) {
    if (chosen.length === most) break
    const own = touchesOf(board, task)
    const at = touched.findIndex((other) => clash(own, other) !== null)
    if (at >= 0) {
      const { id, text } = board.tasks[chosen[at]!]!
      leftOut.push({ task, because: `${clash(own, touched[at]!)} (${id === '' ? text : id})` })
      continue
    }
    chosen.push(task)
    touched.push(own)
  }
  return { chosen, leftOut }
}
