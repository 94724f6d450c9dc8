import fc from 'fast-check'
import { expect, test } from 'vitest'
import { schedule, type NodeEnd, type Workload } from '../../src/run/scheduler.ts'

interface Work {
  readonly minutes: readonly number[]
  readonly waitsFor: readonly (readonly number[])[]
  readonly files: readonly number[]
}

/** Random tasks: each waits for some before it, and writes one of a few files or one of its own. */
const works = fc.integer({ min: 1, max: 60 }).chain((count): fc.Arbitrary<Work> =>
  fc.record({
    minutes: fc.array(fc.integer({ min: 1, max: 90 }), { minLength: count, maxLength: count }),
    waitsFor: fc.tuple(
      ...Array.from({ length: count }, (_, task) =>
        task === 0 ? fc.constant([]) : fc.uniqueArray(fc.integer({ min: 0, max: task - 1 }), { maxLength: 3 }),
      ),
    ),
    files: fc.array(fc.oneof(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 1000, max: 1_000_000 })), {
      minLength: count,
      maxLength: count,
    }),
  }),
)

const nextOf = ({ waitsFor }: Work): number[][] => {
  const next: number[][] = waitsFor.map(() => [])
  waitsFor.forEach((list, task) => list.forEach((other) => next[other]!.push(task)))
  return next
}

function behindOf({ minutes }: Work, next: readonly (readonly number[])[]): number[] {
  const behind = [...minutes]
  for (let task = minutes.length - 1; task >= 0; task--)
    behind[task] = minutes[task]! + Math.max(0, ...next[task]!.map((other) => behind[other]!))
  return behind
}

interface Span {
  readonly task: number
  readonly start: number
  readonly end: number
}

/** Runs a workload on a clock that jumps to the next end whenever everything waits. */
async function played(work: Work, jobs: number, order: (task: number) => number): Promise<readonly Span[]> {
  const next = nextOf(work)
  let now = 0
  const spans: Span[] = []
  const pending: { readonly end: number; readonly task: number; readonly done: () => void }[] = []
  const load: Workload = {
    next,
    isOver: () => false,
    isLeftOut: () => false,
    isTask: () => true,
    priority: order,
    clashes: (a, b) => work.files[a] === work.files[b],
  }
  let over = false
  const all = schedule(load, jobs, (task) => {
    spans.push({ task, start: now, end: now + work.minutes[task]! })
    return new Promise((resolve) => pending.push({ end: now + work.minutes[task]!, task, done: () => resolve('over') }))
  }).finally(() => (over = true))
  while (!over) {
    await new Promise((resolve) => setImmediate(resolve))
    if (over) break
    pending.sort((a, b) => a.end - b.end || a.task - b.task)
    const end = pending[0]?.end ?? now
    now = end
    while (pending[0]?.end === end) pending.shift()!.done()
  }
  await all
  return spans
}

/** The textbook list schedule, written apart: places with the time they get free, tasks by the longest way behind. */
function listSchedule(work: Work, jobs: number): number {
  const behind = behindOf(work, nextOf(work))
  const left = new Set(work.minutes.keys())
  const ends = new Map<number, number>()
  const active: Span[] = []
  let now = 0
  while (left.size > 0 || active.length > 0) {
    for (const span of active.filter(({ end }) => end <= now)) {
      active.splice(active.indexOf(span), 1)
      ends.set(span.task, span.end)
    }
    const ready = [...left]
      .filter((task) => work.waitsFor[task]!.every((other) => ends.has(other)))
      .toSorted((a, b) => behind[b]! - behind[a]! || a - b)
    for (const task of ready) {
      if (active.length === jobs) break
      if (active.some((other) => work.files[other.task] === work.files[task])) continue
      active.push({ task, start: now, end: now + work.minutes[task]! })
      left.delete(task)
    }
    if (active.length > 0) now = Math.min(...active.map(({ end }) => end))
  }
  return now
}

test('over random graphs nothing starts early, nothing overlaps that shares a file, and no time is lost', async () => {
  await fc.assert(
    fc.asyncProperty(works, async (work) => {
      const behind = behindOf(work, nextOf(work))
      const spans = await played(work, 4, (task) => behind[task]!)
      expect(spans.map(({ task }) => task).toSorted((a, b) => a - b)).toEqual([...work.minutes.keys()])
      const of = new Map(spans.map((span) => [span.task, span]))
      for (const { task, start } of spans)
        for (const other of work.waitsFor[task]!) expect(of.get(other)!.end).toBeLessThanOrEqual(start)
      for (const a of spans) {
        const beside = spans.filter((b) => b.start < a.end && a.start < b.end)
        expect(beside.filter((b) => b.start <= a.start && a.start < b.end).length).toBeLessThanOrEqual(4)
        expect(beside.filter((b) => b !== a && work.files[b.task] === work.files[a.task])).toEqual([])
      }
      const makespan = Math.max(...spans.map(({ end }) => end))
      expect(makespan).toBeLessThanOrEqual(1.15 * listSchedule(work, 4))
    }),
    { numRuns: 100 },
  )
})

const chain = (
  length: number,
): Pick<Workload, 'next' | 'isTask' | 'priority' | 'clashes' | 'isLeftOut' | 'isOver'> => ({
  next: Array.from({ length }, (_, at) => (at + 1 < length ? [at + 1] : [])),
  isTask: () => true,
  priority: () => 0,
  clashes: () => false,
  isLeftOut: () => false,
  isOver: () => false,
})

test('what waits for a task that failed does not start; the rest does', async () => {
  const started: number[] = []
  await schedule({ ...chain(0), next: [[2], [3], [], []] }, 1, (node) => {
    started.push(node)
    return node === 0 ? 'failed' : 'over'
  })
  expect(started).toEqual([0, 1, 3])
})

test('a stop starts nothing more and waits for what runs', async () => {
  const started: number[] = []
  let ended = 0
  await schedule({ ...chain(0), next: [[], [], []] }, 2, async (node): Promise<NodeEnd> => {
    started.push(node)
    if (node === 0) return 'stop'
    await new Promise((resolve) => setTimeout(resolve, 20))
    ended++
    return 'over'
  })
  expect(started).toEqual([0, 1])
  expect(ended).toBe(1)
})

test('what was over before counts, what is left out holds up what waits for it, and a circle ends', async () => {
  const started: number[] = []
  const run = (node: number): 'over' => {
    started.push(node)
    return 'over'
  }
  await schedule({ ...chain(4), isOver: (node) => node === 0, isLeftOut: (node) => node === 2 }, 4, run)
  expect(started).toEqual([1])
  await schedule({ ...chain(0), next: [[1], [0], []] }, 4, run)
  expect(started).toEqual([1, 2])
})

test('an error of a task is thrown after everything has ended', async () => {
  let ended = false
  const all = schedule({ ...chain(0), next: [[], []] }, 2, async (node): Promise<NodeEnd> => {
    if (node === 0) throw new Error('broken')
    await new Promise((resolve) => setTimeout(resolve, 10))
    ended = true
    return 'over'
  })
  await expect(all).rejects.toThrow('broken')
  expect(ended).toBe(true)
})
