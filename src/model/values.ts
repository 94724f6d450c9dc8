import type { Place } from './source.ts'

/** Effort in minutes (a day is 8 h, a week 5 days unless configured). A range keeps both ends. */
export interface Estimate {
  readonly low: number
  readonly high: number
  /** As printed: `2.5 hours`, `6-7 hours`. */
  readonly text: string
}

/** A criterion with a number: what is measured, how it compares, with what. */
export interface Gate {
  /** What is measured, in the plan's words: `Workflow completion rate`. */
  readonly metric: string
  readonly comparison: '>' | '>=' | '<' | '<=' | '='
  readonly value: number
  /** `%`, `s`, `ms`, `users`, or '' where the number counts the metric itself. */
  readonly unit: string
}

/** A priority as sorted on (1 is the highest) and as the plan spells it. */
export interface Priority {
  readonly level: number
  readonly word: string
}

/** Why a path stands in a text: the task makes or changes it, or only looks at it. */
export type PathRole = 'write' | 'read'

/** One path named by a text. */
export interface PathMention {
  /** As printed, without quotes and code ticks. */
  readonly raw: string
  /** Normalised relative path with `/`, without `./`; the resolved one where a bare name was resolved. */
  readonly path: string
  readonly role: PathRole
  readonly kind: 'file' | 'directory' | 'glob'
  /** A bare file name (no folder) that no tree, root file or convention places. */
  readonly unresolved: boolean
}

/** How a dependency was stated. Printed by `why`. */
export type StatedForm =
  'inline' | 'sub-line' | 'label' | 'front-matter' | 'uses' | 'prose' | 'table' | 'diagram' | 'bullet'

/** One name in a stated dependency, not yet resolved to a task or milestone. */
export interface StatedDependency {
  /** `T011`, `2.1`, `Phase A`, `Milestone 1`, or a path for `uses`. `*` is "all previous phases". */
  readonly target: string
  readonly form: StatedForm
  readonly place: Place
  /** The words around it as printed, for messages: `depends on T011`. */
  readonly text: string
}
