import type { CheckResult, Failure } from '../contract.ts'

/** A way to mend a kind of failure: commands, or words for the agent where there is none. */
export interface FixRule {
  readonly id: string
  /** Every list that is empty matches all. */
  readonly when: {
    readonly checks: readonly CheckResult['kind'][]
    readonly kinds: readonly Failure['kind'][]
    /** Endings of file names: `.py`. */
    readonly files: readonly string[]
    /** Words in the message or the output; '' for any. */
    readonly contains: string
  }
  /** Commands, in order; `{file}` and `{files}` as words of their own stand for what failed. Empty: the agent is asked. */
  readonly run: readonly (readonly [string, ...string[]])[]
  /** What the agent is told; '' for the usual words. */
  readonly ask: string
}

/** The rules of a run, the project's own before the built-in ones. */
export interface FixRules {
  readonly rules: readonly FixRule[]
  /** The most attempts of one task, the first included. */
  readonly maxAttempts: number
  /** Milliseconds before the second attempt; twice as long before each further one. */
  readonly backoff: number
}

export const defaultAttempts = 3
export const defaultBackoff = 1000
