import type { PhaseId } from '../model/task.ts'
import type { TaskState } from '../model/plan.ts'

/** A task as it goes from one tool to another. */
export interface ExchangeTask {
  /** `T014` of intentk, or the id of the tool it comes from (`1.2`, `BACK-7`); '' where it has none. */
  readonly id: string
  /** One line of Markdown, without id, tags, effort and dependencies. */
  readonly text: string
  readonly state: TaskState
  readonly phase: PhaseId
  /** Carries `[P]`. */
  readonly parallel: boolean
  /** As printed, `60 min`; '' where none is known. */
  readonly estimate: string
  /** Ids of the tasks that its line names. */
  readonly dependsOn: readonly string[]
  /** Paths it writes. */
  readonly files: readonly string[]
  /** Markdown lines below it. */
  readonly body: readonly string[]
}

/** A phase as it goes from one tool to another. */
export interface ExchangePhase {
  readonly id: PhaseId
  readonly title: string
  /** `P1`, `High`; '' where the plan gives none. */
  readonly priority: string
  readonly goal: string
  readonly validation: string
  /** Phases that it states to wait for. */
  readonly dependsOn: readonly PhaseId[]
  /** More lines below its heading, as Markdown. */
  readonly notes: readonly string[]
}

/** All that tools exchange about one piece of work. */
export interface ExchangePlan {
  readonly title: string
  /** In order; only those that are named by a task or say something. */
  readonly phases: readonly ExchangePhase[]
  /** In the order of the document. */
  readonly tasks: readonly ExchangeTask[]
}

/** `M2` is 2; null for a phase that is no milestone. */
export const milestoneNumber = (id: PhaseId): number | null => (/^M\d/.test(id) ? Number(id.slice(1)) : null)
