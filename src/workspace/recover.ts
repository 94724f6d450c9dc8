import { describeFailure, systemCode, WorkspaceError } from './errors.ts'
import type { FileSystem } from './file-system.ts'
import type { PairPaths } from './journal.ts'
import { finishLock, hashOf, pairPaths, readJournal, realFile, removeTemporaries } from './journal.ts'
import { displayPath } from './paths.ts'

/** What the start of a command found of an earlier write that was stopped. */
export type Recovery =
  /** Nothing was stopped. */
  | { readonly state: 'none' }
  /** The document was new already; now its lock is too. */
  | { readonly state: 'finished' }
  /** The document was still the old one; what was prepared is gone. */
  | { readonly state: 'discarded' }
  /** Somebody changed the document since; `lock` is the new lock's text, whose bases count where they equal the file. */
  | { readonly state: 'edited'; readonly lock: string }

/** How long a living writer is waited for, and after which time its note is no longer believed, in milliseconds. */
const patience = { step: 20, steps: 250, stale: 30_000, partial: 1_000 }

/**
 * Sets right what an interrupted {@link import('./write.ts').writePair} left, to be called before execute.md and its
 * lock are read. Waits for a writer that is still at work; throws `busy` when it takes too long. In the state `edited`
 * the note stays until the next write of the pair settles it.
 */
export function recoverPair(fs: FileSystem, root: string, document: string, lock: string): Recovery {
  try {
    const folder = lock.replace(/[\\/][^\\/]*$/, '') || '/'
    if (fs.stat(folder) === null || fs.stat(document.replace(/[\\/][^\\/]*$/, '') || '/') === null) return { state: 'none' }
    const paths = pairPaths(realFile(fs, document), realFile(fs, lock))
    waitForWriter(fs, paths, displayPath(root, document))
    return settle(fs, paths)
  } catch (error) {
    throw describeFailure(error, `Cannot finish the interrupted write of ${displayPath(root, document)}`, document)
  }
}

/** As {@link recoverPair}, once no writer is at work any more. */
export function settle(fs: FileSystem, paths: PairPaths): Recovery {
  const journal = readJournal(fs, paths.journal)
  if (journal === null) return { state: 'none' }
  // A note cut short was never followed by a change of the document: it is synced before.
  const now = journal === 'partial' ? null : hashOf(fs, paths.document)
  if (journal === 'partial' || journal.lock === null || (now === journal.before && now !== journal.after)) {
    removeTemporaries(fs, paths)
    return { state: 'discarded' }
  }
  if (now !== journal.after) return { state: 'edited', lock: journal.lock }
  finishLock(fs, paths, journal.lock)
  removeTemporaries(fs, paths)
  return { state: 'finished' }
}

/** Returns when no note of a living process stands. */
export function waitForWriter(fs: FileSystem, paths: PairPaths, shown: string): void {
  for (let step = 0; isHeld(fs, paths); step++) {
    if (step === patience.steps) {
      throw new WorkspaceError('busy', `${shown} is being written by another intentk.`, {
        path: paths.document,
        hint: 'Wait until it is done and run the command again.',
      })
    }
    fs.pause(patience.step)
  }
}

function isHeld(fs: FileSystem, paths: PairPaths): boolean {
  const age = fs.age(paths.journal)
  if (age === null) return false
  const journal = readUnlessReplaced(fs, paths)
  if (journal === null) return false
  // Between making the note and filling it a writer is at work for an instant and cannot be asked.
  if (journal === 'partial') return age < patience.partial
  return age < patience.stale && journal.holder !== fs.holder && fs.isAlive(journal.holder)
}

function readUnlessReplaced(fs: FileSystem, paths: PairPaths): ReturnType<typeof readJournal> {
  try {
    return readJournal(fs, paths.journal)
  } catch (error) {
    // Windows: the file is being removed by its writer.
    if (['EPERM', 'EBUSY'].includes(systemCode(error))) return 'partial'
    throw error
  }
}
