import type { EdgeReason } from './graph.ts'

/** What a node stands for: a task, a milestone, or any phase (also setup, foundations and polish) with all its tasks. */
export type GraphBy = 'task' | 'milestone' | 'phase'

/** A task, or a phase with all of its tasks, in a picture of what waits for what. */
export interface GraphNode {
  readonly id: string
  /** In words, as Markdown. */
  readonly text: string
  /** `done`: all of it. `started`: some of it. */
  readonly state: 'done' | 'started' | 'open'
  /** The phase of a task; its own id for a phase. */
  readonly phase: string
  /** 0 for what waits for nothing, else one more than the last that it waits for. */
  readonly wave: number
  /** On the longest chain, by minutes. */
  readonly critical: boolean
  readonly parallel: boolean
  /** Minutes of its work: the high ends of estimates, 60 for a task that states none. */
  readonly minutes: number
  /** How many tasks it stands for, and how many of them are done and state an estimate. */
  readonly tasks: number
  readonly done: number
  readonly estimated: number
  /** Minutes it may be late, however many work, before the whole is. */
  readonly slack: number
}

/** `from` waits for `to`. */
export interface GraphArrow {
  readonly from: string
  readonly to: string
  readonly reason: EdgeReason
}

/** Many that wait for many: each of `after` waits for each of `before`. */
export interface GraphJoin {
  readonly before: readonly string[]
  readonly after: readonly string[]
  readonly reason: EdgeReason
}

/** A phase by its title, for frames and sections of a picture. */
export interface GraphPhase {
  readonly id: string
  readonly title: string
}

/** What waits for what, without detours: an arrow that others imply is left out. */
export interface GraphView {
  readonly id: string
  readonly title: string
  readonly by: GraphBy
  /** Those that have nodes, in order. */
  readonly phases: readonly GraphPhase[]
  /** In document order. */
  readonly nodes: readonly GraphNode[]
  readonly arrows: readonly GraphArrow[]
  /** In the place of more than 400 arrows each. */
  readonly joins: readonly GraphJoin[]
  readonly criticalPath: readonly string[]
}

/** A phase is called by its title, a task by its id and words. */
export const labelOf = (by: GraphBy, id: string, text: string): string => (by === 'task' ? `${id} ${text}` : text)
