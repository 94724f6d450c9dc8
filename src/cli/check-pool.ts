import type { CheckedTarget } from './check-run.ts'
import type { Located } from '../workspace/locate.ts'
import type { Io } from './io.ts'

/** Fewer targets than this are checked sooner than a thread has started. */
const WORTHWHILE = 60

/** More threads than this wait for the disk. */
const MOST = 8

/** What a thread is to check: some of the targets, and the paths of their repositories. */
export interface Part {
  readonly targets: readonly Located[]
  readonly existing: ReadonlyMap<string, ReadonlySet<string>>
}

const threads = () => process.getBuiltinModule('node:worker_threads')

/** In how many parts the targets are checked: one for each thread, the own among them. */
export function partsFor(targets: number, io: Io): number {
  if (io.program === undefined || targets < WORTHWHILE || !threads().isMainThread) return 1
  const { availableParallelism } = process.getBuiltinModule('node:os')
  return Math.min(availableParallelism(), MOST, Math.ceil(targets / (WORTHWHILE / 2)))
}

/** Every `parts`-th target from the `index`-th on: neighbours are alike, so that all parts take about as long. */
export const partOf = (targets: readonly Located[], parts: number, index: number): readonly Located[] =>
  targets.filter((_, at) => at % parts === index)

/** What this thread is to check; null in the main thread. */
export function ownPart(io: Io): Part | null {
  if (io.program === undefined) return null
  const { isMainThread, workerData } = threads()
  return isMainThread ? null : (workerData as Part)
}

export function answerPart(checked: readonly CheckedTarget[]): void {
  threads().parentPort?.postMessage(checked)
}

/** Runs the same command in a thread of its own over a part of the targets. */
export function startPart(part: Part, io: Io): Promise<readonly CheckedTarget[]> {
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
