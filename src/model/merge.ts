import type { Span } from './source.ts'

/** A field of a task or block that merges by itself. */
export type MergeField = 'text' | 'estimate' | 'depends' | 'parallel' | 'milestone' | 'body' | 'place' | 'whole'

/** Something that a run changes in execute.md, and why. */
export interface Change {
  readonly kind: 'add' | 'remove' | 'change' | 'move'
  /** A task id, `RM-001`, or the key of another block (`phase:M2`, `order`). */
  readonly about: string
  readonly field: MergeField
  /** One line each, '' for none; for people. */
  readonly before: string
  readonly after: string
  /** Which cause, as the end of a sentence: `the plan changed`, `new in the plan`, `it left the plan`. */
  readonly why: string
}

/** Something of a person's that a run kept although the generated text differs. */
export interface Kept {
  readonly about: string
  /** `tick`, `text`, `note`, `deleted`, `added`, `moved`, `[P]`, `dependencies`, `effort`, `heading`, ... */
  readonly what: string
}

/** A field that the plan and a person both changed, each in another way. */
export interface Conflict {
  readonly about: string
  readonly field: MergeField
  readonly base: string
  readonly mine: string
  readonly plan: string
  /** Of what the person wrote, in the document that was merged into. */
  readonly place: Span
}

/** A task that a person deleted and whose plan item has changed since: `--take plan:T014` brings it back. */
export interface Offer {
  readonly id: string
  readonly text: string
}

/** What to do with conflicts and deleted tasks: everything from one side, or single ids from it. */
export interface Take {
  readonly plan: 'all' | readonly string[]
  readonly mine: 'all' | readonly string[]
}

/** What changed in the documents since the last run, and what that reaches. */
export interface Drift {
  readonly documents: readonly { readonly path: string; readonly state: 'added' | 'changed' | 'removed' }[]
  /** Ids whose plan item changed, is new, or left the plan. */
  readonly tasks: readonly string[]
  /** `M2` */
  readonly milestones: readonly string[]
}

/** What a merge did. */
export interface MergeReport {
  readonly changes: readonly Change[]
  readonly kept: readonly Kept[]
  readonly conflicts: readonly Conflict[]
  readonly offers: readonly Offer[]
  readonly drift: Drift
}
