import type { TaskDocument } from '../model/task-document.ts'
import type { Milestone, PhaseId, Task } from '../model/task.ts'
import type { Lock } from './lock.ts'
import { recordsById } from './by-id.ts'
import { sameList } from './fields.ts'
import { isFixed } from './phases.ts'

export interface OrderInput {
  /** In the order of the plan. */
  readonly generated: readonly Task[]
  readonly hand: readonly Task[]
  /** All of these by id. */
  readonly byId: ReadonlyMap<string, Task>
  /** Generated tasks that a person put into another section: they stand where they stand. */
  readonly placed: ReadonlySet<string>
  readonly doc: TaskDocument
  readonly lock: Lock
  /** In phase order. */
  readonly milestones: readonly Milestone[]
}

/** As {@link baseOrder}, where each record follows the one before it of its phase; null where one does not. */
function chains(lock: Lock): Map<PhaseId, string[]> | null {
  if (recordsById(lock.tasks).size < lock.tasks.length) return null
  const lists = new Map<PhaseId, string[]>()
  let last: PhaseId | null = null
  let list: string[] = []
  for (let at = 0; at < lock.tasks.length; at++) {
    const { id, phase, after } = lock.tasks[at]!
    if (phase !== last) {
      last = phase
      list = lists.get(phase) ?? []
      lists.set(phase, list)
    }
    if (after !== (list.at(-1) ?? '')) return null
    list.push(id)
  }
  return lists
}

/**
 * Ids of a lock's tasks by phase in the order in which they were generated. Several may follow one: a record that two
 * branches added, or one of a task that left the plan and stays.
 */
function baseOrder(lock: Lock): Map<PhaseId, string[]> {
  const behind = new Map<string, string[]>()
  const put = (key: string, id: string): void => {
    const list = behind.get(key)
    if (list === undefined) behind.set(key, [id])
    else list.push(id)
  }
  const phases = new Set<PhaseId>()
  for (const { id, phase, after } of lock.tasks) {
    phases.add(phase)
    put(after === '' ? `phase ${phase}` : after, id)
  }
  const result = new Map<PhaseId, string[]>()
  for (const phase of phases) {
    const ids = new Set<string>()
    const open = (behind.get(`phase ${phase}`) ?? []).toReversed()
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      if (ids.has(id)) continue
      ids.add(id)
      open.push(...(behind.get(id) ?? []).toReversed())
    }
    result.set(phase, [...ids])
  }
  return result
}

const restricted = (ids: readonly string[], to: ReadonlySet<string>): string[] => ids.filter((id) => to.has(id))

/** Puts ids that `order` lacks behind the ones they follow in `from`; at the start where they follow none. */
function woven(order: readonly string[], from: readonly string[]): string[] {
  const known = new Set(order)
  const behind = new Map<string, string[]>()
  let last = ''
  for (const id of from) {
    if (known.has(id)) last = id
    else {
      const list = behind.get(last)
      if (list === undefined) behind.set(last, [id])
      else list.push(id)
    }
  }
  return ['', ...order].flatMap((id) => (id === '' ? (behind.get('') ?? []) : [id, ...(behind.get(id) ?? [])]))
}

function orderOf(
  inPlan: readonly string[],
  inDoc: readonly string[],
  baseOf: () => readonly string[],
): readonly string[] {
  if (sameList(inPlan, inDoc)) return inPlan
  const base = baseOf()
  const there = new Set(inDoc)
  const generated = new Set(inPlan)
  const before = new Set(base)
  const common = new Set(inPlan.filter((id) => there.has(id) && before.has(id)))
  const mine = restricted(inDoc, common)
  // A person who put tasks into another order means it; else the plan's order holds.
  if (base.length === 0 || !sameList(mine, restricted(base, common))) return woven(inDoc, inPlan)
  return woven(
    inPlan,
    inDoc.filter((id) => common.has(id) || !generated.has(id)),
  )
}

/** Ids of the tasks inside the outermost task that has an id: they stand and go with it. */
function partsOf(doc: TaskDocument): Map<string, string[]> {
  const parts = new Map<string, string[]>()
  for (let index = 0; index < doc.tasks.length; index++) {
    const task = doc.tasks[index]!
    if (task.parent < 0) continue
    let around = task
    for (let one = task; one.parent >= 0;) {
      one = doc.tasks[one.parent]!
      if (one.id !== '') around = one
    }
    if (around === task) continue
    const list = parts.get(around.id)
    if (list === undefined) parts.set(around.id, [task.id])
    else list.push(task.id)
  }
  return parts
}

/** Puts tasks into the lists of their phases; those of one phase come one behind the other. */
function byPhase(tasks: readonly Task[]): Map<PhaseId, Task[]> {
  const lists = new Map<PhaseId, Task[]>()
  let last: PhaseId | null = null
  let list: Task[] = []
  for (let at = 0; at < tasks.length; at++) {
    const task = tasks[at]!
    const { phase } = task
    if (phase !== last) {
      last = phase
      list = lists.get(phase) ?? []
      lists.set(phase, list)
    }
    list.push(task)
  }
  return lists
}

const idOf = ({ id }: Task): string => id

/**
 * The tasks of every phase in the order in which they stand, or will stand, in the document: hand-made ones behind what
 * they follow, generated ones in the plan's order unless a person sorted them anew.
 */
export function phaseOrder({ generated, hand, byId, placed, doc, lock, milestones }: OrderInput): Task[] {
  const phases: PhaseId[] = [
    'setup',
    'foundational',
    ...milestones.map(({ number }): PhaseId => `M${number}`),
    'polish',
  ]
  let orders: ReadonlyMap<PhaseId, string[]> | null = null
  const base = (phase: PhaseId): readonly string[] => (orders ??= chains(lock) ?? baseOrder(lock)).get(phase) ?? []
  const parts = partsOf(doc)
  const nested = new Set([...parts.values()].flat())
  const stuck = new Set<string>()
  const standing: Task[] = []
  for (let at = 0; at < doc.tasks.length; at++) {
    const one = doc.tasks[at]!
    if (isFixed(doc, one)) stuck.add(one.id)
    const task = nested.size > 0 && nested.has(one.id) ? undefined : byId.get(one.id)
    if (task !== undefined) standing.push(task)
  }
  const inDoc = byPhase(standing)
  const isFree = placed.size + nested.size + stuck.size === 0
  const inPlan = byPhase(
    isFree ? generated : generated.filter(({ id }) => !placed.has(id) && !nested.has(id) && !stuck.has(id)),
  )
  const all = [...new Set<PhaseId>([...phases, ...inPlan.keys(), ...inDoc.keys()])]
  const parted = (ids: readonly string[]): readonly string[] =>
    parts.size === 0 ? ids : ids.flatMap((id) => [id, ...(parts.get(id) ?? [])])
  const result: Task[] = []
  const standsAlready = new Set<string>()
  // Each task stands in the list of its own phase then, and nowhere else.
  const isPlain = parts.size === 0 && byId.size === generated.length + hand.length
  for (const phase of all) {
    const wanted = inPlan.get(phase) ?? []
    const there = inDoc.get(phase) ?? []
    if (isPlain && sameList(wanted, there)) {
      for (let at = 0; at < wanted.length; at++) result.push(wanted[at]!)
      continue
    }
    for (const id of parted(orderOf(wanted.map(idOf), there.map(idOf), () => base(phase)))) {
      const task = byId.get(id)
      if (task === undefined || standsAlready.has(id)) continue
      standsAlready.add(id)
      result.push(task)
    }
  }
  return result
}
