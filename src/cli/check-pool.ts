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

/** What this thread is to check, once it is told; null in the main thread. */
export function ownPart(io: Io): Promise<Part> | null {
  if (io.program === undefined) return null
  const { isMainThread, parentPort } = threads()
  return isMainThread ? null : new Promise((resolve) => parentPort!.once('message', resolve))
}

export function answerShare(share: Share): void {
  threads().parentPort?.postMessage(share)
}

/** A thread that runs the same command and waits for its part. */
export interface Helper {
  readonly check: (part: Part) => Promise<Share>
}

/** Starts threads of their own, which takes as long as to look for some hundred targets. */
export function startHelpers(count: number, io: Io): readonly Helper[] {
  return Array.from({ length: count }, () => startHelper(io))
}

function startHelper(io: Io): Helper {
  const { Worker } = threads()
  const worker = new Worker(io.program!, {
    argv: [...io.argv],
    // What a thread prints goes to its own streams, and with them nowhere.
    env: { ...io.env, INTENTK_THREAD: '1' },
    stderr: true,
    stdout: true,
  })
  const answer = new Promise<Share>((resolve, reject) => {
    worker.once('message', resolve)
    worker.once('error', reject)
    worker.once('exit', () => reject(new Error('A thread ended without an answer.')))
  })
  // Nobody waits for the others if the own share fails.
  answer.catch(() => undefined)
  // Nor for one that is never given a part.
  worker.unref()
  return {
    check: (part) => {
      worker.ref()
      worker.postMessage(part)
      return answer
    },
  }
}
