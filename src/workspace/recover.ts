import { dirname } from 'node:path'
import { describeFailure, systemCode, WorkspaceError } from './errors.ts'
import type { FileSystem } from './file-system.ts'
import type { Journal, PairPaths } from './journal.ts'
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
const patience = { step: 20, steps: 250, stale: 30_000, partial: 3_000 }

/**
 * Sets right what an interrupted {@link import('./write.ts').writePair} left, to be called before execute.md and its
 * lock are read. Waits for a writer that is still at work; throws `busy` when it takes too long. In the state `edited`
 * the note stays until the next write of the pair settles it.
 */
export function recoverPair(fs: FileSystem, root: string, document: string, lock: string): Recovery {
  const shown = displayPath(root, document)
  try {
    if (fs.stat(dirname(document)) === null || fs.stat(dirname(lock)) === null) return { state: 'none' }
    const paths = pairPaths(realFile(fs, document), realFile(fs, lock))
    return settle(fs, paths, abandonedJournal(fs, paths, shown))
  } catch (error) {
    throw describeFailure(error, `Cannot finish the interrupted write of ${shown}`, document)
  }
}

/** Does what the note of a stopped writer asks for. */
export function settle(fs: FileSystem, paths: PairPaths, journal: Journal | 'partial' | null): Recovery {
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

/**
 * The note of a writer that was stopped, null where there is none. Waits while the note is that of a living process;
 * the caller must act on this note alone, since the next one may be a living writer's again.
 */
export function abandonedJournal(fs: FileSystem, paths: PairPaths, shown: string): Journal | 'partial' | null {
  for (let step = 0; step < patience.steps; step++) {
    const journal = readUnlessBusy(fs, paths)
    const age = journal === null ? null : fs.age(paths.journal)
    if (journal === null || age === null) return null
    if (!isHeld(fs, journal, age) && isSame(readUnlessBusy(fs, paths), journal)) return journal
    fs.pause(patience.step)
  }
  throw new WorkspaceError('busy', `${shown} is being written by another intentk.`, {
    path: paths.document,
    hint: 'Wait until it is done and run the command again.',
  })
}

/** A writer that ended well between the two looks has taken its note away; the next note is the next writer's. */
function isSame(now: Journal | 'partial' | null, before: Journal | 'partial'): boolean {
  if (now === null || now === 'partial' || before === 'partial') return now === before
  return now.holder === before.holder && now.after === before.after && now.before === before.before
}

function isHeld(fs: FileSystem, journal: Journal | 'partial', age: number): boolean {
  // Between making the note and filling it a writer is at work for an instant and cannot be asked.
  if (journal === 'partial') return age < patience.partial
  return age < patience.stale && journal.holder !== fs.holder && fs.isAlive(journal.holder)
}

function readUnlessBusy(fs: FileSystem, paths: PairPaths): ReturnType<typeof readJournal> {
  try {
    return readJournal(fs, paths.journal)
  } catch (error) {
    // Windows: the file is being removed by its writer.
    if (['EPERM', 'EBUSY'].includes(systemCode(error))) return 'partial'
    throw error
  }
}
