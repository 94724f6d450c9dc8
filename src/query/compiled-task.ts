import { explainTask } from '../graph/index.ts'
import type { Execution } from '../model/execution.ts'
import type { Edge, EdgeReason, ParallelVerdict, Timing } from '../model/graph.ts'
import type { Task, TaskKind } from '../model/task.ts'
import type { Estimate, Gate, PathMention } from '../model/values.ts'
import { gapView, type GapView } from './gaps.ts'
import type { Places, Spot } from './places.ts'
import { parallelWords, reasonWords } from './reasons.ts'
import { inBrief, phaseName, statuses, type PhaseName, type TaskBrief, type TaskStatus } from './tasks.ts'

/** One edge seen from a task: the other task, why, and where the plan states it. */
export interface EdgeView extends TaskBrief {
  readonly reason: EdgeReason
  readonly because: string
  /** The reason in words. */
  readonly words: string
  /** Where the plan states it; null where it is computed. */
  readonly stated: Spot | null
}

/** Whether a task carries `[P]`, with the reason in words. */
export interface VerdictView extends ParallelVerdict {
  readonly words: string
}

/** Where a task comes from: document, heading, and the line that says it. */
export interface OriginView extends Spot {
  readonly heading: string
  /** The first line of its source, '' where the document is not known. */
  readonly source: string
}

/** Everything that the plan says about one task. */
export interface CompiledTask {
  readonly id: string
  readonly text: string
  readonly status: TaskStatus
  readonly kind: TaskKind
  readonly phase: PhaseName
  /** The M of `[M1]`, null outside milestones. */
  readonly milestone: number | null
  /** The plan's own id, '' where it has none. */
  readonly planId: string
  /** A person wrote it. */
  readonly hand: boolean
  readonly body: readonly string[]
  readonly files: readonly PathMention[]
  readonly estimate: Estimate | null
  readonly gates: readonly Gate[]
  /** Keys of the criteria, scenarios, requirements and deliverables it covers. */
  readonly covers: readonly string[]
  readonly waitsFor: readonly EdgeView[]
  readonly waitedForBy: readonly EdgeView[]
  /** Phases whose end it waits for. */
  readonly afterPhases: readonly PhaseName[]
  readonly parallel: VerdictView
  /** Null for a dropped task. */
  readonly timing: Timing | null
  readonly gaps: readonly GapView[]
  readonly origin: OriginView
}

const notScheduled: ParallelVerdict = { parallel: false, reason: 'dropped', because: '' }

/** What a plan says about a task: needs the plan compiled. */
export function compiledTask(execution: Execution, places: Places, task: Task): CompiledTask {
  const { graph } = execution
  const status = statuses(execution)
  const tasks = new Map(execution.tasks.map((each) => [each.id, each]))
  const reasons = explainTask(graph, task.id)
  const edge = (other: string, { reason, because, stated }: Edge): EdgeView[] => {
    const brief = tasks.get(other)
    if (brief === undefined) return []
    const words = reasonWords(reason, because)
    return [
      {
        ...inBrief(brief, status),
        reason,
        because,
        words,
        stated: stated === undefined ? null : places.spot(stated.place),
      },
    ]
  }
  const verdict = reasons?.parallel ?? notScheduled
  return {
    id: task.id,
    text: task.text,
    status: status.get(task.id)!,
    kind: task.kind,
    phase: phaseName(execution, task.phase),
    milestone: /^M\d/.test(task.phase) ? Number(task.phase.slice(1)) : null,
    planId: task.planId,
    hand: task.hand,
    body: task.body,
    files: task.paths,
    estimate: task.estimate,
    gates: task.gates,
    covers: task.covers,
    waitsFor: (reasons?.waitsFor ?? []).flatMap((each) => edge(each.to, each)),
    waitedForBy: (reasons?.waitedForBy ?? []).flatMap((each) => edge(each.from, each)),
    afterPhases: graph.phases.find(({ id }) => id === task.phase)?.after.map((id) => phaseName(execution, id)) ?? [],
    parallel: {
      ...verdict,
      words: reasons === undefined ? 'It is dropped and takes no part.' : parallelWords(verdict),
    },
    timing: Object.hasOwn(graph.timing, task.id) ? graph.timing[task.id]! : null,
    gaps: execution.gaps.filter((gap) => gap.task === task.id).map((gap) => gapView(gap, places)),
    origin: originView(task, places),
  }
}

export function originView({ origin }: Task, places: Places): OriginView {
  return {
    ...places.spot(origin.place),
    file: origin.file,
    heading: origin.heading,
    source: places.sourceLine(origin.place).trim(),
  }
}
