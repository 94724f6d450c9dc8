import { dirname } from 'node:path'
import type { InputRole } from '../model/compile.ts'
import { WorkspaceError } from './errors.ts'
import type { FileSystem } from './file-system.ts'
import { locate, type Located } from './locate.ts'
import { displayPath } from './paths.ts'
import { readSourceIfThere } from './source-file.ts'
import type { TaskTarget } from './task-target.ts'

/** A document beside the tasks, as a block for an agent is made from it. */
export interface BesideTasks {
  readonly role: InputRole
  readonly file: string
  readonly text: string
}

/**
 * The documents beside a task document: plan, specification, principles of the project. What cannot be read is left out,
 * since the tasks stand without it.
 */
export function documentsBeside(fs: FileSystem, { path, root }: TaskTarget): readonly BesideTasks[] {
  const documents = locatedAt(fs, path)
  return documents.flatMap(({ role, path: other }) => {
    if (other === path || fs.realpath(other) === fs.realpath(path)) return []
    try {
      const shown = displayPath(root, other)
      const source = readSourceIfThere(fs, other, shown)
      return source === null ? [] : [{ role, file: shown, text: source.text }]
    } catch (error) {
      if (error instanceof WorkspaceError) return []
      throw error
    }
  })
}

/** What lies in the folder of the document where that is a feature, else what belongs to the document alone. */
function locatedAt(fs: FileSystem, path: string): Located['documents'] {
  for (const argument of [dirname(path), path]) {
    try {
      return locate(fs, { argument, cwd: dirname(path), withoutPlan: true }).documents
    } catch (error) {
      if (!(error instanceof WorkspaceError)) throw error
    }
  }
  return []
}
