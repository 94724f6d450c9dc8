import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { runGit } from '../../workspace/run-git.ts'

/** What git ignores of a repository. Paths are relative, with `/`, without one at the end. */
export interface Ignored {
  /** Ignored when the run began, itself or by a folder above it. */
  readonly has: (path: string) => boolean
  /** Those of new paths that are ignored. */
  readonly among: (paths: readonly string[]) => ReadonlySet<string>
}

/** Folders that hold what tools install or make: outside of git they are not copied. */
const ofTools = new Set([
  'node_modules',
  'bower_components',
  '.venv',
  'venv',
  '__pycache__',
  '.tox',
  '.gradle',
  '.cache',
])

/** A folder that may hold a hundred thousand files, all of which git ignores. */
export const isOfTools = (name: string): boolean =>
  ofTools.has(name) || ['target', 'dist', 'build', 'out', 'vendor', 'coverage', '.next', '.turbo'].includes(name)

/** A path is one of some others, or below one. */
export function isBelow(path: string, tops: ReadonlySet<string>): boolean {
  if (tops.size === 0) return false
  for (let at = path.length; at > 0; at = path.lastIndexOf('/', at - 1)) if (tops.has(path.slice(0, at))) return true
  return false
}

const most = 256 * 1024 * 1024

/** Asks git, or where there is none, answers the folders of tools. */
export function ignoredIn(root: string): Ignored {
  const listed = git(root, ['ls-files', '-z', '--others', '--ignored', '--exclude-standard', '--directory'])
  if (listed === null) {
    const isOwn = (path: string): boolean => ofTools.has(path.slice(path.lastIndexOf('/') + 1))
    return { has: isOwn, among: (paths) => new Set(paths.filter(isOwn)) }
  }
  const ignored = new Set(
    listed
      .split('\0')
      .filter((path) => path !== '')
      .map((path) => path.replace(/\/$/, '')),
  )
  let rules: boolean | null = null
  return {
    has: (path) => isBelow(path, ignored),
    among: (paths) => {
      if (paths.length === 0) return new Set()
      const hasFile = paths.some((path) => path.endsWith('.gitignore'))
      if (hasFile) rules = true
      // Nothing is ignored where no rule says so, and most questions are about nothing.
      if (!(rules ??= hasRules(root))) return new Set()
      const answer = git(root, ['check-ignore', '-z', '--stdin'], paths.map((path) => `${path}\0`).join(''))
      return new Set((answer ?? '').split('\0').filter((path) => path !== ''))
    },
  }
}

function hasRules(root: string): boolean {
  const files = git(root, ['ls-files', '-z', '--cached', '--others', '--', '.gitignore', '**/.gitignore'])
  if (files !== null && files !== '') return true
  const configured = git(root, ['config', '--get', 'core.excludesFile'])
  if (configured !== null && configured.trim() !== '') return true
  const home = process.env['XDG_CONFIG_HOME'] ?? join(process.env['HOME'] ?? '/', '.config')
  const info = git(root, ['rev-parse', '--git-path', 'info/exclude'])?.trim() ?? ''
  return [join(home, 'git/ignore'), join(root, info)].some((path) => {
    try {
      return /^[ \t]*[^#\s]/m.test(readFileSync(path, 'utf8'))
    } catch {
      return false
    }
  })
}

function git(root: string, args: readonly string[], input?: string): string | null {
  try {
    const { code, stdout } = runGit(root, args, { onlyLooks: true, most, ...(input === undefined ? {} : { input }) })
    // `check-ignore` answers 1 where none of the paths is ignored.
    return code === 0 || (code === 1 && args[0] === 'check-ignore') ? stdout : null
  } catch {
    return null
  }
}
