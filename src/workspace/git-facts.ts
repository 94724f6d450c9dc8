import { once } from '../model/once.ts'
import { runGit as runGitHere, type GitAnswer, type GitOptions } from './run-git.ts'

export type Git = typeof runGitHere

/** The files of a work tree, relative to its top with `/`, as git spells them. */
export interface GitFiles {
  /** In the index, or new and not ignored. */
  readonly files: readonly string[]
  /** Differ from the last commit, new ones included. */
  readonly changed: ReadonlySet<string>
  /** Folders that are repositories of their own. */
  readonly submodules: readonly string[]
}

/** What git knows of a file over all branches. Ages count commits from the newest. */
interface FilePast {
  /** Age of the last commit that changed it. */
  readonly last: number
  /** Age of the first commit that added it. */
  added: number
}

export interface GitHistory {
  readonly files: ReadonlyMap<string, FilePast>
  readonly commits: readonly { readonly hash: string; readonly parents: readonly string[] }[]
  /** Names of the files that a commit removed, by its age. */
  readonly removed: ReadonlyMap<number, ReadonlySet<string>>
}

/** What git says of the work tree at a folder. Everything is asked when it is first needed, and at most once. */
export interface GitFacts {
  /** `none`: git knows no repository here. `unknown`: there is one of which nothing certain can be said. */
  readonly state: 'work-tree' | 'none' | 'unknown'
  readonly files: GitFiles | null
  /** Null in a shallow clone, whose past is cut off, and where it takes too long to read. */
  readonly history: GitHistory | null
  readonly ignored: (paths: readonly string[]) => ReadonlySet<string> | null
  /** The text of a file at a commit. */
  readonly textAt: (hash: string, path: string) => string | null
}

const QUICK: GitOptions = { timeoutMs: 10_000, most: 64 * 1024 * 1024, onlyLooks: true }
const LONG: GitOptions = { ...QUICK, timeoutMs: 15_000, most: 128 * 1024 * 1024 }

/** `hasGit` tells whether the folder holds a `.git`, so that git is not even asked elsewhere. */
export function gitFacts(root: string, hasGit: boolean, git: Git = runGitHere): GitFacts {
  const ask = (args: readonly string[], options = QUICK): GitAnswer | null => {
    try {
      return git(root, args, options)
    } catch {
      // Not there, too slow, too much: nothing is known then.
      return null
    }
  }
  const state = once(() => (hasGit ? stateOf(ask) : { state: 'none' as const, shallow: false }))
  const files = once(() => (state().state === 'work-tree' ? filesOf(ask) : null))
  const history = once(() => (state().state === 'work-tree' && !state().shallow ? historyOf(ask) : null))
  return {
    get state() {
      return state().state
    },
    get files() {
      return files()
    },
    get history() {
      return history()
    },
    ignored: (paths) => {
      const answer = ask(['check-ignore', '--no-index', '-z', '--stdin'], { ...QUICK, input: paths.join('\0') })
      // 1 is "none of them".
      return answer === null || answer.code > 1 ? null : new Set(answer.stdout.split('\0').slice(0, -1))
    },
    textAt: (hash, path) => {
      const answer = ask(['cat-file', 'blob', `${hash}:${path}`])
      return answer?.code === 0 ? answer.stdout : null
    },
  }
}

type Ask = (args: readonly string[], options?: GitOptions) => GitAnswer | null

/** A work tree with a commit, whose top is the folder itself. */
function stateOf(ask: Ask): { readonly state: 'work-tree' | 'unknown'; readonly shallow: boolean } {
  const args = ['--is-inside-work-tree', '--is-shallow-repository', '--show-cdup', 'HEAD']
  const answer = ask(['rev-parse', ...args])
  const [inside, shallow, up] = answer?.stdout.split('\n') ?? []
  if (answer?.code !== 0 || inside !== 'true' || up !== '') return { state: 'unknown', shallow: false }
  return { state: 'work-tree', shallow: shallow !== 'false' }
}

function filesOf(ask: Ask): GitFiles | null {
  const listed = ask(['ls-files', '--stage', '-z'])
  const status = ask(['status', '--porcelain', '-z', '--no-renames', '--untracked-files=all', '--ignore-submodules'])
  if (listed?.code !== 0 || status?.code !== 0) return null
  const files: string[] = []
  const submodules: string[] = []
  for (const line of listed.stdout.split('\0')) {
    const tab = line.indexOf('\t')
    if (tab < 0) continue
    ;(line.startsWith('160000') ? submodules : files).push(line.slice(tab + 1))
  }
  const changed = new Set<string>()
  for (const line of status.stdout.split('\0')) {
    if (line === '') continue
    const path = line.slice(3)
    changed.add(path)
    if (line.startsWith('??')) files.push(path)
  }
  return { files, changed, submodules }
}

/** One call for the whole past: which commit changed which files. */
function historyOf(ask: Ask): GitHistory | null {
  const args = ['--all', '--topo-order', '--no-renames', '--no-show-signature', '--name-status', '-z']
  const answer = ask(['log', ...args, '--format=%x01%H %P', 'HEAD'], LONG)
  if (answer?.code !== 0) return null
  const files = new Map<string, FilePast>()
  const commits: { hash: string; parents: readonly string[] }[] = []
  const removed = new Map<number, Set<string>>()
  const tokens = answer.stdout.split('\0')
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at]!.trimStart()
    if (token === '') continue
    if (token.startsWith('\u0001')) {
      const [hash = '', ...parents] = token.slice(1).trimEnd().split(' ')
      commits.push({ hash, parents })
      continue
    }
    const path = tokens[++at] ?? ''
    const age = commits.length - 1
    const past = files.get(path)
    if (past === undefined) files.set(path, { last: age, added: token === 'A' ? age : -1 })
    else if (token === 'A') past.added = age
    if (token === 'D') {
      const names = removed.get(age) ?? new Set()
      removed.set(age, names.add(path.slice(path.lastIndexOf('/') + 1)))
    }
  }
  return { files, commits, removed }
}

/** The ages of all commits that a commit is built on. */
export function ancestors({ commits }: GitHistory, age: number): ReadonlySet<number> {
  const ages = new Map(commits.map(({ hash }, at) => [hash, at]))
  const found = new Set<number>()
  const pending = [age]
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    for (const parent of commits[at]?.parents ?? []) {
      const next = ages.get(parent)
      if (next === undefined || found.has(next)) continue
      found.add(next)
      pending.push(next)
    }
  }
  return found
}
