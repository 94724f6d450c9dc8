import type { Board, BoardStatus } from '../tasks/board.ts'
import { firstReady, minutesOf, remainingOf, type Remaining } from '../tasks/remaining.ts'

export type StatusCounts = Readonly<Record<BoardStatus, number>> & { readonly total: number }

/** Minutes of tasks, and how many of them have an estimate; the middle of a range counts. */
export interface Effort {
  readonly done: number
  readonly left: number
  readonly estimated: number
  readonly of: number
}

export interface PhaseStatus {
  /** `M2`, else the number of the section. */
  readonly id: string
  readonly title: string
  readonly counts: StatusCounts
  readonly effort: Effort
  /** Titles of phases that are not over and that it waits for. */
  readonly waitsFor: readonly string[]
  /** Numbers that its tasks state to be met. */
  readonly gates: readonly GateStatus[]
}

/** A number to be met, with the task that finds out: met once that task is done, else nothing is known. */
export interface GateStatus {
  /** As printed: `Part 1 answers <= 150 ms`. */
  readonly text: string
  readonly task: string
  readonly state: 'met' | 'unknown'
}

export interface TaskName {
  readonly id: string
  readonly text: string
  readonly line: number
}

/** A task that somebody works on. */
export interface StartedTask extends TaskName {
  /** Who claimed it, and until when; null where nobody did. */
  readonly as: string | null
  readonly until: string | null
}

/** How far a document is. */
export interface StatusView {
  readonly file: string
  readonly title: string
  readonly counts: StatusCounts
  readonly effort: Effort
  readonly phases: readonly PhaseStatus[]
  readonly started: readonly StartedTask[]
  /** The longest chain that is left, by the high ends of estimates and 60 minutes without one. */
  readonly criticalPath: { readonly minutes: number; readonly estimated: number; readonly tasks: readonly string[] }
  /** The ready task with the longest way behind it. */
  readonly next: TaskName | null
  /** Conflicts that are marked in the document. */
  readonly conflicts: number
  /** Questions that stand on top of the document. */
  readonly questions: number
  /** Documents that changed since they were compiled; null where that is not known. */
  readonly changed: readonly string[] | null
}

/** Who claimed which task, by id or words. */
export type Claims = ReadonlyMap<string, { readonly as: string; readonly until: string }>

function countsOf(statuses: readonly BoardStatus[], tasks: readonly number[]): StatusCounts {
  let [done, started, ready, blocked, dropped] = [0, 0, 0, 0, 0]
  for (let at = 0; at < tasks.length; at++) {
    const status = statuses[tasks[at]!]!
    if (status === 'done') done++
    else if (status === 'ready') ready++
    else if (status === 'blocked') blocked++
    else if (status === 'started') started++
    else dropped++
  }
  return { done, started, ready, blocked, dropped, total: tasks.length }
}

/** Every task is of one phase. */
function sumOf(all: readonly StatusCounts[]): StatusCounts {
  const sum = (key: keyof StatusCounts): number => all.reduce((before, counts) => before + counts[key], 0)
  return {
    done: sum('done'),
    started: sum('started'),
    ready: sum('ready'),
    blocked: sum('blocked'),
    dropped: sum('dropped'),
    total: sum('total'),
  }
}

function effortOf({ statuses, estimates }: Board, tasks: readonly number[]): Effort {
  let [done, left, estimated, of] = [0, 0, 0, 0]
  for (let at = 0; at < tasks.length; at++) {
    const task = tasks[at]!
    const status = statuses[task]
    if (status === 'dropped') continue
    of++
    const estimate = estimates[task]
    if (estimate == null) continue
    estimated++
    const minutes = (estimate.low + estimate.high) / 2
    if (status === 'done') done += minutes
    else left += minutes
  }
  return { done, left, estimated, of }
}

function sumOfEffort(all: readonly Effort[]): Effort {
  const sum = (key: keyof Effort): number => all.reduce((before, effort) => before + effort[key], 0)
  return { done: sum('done'), left: sum('left'), estimated: sum('estimated'), of: sum('of') }
}

/** Answers the line of an offset, from 1, for offsets in any order. */
export type LineOf = (offset: number) => number

export const taskName = ({ tasks }: Board, task: number, lineOf: LineOf): TaskName => {
  const { id, text, start } = tasks[task]!
  return { id, text, line: lineOf(start) }
}

/** How far a document is, from its own lines. */
export function statusView(
  board: Board,
  claims: Claims,
  lineOf: LineOf,
  changed: readonly string[] | null,
  remaining: Remaining = remainingOf(board),
): StatusView {
  const { document, tasks, statuses, phases } = board
  const counts = phases.map((phase) => countsOf(statuses, phase.tasks))
  const efforts = phases.map((phase) => effortOf(board, phase.tasks))
  const isLeft = (phase: number): boolean => counts[phase]!.done + counts[phase]!.dropped < counts[phase]!.total
  const first = firstReady(board, remaining)
  return {
    file: document.file,
    title: document.headings[0]?.text ?? '',
    counts: sumOf(counts),
    effort: sumOfEffort(efforts),
    phases: phases.map((phase, at): PhaseStatus => ({
      id: phase.id,
      title: phase.title,
      counts: counts[at]!,
      effort: efforts[at]!,
      waitsFor: phase.after.filter(isLeft).map((other) => phases[other]!.title),
      gates: gatesOf(board, phase.tasks),
    })),
    started: startedTasks(board, claims, lineOf),
    criticalPath: {
      minutes: remaining.chain.reduce((sum, task) => sum + minutesOf(board, task), 0),
      estimated: remaining.chain.filter((task) => board.estimates[task] != null).length,
      tasks: remaining.chain.map((task) => tasks[task]!.id),
    },
    next: first < 0 ? null : taskName(board, first, lineOf),
    conflicts: document.conflicts.length,
    questions: questionsIn(document.text),
    changed,
  }
}

function startedTasks(board: Board, claims: Claims, lineOf: LineOf): readonly StartedTask[] {
  const started: StartedTask[] = []
  for (let at = board.statuses.indexOf('started'); at >= 0; at = board.statuses.indexOf('started', at + 1)) {
    const { id, text } = board.tasks[at]!
    const claim = claims.get(id === '' ? text : id)
    started.push({ ...taskName(board, at, lineOf), as: claim?.as ?? null, until: claim?.until ?? null })
  }
  return started
}

const GATE = /\(gate: ([^()\n]{1,300})\)/g

/** The gates that stand in the bodies of tasks; a dropped task asks for none. */
function gatesOf({ tasks, statuses }: Board, members: readonly number[]): readonly GateStatus[] {
  const gates: GateStatus[] = []
  for (const at of members) {
    const { id, body } = tasks[at]!
    if (body.length === 0 || statuses[at] === 'dropped') continue
    for (const line of body) {
      if (!line.includes('(gate: ')) continue
      for (const [, text] of line.matchAll(GATE)) {
        gates.push({ text: text!, task: id, state: statuses[at] === 'done' ? 'met' : 'unknown' })
      }
    }
  }
  return gates
}

/** Questions of the compiler on top of an execute.md. */
const questionsIn = (text: string): number => {
  const head = text.slice(0, 20_000)
  const end = head.search(/^## /m)
  return Number(/^> \*\*Open \((\d{1,6})\)\*\*/m.exec(end < 0 ? head : head.slice(0, end))?.[1] ?? 0)
}
