import type { Node, Parent, Position } from 'unist'
import type { Place, Span } from './source.ts'
import type { Estimate, Gate, PathMention, Priority, StatedDependency } from './values.ts'

/*
 * The milestone AST: a unist tree. Every node keeps the `position` and the `span` (offsets, with the file) of the
 * Markdown it was read from, so that tools of the unified ecosystem can walk it and edits can find their bytes.
 */

/** What every node of the plan tree has. */
export interface PlanNodeBase extends Node {
  readonly position: Position
  readonly place: Place
}

/** A numbered label such as `Phase 1`, `Milestone A`, `Sprint I.2`. */
export interface Label {
  /** Canonical English word of the vocabulary table: `phase`, `milestone`, `sprint`, ... */
  readonly kind: string
  /** As printed: `1`, `A`, `I.2`, `3.1`; '' for a label without a number. */
  readonly number: string
}

/** A box-state as intentk understands it. */
export type TaskState = 'open' | 'done' | 'started' | 'dropped'

/** A unit of work the plan lists: box, numbered step, deliverable, headed sub-deliverable. */
export interface PlanTask extends PlanNodeBase {
  readonly type: 'task' | 'deliverable' | 'step'
  /** The plan's own id (`T001`, `1.2`, `TASK-3`), else ''. */
  readonly ownId: string
  /** One-line Markdown without id, tags, estimate and stated dependencies. */
  readonly text: string
  /** Markdown of what is nested below, one string a line, without the common indent. */
  readonly body: readonly string[]
  readonly state: TaskState
  readonly parallel: boolean
  /** `M1`, `US2` tags as printed. */
  readonly tags: readonly string[]
  readonly priority: Priority | null
  readonly estimate: Estimate | null
  readonly paths: readonly PathMention[]
  readonly stated: readonly StatedDependency[]
  /** The nearest heading or label above, as printed without decorations. */
  readonly heading: string
  /** Steps with the same non-empty value form a sequence in document order. */
  readonly sequence: string
  /** Work below this item that is a task of its own (boxes with ids). */
  readonly children: readonly PlanTask[]
}

/** A named group of steps inside a milestone (`B1: self_heal_executor.ps1`, `Sprint I.1`, `Week 1`). */
export interface PlanGroup extends PlanNodeBase {
  readonly type: 'group'
  readonly title: string
  readonly label: Label | null
  readonly estimate: Estimate | null
  readonly paths: readonly PathMention[]
  readonly children: readonly (PlanGroup | PlanTask | PlanCriterion)[]
}

/** A success criterion, requirement-like check or definition of done. */
export interface PlanCriterion extends PlanNodeBase {
  readonly type: 'criterion'
  readonly id: string
  readonly text: string
  readonly gate: Gate | null
  /** A command in a code span that checks it, else ''. */
  readonly command: string
}

/** An acceptance scenario (Given / When / Then, or a numbered one). */
export interface PlanScenario extends PlanNodeBase {
  readonly type: 'scenario'
  readonly id: string
  readonly text: string
}

export interface PlanMilestone extends PlanNodeBase {
  readonly type: 'milestone'
  /** Stable name inside the plan, made from label and title. */
  readonly key: string
  readonly label: Label | null
  /** Labels around it that name it too: the `Phase 3` of `Phase 3: User Story 1`. */
  readonly aliases?: readonly Label[]
  readonly title: string
  readonly priority: Priority | null
  readonly estimate: Estimate | null
  readonly done: boolean
  /** Goal or objective as Markdown, '' where the plan states none. */
  readonly goal: string
  /** Independent validation as Markdown, '' where the plan states none. */
  readonly validation: string
  readonly stated: readonly StatedDependency[]
  /** The plan says that it depends on nothing (`None`). */
  readonly independent: boolean
  /** Other places that name this milestone (a timeline, a metrics list). */
  readonly mentions: readonly Place[]
  readonly children: readonly (PlanGroup | PlanTask | PlanCriterion | PlanScenario)[]
}

/** One line of a source tree drawn in a plan. */
export interface TreeEntry {
  readonly path: string
  readonly directory: boolean
  readonly comment: string
  /** Marked existing, complete, ✅ or the like. */
  readonly existing: boolean
  readonly span: Span
}

/** An entry of a template section: `RM-001`, `AT-002`, or an unnumbered item. */
export interface SectionEntry {
  readonly place: Place
  /** The document's own id, else ''. */
  readonly id: string
  readonly text: string
}

/** Named sections of execute.md that only carry entries over from the documents. */
export type SectionName =
  | 'feedback'
  | 'measurement'
  | 'evidence'
  | 'adaptation'
  | 'adaptation-process'
  | 'change'
  | 'validation-approach'
  | 'quality'
  | 'risk'
  | 'escalation'
  | 'alignment'
  | 'alignment-metrics'
  | 'documentation'

/** A set-up, foundational or polish statement of the plan that is no milestone's work. */
export interface PlanExtra extends PlanNodeBase {
  readonly type: 'extra'
  readonly phase: 'setup' | 'foundational' | 'polish'
  /** The labelled phase of the document that lists it: `Phase 6: Documentation & Polish`. */
  readonly under?: { readonly label: Label; readonly title: string }
  readonly task: PlanTask
}

/** A dependency stated outside of the things it orders: `from` (a label, id or title) waits for `stated.target`. */
export interface PlanRelation {
  readonly from: string
  readonly stated: StatedDependency
}

export interface Plan extends Parent {
  readonly type: 'plan'
  readonly file: string
  readonly title: string
  /** ISO date the plan states for itself, else ''. */
  readonly date: string
  /** Milestones in document order, then extras. */
  readonly children: (PlanMilestone | PlanExtra)[]
  readonly tree: readonly TreeEntry[]
  readonly sections: Readonly<Partial<Record<SectionName, readonly SectionEntry[]>>>
  /** Sections the document answered with `None` or `N/A`. */
  readonly answered: readonly SectionName[]
  /** Dependencies that sections and diagrams of the document state between milestones or tasks. */
  readonly relations: readonly PlanRelation[]
  readonly position: Position
  readonly place: Place
}
