import { hashBytes } from '../model/hash.ts'
import { systemCode, WorkspaceError } from './errors.ts'
import type { FileSystem } from './file-system.ts'

/** A change as it is noted: the hash of what was there, and all of what shall be. */
export interface NotedChange {
  readonly path: string
  readonly before: string | null
  readonly after: string | null
}

/** What stands on the disk while a batch is written, so that the next run can finish it. */
export interface BatchNote {
  /** The process that writes, see `FileSystem.holder`. */
  readonly holder: string
  readonly changes: readonly NotedChange[]
  readonly emptied: readonly string[]
}

const maximumNote = 64 * 1024 * 1024

/** How long a living writer is waited for, and after which time its note is no longer believed, in milliseconds. */
const patience = { step: 20, steps: 250, stale: 30_000, partial: 3_000 }

/** Prints a note: a line with the hash of the rest, so that one cut short is told from a whole one. */
export function printBatch(note: BatchNote): Uint8Array {
  const rest = JSON.stringify(note)
  return new TextEncoder().encode(`${JSON.stringify({ next: 2, check: hashBytes(rest) })}\n${rest}`)
}

function readBatch(fs: FileSystem, path: string): BatchNote | 'partial' | null {
  let text: string
  try {
    text = new TextDecoder().decode(fs.read(path, maximumNote))
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null
    // Windows: the file is being removed by its writer.
    if (['EPERM', 'EBUSY'].includes(systemCode(error))) return 'partial'
    throw error
  }
  const newline = text.indexOf('\n')
  if (newline === -1) return 'partial'
  const rest = text.slice(newline + 1)
  try {
    const { next, check } = JSON.parse(text.slice(0, newline)) as Record<string, unknown>
    const note = JSON.parse(rest) as Record<string, unknown>
    return next === 2 && check === hashBytes(rest) && isNote(note) ? (note as unknown as BatchNote) : 'partial'
  } catch {
    return 'partial'
  }
}

function isNote({ holder, changes, emptied }: Record<string, unknown>): boolean {
  const isText = (value: unknown): boolean => typeof value === 'string'
  const isChange = (value: unknown): boolean => {
    const { path, before, after } = (value ?? {}) as Record<string, unknown>
    return isText(path) && (before === null || isText(before)) && (after === null || isText(after))
  }
  return (
    isText(holder) &&
    Array.isArray(changes) &&
    changes.every(isChange) &&
    Array.isArray(emptied) &&
    emptied.every(isText)
  )
}

/** The note of a writer that was stopped; null where there is none. Waits while its writer is at work. */
export function abandonedBatch(fs: FileSystem, path: string): BatchNote | 'partial' | null {
  for (let step = 0; step < patience.steps; step++) {
    const note = readBatch(fs, path)
    const age = note === null ? null : fs.age(path)
    if (note === null || age === null) return null
    const held =
      note === 'partial'
        ? age < patience.partial
        : age < patience.stale && note.holder !== fs.holder && fs.isAlive(note.holder)
    if (!held) return note
    fs.pause(patience.step)
  }
  throw new WorkspaceError('busy', 'Another `intentk init` is at work here.', {
    path,
    hint: 'Wait until it is done and run the command again.',
  })
}
