import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import { WorkspaceError, describeFailure, systemCode } from './errors.ts'
import type { FileSystem } from './file-system.ts'
import { displayPath } from './paths.ts'
import { maximumBytes, readSource } from './source-file.ts'

/** What a folder or file holds that may be imported. */
export interface ImportSource {
  /** Absolute, links resolved. */
  readonly path: string
  /** As people see it: relative to the root, or absolute. */
  readonly shown: string
  /** What the work is called, by the names of its folders. */
  readonly name: string
  readonly files: readonly { readonly path: string; readonly text: string }[]
  /** What was not read and why, each a whole sentence. */
  readonly left: readonly string[]
}

const TEXT = /\.(?:md|markdown|mdx|json|txt|ya?ml)$/i
const SKIPPED = new Set(['.git', 'node_modules', '.venv', 'vendor', 'target'])
/** No tool keeps a piece of work deeper, or in more files; a folder with more is the wrong one. */
const DEEPEST = 8
const MOST_FILES = 3000

/** Reads what the user named: one file, or the text files of a folder. Links that lead out of the folder are not followed. */
export function readImportSource(fs: FileSystem, root: string, cwd: string, argument: string): ImportSource {
  const named = resolve(cwd, argument)
  try {
    const stat = fs.stat(named)
    if (stat === null) {
      throw new WorkspaceError('not-found', `There is no ${argument}.`, {
        path: named,
        hint: 'Name a folder of Spec Kit, OpenSpec, Kiro or Backlog.md, a tasks.json, or a plan.',
      })
    }
    const path = fs.realpath(named)
    const shown = displayPath(root, path)
    if (stat.kind === 'file') {
      const { text } = readSource(fs, path, shown)
      return { path, shown, name: nameOf(path, true), files: [{ path: basename(path), text }], left: [] }
    }
    if (stat.kind !== 'directory')
      throw new WorkspaceError('not-a-file', `${shown} is neither a file nor a folder.`, { path })
    return { path, shown, name: nameOf(path, false), ...readFolder(fs, path, shown) }
  } catch (error) {
    throw describeFailure(error, `Cannot read ${argument}`, named)
  }
}

function readFolder(fs: FileSystem, top: string, shown: string): Pick<ImportSource, 'files' | 'left'> {
  const files: { path: string; text: string }[] = []
  const left: string[] = []
  let bytes = 0
  const visit = (folder: string, depth: number): void => {
    for (const { name, kind } of fs.list(folder)) {
      const path = join(folder, name)
      const below = relative(top, path).split(sep).join('/')
      const found = kind === 'link' ? follow(fs, top, path) : { path, kind }
      if (found === null) left.push(`${below} is a link out of ${shown}, or to nothing, and is not read.`)
      else if (found.kind === 'directory') {
        // A link to a folder inside is read where the folder is.
        if (kind === 'link' || SKIPPED.has(name) || below === 'visions') continue
        if (depth >= DEEPEST) left.push(`${below} lies too deep and is not read.`)
        else visit(path, depth + 1)
      } else if (found.kind === 'file' && TEXT.test(name)) {
        const { text } = readSource(fs, found.path, `${shown}/${below}`)
        bytes += text.length
        files.push({ path: below, text })
        if (files.length > MOST_FILES || bytes > maximumBytes) throw tooMuch(shown, top)
      }
    }
  }
  visit(top, 0)
  return { files, left }
}

function follow(fs: FileSystem, top: string, path: string): { path: string; kind: string } | null {
  try {
    const real = fs.realpath(path)
    const stat = fs.stat(real)
    return stat !== null && real.startsWith(top + sep) ? { path: real, kind: stat.kind } : null
  } catch (error) {
    if (systemCode(error) === '') throw error
    return null
  }
}

const tooMuch = (shown: string, path: string): WorkspaceError =>
  new WorkspaceError(
    'too-large',
    `${shown} holds more than one piece of work can: above ${MOST_FILES} files or 32 MB of text.`,
    {
      path,
      hint: 'Name the folder of one feature, change or list of tasks.',
    },
  )

/** Names that say what a file is and not what the work is. */
const GENERIC =
  /^(?:tasks?|plan|spec|todo|backlog|\.taskmaster|taskmaster|docs|genesis|index|readme|execution-?plans?|\.)$/i

function nameOf(path: string, isFile: boolean): string {
  const own = isFile ? basename(path).replace(/\.[^.]+$/, '') : basename(path)
  const above = dirname(path)
  if (!GENERIC.test(own) || above === path || basename(above) === '') return own.replace(/^\d{1,9}[-_. ]+(?=.)/, '')
  const outer = nameOf(above, false)
  return GENERIC.test(outer) ? own : outer
}
