import { dirname } from 'node:path'
import { hashBytes } from '../model/hash.ts'
import { WorkspaceError, describeFailure, systemCode } from './errors.ts'
import type { FileSystem } from './file-system.ts'
import type { PairPaths } from './journal.ts'
import { hashOf, holderOf, pairPaths, printJournal, realFile, removeTemporaries } from './journal.ts'
import { displayPath, foundInside } from './paths.ts'
import { abandonedJournal, settle } from './recover.ts'
import { encodeContent } from './source-file.ts'

/** One file to write: its absolute path, its whole content as it was read (null for none) and as it shall be. */
export interface Replacement {
  readonly path: string
  readonly before: string | null
  readonly after: string
}

/** A document and its lock. Contents are with byte order mark, see `sourceContent`. */
export interface PairWrite {
  /** Links out of it are refused; null for a path that the user gave on the command line. */
  readonly root: string | null
  readonly document: Replacement
  /** Null writes the document alone (`done`, `start`), safe from other writers all the same. */
  readonly lock: Replacement | null
  /** Where the lock of a document that is written alone would be; beside it unless given. */
  readonly lockPath?: string
}

// write-file-atomic does not sync folders, cannot tie two files together and picks its names from the process, so a
// killed run would leave files nobody finds; its one useful part is the rename below.

/**
 * Writes a document and its lock so that a kill at any moment leaves either both old or, after the next
 * {@link import('./recover.ts').recoverPair}, both new. Refuses (`changed`) when a file is not as it was read, and
 * leaves no temporary file behind when the disk is full or read-only. Returns the paths that were written: none where
 * nothing changed. One writer at a time: a second waits for the first.
 */
export function writePair(fs: FileSystem, write: PairWrite): readonly string[] {
  const root = write.root
  const shown = displayPath(root ?? dirname(write.document.path), write.document.path)
  try {
    const targets = write.lock === null ? [write.document] : [write.document, write.lock]
    for (const { path } of targets) checkTarget(fs, root, path)
    const lockPath = write.lock?.path ?? write.lockPath ?? write.document.path.replace(/(?:\.[^./\\]*)?$/, '.lock.json')
    const paths = pairPaths(realFile(fs, write.document.path), realFile(fs, lockPath))
    const changed = targets.filter(({ before, after }) => before !== after)
    if (changed.length === 0) {
      checkUnchanged(fs, paths, write, shown)
      return []
    }
    const documentBytes = encodeContent(write.document.after, shown)
    const lockBytes =
      write.lock === null ? null : encodeContent(write.lock.after, displayPath(root ?? dirname(lockPath), lockPath))
    // The text and not its bytes: it has just been hashed for the lock.
    const after = hashBytes(write.document.after)
    const before = write.document.before === null ? null : hashBytes(write.document.before)
    const note = printJournal({ before, after, holder: fs.holder }, lockBytes)
    claim(fs, paths, note, shown)
    replaceBoth(fs, paths, write, documentBytes, lockBytes, shown)
    return changed.map(({ path }) => path)
  } catch (error) {
    throw describeFailure(error, `Cannot write ${shown}`, write.document.path)
  }
}

/** Makes the note that other writers wait for; settles what a stopped writer left. */
function claim(fs: FileSystem, paths: PairPaths, note: Uint8Array, shown: string): void {
  for (let attempt = 1; ; attempt++) {
    const left = abandonedJournal(fs, paths, shown)
    // Whoever writes has read both files and merged with them: an edit since the stop is in what is written now.
    if (settle(fs, paths, left).state === 'edited') removeTemporaries(fs, paths)
    try {
      return fs.create(paths.journal, note, null)
    } catch (error) {
      if (systemCode(error) !== 'EEXIST' || attempt === 100) throw error
    }
  }
}

function replaceBoth(
  fs: FileSystem,
  paths: PairPaths,
  write: PairWrite,
  documentBytes: Uint8Array,
  lockBytes: Uint8Array | null,
  shown: string,
): void {
  let committed = false
  try {
    const documentChanges = write.document.before !== write.document.after
    fs.remove(paths.nextDocument)
    fs.remove(paths.nextLock)
    // Everything that needs room on the disk comes before the first file is replaced.
    if (documentChanges) fs.create(paths.nextDocument, documentBytes, fs.stat(paths.document))
    if (lockBytes !== null) fs.create(paths.nextLock, lockBytes, fs.stat(paths.lock))
    syncFolders(fs, paths)
    checkUnchanged(fs, paths, write, shown)
    if (!ownsNote(fs, paths)) throw takenOver(shown, paths)
    if (documentChanges) fs.rename(paths.nextDocument, paths.document)
    committed = true
    // Each sync keeps the disk from bringing the next step forward: a lock never gets there before its document.
    if (documentChanges) fs.syncFolder(dirname(paths.document))
    if (lockBytes !== null) {
      fs.rename(paths.nextLock, paths.lock)
      fs.syncFolder(dirname(paths.lock))
    }
  } catch (error) {
    if (committed && lockBytes !== null) throw unfinished(error, shown, paths)
    removeQuietly(fs, paths)
    throw error
  }
  // Both files are in place; a note that cannot be removed is read, found done and removed by the next start.
  removeQuietly(fs, paths)
}

function checkTarget(fs: FileSystem, root: string | null, path: string): void {
  const shown = displayPath(root ?? dirname(path), path)
  if (fs.stat(dirname(path))?.kind !== 'directory') {
    throw new WorkspaceError('not-found', `Cannot write ${shown}: its folder does not exist.`, {
      path,
      hint: 'Create the folder first.',
    })
  }
  const verdict = root === null ? null : foundInside(fs, root, path)
  if (verdict !== null && !verdict.inside) {
    throw new WorkspaceError('outside-repository', `${shown} is not written: ${verdict.reason}.`, {
      path,
      hint: 'Replace the link by a file.',
    })
  }
  const stat = fs.stat(path)
  if (stat === null && fs.lstat(path) !== null) {
    throw new WorkspaceError('not-found', `${shown} is a link to nothing.`, { path, hint: 'Remove the link.' })
  }
  if (stat !== null && stat.kind !== 'file') {
    throw new WorkspaceError('not-a-file', `Cannot write ${shown}: it is not a regular file.`, { path })
  }
  // A rename would replace it all the same; but somebody has said that it is not to be written.
  if (stat !== null && (stat.mode & 0o222) === 0) {
    throw new WorkspaceError('read-only', `Cannot write ${shown}: the file is read-only.`, {
      path,
      hint: `Make it writable: chmod u+w ${shown}`,
    })
  }
}

function checkUnchanged(fs: FileSystem, paths: PairPaths, write: PairWrite, shown: string): void {
  const files = [
    [paths.document, write.document] as const,
    ...(write.lock === null ? [] : [[paths.lock, write.lock] as const]),
  ]
  for (const [path, { before }] of files) {
    if (hashOf(fs, path) === (before === null ? null : hashBytes(before))) continue
    const name = path === paths.document ? shown : `The lock of ${shown}`
    throw new WorkspaceError('changed', `${name} changed since it was read. Nothing is written.`, {
      path,
      hint: 'Run the command again.',
    })
  }
}

/** Two processes that clear away the same stopped writer's note may meet: the one whose note is gone begins again. */
function ownsNote(fs: FileSystem, paths: PairPaths): boolean {
  return holderOf(fs, paths.journal) === fs.holder
}

const takenOver = (shown: string, paths: PairPaths): WorkspaceError =>
  new WorkspaceError('changed', `${shown} is being written by another intentk. Nothing is written.`, {
    path: paths.document,
    hint: 'Run the command again.',
  })

function syncFolders(fs: FileSystem, paths: PairPaths): void {
  for (const folder of new Set([dirname(paths.document), dirname(paths.lock)])) fs.syncFolder(folder)
}

function unfinished(error: unknown, shown: string, paths: PairPaths): WorkspaceError {
  const reason = describeFailure(error, 'its lock is not', paths.lock).message
  return new WorkspaceError('unfinished', `${shown} is written, ${reason}`, {
    path: paths.lock,
    hint: 'The next run of intentk finishes it.',
    cause: error,
  })
}

/** After a failure the first error is the one to tell. What another writer prepared meanwhile is not touched. */
function removeQuietly(fs: FileSystem, paths: PairPaths): void {
  try {
    if (ownsNote(fs, paths)) removeTemporaries(fs, paths)
  } catch {
    // What stays is settled by the next start.
  }
}
