import { createHash } from 'node:crypto'
import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs'
import { diskFileSystem } from '../../workspace/file-system.ts'
import { insideRepository } from '../../workspace/paths.ts'

/** What stands at a path that a task writes. `digest` of a file is the SHA-256 of its bytes. */
export type Standing =
  | { readonly is: 'file'; readonly digest: string; readonly path: string }
  | { readonly is: 'folder' | 'nothing' }
  /** It leads out of the repository; `why` ends a sentence. */
  | { readonly is: 'refused'; readonly why: string }

/** Looks at a path of a document or an agent, which may not lead out of `cwd`. */
export function standingAt(cwd: string, path: string): Standing {
  const verdict = insideRepository(diskFileSystem, cwd, path)
  if (!verdict.inside) return { is: 'refused', why: verdict.reason }
  try {
    const stat = statSync(verdict.path)
    if (stat.isDirectory()) return { is: 'folder' }
    if (!stat.isFile()) return { is: 'refused', why: 'it is neither a file nor a folder' }
    return { is: 'file', digest: digestOf(verdict.path), path: verdict.path }
  } catch {
    return { is: 'nothing' }
  }
}

/**
 * The SHA-256 of each file that a task writes, before an attempt; null where there is none. Folders and paths that lead
 * out of `cwd` have null too: nothing of them is compared.
 */
export function snapshotWrites(cwd: string, writes: readonly string[]): Map<string, string | null> {
  return new Map(
    writes.map((path) => {
      const standing = standingAt(cwd, path)
      return [path, standing.is === 'file' ? standing.digest : null]
    }),
  )
}

const largestText = 2_000_000

/** The texts of those files, for the search for placeholders: large and missing ones are left out. */
export function textsOfWrites(cwd: string, writes: readonly string[]): Map<string, string> {
  return new Map(
    writes.flatMap((path): readonly (readonly [string, string])[] => {
      const verdict = insideRepository(diskFileSystem, cwd, path)
      const text = verdict.inside ? textAt(verdict.path) : null
      return text === null ? [] : [[path, text]]
    }),
  )
}

/** The text of a file; null where it is none or too large to be written by hand. */
export function textAt(path: string): string | null {
  try {
    const stat = statSync(path)
    return stat.isFile() && stat.size <= largestText ? readFileSync(path, 'utf8') : null
  } catch {
    return null
  }
}

const chunk = 1024 * 1024

function digestOf(path: string): string {
  const digest = createHash('sha256')
  const file = openSync(path, 'r')
  try {
    const buffer = Buffer.allocUnsafe(chunk)
    for (let read = readSync(file, buffer); read > 0; read = readSync(file, buffer))
      digest.update(buffer.subarray(0, read))
  } finally {
    closeSync(file)
  }
  return digest.digest('hex')
}

/** Whether a path names many: it is looked at by no check of its own. */
export const isPattern = (path: string): boolean => /[*?{}]/.test(path)
