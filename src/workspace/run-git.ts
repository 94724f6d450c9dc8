import { systemCode, WorkspaceError } from './errors.ts'

/** What a call of git answered. */
export interface GitAnswer {
  readonly code: number
  readonly stdout: string
  /** Time or room ran out before git ended; only where a part of an answer was asked for. */
  readonly cut?: true
}

export interface GitOptions {
  readonly timeoutMs?: number
  /** What git reads from standard input. */
  readonly input?: string
  /** The largest answer that is taken, in bytes. */
  readonly most?: number
  /** Of the repository that the folder is in, whatever a hook around this process says; nothing is fetched or locked. */
  readonly onlyLooks?: boolean
  /** A part of an answer will do where time or room runs out. */
  readonly partly?: boolean
}

/** What a hook of git tells the programs it starts about its own repository. */
const OF_HOOKS = ['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE', 'GIT_COMMON_DIR', 'GIT_PREFIX', 'GIT_NAMESPACE']

function lookingEnv(): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { ...process.env, GIT_OPTIONAL_LOCKS: '0', GIT_NO_LAZY_FETCH: '1' }
  for (const name of OF_HOOKS) delete env[name]
  return env
}

/** Runs git in a folder, without a shell. Throws where git cannot be started. */
export function runGit(folder: string, args: readonly string[], options: GitOptions = {}): GitAnswer {
  const { timeoutMs = 30_000, input, most = 1024 * 1024, onlyLooks = false, partly = false } = options
  // Loaded here, since most commands do without, and it is the heaviest module of all.
  const { spawnSync } = process.getBuiltinModule('node:child_process')
  const { status, stdout, error } = spawnSync('git', onlyLooks ? ['-c', 'core.fsmonitor=false', ...args] : args, {
    cwd: folder,
    encoding: 'utf8',
    stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'ignore'],
    timeout: timeoutMs,
    maxBuffer: most,
    windowsHide: true,
    ...(input === undefined ? {} : { input }),
    ...(onlyLooks ? { env: lookingEnv() } : {}),
  })
  if (error !== undefined && partly && ['ETIMEDOUT', 'ENOBUFS'].includes(systemCode(error))) {
    return { code: 0, stdout, cut: true }
  }
  if (error !== undefined) {
    const missing = systemCode(error) === 'ENOENT'
    throw new WorkspaceError('io', missing ? 'git was not found.' : `git failed: ${error.message}.`, {
      hint: missing ? 'Install git, or put it on the PATH.' : '',
      cause: error,
    })
  }
  return { code: status ?? 1, stdout }
}
