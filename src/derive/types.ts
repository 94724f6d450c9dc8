import type { Coverable } from '../model/execution.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { InputRole } from '../model/compile.ts'
import type { Constitution, Goal, Spec, Strategy, Vision } from '../model/documents.ts'
import type { Label, Plan, PlanMilestone, SectionEntry, SectionName } from '../model/plan.ts'
import type { SourceFile } from '../model/source.ts'
import type { Gap, Origin, PlanItem } from '../model/task.ts'
import type { Estimate, Priority, StatedDependency } from '../model/values.ts'
import type { Statement } from '../model/documents.ts'
import type { FrontMatterOrder } from '../parse/front-matter-dependencies.ts'

/** One document after parsing. Every document is read as a plan; those of a known role also as what they are. */
export interface ParsedDocument {
  readonly role: InputRole
  readonly source: SourceFile
  readonly plan: Plan
  /** Reads its plain lists as one milestone. */
  readonly plainMilestone?: () => PlanMilestone | null
  readonly vision?: Vision
  readonly goal?: Goal
  readonly strategy?: Strategy
  readonly constitution?: Constitution
  readonly spec?: Spec
  /** Shared resources and external dependencies (`SR-001`, `ED-001`). */
  readonly foundations: readonly Statement[]
  /** What its front matter says of its order among the others. */
  readonly order?: FrontMatterOrder
  readonly diagnostics: readonly Diagnostic[]
}

export interface DeriveOptions {
  readonly tests: 'auto' | 'always' | 'never'
  readonly conventions: Readonly<Record<string, string>>
}

export interface DeriveInput {
  readonly documents: readonly ParsedDocument[]
  readonly existing: ReadonlySet<string>
  readonly options: DeriveOptions
  /** No lock is there and none is made: nobody compares what items were made of, so they get no hash of it. */
  readonly unlocked?: boolean
}

/** A milestone before it has its permanent number. */
export interface MilestoneDraft {
  readonly key: string
  readonly label: Label | null
  readonly aliases: readonly Label[]
  /** The plan's own integer, null where its number is none. */
  readonly ownNumber: number | null
  readonly title: string
  readonly priority: Priority | null
  readonly estimate: Estimate | null
  readonly goal: string
  readonly validation: string
  readonly done: boolean
  readonly stated: readonly StatedDependency[]
  /** Keys of the single tasks it states to wait for. */
  readonly dependsOnTasks?: readonly { readonly task: string; readonly stated: StatedDependency }[]
  readonly independent: boolean
  readonly origin: Origin
}

export type { Coverable }

/** What the documents give, before ids, `[P]` and order. */
export interface Derived {
  readonly title: string
  readonly date: string
  /** Path of the document that gives the milestones. */
  readonly planFile: string
  /** In document order. */
  readonly milestones: readonly MilestoneDraft[]
  /** In the order they stand in execute.md, phase by phase. */
  readonly items: readonly PlanItem[]
  readonly gaps: readonly Gap[]
  readonly coverables: readonly Coverable[]
  readonly sections: Readonly<Partial<Record<SectionName, readonly SectionEntry[]>>>
  readonly answered: readonly SectionName[]
  readonly diagnostics: readonly Diagnostic[]
}
