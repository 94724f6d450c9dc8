import { findPaths } from '../parse/text/paths.ts'
import type { Lock } from './lock.ts'

/**
 * The paths that count as existing for this compilation: those on disk without what tasks of the lock were to make,
 * which by their keys are derived only where something does not exist yet.
 * A task does not leave the plan because it was done: its folder is there now, and it was not when the task was made.
 */
export function existingBefore(existing: ReadonlySet<string>, lock: Lock): ReadonlySet<string> {
  const made = lock.tasks
    .filter(({ key }) => key.startsWith('setup/') || key.startsWith('spec/'))
    .flatMap((task) => findPaths([task.text, ...task.body].join('\n')).paths)
  const files = new Set(made.filter((path) => path.kind === 'file').map((path) => path.path))
  const folders = made.filter((path) => path.kind === 'directory').map((path) => path.path.replace(/\/+$/, ''))
  if (files.size === 0 && folders.length === 0) return existing
  const inMade = (path: string): boolean =>
    folders.some((folder) => path === folder || path.startsWith(`${folder}/`) || path === `${folder}/`)
  return new Set([...existing].filter((path) => !files.has(path) && !inMade(path)))
}
