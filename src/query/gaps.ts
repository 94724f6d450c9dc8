import type { Execution } from '../model/execution.ts'
import type { GapKind } from '../model/task.ts'
import type { Places, Spot } from './places.ts'

/** One opening of the plan with its place, as `gaps` shows it. */
export interface GapView extends Spot {
  readonly kind: GapKind
  /** Stable name of the gap. */
  readonly key: string
  readonly question: string
  /** What to write, and where. */
  readonly answer: string
  readonly blocking: boolean
  readonly heading: string | null
  readonly milestone: string | null
  readonly task: string | null
}

export interface GapsView {
  /** Of all gaps, also where a filter leaves some out. */
  readonly total: number
  readonly blocking: number
  /** Most important first. */
  readonly gaps: readonly GapView[]
}

export function gapsView(execution: Execution, places: Places, onlyBlocking: boolean): GapsView {
  const { gaps } = execution
  const wanted = onlyBlocking ? gaps.filter(({ blocking }) => blocking) : gaps
  return {
    total: gaps.length,
    blocking: gaps.filter(({ blocking }) => blocking).length,
    gaps: wanted.map((gap) => gapView(gap, places)),
  }
}

export function gapView(gap: Execution['gaps'][number], places: Places): GapView {
  const { kind, key, question, answer, blocking, place, heading, milestone, task } = gap
  return {
    kind,
    key,
    question,
    answer,
    blocking,
    ...places.spot(place),
    heading: heading ?? null,
    milestone: milestone ?? null,
    task: task ?? null,
  }
}
