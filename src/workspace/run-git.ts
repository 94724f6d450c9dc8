import { systemCode, WorkspaceError } from './errors.ts'

/** What a call of git answered. */
export interface GitAnswer {
  readonly code: number
  readonly stdout: string
}

/** Runs git in a folder, without a shell. Throws where git cannot be started. */
export function runGit(folder: string, args: readonly string[]): GitAnswer {
  // Loaded here, since most commands do without, and it is the heaviest module of all.
  const { spawnSync } = process.getBuiltinModule('node:child_process')
  const { status, stdout, error } = spawnSync('git', args, {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: 30_000,
    windowsHide: true,
  })
  if (error !== undefined) {
    const missing = systemCode(error) === 'ENOENT'
    throw new WorkspaceError('io', missing ? 'git was not found.' : `git failed: ${error.message}.`, {
      hint: missing ? 'Install git, or put it on the PATH.' : '',
      cause: error,
    })
  }
  return { code: status ?? 1, stdout }
}
