import type { PlanCriterion, PlanNodeBase, PlanScenario } from './plan.ts'
import type { Priority } from './values.ts'

/** A statement with an id of the document's own: `FR-003`, `SC-001`, `SR-002`. */
export interface Statement extends PlanNodeBase {
  readonly type: 'statement'
  /** `FR-003`; '' for an unnumbered one. */
  readonly id: string
  readonly text: string
  readonly heading: string
}

/** An intent of a vision or an objective of a goal: what shall be true, and how it is measured. */
export interface Objective extends PlanNodeBase {
  readonly type: 'objective'
  /** As printed: `1`. */
  readonly number: string
  readonly title: string
  readonly priority: Priority | null
  readonly description: string
  readonly criteria: readonly PlanCriterion[]
  readonly scenarios: readonly PlanScenario[]
}

/** The vision document: intents and measurable outcomes. */
export interface Vision extends PlanNodeBase {
  readonly type: 'vision'
  readonly title: string
  readonly intents: readonly Objective[]
  readonly criteria: readonly Statement[]
}

/** The goal document: objectives with criteria, metrics and targets. */
export interface Goal extends PlanNodeBase {
  readonly type: 'goal'
  readonly title: string
  readonly objectives: readonly Objective[]
  readonly criteria: readonly Statement[]
}

/** The strategy document: the chosen approach. */
export interface Strategy extends PlanNodeBase {
  readonly type: 'strategy'
  readonly title: string
  /** Name of the recommended strategy, '' where none is chosen. */
  readonly chosen: string
  readonly rationale: string
}

/** A specification: requirements, entities and outcomes; its user stories are read as milestones. */
export interface Spec extends PlanNodeBase {
  readonly type: 'spec'
  readonly title: string
  readonly requirements: readonly Statement[]
  readonly entities: readonly Statement[]
  readonly criteria: readonly Statement[]
}
