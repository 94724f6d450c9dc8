import fc from 'fast-check'
import { expect, test } from 'vitest'
import { buildGraph } from '../../src/graph/index.ts'
import type { Execution } from '../../src/model/execution.ts'
import type { ScheduleView } from '../../src/model/schedule.ts'
import type { PhaseId, Task } from '../../src/model/task.ts'
import { scheduleView, slackOf } from '../../src/query/schedule.ts'
import { milestone, minutes, says, task } from '../graph/make.ts'
import { longestPath, spelledOut, type Matrix } from '../graph/oracle.ts'

/* Schedules against brute force: every order of up to seven tasks, for one to three workers. */

const HOUR = 60
const idOf = (at: number): string => `T${String(at + 1).padStart(3, '0')}`

const plans = fc
  .array(
    fc.record({
      phase: fc.constantFrom<PhaseId>('setup', 'M1', 'M1', 'M1', 'M2', 'polish'),
      minutes: fc.option(fc.oneof(fc.integer({ min: 0, max: 9 }), fc.constantFrom(7.5, 90)), { nil: null, freq: 6 }),
      after: fc.uniqueArray(fc.nat({ max: 6 }), { maxLength: 2 }),
      state: fc.constantFrom<Task['state']>('open', 'open', 'open', 'done', 'started', 'dropped'),
    }),
    { minLength: 1, maxLength: 7 },
  )
  .map((rows) =>
    rows
      .toSorted((a, b) => (a.phase < b.phase ? 1 : -1))
      .map((row, at) =>
        task(idOf(at), {
          phase: row.phase,
          state: row.state,
          estimate: row.minutes === null ? null : minutes(row.minutes),
          stated: row.after.filter((other) => other < at).map((other) => says(idOf(other))),
        }),
      ),
  )

interface Made {
  readonly execution: Execution
  readonly live: readonly Task[]
  readonly order: Matrix
}

function make(tasks: readonly Task[]): Made {
  const { graph } = buildGraph({ tasks, milestones: [milestone(1), milestone(2)], sharedPaths: [] })
  const live = tasks.filter(({ state }) => state !== 'dropped')
  return { execution: { tasks, graph } as unknown as Execution, live, order: spelledOut(graph, live) }
}

const lengthOf = ({ estimate }: Task): number => estimate?.high ?? HOUR

/** The shortest schedule of all: in some order each task goes to whoever is free first, as soon as what it waits for is over. */
function optimum(lengths: readonly number[], order: Matrix, workers: number): number {
  let best = Number.POSITIVE_INFINITY
  const finish: number[] = lengths.map(() => -1)
  const visit = (placed: number, free: readonly number[]): void => {
    const end = Math.max(0, ...finish)
    if (end >= best) return
    if (placed === lengths.length) {
      best = end
      return
    }
    for (let at = 0; at < lengths.length; at++) {
      const before = lengths.flatMap((_, other) => (order[other]![at] ? [finish[other]!] : []))
      if (finish[at]! >= 0 || before.some((time) => time < 0)) continue
      const [soonest, ...others] = free.toSorted((a, b) => a - b)
      const over = Math.max(soonest!, ...before) + lengths[at]!
      finish[at] = over
      visit(placed + 1, [...others, over])
      finish[at] = -1
    }
  }
  visit(
    0,
    Array.from({ length: workers }, () => 0),
  )
  return best
}

const close = (a: number, b: number): boolean => Math.abs(a - b) < 1e-4

function expectValid({ live, order }: Made, { tasks, workers, minutes: end }: ScheduleView): void {
  expect(tasks.map(({ id }) => id).toSorted()).toEqual(live.map(({ id }) => id).toSorted())
  const at = new Map(tasks.map((one) => [one.id, one]))
  for (const one of live) {
    const { start, finish, worker } = at.get(one.id)!
    expect(close(finish - start, lengthOf(one)) && finish <= end + 1e-4 && worker >= 1).toBe(true)
    if (workers !== null) expect(worker).toBeLessThanOrEqual(workers)
  }
  live.forEach((a, from) =>
    live.forEach((b, to) => {
      const [one, other] = [at.get(a.id)!, at.get(b.id)!]
      if (order[from]![to]) expect(one.finish).toBeLessThanOrEqual(other.start + 1e-4)
      if (from < to && one.worker === other.worker)
        expect(one.finish <= other.start + 1e-4 || other.finish <= one.start + 1e-4).toBe(true)
    }),
  )
  expect(Math.max(0, ...tasks.map(({ finish }) => finish))).toBeCloseTo(end, 4)
}

/** The end of the whole where one task starts late and everybody keeps their tasks in their order. */
function endWhenLate({ live, order }: Made, { tasks }: ScheduleView, late: string, by: number): number {
  const now = new Map(tasks.map(({ id, start }) => [id, id === late ? start + by : start]))
  const length = new Map(live.map((one) => [one.id, lengthOf(one)]))
  const index = new Map(live.map(({ id }, at) => [id, at]))
  for (let round = 0; round < tasks.length; round++)
    tasks.forEach((a, at) =>
      tasks.forEach((b, other) => {
        const waits = order[index.get(a.id)!]![index.get(b.id)!]!
        // A task without length may stand at the very start of another.
        const follows = a.worker === b.worker && (a.finish < b.finish || (a.finish === b.finish && at < other))
        if (a.id !== b.id && (waits || (follows && a.start <= b.start)))
          now.set(b.id, Math.max(now.get(b.id)!, now.get(a.id)! + length.get(a.id)!))
      }),
    )
  return Math.max(0, ...tasks.map(({ id }) => now.get(id)! + length.get(id)!))
}

test('list schedules are possible, not under the bound, and near the best of all', { timeout: 120_000 }, () => {
  let better = 0
  fc.assert(
    fc.property(plans, (tasks) => {
      const made = make(tasks)
      const lengths = made.live.map(lengthOf)
      const total = lengths.reduce((sum, one) => sum + one, 0)
      const chain = Math.max(0, ...longestPath(made.order, (at) => lengths[at]!))
      for (const workers of [1, 2, 3]) {
        const schedule = scheduleView(made.execution, workers)
        expectValid(made, schedule)
        const best = lengths.length === 0 ? 0 : optimum(lengths, made.order, workers)
        expect(schedule.lowerBound).toBeCloseTo(Math.max(chain, total / workers), 4)
        expect(schedule.lowerBound).toBeLessThanOrEqual(best + 1e-4)
        expect(schedule.minutes).toBeGreaterThanOrEqual(best - 1e-4)
        expect(schedule.minutes).toBeLessThanOrEqual((2 - 1 / workers) * best + 1e-4)
        if (schedule.minutes > best + 1e-4) better++
        expect(schedule.criticalPath).toBeCloseTo(chain, 4)
        expect(schedule.total).toBeCloseTo(total, 4)
        expect(schedule.unestimated).toBe(made.live.filter(({ estimate }) => estimate === null).length)
      }
    }),
    { numRuns: 1000 },
  )
  // Else the brute force would be a copy of what it judges.
  expect(better).toBeGreaterThan(0)
})

test('without a limit each task starts as early as it can, and what is left leaves out what is done', () => {
  fc.assert(
    fc.property(plans, (tasks) => {
      const made = make(tasks)
      const schedule = scheduleView(made.execution, null)
      expectValid(made, schedule)
      const finish = longestPath(made.order, (at) => lengthOf(made.live[at]!))
      const planned = new Map(schedule.tasks.map((one) => [one.id, one.finish]))
      made.live.forEach(({ id }, at) => expect(planned.get(id)).toBeCloseTo(finish[at]!, 4))
      const open = made.live.map((one) => (one.state === 'done' ? 0 : lengthOf(one)))
      expect(schedule.left.minutes).toBeCloseTo(Math.max(0, ...longestPath(made.order, (at) => open[at]!)), 4)
      expect(schedule.busy).toBeLessThanOrEqual(made.live.length)
    }),
    { numRuns: 1000 },
  )
})

test('slack is what a task may be late and not a minute more', () => {
  let some = 0
  fc.assert(
    fc.property(plans, fc.constantFrom(null, 1, 2, 3), (tasks, workers) => {
      const made = make(tasks)
      const schedule = scheduleView(made.execution, workers)
      for (const { id, slack } of schedule.tasks) {
        expect(endWhenLate(made, schedule, id, slack)).toBeCloseTo(schedule.minutes, 4)
        expect(endWhenLate(made, schedule, id, slack + 1)).toBeCloseTo(schedule.minutes + 1, 4)
        if (slack > 0) some++
      }
    }),
    { numRuns: 600 },
  )
  expect(some).toBeGreaterThan(100)
})

test('slack by the order alone is 0 along the critical path', () => {
  fc.assert(
    fc.property(plans, (tasks) => {
      const { execution, live, order } = make(tasks)
      const finish = longestPath(order, (at) => lengthOf(live[at]!))
      const back = longestPath(
        order.map((row, a) => row.map((_, b) => order[b]![a]!)),
        (at) => lengthOf(live[at]!),
      )
      const end = Math.max(0, ...finish)
      const slack = slackOf(execution)
      live.forEach((one, at) => expect(slack.get(one.id)).toBeCloseTo(end - finish[at]! - back[at]! + lengthOf(one), 4))
      for (const id of execution.graph.criticalPath) expect(slack.get(id)).toBe(0)
    }),
    { numRuns: 600 },
  )
})

test('of ready tasks the one with the longest way behind it is taken, equal ones in document order', () => {
  const length = [10, 10, 20, 30, 40]
  const tasks = length.map((one, at) =>
    task(idOf(at), { phase: 'M1', estimate: minutes(one), stated: at === 4 ? [says(idOf(1))] : [] }),
  )
  const { tasks: planned, minutes: end, lowerBound, busy } = scheduleView(make(tasks).execution, 2)
  expect(planned.map(({ id, worker, start }) => `${id} ${worker} ${start}`)).toEqual([
    'T002 1 0',
    'T004 2 0',
    'T005 1 10',
    'T003 2 30',
    'T001 1 50',
  ])
  expect({ end, lowerBound, busy }).toEqual({ end: 60, lowerBound: 55, busy: 2 })
})

test('ten thousand tasks are planned in no time', () => {
  const tasks = Array.from({ length: 10_000 }, (_, at) =>
    task(`T${at}`, { phase: `M${1 + Math.floor(at / 5000)}`, estimate: minutes(1 + (at % 90)) }),
  )
  const { graph } = buildGraph({ tasks, milestones: [milestone(1), milestone(2)], sharedPaths: [] })
  const execution = { tasks, graph } as unknown as Execution
  const begun = performance.now()
  const schedule = scheduleView(execution, 40)
  expect(performance.now() - begun).toBeLessThan(10_000)
  expect(schedule.minutes / schedule.lowerBound).toBeLessThan(1.05)
})
