import { spawnSync } from 'node:child_process'

/** One call of git for a run: never with the hooks, the index or the identity of a person. */
export interface GitCall {
  readonly cwd: string
  readonly args: readonly string[]
  readonly input?: string
  readonly env?: Readonly<Record<string, string>>
}

const own = {
  GIT_AUTHOR_NAME: 'intentk',
  GIT_AUTHOR_EMAIL: 'intentk@localhost',
  GIT_COMMITTER_NAME: 'intentk',
  GIT_COMMITTER_EMAIL: 'intentk@localhost',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_TERMINAL_PROMPT: '0',
}

/** What a hook around this process says about another repository. */
const foreign =
  /^GIT_(?:DIR|WORK_TREE|INDEX_FILE|COMMON_DIR|PREFIX|NAMESPACE|OBJECT_DIRECTORY|ALTERNATE_OBJECT_DIRECTORIES)$/

/** Runs git without a shell; the code and what it printed. */
export function callGit({ cwd, args, input, env = {} }: GitCall): {
  readonly code: number
  readonly out: string
  readonly problem: string
} {
  const around = Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)))
  const settings = ['-c', 'core.hooksPath=/dev/null', '-c', 'core.fsmonitor=false', '-c', 'commit.gpgSign=false']
  const { status, stdout, stderr, error } = spawnSync('git', [...settings, ...args], {
    cwd,
    env: { ...around, ...own, ...env },
    input: input ?? '',
    encoding: 'utf8',
    maxBuffer: 512 * 1024 * 1024,
    timeout: 600_000,
    windowsHide: true,
  })
  return { code: status ?? 1, out: stdout ?? '', problem: error?.message ?? stderr ?? '' }
}

/** As {@link callGit}, for a call that has to end well; answers what was printed. */
export function needGit(call: GitCall): string {
  const { code, out, problem } = callGit(call)
  if (code === 0) return out
  throw new Error(
    `git ${call.args.slice(0, 2).join(' ')} ended with ${code}: ${problem.trim().split('\n').at(-1) ?? ''}`,
  )
}
