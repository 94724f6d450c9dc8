import { plainId } from '../edit/find-tasks.ts'
import { dependenciesOf } from '../edit/dependencies-of.ts'
import type { Execution } from '../model/execution.ts'
import type { DocumentTask } from '../model/task-document.ts'
import type { Estimate, PathMention } from '../model/values.ts'
import type { Task } from '../model/task.ts'
import { readDependencyLine } from '../parse/text/dependencies.ts'
import { verifyCommands } from '../parse/tasks/verify-command.ts'
import type { Board } from '../tasks/board.ts'
import { boardBrief, boardPhase, firstLine, namedPaths, type BoardTask } from './board-tasks.ts'
import { compiledTask, type CompiledTask, type EdgeView } from './compiled-task.ts'
import type { Places, Spot } from './places.ts'
import { phaseName, type PhaseName, type TaskBrief, type TaskStatus } from './tasks.ts'

/** A phase whose end a task waits for. */
export interface PhaseBefore extends PhaseName {
  /** Not all of it is over. */
  readonly open: boolean
}

/** What a document says about one of its tasks. */
export interface ShowView extends Spot {
  readonly id: string
  readonly text: string
  readonly status: TaskStatus
  readonly phase: PhaseName
  /** The M of `[M1]`, null without one. */
  readonly milestone: number | null
  /** `US1` and word tags. */
  readonly tags: readonly string[]
  readonly parallel: boolean
  readonly body: readonly string[]
  readonly files: readonly PathMention[]
  readonly estimate: Estimate | null
  /** Commands that check it. */
  readonly checks: readonly string[]
  readonly waitsFor: readonly EdgeView[]
  readonly waitedForBy: readonly EdgeView[]
  readonly afterPhases: readonly PhaseBefore[]
  /** The task it is a part of. */
  readonly parent: TaskBrief | null
  readonly parts: readonly TaskBrief[]
  /** What only the plan says; null where it was not compiled. */
  readonly plan: PlanView | null
}

/** What only the compiled plan says about a task. */
export type PlanView = Pick<
  CompiledTask,
  'kind' | 'planId' | 'hand' | 'gates' | 'covers' | 'parallel' | 'timing' | 'gaps' | 'origin'
>

/** The words of a task that say what it waits for. */
function statement({ depends, body }: BoardTask): string {
  const at = { file: '', start: 0 }
  return depends === null ? (body.find((each) => readDependencyLine(each, at) !== null) ?? '').trim() : depends.text
}

/** The edge of one task to another: stated by its words, or the validation of a milestone, which waits for all of it. */
function edgeBetween(board: Board, places: Places, from: number, to: number, shown: number): EdgeView {
  const task = board.tasks[from]!
  const named = new Set(dependenciesOf(task).map(plainId))
  const isStated = !task.text.startsWith('Validate Milestone ') || named.has(plainId(board.tasks[to]!.id))
  const brief = boardBrief(board, shown)
  if (!isStated) {
    const words = from === shown ? 'that validates the milestone' : 'it validates the milestone'
    return { ...brief, reason: 'validation', because: '', words, stated: null }
  }
  const words = statement(task)
  return {
    ...brief,
    reason: 'stated',
    because: words,
    words: words === '' ? 'its line says so' : `its line says \`${words}\``,
    stated: places.spot({ file: board.document.file, ...firstLine(board, task) }),
  }
}

const isOver = (status: TaskStatus): boolean => status === 'done' || status === 'dropped'

/** Everything that a document says about one of its tasks, which the board has at an index. */
export function boardShow(board: Board, places: Places, index: number, task: DocumentTask): ShowView {
  const { tasks, waitsFor, phases, phaseOf, statuses, estimates } = board
  const phase = phaseOf[index]!
  const waitedForBy = waitsFor.flatMap((list, other) => (list.includes(index) ? [other] : []))
  return {
    id: task.id,
    text: task.text,
    status: statuses[index]!,
    ...places.spot({ file: board.document.file, ...firstLine(board, tasks[index]!) }),
    phase: boardPhase(board, phase),
    milestone: task.milestones[0] ?? null,
    tags: task.otherTags,
    parallel: task.parallel,
    body: task.body,
    files: namedPaths(task),
    estimate: estimates[index]!,
    checks: verifyCommands(task),
    waitsFor: [...new Set(waitsFor[index])].map((other) => edgeBetween(board, places, index, other, other)),
    waitedForBy: waitedForBy.map((other) => edgeBetween(board, places, other, index, other)),
    afterPhases: phases[phase]!.after.map((before) => ({
      ...boardPhase(board, before),
      open: phases[before]!.tasks.some((member) => !isOver(statuses[member]!)),
    })),
    parent: tasks[index]!.parent < 0 ? null : boardBrief(board, tasks[index]!.parent),
    parts: tasks.flatMap(({ parent }, other) => (parent === index ? [boardBrief(board, other)] : [])),
    plan: null,
  }
}

/** As {@link boardShow} for a task of a compiled plan, with the reasons and places that only the plan knows. */
export function planShow(execution: Execution, places: Places, task: Task): ShowView {
  const compiled = compiledTask(execution, places, task)
  const states = new Map(execution.tasks.map(({ id, state }) => [id, state]))
  const isOpen = (id: string): boolean =>
    execution.graph.phases.some(
      (phase) =>
        phase.id === id && phase.tasks.some((member) => !['done', 'dropped'].includes(states.get(member) ?? 'done')),
    )
  const { kind, planId, hand, gates, covers, parallel, timing, gaps, origin } = compiled
  return {
    id: compiled.id,
    text: compiled.text,
    status: compiled.status,
    ...places.spot(task.origin.place),
    phase: phaseName(execution, task.phase),
    milestone: compiled.milestone,
    tags: [],
    parallel: parallel.parallel,
    body: compiled.body,
    files: compiled.files,
    estimate: compiled.estimate,
    checks: verifyCommands(task),
    waitsFor: compiled.waitsFor,
    waitedForBy: compiled.waitedForBy,
    afterPhases: compiled.afterPhases.map((before) => ({ ...before, open: isOpen(before.id) })),
    parent: null,
    parts: [],
    plan: { kind, planId, hand, gates, covers, parallel, timing, gaps, origin },
  }
}
