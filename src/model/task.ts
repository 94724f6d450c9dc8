import type { Place } from './source.ts'
import type { Estimate, Gate, PathMention, StatedDependency } from './values.ts'
import type { TaskState } from './plan.ts'

/** A fixed phase of execute.md, or a milestone's own phase (`M1`, `M2`, ...). */
export type PhaseId = 'setup' | 'foundational' | 'polish' | `M${number}`

/** What a task is for; decides its layer and whether it can carry `[P]`. */
export type TaskKind = 'work' | 'setup' | 'extend' | 'test' | 'verify' | 'validate' | 'polish'

/** Order inside a milestone where nothing else orders: tests, models, services, endpoints, integration. */
export type Layer = 'test' | 'model' | 'service' | 'endpoint' | 'integration'

/** Where a task comes from: a document, its heading and the bytes that said it. */
export interface Origin {
  readonly file: string
  /** Title of the section the item stands in, for people. */
  readonly heading: string
  readonly place: Place
}

/** What the tasks of every stage after `derive` have in common. */
export interface Work {
  readonly kind: TaskKind
  /** One line of Markdown, without id, tags, estimate and stated dependencies. */
  readonly text: string
  /** Markdown lines below the task, relative to its content. */
  readonly body: readonly string[]
  readonly state: TaskState
  readonly paths: readonly PathMention[]
  /** Identifiers in code spans that this task brings into being. */
  readonly introduces: readonly string[]
  /** Identifiers in code spans that this task names. */
  readonly mentions: readonly string[]
  readonly estimate: Estimate | null
  readonly gates: readonly Gate[]
  readonly stated: readonly StatedDependency[]
  /** Tasks of one phase with the same non-empty value are a chain in order. */
  readonly sequence: string
  readonly layer: Layer | null
  /** Keys of what this task covers: criteria, scenarios, requirements, deliverables. */
  readonly covers: readonly string[]
  readonly origin: Origin
}

/** Work of which nothing is known but where it comes from: what everything that makes tasks fills in. */
export function emptyWork(origin: Origin): Work {
  return {
    kind: 'work',
    text: '',
    body: [],
    state: 'open',
    paths: [],
    introduces: [],
    mentions: [],
    estimate: null,
    gates: [],
    stated: [],
    sequence: '',
    layer: null,
    covers: [],
    origin,
  }
}

/** A unit of work derived from the documents, before it has an id. */
export interface PlanItem extends Work {
  /** Stable across edits elsewhere in the plan: made from the milestone's key and the item's own words. */
  readonly key: string
  /** Hash of the source bytes that said it. */
  readonly source: string
  /** Wanted phase; a milestone by its key (`milestone:<key>`) until it has a number. */
  readonly phase: 'setup' | 'foundational' | 'polish' | `milestone:${string}`
  /** The plan's own unique `T001`-like id, which the task keeps; else ''. */
  readonly keepId: string
  /** Any other id of the plan (`1.2`, `TASK-3`), by which dependencies may name it; else ''. */
  readonly planId: string
}

/** A task with its permanent id, placed in a phase. */
export interface Task extends Work {
  readonly id: string
  readonly key: string
  readonly source: string
  readonly phase: PhaseId
  readonly planId: string
  /** A person wrote it; intentk did not generate it. */
  readonly hand: boolean
}

/** A milestone with its permanent number. */
export interface Milestone {
  readonly key: string
  /** The M of `[M1]`. */
  readonly number: number
  readonly title: string
  /** The plan's own label as printed (`Phase A`), '' where it has none. */
  readonly label: string
  readonly priority: { readonly level: number; readonly word: string }
  readonly estimate: Estimate | null
  readonly goal: string
  readonly validation: string
  readonly done: boolean
  /** Numbers of the milestones it states to wait for. */
  readonly dependsOn: readonly { readonly number: number; readonly stated: StatedDependency }[]
  /** Ids of single tasks it states to wait for, also where a barrier holds that anyway. */
  readonly dependsOnTasks?: readonly { readonly task: string; readonly stated: StatedDependency }[]
  /** The plan says that it waits for nothing. */
  readonly independent: boolean
  readonly origin: Origin
}

/** The kinds of openings `gaps` knows, most important first. */
export type GapKind = 'no-work' | 'decision' | 'no-path' | 'order' | 'uncovered' | 'no-check' | 'section-missing'

/** Something the plan leaves open: where, what is asked, and in which form to answer in the plan. */
export interface Gap {
  readonly kind: GapKind
  /** Stable name: kind and what it is about. */
  readonly key: string
  readonly question: string
  /** What to write, and where, as one sentence or a Markdown pattern. */
  readonly answer: string
  /** Printed on top of execute.md: work cannot rightly start without the answer. */
  readonly blocking: boolean
  readonly place: Place
  /** Title of the section it stands in, for people. */
  readonly heading?: string
  /** What it is about: a milestone number, a task id once there is one. */
  readonly milestone?: string
  readonly task?: string
}
