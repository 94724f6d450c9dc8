import { hash } from 'node:crypto'
import { readWords } from '../merge/hand.ts'
import { comparedPath } from '../graph/paths.ts'
import type { DocumentTask, TaskDocument } from '../model/task-document.ts'
import { isExempt, type Board } from '../tasks/board.ts'
import { minutesOf, remainingOf } from '../tasks/remaining.ts'
import type { VerifiedTask } from './contract.ts'
import { keyOfTask } from './ticks.ts'
import { verifiedTaskOf } from './verify/task-of.ts'

/** What a task touches, for the question whether two may run at once. Paths are compared ones. */
interface Touches {
  readonly writes: readonly string[]
  readonly reads: ReadonlySet<string>
  readonly introduces: readonly string[]
  readonly names: ReadonlySet<string>
}

/** A task of a document as a run sees it. */
export interface RunTask extends VerifiedTask {
  /** How journal and records name it: its id, or its words where it has none. */
  readonly key: string
  /** Its lines as they stand in the document, byte for byte. */
  readonly source: string
  readonly body: readonly string[]
  /** Index in {@link RunPlan.phases}. */
  readonly phase: number
  readonly estimateMinutes: number | null
  readonly state: DocumentTask['state']
  readonly touches: Touches
}

/** All tasks of a document with what waits for what, ready to be scheduled. */
export interface RunPlan {
  readonly tasks: readonly RunTask[]
  readonly phases: readonly { readonly id: string; readonly title: string; readonly tasks: readonly number[] }[]
  /**
   * For each node those that wait for it. Nodes are the tasks, and behind them for each phase its start and its end:
   * node `tasks.length + 2 * phase` and the one after it.
   */
  readonly next: readonly (readonly number[])[]
  /** Tasks that each task states to wait for. */
  readonly waitsFor: readonly (readonly number[])[]
  /** Minutes from the start of each task to the end of all work behind it. */
  readonly behind: readonly number[]
  /** Tasks that share their name in the journal with another one. */
  readonly doubles: readonly string[]
}

/** The plan of a document by its board. Linear in it. */
export function runPlanOf(document: TaskDocument, board: Board): RunPlan {
  const { phases, phaseOf, waitsFor } = board
  const seen = new Set<string>()
  const doubles = new Set<string>()
  const tasks = document.tasks.map((task, index): RunTask => {
    const run = runTask(
      document.text,
      task,
      phaseOf[index]!,
      board.estimates[index] == null ? null : minutesOf(board, index),
    )
    if (seen.has(run.key)) doubles.add(run.key)
    seen.add(run.key)
    return run
  })
  return {
    tasks,
    phases: phases.map(({ id, title, tasks: own }) => ({ id, title, tasks: own })),
    next: nextOf(board),
    waitsFor,
    behind: remainingOf(board).minutes,
    doubles: [...doubles],
  }
}

function runTask(document: string, task: DocumentTask, phase: number, estimateMinutes: number | null): RunTask {
  const { id, text, body, state } = task
  const { paths, introduces, mentions } = readWords(text, body)
  return {
    ...verifiedTaskOf(task),
    id,
    key: keyOfTask(task),
    text,
    body,
    source: document.slice(task.start, task.end),
    state,
    phase,
    estimateMinutes,
    touches: {
      writes: [...new Set(paths.filter(({ role }) => role === 'write').map(({ path }) => comparedPath(path)))],
      reads: new Set(paths.filter(({ role }) => role === 'read').map(({ path }) => comparedPath(path))),
      introduces,
      names: new Set([...introduces, ...mentions]),
    },
  }
}

function nextOf({ tasks, phases, phaseOf, waitsFor }: Board): readonly (readonly number[])[] {
  const start = (phase: number): number => tasks.length + 2 * phase
  const next: number[][] = Array.from({ length: tasks.length + 2 * phases.length }, () => [])
  const after = withoutCircles(phases.map((phase) => phase.after))
  phases.forEach((_, phase) => {
    next[start(phase)]!.push(start(phase) + 1)
    for (const before of after[phase]!) next[start(before) + 1]!.push(start(phase))
  })
  tasks.forEach((task, index) => {
    const phase = phaseOf[index]!
    next[start(phase)]!.push(index)
    if (!isExempt(phases, phaseOf, waitsFor, index, phase)) next[index]!.push(start(phase) + 1)
    for (const other of new Set(waitsFor[index])) next[other]!.push(index)
    // What holds other tasks is done after them, unless one of them waits for it.
    if (task.parent >= 0 && !waitsFor[index]!.includes(task.parent)) next[index]!.push(task.parent)
  })
  return next
}

/** What each phase waits for, without those waits that close a circle: phases in a circle hold nobody up for that. */
function withoutCircles(after: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const state = after.map(() => 0)
  const kept = after.map((): number[] => [])
  for (let root = 0; root < after.length; root++) {
    if (state[root] !== 0) continue
    const path = [{ phase: root, at: 0 }]
    state[root] = 1
    while (path.length > 0) {
      const top = path.at(-1)!
      const before = after[top.phase]![top.at++]
      if (before === undefined) {
        state[top.phase] = 2
        path.pop()
        continue
      }
      if (state[before] === 1) continue
      kept[top.phase]!.push(before)
      if (state[before] === 2) continue
      state[before] = 1
      path.push({ phase: before, at: 0 })
    }
  }
  return kept
}

/**
 * The wave of each task: 1 where it waits for nothing that is open, else one more than the last that it waits for; 0 for
 * tasks that are over or not wanted, and for those in a circle.
 */
export function wavesOf(
  { tasks, next }: Pick<RunPlan, 'tasks' | 'next'>,
  isOpen: (task: number) => boolean,
): readonly number[] {
  const waiting = new Int32Array(next.length)
  for (const list of next) for (const node of list) waiting[node]!++
  const level = new Int32Array(next.length)
  const order = next.flatMap((_, node) => (waiting[node] === 0 ? [node] : []))
  const waves = new Int32Array(tasks.length)
  for (let at = 0; at < order.length; at++) {
    const node = order[at]!
    if (node < tasks.length && isOpen(node)) waves[node] = ++level[node]!
    for (const other of next[node]!) {
      level[other] = Math.max(level[other]!, level[node]!)
      if (--waiting[other]! === 0) order.push(other)
    }
  }
  return [...waves]
}

const overlaps = (a: string, b: string): boolean => a === b || a.startsWith(`${b}/`) || b.startsWith(`${a}/`)

/** Whether two tasks touch one file, or one brings a name into being that the other uses: they never run at once. */
export function clashes({ touches: a }: Pick<RunTask, 'touches'>, { touches: b }: Pick<RunTask, 'touches'>): boolean {
  for (const path of a.writes) {
    if (b.reads.has(path) || b.writes.some((other) => overlaps(path, other))) return true
    for (const other of b.reads) if (overlaps(path, other)) return true
  }
  for (const path of b.writes) for (const other of a.reads) if (overlaps(path, other)) return true
  return a.introduces.some((name) => b.names.has(name)) || b.introduces.some((name) => a.names.has(name))
}

/** All that is approved of a plan: what the tasks say, in which order, and which commands run. Ticks do not count. */
export function planHash(
  { tasks, waitsFor }: Pick<RunPlan, 'tasks' | 'waitsFor'>,
  commands: readonly string[],
): string {
  const said = tasks.flatMap(({ key, state, text, body, verify }, index) =>
    state === 'dropped' ? [] : [[key, text, body, verify, waitsFor[index]!.map((other) => tasks[other]!.key)]],
  )
  return hash('sha256', JSON.stringify([said, commands]), 'hex')
}
