import { join, relative, sep } from 'node:path'
import { WorkspaceError } from './errors.ts'
import type { FileSystem } from './file-system.ts'
import { insideRepository } from './paths.ts'
import { readSourceIfThere, sourceContent } from './source-file.ts'

/** Command files and lists of prompts are short; a context file may be long. */
const maximumBytes = 4 * 1024 * 1024

/** What stands at a path below a root, with byte order mark; null for nothing, or why it may not be touched. */
export function onDisk(
  fs: FileSystem,
  root: string,
  path: string,
): { readonly text: string } | { readonly refused: string } | null {
  const verdict = insideRepository(fs, root, path)
  if (!verdict.inside) return { refused: verdict.reason }
  const stat = fs.stat(verdict.path)
  if (stat === null) {
    const blocking = fileInTheWay(fs, root, path)
    return blocking === null ? null : { refused: `\`${blocking}\` is a file, not a folder` }
  }
  if (stat.kind !== 'file') return { refused: stat.kind === 'directory' ? 'it is a folder' : 'it is no regular file' }
  try {
    const source = readSourceIfThere(fs, verdict.path, path, maximumBytes)
    return source === null ? null : { text: sourceContent(source) }
  } catch (error) {
    if (!(error instanceof WorkspaceError)) throw error
    if (error.code === 'invalid-utf8') return { refused: 'it is not UTF-8 text' }
    if (error.code === 'too-large') return { refused: 'it is too large' }
    throw error
  }
}

/** A path with the links on its way followed, relative to the root: two that are one file are the same then. */
export function realPath(fs: FileSystem, root: string, path: string): string {
  const verdict = insideRepository(fs, root, path)
  return verdict.inside ? relative(fs.realpath(root), verdict.path).split(sep).join('/') : path
}

function fileInTheWay(fs: FileSystem, root: string, path: string): string | null {
  const parts = path.split('/')
  for (let length = 1; length < parts.length; length++) {
    const folder = parts.slice(0, length).join('/')
    const kind = fs.stat(join(root, folder))?.kind
    if (kind === undefined) return null
    if (kind !== 'directory') return folder
  }
  return null
}
