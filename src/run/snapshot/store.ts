import { createHash, hash } from 'node:crypto'
import {
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'

/** Contents of files by their SHA-256. */
export interface ContentStore {
  /** Keeps a file and answers its hash; '' where it cannot be read. `durable` waits for the disk. */
  readonly keep: (path: string, size: number, durable: boolean) => string
  /** Copies a kept content to a new file; throws where it is gone or not what its name says. */
  readonly copyOut: (hash: string, path: string) => void
  readonly remove: () => void
}

/** Files above this are hashed in pieces. */
const atOnce = 4 * 1024 * 1024

export function openStore(folder: string): ContentStore {
  const made = new Set<string>()
  const known = new Set<string>()
  const placeOf = (content: string): string => {
    const shelf = join(folder, content.slice(0, 2))
    if (!made.has(shelf)) mkdirSync(shelf, { recursive: true })
    made.add(shelf)
    return join(shelf, content)
  }
  return {
    keep: (path, size, durable) => {
      try {
        if (size > atOnce) return keepLarge(path, placeOf, folder, durable)
        const bytes = readFileSync(path)
        const content = hash('sha256', bytes, 'hex')
        if (known.has(content)) return content
        const place = placeOf(content)
        if (!existsSync(place)) writeNew(place, bytes, durable)
        known.add(content)
        return content
      } catch {
        return ''
      }
    },
    copyOut: (content, path) => {
      const place = placeOf(content)
      if (hashOfFile(place) !== content) throw new Error('its copy is gone or broken')
      copyFileSync(place, path, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE)
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

function writeNew(place: string, bytes: Uint8Array, durable: boolean): void {
  const next = `${place}.next`
  rmSync(next, { force: true })
  const file = openSync(next, 'wx', 0o600)
  try {
    for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at)
    if (durable) fsyncSync(file)
  } finally {
    closeSync(file)
  }
  renameSync(next, place)
}

function keepLarge(path: string, placeOf: (content: string) => string, folder: string, durable: boolean): string {
  mkdirSync(folder, { recursive: true })
  const next = join(folder, 'large.next')
  rmSync(next, { force: true })
  // The copy is hashed, not the file: an agent may still be writing it.
  copyFileSync(path, next, constants.COPYFILE_FICLONE)
  const content = hashOfFile(next)
  if (durable) {
    const file = openSync(next, 'r')
    fsyncSync(file)
    closeSync(file)
  }
  renameSync(next, placeOf(content))
  return content
}

/** SHA-256 of a file; '' where it cannot be read. */
export function hashOfFile(path: string): string {
  try {
    const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
    try {
      const digest = createHash('sha256')
      const piece = Buffer.allocUnsafe(256 * 1024)
      for (let length = readSync(file, piece); length > 0; length = readSync(file, piece))
        digest.update(piece.subarray(0, length))
      return digest.digest('hex')
    } finally {
      closeSync(file)
    }
  } catch {
    return ''
  }
}
