import { homedir } from 'node:os'
import { WorkspaceError } from './errors.ts'
import type { FileSystem } from './file-system.ts'

/** The folder of the user, links followed. */
export function homeFolder(fs: FileSystem, env: Readonly<Record<string, string | undefined>>): string {
  const folder = env['HOME'] || env['USERPROFILE'] || homedir()
  if (fs.stat(folder)?.kind === 'directory') return fs.realpath(folder)
  throw new WorkspaceError('not-found', `There is no home folder ${folder}.`, { path: folder, hint: 'Set HOME.' })
}
