import { existsSync, lstatSync, rmdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { callGit, needGit } from './run-git.ts'

/** The working tree of a repository as commits that nobody sees: neither the index nor a branch of a person moves. */
export interface MainTree {
  readonly root: string
  /** An index file of the run's own. */
  readonly index: string
  /** The last commit that was made of it. */
  last: string | null
}

const withIndex = ({ index }: MainTree): Readonly<Record<string, string>> => ({ GIT_INDEX_FILE: index })

/** Makes a commit of all that stands in the working tree and is not ignored; the same one where nothing changed. */
export function commitOfTree(main: MainTree): string {
  const { root } = main
  const env = withIndex(main)
  const head = callGit({ cwd: root, args: ['rev-parse', '-q', '--verify', 'HEAD^{commit}'] })
  if (!existsSync(main.index) && head.code === 0) needGit({ cwd: root, env, args: ['read-tree', head.out.trim()] })
  needGit({ cwd: root, env, args: ['add', '-A'] })
  const tree = needGit({ cwd: root, env, args: ['write-tree'] }).trim()
  const parent = main.last ?? (head.code === 0 ? head.out.trim() : null)
  if (main.last !== null && needGit({ cwd: root, args: ['rev-parse', `${main.last}^{tree}`] }).trim() === tree)
    return main.last
  const parents = parent === null ? [] : ['-p', parent]
  main.last = needGit({ cwd: root, args: ['commit-tree', tree, ...parents, '-m', 'intentk run'] }).trim()
  return main.last
}

/** Changes the working tree from one tree to another: only the paths in which they differ are touched. */
export function applyTree(main: MainTree, from: string, to: string): void {
  const { root } = main
  const fields = needGit({
    cwd: root,
    args: ['diff-tree', '-r', '-z', '--name-status', '--no-renames', from, to],
  }).split('\0')
  const written: string[] = []
  const removed: string[] = []
  for (let at = 0; at + 1 < fields.length; at += 2) (fields[at] === 'D' ? removed : written).push(fields[at + 1]!)
  for (const path of removed) {
    rmSync(join(root, path), { force: true })
    removeEmpty(root, dirname(path))
  }
  if (written.length === 0) return
  const env = { GIT_INDEX_FILE: `${main.index}-apply` }
  needGit({ cwd: root, env, args: ['read-tree', to] })
  needGit({
    cwd: root,
    env,
    args: ['checkout-index', '-f', '-z', '--stdin'],
    input: written.map((path) => `${path}\0`).join(''),
  })
  rmSync(env.GIT_INDEX_FILE, { force: true })
}

function removeEmpty(root: string, folder: string): void {
  for (let at = folder; at !== '.' && at !== ''; at = dirname(at)) {
    try {
      if (!lstatSync(join(root, at)).isDirectory()) return
      rmdirSync(join(root, at))
    } catch {
      return
    }
  }
}
