import { dirname, join } from 'node:path'
import { hashBytes } from '../model/hash.ts'
import { abandonedBatch, printBatch, type BatchNote, type NotedChange } from './batch-journal.ts'
import { describeFailure, systemCode, WorkspaceError } from './errors.ts'
import type { FileSystem } from './file-system.ts'
import { hashOf } from './journal.ts'
import { insideRepository } from './paths.ts'
import { encodeContent } from './source-file.ts'

/** One file of a batch: its path relative to the root, its content with byte order mark as it was and as it shall be. */
export interface BatchChange {
  readonly path: string
  readonly before: string | null
  readonly after: string | null
}

/** Several files that change together. */
export interface Batch {
  /** Links out of it are refused. */
  readonly root: string
  /** Where the note about the batch stands while it is written, relative to the root. */
  readonly journal: string
  readonly changes: readonly BatchChange[]
  /** Folders that go when they are empty afterwards, relative to the root. */
  readonly emptied: readonly string[]
}

const NEXT = '.intentk-next'

/**
 * Writes all files of a batch or none: a failure puts back what was there, and after a kill the next
 * {@link recoverBatch} finishes it. Refuses (`changed`) where a file is not as it was read. One writer at a time.
 * Answers the folders that it made, relative to the root.
 */
export function writeBatch(fs: FileSystem, batch: Batch): readonly string[] {
  if (batch.changes.length === 0) return []
  const paths = new Map(batch.changes.map(({ path }) => [path, checkTarget(fs, batch.root, path)]))
  for (const { path, before } of batch.changes) checkUnchanged(fs, paths.get(path)!, path, before)
  const changes = batch.changes.map(({ path, before, after }): NotedChange => {
    if (after !== null) encodeContent(after, path)
    return { path, before: before === null ? null : hashBytes(before), after }
  })
  const journal = join(batch.root, batch.journal)
  const made = missingFolders(fs, batch.root, [batch.journal, ...batch.changes.map(({ path }) => path)])
  try {
    fs.makeFolder(dirname(journal))
    claim(fs, batch, journal, printBatch({ holder: fs.holder, changes, emptied: batch.emptied }))
    replaceAll(fs, batch, paths, made)
    return made
  } catch (error) {
    if (systemCode(error) !== '') quietly(() => removeFolders(fs, batch.root, made))
    throw describeFailure(error, 'Cannot write the files', batch.root)
  }
}

/** Folders above the paths that are not there yet, relative to the root, outermost first. */
export function missingFolders(fs: FileSystem, root: string, paths: readonly string[]): readonly string[] {
  const missing = new Set<string>()
  for (const path of paths) {
    const parts = path.split('/')
    for (let length = 1; length < parts.length; length++) {
      const folder = parts.slice(0, length).join('/')
      if (!missing.has(folder) && fs.stat(join(root, folder)) === null) missing.add(folder)
    }
  }
  return [...missing].toSorted()
}

/** Folders on the way to a path that hold no file at all, relative to the root: a writer that was stopped made them. */
export function bareFolders(fs: FileSystem, root: string, path: string): readonly string[] {
  const isBare = (folder: string): boolean =>
    fs.list(folder).every(({ name, kind }) => kind === 'directory' && isBare(join(folder, name)))
  const parts = path.split('/').slice(0, -1)
  const folders = parts.map((_, at) => parts.slice(0, at + 1).join('/'))
  return folders.filter((folder) => fs.lstat(join(root, folder))?.kind === 'directory' && isBare(join(root, folder)))
}

/** Finishes a batch whose writer was stopped; answers whether there was one. Waits for a writer that is at work. */
export function recoverBatch(fs: FileSystem, root: string, journal: string): boolean {
  const path = join(root, journal)
  if (!insideRepository(fs, root, journal).inside || fs.stat(path) === null) return false
  try {
    const note = abandonedBatch(fs, path)
    if (note === null) return false
    if (note !== 'partial') finish(fs, root, note)
    fs.remove(path)
    if (note !== 'partial') removeFolders(fs, root, note.emptied)
    return true
  } catch (error) {
    throw describeFailure(error, 'Cannot finish what an earlier run of `intentk init` began', path)
  }
}

function claim(fs: FileSystem, { root, journal }: Batch, path: string, bytes: Uint8Array): void {
  for (let attempt = 1; ; attempt++) {
    try {
      fs.create(path, bytes, null)
    } catch (error) {
      if (systemCode(error) !== 'EEXIST' || attempt === 10) throw error
      recoverBatch(fs, root, journal)
      continue
    }
    try {
      return fs.syncFolder(dirname(path))
    } catch (error) {
      fs.remove(path)
      throw error
    }
  }
}

function replaceAll(fs: FileSystem, batch: Batch, paths: ReadonlyMap<string, string>, made: readonly string[]): void {
  const journal = join(batch.root, batch.journal)
  const done: BatchChange[] = []
  try {
    // Everything that needs room on the disk comes before the first file is replaced.
    for (const { path, after } of batch.changes) if (after !== null) prepare(fs, paths.get(path)!, after, path)
    for (const { path, before } of batch.changes) checkUnchanged(fs, paths.get(path)!, path, before)
    for (const change of batch.changes) {
      done.push(change)
      put(fs, paths.get(change.path)!, change.after)
    }
    syncAll(fs, paths.values())
    fs.remove(journal)
  } catch (error) {
    try {
      undo(fs, done, paths)
      syncAll(
        fs,
        done.map(({ path }) => paths.get(path)!).filter((path) => fs.stat(dirname(path)) !== null),
      )
      for (const path of paths.values()) fs.remove(path + NEXT)
      fs.remove(journal)
      removeFolders(fs, batch.root, made)
    } catch {
      throw unfinished(error, batch.root)
    }
    throw error
  }
  // The note stood in one of them. A folder that stays is no loss.
  quietly(() => removeFolders(fs, batch.root, batch.emptied))
}

function undo(fs: FileSystem, done: readonly BatchChange[], paths: ReadonlyMap<string, string>): void {
  for (const { path, before, after } of done.toReversed()) {
    const real = paths.get(path)!
    const now = hashOf(fs, real)
    // The one that failed may not have changed at all.
    if (now === (before === null ? null : hashBytes(before))) continue
    if (now !== (after === null ? null : hashBytes(after))) continue
    if (before !== null) {
      fs.remove(real + NEXT)
      prepare(fs, real, before, path)
    }
    put(fs, real, before)
  }
}

function finish(fs: FileSystem, root: string, { changes }: BatchNote): void {
  const done = new Set<string>()
  for (const { path, before, after } of changes) {
    const verdict = insideRepository(fs, root, path)
    if (!verdict.inside) continue
    // What somebody changed since then is theirs.
    if (hashOf(fs, verdict.path) === before && (before !== null || after !== null)) {
      fs.remove(verdict.path + NEXT)
      if (after !== null) prepare(fs, verdict.path, after, path)
      put(fs, verdict.path, after)
      done.add(verdict.path)
    }
    fs.remove(verdict.path + NEXT)
  }
  syncAll(fs, done)
}

/** Writes what a file shall hold beside it. */
function prepare(fs: FileSystem, path: string, content: string, shown: string): void {
  fs.makeFolder(dirname(path))
  fs.remove(path + NEXT)
  fs.create(path + NEXT, encodeContent(content, shown), fs.stat(path))
}

function put(fs: FileSystem, path: string, after: string | null): void {
  if (after === null) fs.remove(path)
  else fs.rename(path + NEXT, path)
}

/** Returns when what was put is on the disk: the note about it may go then. */
function syncAll(fs: FileSystem, paths: Iterable<string>): void {
  for (const folder of new Set([...paths].map((path) => dirname(path)))) fs.syncFolder(folder)
}

function removeFolders(fs: FileSystem, root: string, folders: readonly string[]): void {
  const deepest = [...new Set(folders)].toSorted((a, b) => b.split('/').length - a.split('/').length)
  for (const folder of deepest) {
    const verdict = insideRepository(fs, root, folder)
    if (verdict.inside && fs.lstat(join(root, folder))?.kind === 'directory') fs.removeFolder(verdict.path)
  }
}

/** The real path of a file that may be written; throws where it may not. */
function checkTarget(fs: FileSystem, root: string, path: string): string {
  const verdict = insideRepository(fs, root, path)
  if (!verdict.inside)
    throw new WorkspaceError('outside-repository', `${path} is not written: ${verdict.reason}.`, {
      path: join(root, path),
      hint: 'Replace the link by a file or a folder.',
    })
  const stat = fs.stat(verdict.path)
  if (stat !== null && stat.kind !== 'file')
    throw new WorkspaceError('not-a-file', `Cannot write ${path}: it is not a regular file.`, {
      path: join(root, path),
    })
  if (stat !== null && (stat.mode & 0o222) === 0)
    throw new WorkspaceError('read-only', `Cannot write ${path}: the file is read-only.`, {
      path: join(root, path),
      hint: `Make it writable: chmod u+w ${path}`,
    })
  return verdict.path
}

function checkUnchanged(fs: FileSystem, real: string, path: string, before: string | null): void {
  if (hashOf(fs, real) === (before === null ? null : hashBytes(before))) return
  throw new WorkspaceError('changed', `${path} changed since it was read. Nothing is written.`, {
    path: real,
    hint: 'Run the command again.',
  })
}

function unfinished(error: unknown, root: string): WorkspaceError {
  const reason = describeFailure(error, 'Some files are written, others are not', root).message
  return new WorkspaceError('unfinished', reason, {
    path: root,
    hint: 'The next run of `intentk init` finishes it.',
    cause: error,
  })
}

function quietly(work: () => void): void {
  try {
    work()
  } catch {
    // After a failure the first error is the one to tell.
  }
}
