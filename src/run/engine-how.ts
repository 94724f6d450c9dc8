import type { RunSettings } from '../workspace/run-settings.ts'
import type { JournalEntry, Verdict, VerifyInput } from './contract.ts'
import type { FixRules } from './heal/rules.ts'
import type { Isolator } from './isolate/isolator.ts'
import type { CommandEnd } from './run-command.ts'
import type { RunJournal } from './run-journal.ts'
import type { RunPlan, RunTask } from './run-plan.ts'
import type { Ticker } from './ticks.ts'

/** How an agent is called for a task. `more` is what it is told after an attempt that failed, '' at first. */
export type Work = (call: {
  readonly task: RunTask
  readonly attempt: number
  readonly more: string
  readonly cwd: string
  readonly signal: AbortSignal
}) => Promise<CommandEnd>

/** A command of a fix rule, or any other that belongs to a task. */
export type RunArgv = (argv: readonly string[], cwd: string, signal: AbortSignal) => Promise<CommandEnd>

/** Everything that the engine needs from around it, so that tests can replace each part. */
export interface EngineHow {
  readonly plan: RunPlan
  readonly journal: RunJournal
  readonly ticker: Ticker
  readonly isolator: Isolator
  readonly settings: RunSettings
  readonly rules: FixRules
  readonly jobs: number
  /** Tasks of this run, by index. */
  readonly isWanted: (task: number) => boolean
  /** Tasks that count as done without being run. */
  readonly isSkipped: (task: number) => boolean
  /** Exit code 0 of the agent counts for a task that nothing can check. */
  readonly attests: boolean
  /** Ticks only when everything is done, and takes back everything where anything fails. */
  readonly atomic: boolean
  readonly work: Work
  readonly command: RunArgv
  readonly verify: (input: Omit<VerifyInput, 'env' | 'deadlineMs' | 'checks'>) => Promise<Verdict>
  /** A person's word that a task is done; null where there is nobody to ask. */
  readonly attest: (task: RunTask) => Promise<boolean | null>
  /** Whether to go on with a task; null where there is nobody to ask. */
  readonly checkpoint: (task: RunTask) => Promise<boolean | null>
  /** What a phase whose tasks are done has shown: why nothing else may open, '' where all may. */
  readonly gate: (phase: number, entries: readonly JournalEntry[]) => Promise<string>
  /** Commits what a task changed; why it could not, '' where it could. */
  readonly commit: ((task: RunTask, changed: readonly string[]) => string) | null
  /** A task ended; its entries are in the journal. */
  readonly ended: (task: RunTask) => Promise<void>
  readonly note: (text: string) => void
  readonly wait: (milliseconds: number, signal: AbortSignal) => Promise<void>
  readonly signal: AbortSignal
}

/** How a run ended. */
export interface RunEnd {
  readonly outcome: 'done' | 'failed' | 'stopped' | 'interrupted'
  readonly why: string
}

/** What changes while a run goes on. */
export interface Progress {
  /** Why nothing more starts; '' while it goes on. */
  halt: string
  /** Whether the halt is a failure. */
  failed: boolean
  lastFlush: number
  readonly started: Set<number>
  readonly ended: Set<number>
  /** Tasks that ended well in an all-or-nothing run. */
  readonly held: string[]
}

/** Ticks wait for each other no longer than this, so that thousands of quick tasks are not thousands of writes. */
const flushEveryMs = 250

/** Writes the ticks that wait, after which the journal says so. */
export function flushTicks({ ticker, journal }: EngineHow, progress: Progress, now: boolean): void {
  if (ticker.waiting() === 0) return
  if (!now && performance.now() - progress.lastFlush < flushEveryMs) return
  journal.sync()
  const keys = ticker.flush()
  progress.lastFlush = performance.now()
  journal.append(
    keys.map((task) => ({ type: 'ticked', task })),
    false,
  )
}
