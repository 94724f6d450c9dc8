import { explainPath } from '../graph/index.ts'
import type { Execution } from '../model/execution.ts'
import type { EdgeReason, Graph } from '../model/graph.ts'
import type { PhaseId, Task } from '../model/task.ts'
import type { Places, Spot } from './places.ts'
import { reasonWords } from './reasons.ts'
import { compiledTask, type EdgeView, type OriginView, type VerdictView } from './compiled-task.ts'
import { inBrief, phaseName, statuses, type PhaseName, type TaskBrief } from './tasks.ts'

/** Why a task is there and stands where it stands. */
export interface WhyTaskView {
  readonly task: TaskBrief
  readonly phase: PhaseName
  readonly origin: OriginView
  /** Keys of what the plan asks for and this task covers. */
  readonly covers: readonly string[]
  readonly waitsFor: readonly EdgeView[]
  readonly waitedForBy: readonly EdgeView[]
  /** Phases whose end it waits for. */
  readonly afterPhases: readonly PhaseName[]
  readonly parallel: VerdictView
}

/** One step of a path: `from` waits for `to`. Each is a task id, or a phase where the step crosses phases. */
export interface StepView {
  readonly from: string
  readonly to: string
  readonly reason: EdgeReason
  readonly because: string
  readonly words: string
  /** Where the plan states it; null where it is computed. */
  readonly stated: Spot | null
}

/** How two tasks are ordered. `steps` is empty where neither waits for the other. */
export interface WhyPathView {
  /** The one that waits; the first of the two where they are not ordered. */
  readonly from: TaskBrief
  readonly to: TaskBrief
  readonly ordered: boolean
  readonly steps: readonly StepView[]
}

export function whyTaskView(execution: Execution, places: Places, task: Task): WhyTaskView {
  const { phase, origin, covers, waitsFor, waitedForBy, afterPhases, parallel, id, text, status } = compiledTask(
    execution,
    places,
    task,
  )
  return { task: { id, text, status }, phase, origin, covers, waitsFor, waitedForBy, afterPhases, parallel }
}

/** The shortest chain of reasons between two tasks, whichever of them waits. */
export function whyPathView(execution: Execution, places: Places, one: Task, other: Task): WhyPathView {
  const { graph } = execution
  const status = statuses(execution)
  const forward = explainPath(graph, one.id, other.id)
  const path = forward ?? explainPath(graph, other.id, one.id)
  const [from, to] = path === undefined || forward !== undefined ? [one, other] : [other, one]
  const steps = (path ?? []).map((step): StepView => ({
    from: step.from,
    to: step.to,
    reason: step.reason,
    because: step.because,
    words: stepWords(execution, step),
    stated: statedSpot(graph, step, places),
  }))
  return { from: inBrief(from, status), to: inBrief(to, status), ordered: path !== undefined, steps }
}

interface Step {
  readonly from: string
  readonly to: string
  readonly reason: EdgeReason
  readonly because: string
}

// Barriers run between phases, and a path names a phase by its id alone: the words say what the ends are.
function stepWords(execution: Execution, { from, to, reason, because }: Step): string {
  if (reason !== 'barrier') return reasonWords(reason, because)
  const isPhase = (name: string): boolean => execution.graph.phases.some(({ id }) => id === name)
  const titleOf = (name: string): string => phaseName(execution, name as PhaseId).title
  const taskPhase = (id: string): string => execution.tasks.find((task) => task.id === id)?.phase ?? ''
  if (isPhase(from) && isPhase(to)) return `${titleOf(from)} begins when ${titleOf(to)} has ended`
  if (isPhase(to))
    return from !== to && taskPhase(from) === to
      ? `it is a task of ${titleOf(to)}`
      : `it begins when ${titleOf(to)} has ended`
  if (isPhase(from))
    return taskPhase(to) === from ? `it is a task of ${titleOf(from)}` : `${titleOf(from)} begins after it`
  return `${titleOf(taskPhase(from))} begins when ${titleOf(taskPhase(to))} has ended`
}

function statedSpot(graph: Graph, { from, to, reason }: Step, places: Places): Spot | null {
  if (reason !== 'stated') return null
  const edge = graph.edges.find((each) => each.from === from && each.to === to && each.stated !== undefined)
  return edge?.stated === undefined ? null : places.spot(edge.stated.place)
}
