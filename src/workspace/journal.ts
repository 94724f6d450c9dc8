import { dirname, join } from 'node:path'
import { hashBytes } from '../model/hash.ts'
import { systemCode } from './errors.ts'
import type { FileSystem } from './file-system.ts'

/** The note that stands in `execute.lock.next` while a pair is written: a line about the write, then the new lock. */
export interface Journal {
  /** `hashBytes` of the document before the write, null where there was none. */
  readonly before: string | null
  /** `hashBytes` of the document after the write. */
  readonly after: string
  /** The process that writes, see `FileSystem.holder`. */
  readonly holder: string
  /** The new lock, null when the document alone is written. */
  readonly lock: string | null
}

/** The files of one pair. `document` and `lock` are the real files behind links; the others exist during a write. */
export interface PairPaths {
  readonly document: string
  readonly lock: string
  readonly journal: string
  readonly nextDocument: string
  readonly nextLock: string
}

/** The files beside a document and its lock that a write needs. */
export function pairPaths(document: string, lock: string): PairPaths {
  const base = lock.replace(/\.json$/, '')
  return { document, lock, journal: `${base}.next`, nextDocument: `${document}.next`, nextLock: `${lock}.next` }
}

/**
 * Prints a note; `lock` is the new lock as it will be written. The first line carries a hash of the rest, so that a
 * note cut short is told from a whole one.
 */
export function printJournal(line: Omit<Journal, 'lock'>, lock: Uint8Array | null): Uint8Array {
  const rest = lock ?? new Uint8Array()
  const { before, after, holder } = line
  const note = { next: 1, before, after, holder, alone: lock === null, check: hashBytes(rest) }
  return Buffer.concat([new TextEncoder().encode(`${JSON.stringify(note)}\n`), rest])
}

/** Reads a note; null where there is none, `partial` for one that is cut short or that somebody else wrote. */
export function readJournal(fs: FileSystem, path: string): Journal | 'partial' | null {
  const bytes = readIfThere(fs, path)
  if (bytes === null) return null
  const text = new TextDecoder().decode(bytes)
  const newline = text.indexOf('\n')
  if (newline === -1) return 'partial'
  const lock = text.slice(newline + 1)
  try {
    const { next, before, after, holder, alone, check } = JSON.parse(text.slice(0, newline)) as Record<string, unknown>
    const usable = next === 1 && typeof after === 'string' && typeof holder === 'string' && check === hashBytes(lock)
    if (!usable || !(before === null || typeof before === 'string')) return 'partial'
    return { before, after, holder, lock: alone === true ? null : lock }
  } catch {
    return 'partial'
  }
}

/** More than the first line of a note: the name of a machine has 255 bytes at most. */
const maximumNote = 4096

/** Who holds a note, told by its first line alone; null where there is none, or none that tells. */
export function holderOf(fs: FileSystem, path: string): string | null {
  const line = readIfThere(fs, path, maximumNote)
  const end = line?.indexOf(0x0a) ?? -1
  if (line === null || end === -1) return null
  try {
    const { next, holder } = JSON.parse(new TextDecoder().decode(line.subarray(0, end))) as Record<string, unknown>
    return next === 1 && typeof holder === 'string' ? holder : null
  } catch {
    return null
  }
}

/** `hashBytes` of a file; null where none is. */
export function hashOf(fs: FileSystem, path: string): string | null {
  const bytes = readIfThere(fs, path)
  return bytes === null ? null : hashBytes(bytes)
}

/** Removes what a write left behind, the note last: while it stands, the next start looks at the rest. */
export function removeTemporaries(fs: FileSystem, paths: PairPaths): void {
  fs.remove(paths.nextDocument)
  fs.remove(paths.nextLock)
  fs.remove(paths.journal)
}

/** Puts the lock of a note in place of the old one, in an order that bears a stop after any step. */
export function finishLock(fs: FileSystem, paths: PairPaths, lock: string): void {
  // The writer may have died before the document's new name was on the disk; the lock must not get there first.
  fs.syncFolder(dirname(paths.document))
  fs.remove(paths.nextLock)
  fs.create(paths.nextLock, new TextEncoder().encode(lock), fs.stat(paths.lock))
  fs.syncFolder(dirname(paths.lock))
  fs.rename(paths.nextLock, paths.lock)
  fs.syncFolder(dirname(paths.lock))
}

/** The real file behind a path whose folder exists: links are followed, the last name may be free. */
export function realFile(fs: FileSystem, path: string): string {
  if (fs.lstat(path) !== null) return fs.realpath(path)
  const folder = dirname(path)
  return join(fs.realpath(folder), path.slice(folder.length).replace(/^[\\/]+/, ''))
}

/** No document is near this size; the limit keeps a mistaken path from filling the memory. */
const maximumRead = 256 * 1024 * 1024

function readIfThere(fs: FileSystem, path: string, limit: number = maximumRead): Uint8Array | null {
  // An error for each note that is not there would cost more than the look itself.
  if (fs.stat(path) === null) return null
  try {
    return fs.read(path, limit)
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null
    throw error
  }
}
