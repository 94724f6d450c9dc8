import { mkdirSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { describeFailure, WorkspaceError } from '../../workspace/errors.ts'

/** Writes a page where the user wants it, whole or not at all. */
export function writeReport(path: string, page: string): void {
  try {
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true)
      throw new WorkspaceError('not-a-file', `${path} is a folder.`, {
        path,
        hint: 'Name a file, such as report.html.',
      })
    mkdirSync(dirname(path), { recursive: true })
    const next = `${path}.${process.pid}.tmp`
    writeFileSync(next, page)
    renameSync(next, path)
  } catch (error) {
    throw error instanceof WorkspaceError ? error : describeFailure(error, `Cannot write ${path}`, path)
  }
}
