import type { Conflict } from '../model/merge.ts'
import type { Graph } from '../model/graph.ts'
import { mergeValue, sameList, type Verdict } from './fields.ts'
import { namesOf, noteOf, type MergedTask } from './reconcile.ts'

/** What the graph says of a task's line, against what stands there. */
export interface ComputedFields {
  readonly parallel: Verdict
  readonly depends: Verdict
  readonly milestone: Verdict
  /** What a conflict of the dependencies would say. */
  readonly wanted: string
}

const sameSet = (a: readonly string[], b: readonly string[]): boolean =>
  sameList(a, b) || (a.length === b.length && sameList(a.toSorted(), b.toSorted()))

/** The M of the tag that a phase asks for, null for phases without one. */
export const tagOf = (phase: string): number | null => (/^M\d+$/.test(phase) ? Number(phase.slice(1)) : null)

/** Merges `[P]`, `[M#]` and the dependencies, which are known only once all tasks are. */
export function computedFields(task: MergedTask, phase: string, graph: Graph): ComputedFields {
  const { doc, base, sourceChanged } = task
  const names = Object.hasOwn(graph.printed, doc.id) ? graph.printed[doc.id]! : []
  const parallel = Object.hasOwn(graph.parallel, doc.id) && graph.parallel[doc.id]!.parallel
  const same = <T>(a: T, b: T): boolean => a === b
  // A dropped task is none for the graph; its line stays as it is.
  if (doc.state === 'dropped') return { parallel: 'mine', depends: 'mine', milestone: 'mine', wanted: '' }
  return {
    parallel: mergeValue({ base: base?.p ?? null, mine: doc.parallel, plan: parallel, sourceChanged: false }, same),
    depends: mergeValue({ base: base?.depends ?? null, mine: namesOf(doc), plan: names, sourceChanged }, sameSet),
    milestone: mergeValue(
      {
        base: base === null ? null : base.m,
        mine: doc.milestones[0] ?? null,
        plan: tagOf(phase),
        sourceChanged: false,
      },
      same,
    ),
    wanted: names.join(', '),
  }
}

/** The conflict about dependencies, unless it was settled; null for none. */
export function dependsConflict(
  task: MergedTask,
  fields: ComputedFields,
  settled: (note: string) => boolean,
): Conflict | null {
  if (fields.depends !== 'conflict' || settled(noteOf('depends', fields.wanted))) return null
  const { doc, base } = task
  return {
    about: doc.id,
    field: 'depends',
    base: (base?.depends ?? []).join(', '),
    mine: namesOf(doc).join(', '),
    plan: fields.wanted,
    place: doc.depends ?? doc.line,
  }
}
