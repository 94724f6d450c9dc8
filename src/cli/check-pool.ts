import type { CheckedTarget } from './check-run.ts'
import type { Located } from '../workspace/locate.ts'
import type { Io } from './io.ts'

/** Fewer targets than this are checked sooner than a thread has started. */
const WORTHWHILE = 60

/** More threads than this wait for the disk. */
const MOST = 8

/** Targets that a thread takes at once. */
const CHUNK = 8

/** What the threads check together: each takes the next targets that nobody took. */
export interface Part {
  readonly targets: readonly Located[]
  /** The paths of each repository. */
  readonly existing: ReadonlyMap<string, ReadonlySet<string>>
  /** How many targets are taken, in memory that all threads share. */
  readonly taken: Int32Array
}

/** What a thread checked, each with the index of its target. */
export type Share = readonly (readonly [at: number, checked: CheckedTarget])[]

export const newPart = (targets: Part['targets'], existing: Part['existing']): Part => ({
  targets,
  existing,
  taken: new Int32Array(new SharedArrayBuffer(4)),
})

/** The indices of the next targets of this thread; empty at the end. */
export function take({ targets, taken }: Part): readonly number[] {
  const from = Atomics.add(taken, 0, CHUNK)
  return Array.from({ length: Math.max(0, Math.min(CHUNK, targets.length - from)) }, (_, index) => from + index)
}

const threads = () => process.getBuiltinModule('node:worker_threads')

/** How many threads check the targets, the own among them. */
export function threadsFor(targets: number, io: Io): number {
  if (io.program === undefined || targets < WORTHWHILE || !threads().isMainThread) return 1
  const { availableParallelism } = process.getBuiltinModule('node:os')
  return Math.min(availableParallelism(), MOST, Math.ceil(targets / (WORTHWHILE / 2)))
}

/** What this thread is to check; null in the main thread. */
export function ownPart(io: Io): Part | null {
  if (io.program === undefined) return null
  const { isMainThread, workerData } = threads()
  return isMainThread ? null : (workerData as Part)
}

export function answerShare(share: Share): void {
  threads().parentPort?.postMessage(share)
}

/** Runs the same command in a thread of its own. */
export function startThread(part: Part, io: Io): Promise<Share> {
  const { Worker } = threads()
  return new Promise((resolve, reject) => {
    const worker = new Worker(io.program!, {
      argv: [...io.argv],
      // What a thread prints goes to its own streams, and with them nowhere.
      env: { ...io.env, INTENTK_THREAD: '1' },
      workerData: part,
      stderr: true,
      stdout: true,
    })
    worker.once('message', resolve)
    worker.once('error', reject)
    worker.once('exit', () => reject(new Error('A thread ended without an answer.')))
  })
}
