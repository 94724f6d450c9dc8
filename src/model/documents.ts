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
  /** Why it has its priority; '' where nothing is said, as below. */
  readonly reason: string
  /** How it is validated by itself. */
  readonly validation: string
  readonly metric: string
  readonly target: string
  readonly baseline: string
  readonly timeline: string
  readonly criteria: readonly PlanCriterion[]
  readonly scenarios: readonly PlanScenario[]
}

/** A rule for all work: of a constitution, or of a vision that guides its own. */
export interface Principle extends PlanNodeBase {
  readonly type: 'principle'
  readonly title: string
  /** In one line; '' where the title says it all. */
  readonly text: string
}

/** The vision document: intents and measurable outcomes. */
export interface Vision extends PlanNodeBase {
  readonly type: 'vision'
  readonly title: string
  /** The words it began with, without quotes; '' where it does not tell them. */
  readonly input: string
  readonly intents: readonly Objective[]
  readonly criteria: readonly Statement[]
  readonly constraints: readonly Statement[]
  readonly principles: readonly Principle[]
}

/** The goal document: objectives with criteria, metrics and targets. */
export interface Goal extends PlanNodeBase {
  readonly type: 'goal'
  readonly title: string
  readonly objectives: readonly Objective[]
  readonly criteria: readonly Statement[]
}

/** The principles of a project, which hold for all its visions. */
export interface Constitution extends PlanNodeBase {
  readonly type: 'constitution'
  readonly title: string
  readonly principles: readonly Principle[]
}

/** One way to the goal, as a strategy document describes it. */
export interface StrategyOption extends PlanNodeBase {
  readonly type: 'strategy-option'
  /** As printed: `1`. */
  readonly number: string
  readonly title: string
  readonly approach: string
}

/** The strategy document: the ways that were compared, and the chosen one. */
export interface Strategy extends PlanNodeBase {
  readonly type: 'strategy'
  readonly title: string
  /** Name of the recommended strategy, '' where none is chosen. */
  readonly chosen: string
  readonly rationale: string
  readonly options: readonly StrategyOption[]
}

/** A specification: requirements, entities and outcomes; its user stories are read as milestones. */
export interface Spec extends PlanNodeBase {
  readonly type: 'spec'
  readonly title: string
  readonly requirements: readonly Statement[]
  readonly entities: readonly Statement[]
  readonly criteria: readonly Statement[]
}
