import { plainId, readRange } from '../edit/find-tasks.ts'
import { compareNatural } from '../model/order.ts'
import type { RunPlan } from './run-plan.ts'

/** Which tasks a run is about, as typed. */
export interface Selection {
  readonly only: string | null
  readonly from: string | null
  readonly until: string | null
  readonly skip: string | null
}

/** Indices of tasks, or the word that names none. */
export type Selected =
  | { readonly ok: true; readonly wanted: ReadonlySet<number>; readonly skipped: ReadonlySet<number> }
  | { readonly ok: false; readonly option: string; readonly word: string }

/**
 * The tasks of a run: `only` names tasks and milestones; `from` leaves out what stands before a task or milestone; `until`
 * ends with a milestone or task, with all that it waits for. `skip` names tasks that count as done without being run.
 */
export function selected(plan: RunPlan, { only, from, until, skip }: Selection): Selected {
  let unknown: { readonly option: string; readonly word: string } | null = null
  const named = (option: string, value: string): number[] =>
    value
      .split(/[\s,]+/)
      .filter((word) => word !== '')
      .flatMap((word) => {
        const tasks = tasksNamed(plan, word)
        if (tasks.length === 0) unknown ??= { option, word }
        return tasks
      })
  let wanted = new Set(plan.tasks.keys())
  if (only !== null) wanted = new Set(named('only', only))
  if (until !== null) {
    const last = withAncestors(plan, named('until', until))
    wanted = new Set([...wanted].filter((task) => last.has(task)))
  }
  if (from !== null) {
    const first = Math.min(...named('from', from))
    wanted = new Set([...wanted].filter((task) => task >= first))
  }
  const skipped = new Set(skip === null ? [] : named('skip', skip))
  return unknown === null
    ? { ok: true, wanted, skipped }
    : { ok: false, ...(unknown as { option: string; word: string }) }
}

/** Tasks by id, range of ids, or phase: `T004`, `T004-T010`, `M1`, `setup`. */
function tasksNamed({ tasks, phases }: RunPlan, word: string): readonly number[] {
  const plain = plainId(word)
  const exact = tasks.flatMap(({ id, key }, index) => (plainId(id === '' ? key : id) === plain ? [index] : []))
  if (exact.length > 0) return exact
  const lower = word.toLowerCase()
  const phase = phases.find(({ id, title }) => id.toLowerCase() === lower || title.toLowerCase().includes(lower))
  if (phase !== undefined) return phase.tasks
  const range = readRange(word)
  if (range === null) return []
  const [first, last] = range.ends.map(plainId) as [string, string]
  return tasks.flatMap(({ id }, index) => {
    const own = plainId(id)
    const isWithin =
      id !== '' && own.startsWith(range.prefix) && compareNatural(own, first) >= 0 && compareNatural(own, last) <= 0
    return isWithin ? [index] : []
  })
}

/** Tasks with everything that has to be done before them. */
function withAncestors({ next, tasks }: RunPlan, wanted: readonly number[]): ReadonlySet<number> {
  const before: number[][] = next.map(() => [])
  next.forEach((list, node) => {
    for (const other of list) before[other]!.push(node)
  })
  const found = new Set(wanted)
  const pending = [...wanted]
  while (pending.length > 0) {
    for (const node of before[pending.pop()!]!) {
      if (found.has(node)) continue
      found.add(node)
      pending.push(node)
    }
  }
  return new Set([...found].filter((node) => node < tasks.length))
}
