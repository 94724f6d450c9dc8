/** What disk, git and local records can say about ticked tasks. Answers null where nothing is known. */
export interface Evidence {
  /**
   * Whether a file that a document names, relative to the repository or to a package in it, is there, was there once
   * (`gone`), or never was.
   */
  readonly file: (path: string) => 'there' | 'gone' | 'never' | null
  /** Whether a file that is there changed since the document was first committed, uncommitted changes included. */
  readonly changedSince: (document: string, path: string) => boolean | null
  /** How a task was checked when it was ticked. */
  readonly check: (document: string, task: string) => 'passed' | 'unverified' | null
}

export const noEvidence: Evidence = { file: () => null, changedSince: () => null, check: () => null }
