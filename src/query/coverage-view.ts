import type { FileState } from '../model/evidence.ts'
import type { TaskState } from '../model/plan.ts'
import type { Spot } from './places.ts'

export type CoverageLevel = 'intent' | 'objective' | 'requirement' | 'milestone' | 'task'

/** One thing of a level, with its place. */
export interface CoverageItem extends Spot {
  /** `Intent 1`, `Objective 2`, `FR-003`, `M1`, `T014`; unique in its level. */
  readonly id: string
  readonly text: string
}

/** `stated`: a document says so. `inferred`: they share words. */
export interface CoverageLink {
  readonly id: string
  readonly link: 'stated' | 'inferred'
}

export interface CoverageEvidence {
  readonly state: TaskState
  /** What its check came to when it was ticked here; null where nothing is known or there is none. */
  readonly check: 'passed' | 'unverified' | null
  readonly hasCheck: boolean
  /** The files it writes, of a ticked task with their state. */
  readonly files: readonly { readonly path: string; readonly state: FileState | null }[]
}

/** One task with all that it is for; or something that no task is for, with the rest empty. */
export interface CoverageRow {
  readonly intents: readonly CoverageLink[]
  readonly objectives: readonly CoverageLink[]
  readonly requirements: readonly CoverageLink[]
  readonly milestone: string | null
  readonly task: string | null
  readonly evidence: CoverageEvidence | null
}

/** Something that nothing below serves (`down`), or that serves nothing above (`up`). */
export interface Uncovered {
  readonly level: CoverageLevel
  readonly id: string
  readonly direction: 'down' | 'up'
  /** What is missing, as a sentence. */
  readonly why: string
}

/** From intents to evidence, and back. Plain values: printed as JSON as it is. */
export interface CoverageView {
  readonly id: string
  readonly title: string
  /** Everything there is, by level, in document order. */
  readonly items: Readonly<Record<CoverageLevel, readonly CoverageItem[]>>
  /** By milestone and task; what no task is for stands at the end. */
  readonly rows: readonly CoverageRow[]
  readonly uncovered: readonly Uncovered[]
  readonly totals: Readonly<Record<CoverageLevel, { readonly total: number; readonly covered: number }>>
}

/** What stands above a milestone. */
export type Above = Pick<CoverageRow, 'intents' | 'objectives'>

export const NOTHING_ABOVE: Above = { intents: [], objectives: [] }
