import { join, relative, resolve, sep } from 'node:path'
import { featureAt, listFeatures, listStories, type Feature } from './features.ts'
import type { FileSystem } from './file-system.ts'
import { repositoryRoot } from './git.ts'
import { locate, locateFeature, type Located } from './locate.ts'

/** Entries of a folder tree that are looked at, at most; a folder of documents is smaller. */
const maximumEntries = 50_000

const skippedFolders =
  /^(?:\.git|\.hg|\.svn|\.cache|\.venv|node_modules|bower_components|dist|coverage|target|vendor|venv)$/

/** A line that begins with a box: without one a file of a folder is no list of tasks. */
const BOX = /^[ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]+\[[ xX~-]\][ \t]/m

/**
 * What `check` works on: what is named, one after the other and each once; without a name everything in the known
 * places of the repository. A folder stands for the features in it, else for the Markdown files with tasks below it.
 */
export function checkTargets(fs: FileSystem, names: readonly string[], cwd: string): readonly Located[] {
  const targets = names.length === 0 ? everything(fs, cwd) : names.flatMap((name) => named(fs, name, cwd))
  const seen = new Set<string>()
  return targets.filter(({ folder, documents, id }) => {
    const key = folder ?? documents[0]?.path ?? id
    return !seen.has(key) && seen.add(key)
  })
}

function everything(fs: FileSystem, cwd: string): readonly Located[] {
  const root = repositoryRoot(fs, fs.realpath(cwd))
  const features = [...listFeatures(fs, root), ...listStories(fs, root)]
  // Says what was looked for, and what is near.
  if (features.length === 0) return [locate(fs, { argument: null, cwd, withoutPlan: true })]
  return features.map((feature) => locateFeature(fs, root, feature))
}

function named(fs: FileSystem, name: string, cwd: string): readonly Located[] {
  const path = resolve(cwd, name)
  if (name !== '-' && fs.stat(path)?.kind === 'directory') {
    const folder = fs.realpath(path)
    const root = repositoryRoot(fs, folder)
    if (featureAt(fs, root, folder) === null) {
      const inside = below(fs, root, folder)
      if (inside.length > 0) return inside
    }
  }
  return [locate(fs, { argument: name, cwd, withoutPlan: true })]
}

/** The features in a folder, else its files with tasks. */
function below(fs: FileSystem, root: string, folder: string): readonly Located[] {
  const within = ({ folder: at }: Feature): boolean => !relative(folder, at).startsWith('..')
  const features = [...listFeatures(fs, root), ...listStories(fs, root)].filter(within)
  if (features.length > 0) return features.map((feature) => locateFeature(fs, root, feature))
  return taskFiles(fs, folder).map((path) => locate(fs, { argument: path, cwd: folder, withoutPlan: true }))
}

function taskFiles(fs: FileSystem, top: string): readonly string[] {
  const found: string[] = []
  const folders = [top]
  let entries = 0
  for (let at = 0; at < folders.length && entries < maximumEntries; at++) {
    for (const { name, kind } of listOrNothing(fs, folders[at]!)) {
      entries++
      const path = join(folders[at]!, name)
      if (kind === 'directory' && !skippedFolders.test(name)) folders.push(path)
      if (kind === 'file' && /\.(?:md|markdown|mdx)$/i.test(name) && holdsBox(fs, path)) found.push(path)
    }
  }
  return found.toSorted((a, b) => (a.split(sep).join('/') < b.split(sep).join('/') ? -1 : 1))
}

function holdsBox(fs: FileSystem, path: string): boolean {
  try {
    return BOX.test(new TextDecoder().decode(fs.read(path, 1024 * 1024)))
  } catch {
    return false
  }
}

function listOrNothing(fs: FileSystem, folder: string): ReturnType<FileSystem['list']> {
  try {
    return fs.list(folder)
  } catch {
    return []
  }
}
