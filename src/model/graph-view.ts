import type { EdgeReason } from './graph.ts'

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
}

/** `from` waits for `to`. */
export interface GraphArrow {
  readonly from: string
  readonly to: string
  readonly reason: EdgeReason
}

/** What waits for what, without detours: an arrow that others imply is left out. */
export interface GraphView {
  readonly id: string
  readonly title: string
  readonly by: 'task' | 'milestone'
  /** In document order. */
  readonly nodes: readonly GraphNode[]
  readonly arrows: readonly GraphArrow[]
  readonly criticalPath: readonly string[]
}

/** A phase is called by its title, a task by its id and words. */
export const labelOf = (by: GraphView['by'], id: string, text: string): string =>
  by === 'milestone' ? text : `${id} ${text}`
