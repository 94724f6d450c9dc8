import { join } from 'node:path'
import type { FileSystem } from './file-system.ts'

/** Folders that hold what tools make, install or keep for themselves: no plan's existing work. */
const skipped = new Set([
  '.git',
  '.hg',
  '.svn',
  '.cache',
  '.next',
  '.nuxt',
  '.turbo',
  '.venv',
  '.tox',
  '.gradle',
  '.idea',
  'node_modules',
  'bower_components',
  'dist',
  'coverage',
  'target',
  'venv',
  '__pycache__',
])

/** The most entries that are looked at; the upper folders come first. */
export const maximumEntries = 20_000

/** The paths of a repository, and whether anybody has asked for them yet. */
export interface ExistingPaths extends ReadonlySet<string> {
  readonly wasAsked: () => boolean
}

/**
 * The files and folders of a repository as relative paths with `/`, folders without a final one. Nothing is read before
 * the first question. Links are names, never followed; folders that cannot be read are empty. `except` names paths that
 * are results of the program itself, so that a second run sees what the first saw.
 */
export function existingPaths(fs: FileSystem, root: string, except: ReadonlySet<string> = new Set()): ExistingPaths {
  let walked: ReadonlySet<string> | null = null
  const paths = (): ReadonlySet<string> => (walked ??= walk(fs, root, except))
  return {
    wasAsked: () => walked !== null,
    has: (path) => paths().has(path.replace(/\/+$/, '')),
    get size() {
      return paths().size
    },
    forEach: (visit, self) => paths().forEach(visit, self),
    entries: () => paths().entries(),
    keys: () => paths().keys(),
    values: () => paths().values(),
    [Symbol.iterator]: () => paths()[Symbol.iterator](),
  }
}

function walk(fs: FileSystem, root: string, except: ReadonlySet<string>): ReadonlySet<string> {
  const paths = new Set<string>()
  const folders = ['']
  for (let at = 0; at < folders.length && paths.size < maximumEntries; at++) {
    const folder = folders[at]!
    for (const { name, kind } of listOrNothing(fs, join(root, folder))) {
      const path = folder === '' ? name : `${folder}/${name}`
      if (skipped.has(name) || except.has(path)) continue
      paths.add(path)
      if (kind === 'directory') folders.push(path)
      if (paths.size >= maximumEntries) break
    }
  }
  return paths
}

function listOrNothing(fs: FileSystem, folder: string): ReturnType<FileSystem['list']> {
  try {
    return fs.list(folder)
  } catch {
    return []
  }
}
