import type { TaskState } from '../model/plan.ts'
import type { ExchangePhase, ExchangeTask } from './plan.ts'

/** The formats that are read. `plan` is one free plan, `intentk` what `export --to json` wrote. */
export type ImportFormat =
  'spec-kit' | 'openspec' | 'kiro' | 'task-master' | 'backlog-md' | 'genesis' | 'intentk' | 'plan'

/** What people call a format. */
export const formatNames: Readonly<Record<ImportFormat, string>> = {
  'spec-kit': 'Spec Kit',
  openspec: 'OpenSpec',
  kiro: 'Kiro',
  'task-master': 'task-master',
  'backlog-md': 'Backlog.md',
  genesis: 'Genesis',
  intentk: 'intentk',
  plan: 'plan',
}

/** One file of what is imported, as read. */
export interface ExchangeFile {
  /** Relative to the folder that is imported, with `/`. */
  readonly path: string
  /** Without byte order mark. */
  readonly text: string
}

/** A task of another tool, before it has a place in a plan. */
export interface ForeignTask extends Omit<ExchangeTask, 'parallel'> {
  /** Where it stands: `tasks.md:12`, `tasks.json#/master/tasks/3`. */
  readonly source: string
  /** The id that the tool gave it. */
  readonly foreignId: string
  /** By which `dependsOn` of others names it. */
  readonly key: string
}

/** Text that has no place in a plan, with where it comes from. */
export interface AppendixEntry {
  readonly source: string
  readonly text: string
}

/** What a reader found that a list of tasks can be made of. */
export interface ForeignPlan {
  readonly title: string
  readonly phases: readonly ExchangePhase[]
  readonly tasks: readonly ForeignTask[]
  readonly appendix: readonly AppendixEntry[]
  /** What could not be taken over as it stands, each a whole sentence. */
  readonly warnings: readonly string[]
}

/** One piece of work that was found in the source, and where it went. */
export interface ImportItem {
  readonly source: string
  /** As the source has it; '' where it has none. */
  readonly id: string
  /** By which the plan names it; '' where it does not. */
  readonly name: string
  readonly text: string
  readonly state: TaskState
  /** `plan`: it stands in the plan. `appendix`: it has no place there and is kept behind it. */
  readonly to: 'plan' | 'appendix'
  /** Line of the plan, from 1; 0 in the appendix. */
  readonly line: number
}

/** A plan made of what was imported, and what became of each of its items. */
export interface Imported {
  readonly format: ImportFormat
  readonly title: string
  /** Text of `plan.md`. */
  readonly plan: string
  readonly items: readonly ImportItem[]
  readonly warnings: readonly string[]
}
