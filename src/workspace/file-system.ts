import {
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsyncSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmdirSync,
  statSync,
  unlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import type { Stats } from 'node:fs'
import { hostname } from 'node:os'
import { systemCode } from './errors.ts'

export type FileKind = 'file' | 'directory' | 'link' | 'other'

/** What is asked about a file. `size` in bytes, `mode` the permission bits alone. */
export interface FileStat {
  readonly kind: FileKind
  readonly size: number
  readonly mode: number
  readonly user: number
  readonly group: number
}

export interface FolderEntry {
  readonly name: string
  readonly kind: FileKind
}

/**
 * All that intentk asks of a disk, so that tests can fill it, break it and stop it at any call. Paths are absolute.
 * Every function may throw a system error with a `code` such as `ENOSPC`, except where the return type says otherwise.
 */
export interface FileSystem {
  /** Follows links; null where nothing is there. */
  readonly stat: (path: string) => FileStat | null
  /** Of the link itself; null where nothing is there. */
  readonly lstat: (path: string) => FileStat | null
  readonly realpath: (path: string) => string
  /** Sorted by code unit, links not followed. */
  readonly list: (folder: string) => readonly FolderEntry[]
  /** The first `limit` bytes of a regular file; `EINVAL` for anything else, without waiting for a pipe's writer. */
  readonly read: (path: string, limit: number) => Uint8Array
  /**
   * Makes a new file (`EEXIST` where one is) and returns when its bytes are on the disk. Takes mode and, where allowed,
   * the owner from `like`. When it fails it removes what it began.
   */
  readonly create: (path: string, bytes: Uint8Array, like: FileStat | null) => void
  /**
   * Puts a file in its place, whatever was there, without waiting for the disk: others see it whole or not at all, but a
   * power cut may leave anything of it. For what can be made again.
   */
  readonly keep: (path: string, bytes: Uint8Array) => void
  readonly rename: (from: string, to: string) => void
  /** Gives a file a second name (`EEXIST` where one is), so that others see it whole or not at all. */
  readonly addName: (from: string, to: string) => void
  /** Removes a file; nothing happens where none is. */
  readonly remove: (path: string) => void
  readonly makeFolder: (path: string) => void
  /** Removes a folder that is empty; nothing happens where it is not, or where none is. */
  readonly removeFolder: (path: string) => void
  /** Returns when the names of a folder are on the disk, where the system can promise that. */
  readonly syncFolder: (folder: string) => void
  /** Milliseconds since the file was last written; null where nothing is there. */
  readonly age: (path: string) => number | null
  /** Names this process on this machine, for notes to other processes. */
  readonly holder: string
  /** Whether the process with that name may still be at work. */
  readonly isAlive: (holder: string) => boolean
  readonly pause: (milliseconds: number) => void
}

/** The disk of this machine. */
export const diskFileSystem: FileSystem = {
  stat: (path) => absentAsNull(() => describeIfThere(statSync(path, { throwIfNoEntry: false }))),
  lstat: (path) => absentAsNull(() => describeIfThere(lstatSync(path, { throwIfNoEntry: false }))),
  realpath: (path) => realpathSync.native(path),
  list: listFolder,
  read: readFile,
  create: createFile,
  keep: keepFile,
  rename: renameFile,
  addName: linkSync,
  remove: removeFile,
  makeFolder: (path) => void mkdirSync(path, { recursive: true }),
  removeFolder,
  syncFolder,
  age: (path) => absentAsNull(() => Math.max(0, Date.now() - statSync(path).mtimeMs)),
  holder: `${hostname()}:${process.pid}`,
  isAlive,
  pause,
}

function absentAsNull<T>(ask: () => T): T | null {
  try {
    return ask()
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(systemCode(error))) return null
    throw error
  }
}

function kindOf(entry: Pick<Stats, 'isFile' | 'isDirectory' | 'isSymbolicLink'>): FileKind {
  if (entry.isFile()) return 'file'
  if (entry.isDirectory()) return 'directory'
  return entry.isSymbolicLink() ? 'link' : 'other'
}

function describe(stats: Stats): FileStat {
  return { kind: kindOf(stats), size: stats.size, mode: stats.mode & 0o777, user: stats.uid, group: stats.gid }
}

/** An error for each file that is not there would cost more than the look itself. */
const describeIfThere = (stats: Stats | undefined): FileStat | null => (stats === undefined ? null : describe(stats))

function listFolder(folder: string): readonly FolderEntry[] {
  return readdirSync(folder, { withFileTypes: true })
    .map((entry) => ({ name: entry.name, kind: kindOf(entry) }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

function readFile(path: string, limit: number): Uint8Array {
  // O_NONBLOCK: opening a named pipe that replaced the file since it was looked at must not hang.
  const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
  try {
    const stats = fstatSync(file)
    if (!stats.isFile()) throw Object.assign(new Error('not a regular file'), { code: 'EINVAL' })
    // One byte more than promised: a file that grows meanwhile, or one in /proc, is not what its size says.
    let bytes = Buffer.allocUnsafe(Math.min(limit, stats.size + 1))
    let length = 0
    while (length < limit) {
      if (length === bytes.length) {
        const larger = Buffer.allocUnsafe(Math.min(limit, bytes.length * 2 + 4096))
        bytes.copy(larger, 0, 0, length)
        bytes = larger
      }
      const count = readSync(file, bytes, length, bytes.length - length, null)
      if (count === 0) break
      length += count
    }
    return bytes.subarray(0, length)
  } finally {
    closeSync(file)
  }
}

function createFile(path: string, bytes: Uint8Array, like: FileStat | null): void {
  const file = openSync(path, 'wx', like?.mode ?? 0o666)
  try {
    if (like !== null) copyAttributes(file, like)
    for (let written = 0; written < bytes.length;) written += writeSync(file, bytes, written)
    fsyncSync(file)
  } catch (error) {
    removeFile(path)
    throw error
  } finally {
    closeSync(file)
  }
}

function keepFile(path: string, bytes: Uint8Array): void {
  const next = `${path}.${process.pid}`
  try {
    writeFileSync(next, bytes)
    renameSync(next, path)
  } catch (error) {
    removeFile(next)
    throw error
  }
}

function copyAttributes(file: number, like: FileStat): void {
  const made = fstatSync(file)
  if (made.uid !== like.user || made.gid !== like.group) {
    try {
      fchownSync(file, like.user, like.group)
    } catch {
      // Only root may give files away; for everybody else the writer becomes the owner, as with any editor.
    }
  }
  // After the owner, because changing the owner clears mode bits; and openSync's mode is subject to the umask.
  if (process.platform !== 'win32') fchmodSync(file, like.mode)
}

function removeFile(path: string): void {
  try {
    unlinkSync(path)
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error
  }
}

function removeFolder(path: string): void {
  try {
    rmdirSync(path)
  } catch (error) {
    // Solaris and some network disks say EEXIST for a folder that is not empty, Windows EPERM or EBUSY while it is open.
    if (!['ENOENT', 'ENOTDIR', 'ENOTEMPTY', 'EEXIST', 'EPERM', 'EBUSY'].includes(systemCode(error))) throw error
  }
}

function renameFile(from: string, to: string): void {
  for (let attempt = 1; ; attempt++) {
    try {
      return renameSync(from, to)
    } catch (error) {
      // Windows refuses while a virus scanner or an editor has the target open, mostly for some milliseconds.
      const passing = process.platform === 'win32' && ['EPERM', 'EACCES', 'EBUSY'].includes(systemCode(error))
      if (!passing || attempt === 20) throw error
      pause(10 * attempt)
    }
  }
}

function syncFolder(folder: string): void {
  // Windows cannot open a folder; some network file systems refuse to sync one. Neither is an error of the write.
  if (process.platform === 'win32') return
  const file = openSync(folder, 'r')
  try {
    fsyncSync(file)
  } catch (error) {
    if (!['EINVAL', 'ENOTSUP', 'EPERM', 'EACCES'].includes(systemCode(error))) throw error
  } finally {
    closeSync(file)
  }
}

function isAlive(holder: string): boolean {
  const separator = holder.lastIndexOf(':')
  const pid = Number(holder.slice(separator + 1))
  // Of another machine's processes on a shared disk nothing is known; the age of its note decides alone.
  if (holder.slice(0, separator) !== hostname() || !Number.isSafeInteger(pid) || pid <= 0) return true
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return systemCode(error) === 'EPERM'
  }
}

function pause(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds)
}
