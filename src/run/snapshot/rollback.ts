import { chmodSync, lstatSync, mkdirSync, renameSync, rmSync, symlinkSync, utimesSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { systemCode } from '../../workspace/errors.ts'
import type { Snapshot, TreeChange } from './snapshot.ts'
import { seenAt, type Kept } from './tree.ts'

/** What a rollback did. */
export interface RolledBack {
  /** Paths that are as they were again. */
  readonly restored: readonly string[]
  /** Paths that could not be brought back, each with the reason. */
  readonly failed: readonly { readonly path: string; readonly why: string }[]
}

/**
 * Brings paths back to what the snapshot holds: bytes, modes, links, deletions and times. What stood there instead is
 * moved to `undone`, so that nobody's work is lost. May be stopped at any moment and begun again.
 */
export function rollBack(snapshot: Snapshot, changes: readonly TreeChange[], undone: string): RolledBack {
  const { root } = snapshot
  const restored: string[] = []
  const failed: { path: string; why: string }[] = []
  const attempt = (path: string, what: () => void): void => {
    try {
      what()
    } catch (error) {
      failed.push({ path, why: systemCode(error) || (error instanceof Error ? error.message : String(error)) })
    }
  }
  const byDepth = changes.toSorted((a, b) => depth(a.path) - depth(b.path) || (a.path < b.path ? -1 : 1))
  // A folder that nobody may write to keeps what is in it.
  for (const { path, before, after } of byDepth)
    if (after?.kind === 'directory' && (after.mode & 0o700) !== 0o700 && before?.kind === 'directory')
      attempt(path, () => chmodSync(join(root, path), before.mode | 0o700))
  for (const { path, before, after } of byDepth)
    if (after !== null && (before === null || before.kind !== after.kind || before.kind === 'link'))
      attempt(path, () => moveAway(join(root, path), join(undone, path)))
  for (const { path, before, after } of byDepth) {
    if (before === null) restored.push(path)
    else
      attempt(path, () => {
        bringBack(snapshot, path, before, after?.kind === before.kind, undone)
        restored.push(path)
      })
  }
  // Last, since a folder without the right to write could not have been filled.
  for (const { path, before } of byDepth.toReversed())
    if (before?.kind === 'directory') attempt(path, () => chmodSync(join(root, path), before.mode))
  return { restored, failed }
}

const depth = (path: string): number => path.split('/').length

/** Moves what stands at a path; nothing happens where it went with a folder above it. */
function moveAway(path: string, to: string): void {
  if (seenAt(path) === null) return
  mkdirSync(dirname(to), { recursive: true })
  rmSync(to, { recursive: true, force: true })
  try {
    renameSync(path, to)
  } catch (error) {
    // Another disk, or a place that cannot be: what is to go goes all the same.
    if (systemCode(error) === 'ENOENT') return
    rmSync(path, { recursive: true, force: true })
  }
}

function bringBack({ root, store }: Snapshot, path: string, before: Kept, isThere: boolean, undone: string): void {
  const at = join(root, path)
  if (before.kind === 'other') throw new Error('it is neither a file nor a folder')
  if (before.kind === 'directory') {
    if (seenAt(at) === null) mkdirSync(at, { recursive: true })
    return
  }
  if (dirname(path) !== '.') makeFolders(root, dirname(path))
  if (before.kind === 'link') {
    if (seenAt(at) === null) symlinkSync(before.target, at)
    return
  }
  if (before.hash === '') throw new Error('it could not be read when the run began')
  const next = `${at}.intentk-${process.pid}`
  rmSync(next, { force: true })
  store.copyOut(before.hash, next)
  chmodSync(next, before.mode)
  utimesSync(next, before.modified / 1000, before.modified / 1000)
  if (isThere) moveAway(at, join(undone, path))
  renameSync(next, at)
}

/** Folders on the way to a file, none of them through a link. */
function makeFolders(root: string, folder: string): void {
  let at = root
  for (const part of folder.split('/')) {
    at = join(at, part)
    const stats = lstatSync(at, { throwIfNoEntry: false })
    if (stats === undefined) mkdirSync(at)
    else if (!stats.isDirectory()) throw new Error('a link or file stands where its folder was')
  }
}
