import { byKey } from '../../model/by-key.ts'
import type { Execution } from '../../model/execution.ts'
import type { Gap, Milestone, PhaseId, Task } from '../../model/task.ts'

/** One phase of the document with everything that is printed in it. */
export interface OutlinePhase {
  readonly id: PhaseId
  /** The n of `## Phase n`. */
  readonly number: number
  /** Null for Setup, Foundational and Polish. */
  readonly milestone: OutlineMilestone | null
  readonly tasks: readonly Task[]
  readonly gaps: readonly Gap[]
}

/** What the outline needs of a milestone; one that tasks name but no document defines has a number alone. */
export type OutlineMilestone = Pick<Milestone, 'number'> & Partial<Milestone>

/** The execution by phases, in the order of the document. */
export interface Outline {
  readonly execution: Execution
  readonly phases: readonly OutlinePhase[]
  /** The phases of milestones alone. */
  readonly milestones: readonly OutlinePhase[]
  /** Gaps that belong to no phase. */
  readonly gaps: readonly Gap[]
}

const milestonePhase = (number: number | string): PhaseId => `M${number}` as PhaseId

function gapPhases(execution: Execution): ReadonlyMap<string, readonly Gap[]> {
  const named = new Set(execution.gaps.flatMap((gap) => gap.task ?? []))
  const phaseOf = new Map<string, PhaseId>()
  if (named.size > 0) for (const { id, phase } of execution.tasks) if (named.has(id)) phaseOf.set(id, phase)
  return byKey(execution.gaps, (gap) => {
    if (gap.task !== undefined && phaseOf.has(gap.task)) return phaseOf.get(gap.task)!
    return gap.milestone === undefined ? '' : milestonePhase(gap.milestone.replace(/^M/, ''))
  })
}

/** Sorts tasks and gaps into phases. Tasks of a milestone that is not defined get a phase after the others. */
export function outlineOf(execution: Execution): Outline {
  const tasks = byKey(execution.tasks, (task) => task.phase)
  const gaps = gapPhases(execution)
  const known = new Set<string>(['setup', 'foundational', 'polish'])
  const defined: OutlineMilestone[] = []
  for (const milestone of execution.milestones) {
    if (known.has(milestonePhase(milestone.number))) continue
    known.add(milestonePhase(milestone.number))
    defined.push(milestone)
  }
  const former = new Map<string, OutlineMilestone>(
    execution.formerMilestones?.map((milestone) => [milestonePhase(milestone.number), milestone]),
  )
  for (const phase of tasks.keys()) {
    if (!known.has(phase)) defined.push(former.get(phase) ?? { number: Number(phase.slice(1)) })
  }
  const ids: [PhaseId, OutlineMilestone | null][] = [
    ['setup', null],
    ['foundational', null],
    ...defined.map((milestone): [PhaseId, OutlineMilestone] => [milestonePhase(milestone.number), milestone]),
    ['polish', null],
  ]
  const phases = ids.map(([id, milestone], index) => ({
    id,
    number: index + 1,
    milestone,
    tasks: tasks.get(id) ?? [],
    gaps: gaps.get(id) ?? [],
  }))
  const placed = new Set<string>(phases.map((phase) => phase.id))
  return {
    execution,
    phases,
    milestones: phases.filter((phase) => phase.milestone !== null),
    gaps: Array.from(gaps).flatMap(([phase, list]) => (placed.has(phase) ? [] : list)),
  }
}

/** The task that validates a milestone, if there is one. */
export const validationTask = (phase: OutlinePhase): Task | undefined =>
  phase.tasks.findLast((task) => task.kind === 'validate')

/** Ids of a phase's tasks; tasks that people added without an id have none. */
export const idsOf = (tasks: readonly Task[]): string[] => tasks.flatMap((task) => (task.id === '' ? [] : [task.id]))
