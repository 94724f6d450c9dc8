import { WorkspaceError } from './errors.ts'
import type { GitAnswer, GitOptions } from './run-git.ts'
import { runGit } from './run-git.ts'

/** A task that a commit says it finishes. */
export interface TaskTrailer {
  /** The hash of the commit, shortened by git. */
  readonly commit: string
  /** The vision or feature before the slash, as written; null without one. */
  readonly vision: string | null
  readonly task: string
}

/** Commits that were looked at, and the tasks their trailers name, oldest first. */
export interface Trailers {
  readonly range: string
  readonly commits: number
  readonly trailers: readonly TaskTrailer[]
}

const LOOKS: GitOptions = { timeoutMs: 60_000, most: 64 * 1024 * 1024, onlyLooks: true }

/** Branches that work is merged into, nearest first. */
const BASES = ['@{upstream}', 'refs/remotes/origin/HEAD', 'refs/heads/main', 'refs/heads/master']

/**
 * The `Task:` trailers of the commits of a range, by git's own reading of them. Without a range: of the commits that the
 * branch has before the one it goes into; where there are none, of the last commit.
 */
export function readTrailers(root: string, range: string | null): Trailers {
  const ask = (...args: readonly string[]): GitAnswer => runGit(root, args, LOOKS)
  if (ask('rev-parse', '--verify', '--quiet', 'HEAD').code !== 0) {
    throw new WorkspaceError('not-found', 'There are no commits to read trailers from.', {
      path: root,
      hint: 'Run it in a git repository, after a commit.',
    })
  }
  const chosen = range === null ? ownCommits(ask) : [range]
  // Hashes and messages end with NUL, which no message can hold; a range that looks like an option stays a range.
  const format = '--format=%h%n%(trailers:key=Task,valueonly,unfold)'
  const { code, stdout } = ask('log', '-z', '--reverse', '--no-color', format, '--end-of-options', ...chosen, '--')
  if (code !== 0) {
    throw new WorkspaceError('not-found', `git knows no commits \`${chosen.join(' ')}\`.`, {
      path: root,
      hint: 'A range is written as for `git log`: `main..HEAD`, `ORIG_HEAD..HEAD`, `HEAD~3..`.',
    })
  }
  const commits = stdout.split('\0').filter((text) => text !== '')
  return { range: chosen.join(' '), commits: commits.length, trailers: commits.flatMap(trailersOf) }
}

function ownCommits(ask: (...args: readonly string[]) => GitAnswer): readonly string[] {
  for (const base of BASES) {
    const { code, stdout } = ask('rev-list', '--count', '--end-of-options', `${base}..HEAD`, '--')
    if (code === 0 && Number(stdout) > 0) return [`${base}..HEAD`]
  }
  return ['HEAD^!']
}

function trailersOf(text: string): readonly TaskTrailer[] {
  const [commit = '', ...values] = text.split('\n')
  return values.flatMap((value) => namesIn(value).map((name) => ({ commit, ...name })))
}

/** `T012, T013`, `T012 T013`, `001/T012`; of `T012: Write the reader` the id. */
export function namesIn(value: string): readonly Pick<TaskTrailer, 'vision' | 'task'>[] {
  return value.split(/[,;]/).flatMap((part) => {
    const words = part
      .trim()
      .split(/\s+/)
      .filter((word) => word !== '')
    const names = words.length > 1 && words.every((word) => ID.test(word)) ? words : words.slice(0, 1)
    return names.map((name) => {
      const plain = name.replace(/[:.]$/, '')
      const slash = plain.lastIndexOf('/')
      return slash <= 0
        ? { vision: null, task: plain.slice(slash + 1) }
        : { vision: plain.slice(0, slash), task: plain.slice(slash + 1) }
    })
  })
}

const ID = /^(?:[^\s/]+\/)*#?[A-Za-z]{0,10}-?\d[\w.-]*$/
