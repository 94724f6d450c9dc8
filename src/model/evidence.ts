/** `gone`: it is not there and once was in git. `never`: neither there nor ever in git. */
export type FileState = 'there' | 'gone' | 'never'

/** What disk, git and local records can say about ticked tasks. Answers null where nothing is certain. */
export interface Evidence {
  /**
   * The state of each file that ticked tasks of a document name, relative to the repository or to a folder in it.
   * Asked once for all of them: that none is there tells of a document about another repository.
   */
  readonly files: (document: string, paths: readonly string[]) => readonly (FileState | null)[]
  /** Whether a file that is there changed since the document was first committed, uncommitted changes included. */
  readonly changedSince: (document: string, path: string) => boolean | null
  /** How a task was checked when it was ticked; tasks without an id go by their words. */
  readonly check: (document: string, task: string) => 'passed' | 'unverified' | null
  /** Whether tasks of the document were ever checked here. */
  readonly hasChecks: (document: string) => boolean
}
