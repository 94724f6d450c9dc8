import type { RunTask } from '../run-plan.ts'

/** What a task left that ended well. */
export interface Taken {
  /** Files that it changed, relative to the root. */
  readonly changed: readonly string[]
  /** Those of them that it does not name. */
  readonly unnamed: readonly string[]
  /** Why its work could not be joined with that of others; '' where it could. */
  readonly conflict: string
}

/** What became of the changes of a task that failed. */
export interface Undone {
  readonly rolledBack: boolean
  /** What a person should know: what was left, or could not be brought back. */
  readonly notes: readonly string[]
}

/** How the work of tasks is kept apart, and taken back where it fails. */
export interface Isolator {
  /** Prepares the folder in which a task is worked on. */
  readonly begin: (task: RunTask) => string
  /** `attempt` names the step after which the changes count. */
  readonly succeed: (task: RunTask, attempt: number) => Taken
  readonly fail: (task: RunTask, attempt: number) => Undone
  /** Takes back what tasks left that were in flight when a run was stopped. */
  readonly recover: (tasks: readonly { readonly task: RunTask; readonly attempt: number }[]) => Undone
  /** All work of the run is taken back to where it began, for a run that is all or nothing. */
  readonly rollBackAll: () => Undone
  /** `keep` leaves on the disk what a later --resume needs. */
  readonly end: (keep: boolean) => void
}

/** The name of a step in lists on the disk. */
export const stepOf = (key: string, attempt: number): string => `${key}#${attempt}`

/** Whether a task names a path: it writes it, or a folder above it. */
export function names({ writes }: Pick<RunTask, 'writes'>, path: string): boolean {
  return writes.some((write) => {
    const own = write.replace(/\/+$/, '')
    return path === own || path.startsWith(`${own}/`)
  })
}

/** Nothing is kept apart and nothing taken back. */
export const noIsolation = (root: string): Isolator => ({
  begin: () => root,
  succeed: () => ({ changed: [], unnamed: [], conflict: '' }),
  fail: () => ({ rolledBack: false, notes: [] }),
  recover: () => ({ rolledBack: false, notes: [] }),
  rollBackAll: () => ({ rolledBack: false, notes: ['nothing is taken back with --isolate none'] }),
  end: () => undefined,
})
