import type { PhaseId, Task } from './task.ts'
import type { StatedDependency } from './values.ts'

/** Why one task waits for another. */
export type EdgeReason = 'stated' | 'same-file' | 'sequence' | 'layer' | 'barrier' | 'validation'

/** `from` waits for `to`. */
export interface Edge {
  readonly from: string
  readonly to: string
  readonly reason: EdgeReason
  /** The path, identifier or sequence that makes the edge, for people. */
  readonly because: string
  readonly stated?: StatedDependency
}

/** One phase of execute.md in order. */
export interface Phase {
  readonly id: PhaseId
  /** Ids of its tasks in the order of the document. */
  readonly tasks: readonly string[]
  /** Phases whose end it waits for (the barriers, stated and built in). */
  readonly after: readonly PhaseId[]
}

/** Why a task does not carry `[P]`; '' where it does. */
export interface ParallelVerdict {
  readonly parallel: boolean
  /** `unknown-files`, `not-first-writer`, `introduced-symbol`, `no-partner`, `verify`, `shared-path` or ''. */
  readonly reason: string
  /** The task, path or symbol that decides it. */
  readonly because: string
}

/** When a task can run: the wave (0 first) and the minutes of a schedule without a limit on workers. */
export interface Timing {
  readonly wave: number
  readonly start: number
  readonly finish: number
}

/**
 * Many tasks that wait for many: every task of `after` waits for every task of `before`. Stands for its product where
 * that would be far larger than both lists.
 */
export interface Join {
  readonly before: readonly string[]
  readonly after: readonly string[]
  readonly reason: EdgeReason
  readonly because: string
}

export interface Graph {
  /** Task to task; barriers between phases are in {@link Phase.after}, never task by task. */
  readonly edges: readonly Edge[]
  /** Further edges, only in plans with layers or phases of more than about thirty tasks each. */
  readonly joins?: readonly Join[]
  /** Tasks that the end of their phase does not wait for, since they state to wait for a later phase. */
  readonly exempt?: readonly string[]
  readonly phases: readonly Phase[]
  readonly parallel: Readonly<Record<string, ParallelVerdict>>
  readonly timing: Readonly<Record<string, Timing>>
  /** Ids along the longest chain by number of tasks, first to last. */
  readonly longestChain: readonly string[]
  /** Ids along the longest chain by minutes (unestimated tasks count 60). */
  readonly criticalPath: readonly string[]
  /** Ids of the tasks that each task's line has to name as `(depends on ...)`. */
  readonly printed: Readonly<Record<string, readonly string[]>>
}

export type { Task }
