import { hash as hashOf } from 'node:crypto'
import { chmodSync, lstatSync, readdirSync, readlinkSync, type Dirent, type Stats } from 'node:fs'
import { join } from 'node:path'
import { systemCode } from '../../workspace/errors.ts'

/** What a path of a tree is. `other` is a pipe, a socket or a device. */
export type TreeKind = 'file' | 'directory' | 'link' | 'other'

/** A path of a tree as a look at it tells, without reading a file. */
export interface Seen {
  readonly kind: TreeKind
  /** Permission bits with the special ones. */
  readonly mode: number
  readonly size: number
  readonly modified: number
  readonly changed: number
  readonly inode: number
  /** Where a link points, else ''. */
  readonly target: string
}

/** What of a tree is looked at. Paths are relative, with `/`, without one at the end. */
export interface TreeView {
  /** A path that is never looked at, nor what is below it. */
  readonly isHidden: (path: string) => boolean
  /** Folders that are not gone into unless they were known before; the caller is told of them. */
  readonly isSuspect: (name: string) => boolean
}

/** Everything below a folder. */
export interface Tree {
  readonly seen: ReadonlyMap<string, Seen>
  /** Folders that were not gone into. */
  readonly suspects: readonly string[]
}

/** More paths than this are no snapshot's business. */
export const mostPaths = 200_000

/** Looks at everything below a folder. Links are not followed. `known` paths are gone into whatever their name is. */
export function lookAt(root: string, view: TreeView, known: (path: string) => boolean): Tree {
  const seen = new Map<string, Seen>()
  const suspects: string[] = []
  const folders = ['']
  for (let at = 0; at < folders.length; at++) {
    const folder = folders[at]!
    for (const { name } of listed(join(root, folder))) {
      const path = folder === '' ? name : `${folder}/${name}`
      if (name === '.git' || view.isHidden(path)) continue
      const one = seenAt(join(root, path))
      if (one === null) continue
      if (one.kind === 'directory' && view.isSuspect(name) && !known(path)) {
        suspects.push(path)
        continue
      }
      seen.set(path, one)
      if (one.kind === 'directory') folders.push(path)
      if (seen.size > mostPaths) throw new TooLarge(`it has more than ${mostPaths} files and folders`)
    }
  }
  return { seen, suspects }
}

/** A tree that is not copied: the message is the end of a sentence. */
export class TooLarge extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'TooLarge'
  }
}

function listed(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch (error) {
    if (systemCode(error) === 'ENOENT' || systemCode(error) === 'ENOTDIR') return []
    if (systemCode(error) !== 'EACCES') throw error
    // Whoever locked a folder must not be able to hide what is in it; its mode was taken before.
    try {
      chmodSync(folder, 0o700)
      return readdirSync(folder, { withFileTypes: true })
    } catch {
      return []
    }
  }
}

/** One path as it is now; null where nothing is. */
export function seenAt(path: string): Seen | null {
  let stats: Stats | undefined
  try {
    stats = lstatSync(path, { throwIfNoEntry: false })
  } catch (error) {
    if (systemCode(error) !== 'ENOTDIR') throw error
  }
  if (stats === undefined) return null
  const kind = stats.isFile() ? 'file' : stats.isDirectory() ? 'directory' : stats.isSymbolicLink() ? 'link' : 'other'
  return {
    kind,
    mode: stats.mode & 0o7777,
    size: kind === 'file' ? stats.size : 0,
    modified: stats.mtimeMs,
    changed: stats.ctimeMs,
    inode: stats.ino,
    target: kind === 'link' ? readlinkSync(path) : '',
  }
}

/** A path of a tree with the content of its file; '' where it is none, or could not be read. */
export interface Kept extends Seen {
  readonly hash: string
  /** Its last change was long enough before its content was read that another one would show in its times. */
  readonly settled: boolean
}

/** Names all that a rollback has to bring back: paths, kinds, modes, contents and links, empty folders too. */
export function treeHash(tree: ReadonlyMap<string, Kept>): string {
  const lines = [...tree].map(([path, { kind, mode, hash, target }]) =>
    JSON.stringify([path, kind, kind === 'link' ? 0 : mode, hash, target]),
  )
  return hashOf('sha256', lines.toSorted().join('\n'), 'hex')
}
