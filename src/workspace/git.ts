import { dirname, join, resolve } from 'node:path'
import type { FileSystem } from './file-system.ts'

/** Files that mark the root of a package where there is no git. */
const packageRoots = ['.intentk', 'package.json', 'pyproject.toml', 'go.mod', 'Cargo.toml', 'pom.xml', 'composer.json']

/** The folder and all folders above it, nearest first. */
export function upwards(folder: string): readonly string[] {
  const folders = [folder]
  for (let at = folder; dirname(at) !== at; at = dirname(at)) folders.push(dirname(at))
  return folders
}

/** The nearest folder from `folder` upwards with a `.git`, else with a package, else `folder` itself; no links in it. */
export function repositoryRoot(fs: FileSystem, folder: string): string {
  const folders = upwards(fs.realpath(folder))
  const has = (at: string, name: string): boolean => fs.stat(join(at, name)) !== null
  return (
    folders.find((at) => has(at, '.git')) ??
    folders.find((at) => packageRoots.some((name) => has(at, name))) ??
    folders[0] ??
    folder
  )
}

/**
 * The branch that is checked out at `root`, '' for a detached head and outside git. Reads `.git/HEAD`, in a worktree
 * or submodule through the `gitdir:` line of the file `.git` (gitrepository-layout(5)).
 */
export function currentBranch(fs: FileSystem, root: string): string {
  const folder = gitFolder(fs, root)
  if (folder === null) return ''
  const branch = /^ref: refs\/heads\/(.+?)\s*$/.exec(readShort(fs, join(folder, 'HEAD')))?.[1] ?? ''
  // Repositories that keep their references in a table have this fixed text in HEAD.
  return branch === '.invalid' ? '' : branch
}

/** The git folder of a work tree: `.git`, or what the file of that name points to. Null outside git. */
export function gitFolder(fs: FileSystem, root: string): string | null {
  const git = join(root, '.git')
  const kind = fs.stat(git)?.kind
  const pointer = kind === 'file' ? /^gitdir: (.+?)\s*$/m.exec(readShort(fs, git))?.[1] : undefined
  return kind === 'directory' ? git : pointer === undefined ? null : resolve(root, pointer)
}

/** The git folder that all worktrees of a repository share (`git rev-parse --git-common-dir`); null outside git. */
export function commonGitFolder(fs: FileSystem, root: string): string | null {
  const folder = gitFolder(fs, root)
  if (folder === null) return null
  const common = readShort(fs, join(folder, 'commondir')).trim()
  const shared = common === '' ? folder : resolve(folder, common)
  return fs.stat(shared)?.kind === 'directory' ? shared : null
}

/** A file of one line; '' where it cannot be read, since the branch is a convenience and never worth a failure. */
function readShort(fs: FileSystem, path: string): string {
  try {
    return fs.stat(path)?.kind === 'file' ? new TextDecoder().decode(fs.read(path, 4096)) : ''
  } catch {
    return ''
  }
}
