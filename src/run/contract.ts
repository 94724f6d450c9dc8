import type { TaskKind } from '../model/task.ts'

/** How a program, a task or a run isolates what an agent changes. */
export type Isolation = 'none' | 'snapshot' | 'worktree'

/** One thing that was checked after an agent's work, and what came of it. */
export interface CheckResult {
  /** `files`, `placeholders`, `verify`, `tests`, `lint`, `typecheck`, `gate`, `attestation`. */
  readonly kind: 'files' | 'placeholders' | 'verify' | 'tests' | 'lint' | 'typecheck' | 'gate' | 'attestation'
  /** For people: the command as written, or what was looked at. */
  readonly name: string
  readonly verdict: 'passed' | 'failed' | 'skipped'
  readonly startedAt: string
  readonly durationMs: number
  /** Exit code of a command; null where none ran or a signal ended it. */
  readonly code: number | null
  /** End of the output, secrets masked. */
  readonly output: string
  /** Counts and names where the output could be read as a test report. */
  readonly tests: TestCounts | null
  readonly failures: readonly Failure[]
}

/** What a test report says. */
export interface TestCounts {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
  /** Full names of those that failed. */
  readonly failedNames: readonly string[]
}

/** One error in an output, with its place where it has one. `file` is relative to the working folder. */
export interface Failure {
  readonly kind: 'test' | 'lint' | 'format' | 'type' | 'missing-import' | 'missing-file' | 'placeholder' | 'other'
  readonly file: string
  /** From 1; 0 where unknown. */
  readonly line: number
  readonly message: string
}

/** What verification of one attempt needs to know. Paths are relative to `cwd`, with `/`. */
export interface VerifyInput {
  /** The folder in which the agent worked: the repository, or a worktree of it. */
  readonly cwd: string
  readonly task: VerifiedTask
  /** SHA-256 of each file that the task writes, before the attempt; null where there was none. Others are not compared. */
  readonly before: ReadonlyMap<string, string | null>
  readonly env: Readonly<Record<string, string | undefined>>
  /** Text of the files before the attempt, where somebody kept it; else git is asked. */
  readonly beforeText?: ReadonlyMap<string, string>
  readonly deadlineMs: number
  /** `true`: what is found in the project; a text: that command; `false`: none. */
  readonly checks: {
    readonly tests: boolean | string
    readonly lint: boolean | string
    readonly typecheck: boolean | string
  }
  /** Gates of a validation task, evaluated already (`gateChecks` of src/run/gates). */
  readonly gates?: readonly CheckResult[]
  /** Full names of tests that failed before this task began and are none of its failures. */
  readonly failedBefore?: ReadonlySet<string>
  /** Ended from outside: Ctrl-C. */
  readonly signal?: AbortSignal
}

/** The task as verification sees it. */
export interface VerifiedTask {
  readonly id: string
  readonly kind: TaskKind
  readonly text: string
  /** Files and folders it writes; a folder ends with `/`. */
  readonly writes: readonly string[]
  /** Its `Verify:` command lines. */
  readonly verify: readonly string[]
}

/** `attest`: nothing of the project can tell; a person or the agent's exit code has to. */
export interface Verdict {
  readonly verdict: 'passed' | 'failed' | 'attest'
  readonly checks: readonly CheckResult[]
}

/** What to do about a failed verification. */
export type HealStep =
  | { readonly step: 'commands'; readonly rule: string; readonly argv: readonly (readonly string[])[] }
  | { readonly step: 'ask-again'; readonly rule: string; readonly prompt: string }
  /** `escalate`: an assumption of the plan or of the set-up is wrong, which no further attempt mends. */
  | { readonly step: 'give-up'; readonly why: string; readonly escalate: boolean }

interface EntryBase {
  /** From 1, without holes. */
  readonly seq: number
  /** ISO 8601 in UTC with milliseconds. */
  readonly at: string
}

/** What a journal entry says, by its type. */
export type JournalEvent =
  | {
      readonly type: 'run-started'
      readonly run: string
      /** The document, relative to the root of the repository. */
      readonly document: string
      /** SHA-256 of what was approved. */
      readonly approved: string
      readonly approvedBy: string
      readonly agent: string
      readonly jobs: number
      readonly isolation: Isolation
      /** In the order of the list schedule, with the estimate in minutes, null where none is known. */
      readonly tasks: readonly {
        readonly id: string
        readonly text: string
        readonly phase: string
        readonly wave: number
        readonly estimateMinutes: number | null
      }[]
      readonly intentk: string
    }
  | { readonly type: 'run-resumed' }
  | { readonly type: 'phase-started'; readonly phase: string }
  | { readonly type: 'phase-ended'; readonly phase: string; readonly verdict: 'passed' | 'failed' | 'partial' }
  | { readonly type: 'task-started'; readonly task: string; readonly attempt: number; readonly phase: string }
  | {
      readonly type: 'agent-ended'
      readonly task: string
      readonly attempt: number
      readonly end: 'passed' | 'failed' | 'timeout' | 'output-limit' | 'interrupted' | 'not-started'
      readonly code: number | null
      readonly durationMs: number
      readonly output: string
      readonly cut: boolean
    }
  | { readonly type: 'check-ended'; readonly task: string; readonly attempt: number; readonly check: CheckResult }
  | { readonly type: 'heal-step'; readonly task: string; readonly attempt: number; readonly rule: string }
  | { readonly type: 'rolled-back'; readonly task: string; readonly attempt: number }
  | {
      readonly type: 'task-ended'
      readonly task: string
      readonly attempt: number
      readonly outcome: 'verified' | 'attested' | 'failed' | 'skipped' | 'conflict' | 'escalated' | 'interrupted'
      readonly why: string
      /** Files that the task changed, relative to the root. */
      readonly changed: readonly string[]
    }
  /** The box in the document is ticked; written after the document. */
  | { readonly type: 'ticked'; readonly task: string }
  | {
      readonly type: 'run-ended'
      readonly outcome: 'done' | 'failed' | 'stopped' | 'interrupted'
      readonly why: string
    }

/** One line of `.intentk/runs/<run>/journal.jsonl`, flushed before the step that it names counts. */
export type JournalEntry = EntryBase & JournalEvent
