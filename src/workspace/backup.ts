import { WorkspaceError, describeFailure, systemCode } from './errors.ts'
import type { FileSystem } from './file-system.ts'
import { maximumBytes } from './source-file.ts'

/**
 * Copies a file to the first free of `<path>.bak`, `<path>.bak2`, `<path>.bak3` ... and returns that path; an existing
 * backup is never touched. Null where there is nothing to copy.
 */
export function backUp(fs: FileSystem, path: string): string | null {
  try {
    const stat = fs.stat(path)
    if (stat === null) return null
    const bytes = fs.read(path, maximumBytes + 1)
    if (bytes.length > maximumBytes)
      throw new WorkspaceError('too-large', `${path} is too large for a backup.`, { path })
    for (let number = 1; number <= 1000; number++) {
      const backup = `${path}.bak${number === 1 ? '' : number}`
      if (tryCreate(fs, backup, bytes)) return backup
    }
    throw new WorkspaceError('exists', `There are a thousand backups of ${path}.`, {
      path,
      hint: 'Remove some of them.',
    })
  } catch (error) {
    throw describeFailure(error, `Cannot make a backup of ${path}`, path)
  }
}

function tryCreate(fs: FileSystem, path: string, bytes: Uint8Array): boolean {
  try {
    fs.create(path, bytes, null)
    return true
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false
    throw error
  }
}
