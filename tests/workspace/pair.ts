import { expect } from 'vitest'
import { WorkspaceError } from '../../src/workspace/errors.ts'
import type { PairWrite } from '../../src/workspace/write.ts'
import { writePair } from '../../src/workspace/write.ts'
import type { MemoryFileSystem } from './memory-file-system.ts'
import { Crash, memoryFileSystem } from './memory-file-system.ts'

export const document = '/repo/visions/001-a/execute.md'
export const lock = '/repo/visions/001-a/execute.lock.json'
export const note = '/repo/visions/001-a/execute.lock.next'

export function disk(before: readonly [string | null, string | null]): MemoryFileSystem {
  const [documentBefore, lockBefore] = before
  return memoryFileSystem({
    '/repo/.git/HEAD': 'ref: refs/heads/main\n',
    '/repo/visions/001-a': null,
    ...(documentBefore === null ? {} : { [document]: documentBefore }),
    ...(lockBefore === null ? {} : { [lock]: lockBefore }),
  })
}

export function pair(before: readonly [string | null, string | null], after: readonly [string, string]): PairWrite {
  return {
    root: '/repo',
    document: { path: document, before: before[0], after: after[0] },
    lock: { path: lock, before: before[1], after: after[1] },
  }
}

export const held = (fs: MemoryFileSystem): readonly [string | null, string | null] => [
  fs.text(fs.stat(document) === null ? document : fs.realpath(document)),
  fs.text(lock),
]
export const strays = (fs: MemoryFileSystem): readonly string[] => fs.paths().filter((path) => /next|bak/.test(path))

export function failure(run: () => unknown): WorkspaceError {
  try {
    run()
  } catch (error) {
    if (error instanceof WorkspaceError) return error
    throw error
  }
  throw new Error('expected a failure')
}

/** The process dies when it is about to replace the first file, and does nothing more; arm({}) starts the next one. */
export function stopAtRename(fs: MemoryFileSystem): MemoryFileSystem {
  const rename = (): never => {
    fs.arm({ crashAt: 1 })
    throw new Crash()
  }
  return { ...fs, rename }
}

/** Runs a write in a process that dies at a step. It does nothing after that step, even where the code would clean up. */
export function kill(fs: MemoryFileSystem, step: number, write: PairWrite): void {
  fs.arm({ crashAt: step })
  try {
    writePair(fs, write)
  } catch (error) {
    expect(error).toBeInstanceOf(Crash)
  }
}

/** The number of steps of a whole write. */
export function lengthOf(before: readonly [string | null, string | null], after: readonly [string, string]): number {
  const fs = disk(before)
  fs.arm({})
  writePair(fs, pair(before, after))
  return fs.steps()
}
