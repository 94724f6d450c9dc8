import type { FileSystem } from '../workspace/file-system.ts'
import type { RunSettings } from '../workspace/run-settings.ts'
import type { TaskTarget } from '../workspace/task-target.ts'
import type { Agent } from './agents.ts'
import type { JournalEvent } from './contract.ts'
import type { EngineHow } from './engine-how.ts'
import type { FixRules } from './heal/rules.ts'
import type { RunOptions } from './run-folder.ts'
import type { RunPlan, RunTask } from './run-plan.ts'

/** All that a run works with, once it is approved and the document is its own. */
export interface RunHow {
  readonly fs: FileSystem
  readonly env: Readonly<Record<string, string | undefined>>
  readonly target: TaskTarget
  readonly plan: RunPlan
  readonly run: string
  readonly options: RunOptions
  readonly settings: RunSettings
  readonly rules: FixRules
  readonly agent: Agent | null
  readonly wanted: ReadonlySet<number>
  readonly skipped: ReadonlySet<number>
  readonly resume: boolean
  readonly version: string
  /** The block for one task, '' where there is none. */
  readonly briefOf: (task: number) => string
  /** A person does a task: true once it is done, null where there is nobody. */
  readonly manual: (task: RunTask, prompt: string) => Promise<boolean | null>
  readonly attest: EngineHow['attest']
  readonly checkpoint: EngineHow['checkpoint']
  readonly gate: EngineHow['gate']
  /** Hears every entry of the journal, and notes. */
  readonly on: (event: JournalEvent | { readonly type: 'note'; readonly text: string }) => void
  readonly signal: AbortSignal
}
