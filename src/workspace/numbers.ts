import { basename, join } from 'node:path'
import { systemCode, WorkspaceError } from './errors.ts'
import { leadingNumber } from './features.ts'
import type { FileSystem } from './file-system.ts'
import { commonGitFolder } from './git.ts'
import type { runGit } from './run-git.ts'

/** A number that no other process and no other branch has, until it is given back. */
export interface TakenNumber {
  /** `007`. */
  readonly number: string
  /** To be called when the folder that carries the number is there, or will never be. */
  readonly release: () => void
}

/** Larger ones are read as names, not as numbers. */
const HIGHEST = 999_999_999
/** Branches are called by three digits, as `new` calls them; `2024-roadmap` and `1234-fix` of an issue are not meant. */
const BRANCH = /^(\d{3})-[^/]/

/**
 * Takes the number after the highest of a home such as `visions`: in this folder and its archive, in those of the other
 * worktrees, and on every local and remote-tracking branch. Two processes at once take two numbers: each makes a file
 * that one alone can make, and looks again when it has it.
 */
export function takeNumber(fs: FileSystem, root: string, home: string, git: typeof runGit): TakenNumber {
  const common = commonGitFolder(fs, root)
  const branches = common === null ? 0 : onBranches(root, home, git)
  const folders = (): number =>
    Math.max(inFolder(fs, root, home), common === null ? 0 : inWorktrees(fs, root, home, git))
  const folder = common === null ? join(root, home) : join(common, 'intentk', 'numbers')
  fs.makeFolder(folder)
  for (let number = Math.max(branches, folders()) + 1; number <= HIGHEST; number++) {
    const note = join(folder, `.${home}-${printed(number)}`)
    if (!made(fs, note)) continue
    const release = (): void => fs.remove(note)
    // Whoever had this number a moment ago has made its folder before giving it back.
    if (folders() < number) return { number: printed(number), release }
    release()
  }
  throw new WorkspaceError('io', `There is no number after ${HIGHEST} in ${home}/.`, {
    path: join(root, home),
    hint: 'Rename the folder with that number.',
  })
}

/** The number that {@link takeNumber} would take, without taking it. */
export function nextNumber(fs: FileSystem, root: string, home: string, git: typeof runGit): string {
  const inGit = commonGitFolder(fs, root) !== null
  const elsewhere = inGit ? Math.max(onBranches(root, home, git), inWorktrees(fs, root, home, git)) : 0
  return printed(Math.max(elsewhere, inFolder(fs, root, home)) + 1)
}

const printed = (number: number): string => String(number).padStart(3, '0')

function made(fs: FileSystem, note: string): boolean {
  try {
    fs.create(note, new TextEncoder().encode(`${fs.holder}\n`), null)
    return true
  } catch (error) {
    if (systemCode(error) !== 'EEXIST') throw error
    return false
  }
}

function inFolder(fs: FileSystem, root: string, home: string): number {
  const folders = [join(root, home), join(root, home, 'archive')].filter((path) => fs.stat(path)?.kind === 'directory')
  return highest(folders.flatMap((path) => fs.list(path).map(({ name }) => name)))
}

const highest = (names: readonly string[]): number => {
  let most = 0
  for (const name of names) most = Math.max(most, leadingNumber(name) ?? 0)
  return most
}

/** The other worktrees of the repository may hold visions that no branch has yet. */
function inWorktrees(fs: FileSystem, root: string, home: string, git: typeof runGit): number {
  const { code, stdout } = git(root, ['worktree', 'list', '--porcelain', '-z'], { onlyLooks: true })
  if (code !== 0) return 0
  const trees = stdout.split('\0').flatMap((line) => (line.startsWith('worktree ') ? [line.slice(9)] : []))
  const others = trees.filter((path) => path !== root && fs.stat(path)?.kind === 'directory')
  return Math.max(0, ...others.map((path) => inFolder(fs, path, home)))
}

/** Names of branches, and the folders in the tree of each: a branch may hold a vision and be called otherwise. */
function onBranches(root: string, home: string, git: typeof runGit): number {
  const looks = { onlyLooks: true, most: 64 * 1024 * 1024 }
  const refs = git(root, ['for-each-ref', '--format=%(objectname) %(refname)', 'refs/heads', 'refs/remotes'], looks)
  if (refs.code !== 0) return 0
  const listed = refs.stdout.split('\n').flatMap((line) => {
    const [commit, ref] = line.split(' ')
    return commit === undefined || ref === undefined || ref === '' ? [] : [{ commit, ref }]
  })
  const named = listed.map(({ ref }) =>
    Number(BRANCH.exec(ref.replace(/^refs\/(?:heads|remotes\/[^/]+)\//, ''))?.[1] ?? 0),
  )
  const trees = treesOf(root, home, [...new Set(listed.map(({ commit }) => commit))], git)
  const inTrees = trees.map((tree) => {
    const { stdout } = git(root, ['ls-tree', '--name-only', '-z', tree], looks)
    return highest(stdout.split('\0').map((path) => basename(path)))
  })
  return Math.max(0, ...named, ...inTrees)
}

/** Most branches have the same visions: one call asks for the trees of all, and each is listed once. */
function treesOf(root: string, home: string, commits: readonly string[], git: typeof runGit): readonly string[] {
  if (commits.length === 0) return []
  const asked = commits.flatMap((commit) => [`${commit}:${home}\n`, `${commit}:${home}/archive\n`])
  const { code, stdout } = git(root, ['cat-file', '--batch-check=%(objectname) %(objecttype)'], {
    onlyLooks: true,
    most: 64 * 1024 * 1024,
    input: asked.join(''),
  })
  if (code !== 0) return []
  const trees = stdout.split('\n').flatMap((line) => /^([0-9a-f]{40,64}) tree$/.exec(line)?.[1] ?? [])
  return [...new Set(trees)]
}
