import { hash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { diskFileSystem } from '../../workspace/file-system.ts'
import { insideRepository } from '../../workspace/paths.ts'
import type { RunTask } from '../run-plan.ts'
import { names, type Isolator, type Taken, type Undone } from './isolator.ts'
import { applyTree, commitOfTree, type MainTree } from './main-tree.ts'
import { callGit, needGit } from './run-git.ts'

/** One task at work. */
interface Place {
  readonly path: string
  readonly branch: string
  /** The commit that it began from. */
  readonly base: string
  /** Its git folder, named outright: without it git would take the repository around for its own. */
  readonly env: Readonly<Record<string, string>>
}

/** Where and how worktrees are made. */
export interface WorktreeHow {
  readonly root: string
  readonly run: string
  /** The folder of the run. */
  readonly folder: string
  /** The document with the tasks, relative to the root: no task changes it. */
  readonly document: string
}

const prefixOf = (run: string): string => `intentk/${run}`

/** A short name of a task that is a branch and a folder on every system. */
function slugOf(key: string): string {
  const plain = key.replaceAll(/[^A-Za-z0-9_-]+/g, '-').replaceAll(/^-+|-+$/g, '')
  return plain === key && plain !== '' && plain.length <= 40
    ? plain
    : `${plain.slice(0, 24)}-${hash('sha256', key, 'hex').slice(0, 8)}`
}

/** Why no worktrees can be made here; '' where they can. */
export function worktreeProblem(root: string): string {
  const { code, out } = callGit({ cwd: root, args: ['--version'] })
  if (code !== 0) return 'git was not found'
  const [, major = 0, minor = 0] = (/(\d+)\.(\d+)/.exec(out) ?? []).map(Number)
  if (major < 2 || (major === 2 && minor < 38)) return `it needs git 2.38, and this is ${out.trim()}`
  const top = callGit({ cwd: root, args: ['rev-parse', '--show-toplevel'] })
  if (top.code !== 0) return 'this is no git repository'
  return relative(top.out.trim(), root) === '' ? '' : 'the plan is not at the top of its git repository'
}

/** Each task works in a git worktree and on a branch of its own; what it made is merged back when it is verified. */
export function worktreeIsolation(how: WorktreeHow): Isolator {
  const { root, run, folder } = how
  const main: MainTree = { root, index: join(folder, 'index'), last: null }
  const places = new Map<string, Place>()
  const first = commitOfTree(main)

  const remove = ({ path, branch }: Place, keepBranch: boolean): void => {
    callGit({ cwd: root, args: ['worktree', 'remove', '--force', '--force', path] })
    rmSync(path, { recursive: true, force: true })
    callGit({ cwd: root, args: ['worktree', 'prune'] })
    if (!keepBranch) callGit({ cwd: root, args: ['branch', '-D', '-q', branch] })
  }

  return {
    begin: (task) => {
      const place = makePlace(how, main, task)
      places.set(task.key, place)
      for (const path of [...task.writes, ...task.touches.reads]) copyAcross(root, place.path, path)
      return place.path
    },
    succeed: (task) => {
      const place = places.get(task.key)!
      places.delete(task.key)
      const taken = join_(how, main, task, place)
      remove(place, taken.conflict !== '')
      return taken
    },
    fail: (task) => {
      const place = places.get(task.key)
      places.delete(task.key)
      if (place === undefined) return { rolledBack: false, notes: [] }
      const notes = keepPatch(how, task, place)
      remove(place, false)
      return { rolledBack: true, notes }
    },
    recover: (tasks) => {
      const notes = undoMerge(main, folder, new Set(tasks.map(({ task }) => task.key)))
      cleanWorktrees(root, run, folder)
      return { rolledBack: true, notes }
    },
    rollBackAll: (): Undone => {
      applyTree(main, commitOfTree(main), first)
      return { rolledBack: true, notes: [] }
    },
    end: () => cleanWorktrees(root, run, folder),
  }
}

function makePlace({ run, folder, root }: WorktreeHow, main: MainTree, task: RunTask): Place {
  const base = commitOfTree(main)
  const slug = slugOf(task.key)
  const path = join(folder, 'worktrees', slug)
  const branch = `${prefixOf(run)}/${slug}`
  rmSync(path, { recursive: true, force: true })
  mkdirSync(dirname(path), { recursive: true })
  callGit({ cwd: root, args: ['worktree', 'prune'] })
  needGit({ cwd: root, args: ['worktree', 'add', '-q', '-f', '-B', branch, path, base] })
  const gitFolder = needGit({ cwd: path, args: ['rev-parse', '--absolute-git-dir'] }).trim()
  return { path, branch, base, env: { GIT_DIR: gitFolder, GIT_WORK_TREE: path } }
}

const merging = (folder: string): string => join(folder, 'merging.json')

/** Joins the work of a task with the repository as it is now. */
function join_(how: WorktreeHow, main: MainTree, task: RunTask, place: Place): Taken {
  const { root, folder, document } = how
  const { path, base, env } = place
  // The boxes are the run's own: whatever the task did to the document stays here.
  callGit({ cwd: path, env, args: ['checkout', '-q', base, '--', document] })
  needGit({ cwd: path, env, args: ['add', '-A'] })
  const tree = needGit({ cwd: path, env, args: ['write-tree'] }).trim()
  const commit = needGit({ cwd: root, args: ['commit-tree', tree, '-p', base, '-m', task.key] }).trim()
  needGit({ cwd: root, args: ['update-ref', `refs/heads/${place.branch}`, commit] })
  const now = commitOfTree(main)
  const { code, out, problem } = callGit({
    cwd: root,
    args: ['merge-tree', '--write-tree', '-z', '--name-only', '--no-messages', now, commit],
  })
  const [merged = '', ...rest] = out.split('\0')
  if (code === 1) {
    const files = rest.filter((file) => file !== '')
    return {
      changed: [],
      unnamed: [],
      conflict: `${files.join(', ')} was changed by others too; its work is on the branch ${place.branch}`,
    }
  }
  if (code !== 0) throw new Error(`git merge-tree ended with ${code}: ${problem.trim()}`)
  writeFileSync(merging(folder), JSON.stringify({ task: task.key, from: now, to: merged }))
  applyTree(main, now, merged)
  const changed = needGit({ cwd: root, args: ['diff-tree', '-r', '-z', '--name-only', '--no-renames', base, commit] })
    .split('\0')
    .filter((file) => file !== '')
  const ignored = task.writes.filter((file) => !changed.includes(file) && copyAcross(path, root, file))
  // The note stays: only the journal, which is written next, says that this merge counts.
  const all = [...changed, ...ignored]
  return { changed: all, unnamed: all.filter((file) => !names(task, file)), conflict: '' }
}

/** Copies what git ignores and a task names; answers whether something was copied. */
function copyAcross(from: string, to: string, name: string): boolean {
  const path = name.replace(/\/+$/, '')
  if (!insideRepository(diskFileSystem, from, path).inside || !insideRepository(diskFileSystem, to, path).inside)
    return false
  if (!existsSync(join(from, path))) return false
  if (callGit({ cwd: from, args: ['check-ignore', '-q', '--', path] }).code !== 0) return false
  if (relative(join(from, path), to).split(sep)[0] !== '..') return false
  cpSync(join(from, path), join(to, path), { recursive: true, verbatimSymlinks: true, preserveTimestamps: true })
  return true
}

/** What a failed task left, for whoever looks into it. */
function keepPatch({ folder, document }: WorktreeHow, task: RunTask, { path, base, env }: Place): readonly string[] {
  callGit({ cwd: path, env, args: ['add', '-A'] })
  const { out } = callGit({
    cwd: path,
    env,
    args: ['diff', '--cached', '--binary', base, '--', '.', `:(exclude,top,literal)${document}`],
  })
  if (out === '') return []
  const patch = join(folder, 'undone', `${slugOf(task.key)}.patch`)
  mkdirSync(dirname(patch), { recursive: true })
  writeFileSync(patch, out)
  return [`what it changed is kept in ${relative(join(folder, '../../..'), patch).split(sep).join('/')}`]
}

/** The last merge is taken back where its task did not come to its end. */
function undoMerge(main: MainTree, folder: string, inFlight: ReadonlySet<string>): readonly string[] {
  if (!existsSync(merging(folder))) return []
  try {
    const { task, from, to } = JSON.parse(readFileSync(merging(folder), 'utf8')) as Record<
      'task' | 'from' | 'to',
      string
    >
    if (inFlight.has(task)) applyTree(main, to, from)
  } catch (error) {
    return [`the merge that was stopped could not be taken back: ${error instanceof Error ? error.message : ''}`]
  }
  rmSync(merging(folder), { force: true })
  return []
}

/** Removes the worktrees of a run and the branches of those tasks that did not leave a conflict. */
export function cleanWorktrees(root: string, run: string, folder: string): void {
  const places = join(folder, 'worktrees')
  if (!existsSync(places)) return
  for (const slug of readdirSync(places)) {
    callGit({ cwd: root, args: ['worktree', 'remove', '--force', '--force', join(places, slug)] })
    callGit({ cwd: root, args: ['branch', '-D', '-q', `${prefixOf(run)}/${slug}`] })
  }
  rmSync(places, { recursive: true, force: true })
  callGit({ cwd: root, args: ['worktree', 'prune'] })
}
