import type { Conflict } from '../model/merge.ts'
import type { Graph } from '../model/graph.ts'
import { mergeValue, sameList, type Verdict } from './fields.ts'
import { namesOf } from './depends.ts'
import { noteOf, type MergedTask } from './merge-task.ts'

/** What the graph says of a task's line, against what stands there. */
export interface ComputedFields {
  readonly parallel: Verdict
  readonly depends: Verdict
  readonly milestone: Verdict
  /** The dependencies that the plan and the tasks give, without what a person wrote and with what they took off. */
  readonly names: readonly string[]
}

const sameSet = (a: readonly string[], b: readonly string[]): boolean =>
  sameList(a, b) || (a.length === b.length && sameList(a.toSorted(), b.toSorted()))

/** The M of the tag that a phase asks for, null for phases without one. */
export const tagOf = (phase: string): number | null =>
  phase.charCodeAt(0) === 0x4d /* M */ && /^M\d+$/.test(phase) ? Number(phase.slice(1)) : null

function generated({ doc, own }: MergedTask, graph: Graph): readonly string[] {
  const printed = Object.hasOwn(graph.printed, doc.id) ? graph.printed[doc.id]! : []
  if (own.added.length + own.off.length === 0) return printed
  const added = new Set(own.added.map((stated) => stated.target))
  const rest = printed.filter((name) => !added.has(name))
  const known = new Set(rest)
  return [...rest, ...own.off.filter((name) => Object.hasOwn(graph.printed, name) && !known.has(name))]
}

/** The base of the dependencies that a person changed; it does not advance while theirs stand against the plan's. */
export function dependsBase({ base, own }: MergedTask, { depends, names }: ComputedFields): readonly string[] | null {
  if (own.added.length + own.off.length === 0) return null
  return depends === 'mine' && base !== null && base.differs?.includes('depends') !== true ? base.depends : names
}

/** Merges `[P]`, `[M#]` and the dependencies, which are known only once all tasks are. */
export function computedFields(task: MergedTask, phase: string, graph: Graph): ComputedFields {
  const { doc, base, sourceChanged } = task
  const names = generated(task, graph)
  const parallel = Object.hasOwn(graph.parallel, doc.id) && graph.parallel[doc.id]!.parallel
  const same = <T>(a: T, b: T): boolean => a === b
  // A dropped task is none for the graph; its line stays as it is.
  if (doc.state === 'dropped') return { parallel: 'mine', depends: 'mine', milestone: 'mine', names }
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
    names,
  }
}

/** The conflict about dependencies, unless it was settled; null for none. */
export function dependsConflict(
  task: MergedTask,
  fields: ComputedFields,
  settled: (note: string) => boolean,
): Conflict | null {
  const wanted = fields.names.join(', ')
  if (fields.depends !== 'conflict' || settled(noteOf('depends', wanted))) return null
  const { doc, base } = task
  return {
    about: doc.id,
    field: 'depends',
    base: (base?.depends ?? []).join(', '),
    mine: namesOf(doc).join(', '),
    plan: wanted,
    place: doc.depends ?? doc.line,
  }
}
