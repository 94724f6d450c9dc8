import type { Task } from '../model/task.ts'

/** Sum of estimates in minutes. Tasks without one count 0; `text` says how many have one. */
export interface Schedule {
  readonly low: number
  readonly high: number
  readonly estimated: number
  readonly total: number
  /** `n of m estimated`. */
  readonly text: string
}

/** Adds up the estimates of the tasks that are not dropped. */
export function scheduleOf(tasks: readonly Task[]): Schedule {
  const live = tasks.filter((task) => task.state !== 'dropped')
  let low = 0
  let high = 0
  let estimated = 0
  for (const { estimate } of live) {
    if (estimate === null) continue
    low += estimate.low
    high += estimate.high
    estimated++
  }
  return { low, high, estimated, total: live.length, text: `${estimated} of ${live.length} estimated` }
}
