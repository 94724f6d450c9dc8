import { hash } from 'node:crypto'
import { dirname, join } from 'node:path'
import type { FileSystem } from './file-system.ts'
import { gitFolder } from './git.ts'
import { fileNameFor } from './local-state.ts'
import { displayPath, foundInside } from './paths.ts'

/** Bump it when a note of before would be misread. */
const FORMAT = 1

/** The answer of a large plan has some kilobytes; one with thousands of diagnostics is not worth a note. */
const maximumBytes = 256 * 1024

/** What is known of a document from the last run over it. */
export interface AnswerNote {
  /** Names all that the answer depends on. */
  readonly state: string
  /** The answer hangs on which paths of the repository exist, so that they are part of `state`. */
  readonly onPaths: boolean
  /** JSON. Whoever reads it back has to judge its shape: a note is only a file. */
  readonly answer: string
}

/** The SHA-256 of bytes, a text standing for its UTF-8. */
export const digest = (bytes: Uint8Array | string): string => hash('sha256', bytes, 'hex')

/**
 * Where the note of a document is: in git's own folder of the work tree, which no commit and no plan ever sees and
 * which goes with the work tree. Null outside git, and where a link leads elsewhere.
 */
function notePath(fs: FileSystem, root: string, document: string): string | null {
  const git = gitFolder(fs, root)
  if (git === null) return null
  const path = join(git, 'intentk', 'up-to-date', `${fileNameFor(displayPath(root, document))}.json`)
  return foundInside(fs, git, path).inside ? path : null
}

/** The note of the last run; null where there is none that can be believed. */
export function readAnswerNote(fs: FileSystem, root: string, document: string): AnswerNote | null {
  try {
    const path = notePath(fs, root, document)
    const stat = path === null ? null : fs.lstat(path)
    if (path === null || stat?.kind !== 'file' || stat.size > maximumBytes) return null
    const [head, answer = ''] = new TextDecoder().decode(fs.read(path, maximumBytes + 1)).split('\n')
    const { format, state, onPaths, check } = JSON.parse(head!) as Readonly<Record<string, unknown>>
    const isWhole = format === FORMAT && typeof state === 'string' && typeof onPaths === 'boolean'
    return isWhole && check === digest(answer) ? { state, onPaths, answer } : null
  } catch {
    return null
  }
}

/** Notes what is known now. It saves time and nothing else: where it cannot be written, nothing is lost. */
export function writeAnswerNote(fs: FileSystem, root: string, document: string, note: AnswerNote): void {
  try {
    const path = notePath(fs, root, document)
    if (path === null) return
    const { state, onPaths, answer } = note
    const text = `${JSON.stringify({ format: FORMAT, state, onPaths, check: digest(answer) })}\n${answer}\n`
    const bytes = new TextEncoder().encode(text)
    if (bytes.length > maximumBytes) return
    fs.makeFolder(dirname(path))
    fs.keep(path, bytes)
  } catch {
    // A folder that nobody may write to, or a disk that is full.
  }
}
