import type { Diagnostic } from './diagnostic.ts'
import type { Graph } from './graph.ts'
import type { SectionEntry, SectionName } from './plan.ts'
import type { Place } from './source.ts'
import type { Gap, Milestone, PhaseId, Task } from './task.ts'

/** An entry of a carried-over section with its permanent id (`RM-001`). */
export interface ExecutionEntry {
  readonly id: string
  readonly text: string
  readonly from: SectionEntry
}

/** Something that a task has to cover, or that becomes a gap. */
export interface Coverable {
  readonly key: string
  readonly kind: 'deliverable' | 'requirement' | 'criterion' | 'scenario' | 'milestone' | 'objective'
  readonly text: string
  readonly place: Place
}

/** A link printed on top of execute.md: the document's role and its path relative to execute.md. */
export interface DocumentLink {
  /** `Plan`, `Goal`, `Strategy`, `Vision`, `Spec`, ... */
  readonly role: string
  /** Relative to the folder of execute.md, `/` separators, not escaped. */
  readonly path: string
}

/** Everything that execute.md says, before it is text: what `render` prints and `query` answers from. */
export interface Execution {
  /** Folder name of the vision (`001-export`), or the file's stem. */
  readonly id: string
  readonly title: string
  /** ISO date, '' where none is known. */
  readonly date: string
  readonly links: readonly DocumentLink[]
  /** In phase order; the first is the MVP. */
  readonly milestones: readonly Milestone[]
  /** Milestones that left the documents while work of theirs stays. */
  readonly formerMilestones?: readonly Pick<Milestone, 'number' | 'title'>[]
  /** In the order of execute.md. */
  readonly tasks: readonly Task[]
  readonly graph: Graph
  /** Most important first. */
  readonly gaps: readonly Gap[]
  readonly sections: Readonly<Partial<Record<SectionName, readonly ExecutionEntry[]>>>
  /** Sections a document answered with `None` or `N/A`. */
  readonly answered: readonly SectionName[]
  /** What the documents ask for and tasks cover by its key (`Task.covers`), in document order. */
  readonly coverables?: readonly Coverable[]
  readonly diagnostics: readonly Diagnostic[]
}

/** One printed block of execute.md, addressed by a stable key (`header`, `phase:M2`, `task:T014`, `section:risk`). */
export interface RenderedBlock {
  readonly key: string
  readonly text: string
}

export type { PhaseId }
