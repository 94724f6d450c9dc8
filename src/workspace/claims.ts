import type { FileSystem } from './file-system.ts'
import { fileNameFor, readLocal, removeLocal, writeLocal } from './local-state.ts'

/** A task of a document, as local state names it. */
export interface TaskKey {
  /** As people see it, relative to the root. */
  readonly document: string
  /** Its id, or its words where it has none. */
  readonly task: string
}

const placeOf = (folder: string, { document, task }: TaskKey): string =>
  `${folder}/${fileNameFor(document)}/${fileNameFor(task)}.json`

/** Who works on a task; null for nobody. */
export function claimant(fs: FileSystem, root: string, key: TaskKey): string | null {
  const value = readLocal(fs, root, placeOf('claims', key)) as { readonly as?: unknown } | null
  return typeof value?.as === 'string' ? value.as : null
}

/** Claims a task. Of several who try at once one succeeds; the answer is who has it. */
export function claim(fs: FileSystem, root: string, key: TaskKey, as: string): string {
  const value = { ...key, as, since: new Date().toISOString() }
  if (writeLocal(fs, root, placeOf('claims', key), value, true)) return as
  const other = claimant(fs, root, key)
  if (other !== null) return other
  // What stands there is no claim.
  writeLocal(fs, root, placeOf('claims', key), value)
  return as
}

export const unclaim = (fs: FileSystem, root: string, key: TaskKey): void =>
  removeLocal(fs, root, placeOf('claims', key))

/** How a finished task was checked: `passed`, or `unverified` where somebody left its check out. */
export interface CheckRecord extends TaskKey {
  readonly result: 'passed' | 'unverified'
  readonly commands: readonly string[]
}

/** Keeps how a task was checked when it was ticked; null forgets it, for a task that is open again. */
export function recordCheck(fs: FileSystem, root: string, key: TaskKey, record: CheckRecord | null): void {
  const place = placeOf('checks', key)
  if (record === null) removeLocal(fs, root, place)
  else writeLocal(fs, root, place, { ...record, at: new Date().toISOString() })
}
