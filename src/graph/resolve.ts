import { once } from '../model/once.ts'
import type { Milestone, Task } from '../model/task.ts'
import type { StatedDependency } from '../model/values.ts'
import { folded, phaseNames, type PhaseNames } from './names.ts'
import { comparedPath } from './paths.ts'
import type { Frame } from './phases.ts'
import type { Writes } from './writes.ts'
import { rangeIndex, rangeTargets, type RangeIndex } from './ranges.ts'

/** What one stated name stands for: tasks and phases by number, or why it stands for nothing. */
export interface Resolved {
  readonly tasks: readonly number[]
  readonly phases: readonly number[]
  readonly problem: '' | 'unknown' | 'ambiguous' | 'too-wide'
}

interface PlanIds {
  /** By plan id alone, and by phase and plan id. */
  readonly all: ReadonlyMap<string, readonly number[]>
  readonly near: ReadonlyMap<string, readonly number[]>
}

/** Each index is made when the first name is looked for in it: many plans state nothing, or use one kind of name. */
interface Names {
  readonly frame: Frame
  readonly ids: () => ReadonlyMap<string, number>
  readonly planIds: () => PlanIds
  readonly ranges: () => RangeIndex
  readonly phases: () => PhaseNames
  readonly writes: Writes
  /** First writer of the only written file with a name, -1 where several files have it. */
  readonly writersByName: () => ReadonlyMap<string, number>
  /** Tasks and phases that ranges and `*` may still expand to; keeps hostile documents linear. */
  budget: number
}

const nothing: Resolved = { tasks: [], phases: [], problem: '' }
const answeredNone = new Set(['', 'none', 'nothing', 'n/a', '-', '–', '—'])
const longestName = 300

/** Resolves stated names against all tasks and milestones; what names nothing says which problem it is. */
export function createResolver(
  tasks: readonly Task[],
  milestones: readonly Milestone[],
  frame: Frame,
  writes: Writes,
): (stated: StatedDependency, from: number) => Resolved {
  const ids = once(() => idsOf(tasks))
  const planIds = once(() => planIdsOf(tasks, frame))
  const names: Names = {
    frame,
    ids,
    planIds,
    ranges: once(() => rangeIndex(numbered(ids(), planIds()))),
    phases: once(() => phaseNames(frame, milestones)),
    writes,
    writersByName: once(() => writersByName(writes)),
    budget: 100_000 + 10 * tasks.length,
  }
  return (stated, from) => resolve(names, stated, from)
}

function idsOf(tasks: readonly Task[]): ReadonlyMap<string, number> {
  const ids = new Map<string, number>()
  tasks.forEach((task, at) => {
    const id = task.id.toLowerCase()
    if (id !== '' && !ids.has(id)) ids.set(id, at)
  })
  return ids
}

function planIdsOf(tasks: readonly Task[], frame: Frame): PlanIds {
  const all = new Map<string, number[]>()
  const near = new Map<string, number[]>()
  tasks.forEach((task, at) => {
    const planId = task.planId === '' ? '' : planName(task.planId)
    if (planId === '') return
    append(all, planId, at)
    append(near, `${frame.phaseOf[at]} ${planId}`, at)
  })
  return { all, near }
}

function writersByName({ paths, first }: Writes): ReadonlyMap<string, number> {
  const byName = new Map<string, number>()
  paths.forEach((path, file) => {
    const name = path.slice(path.lastIndexOf('/') + 1)
    byName.set(name, byName.has(name) ? -1 : first[file]!)
  })
  return byName
}

/** Ids that stand for one task each, for ranges of them. */
function numbered(ids: ReadonlyMap<string, number>, { all }: PlanIds): (readonly [string, number])[] {
  return [...ids, ...[...all].flatMap(([id, found]) => (found.length === 1 ? [[id, found[0]!] as const] : []))]
}

function append(map: Map<string, number[]>, key: string, value: number): void {
  const list = map.get(key)
  if (list === undefined) map.set(key, [value])
  else list.push(value)
}

function planName(text: string): string {
  return folded(text).replace(/[.:]$/, '')
}

function resolve(names: Names, stated: StatedDependency, from: number): Resolved {
  const target = stated.target.replaceAll('`', '').trim()
  if (target.length > longestName) return { ...nothing, problem: stated.form === 'uses' ? '' : 'unknown' }
  if (stated.form === 'uses') {
    const writer = writerOf(names, target)
    return writer === undefined ? { ...resolveName(names, target, from), problem: '' } : { ...nothing, tasks: [writer] }
  }
  if (answeredNone.has(target.toLowerCase())) return nothing
  return resolveName(names, target, from)
}

function resolveName(names: Names, target: string, from: number): Resolved {
  if (target === '*') return allPrevious(names, from)
  const id = names.ids().get(target.toLowerCase())
  if (id !== undefined) return { ...nothing, tasks: [id] }
  const planned = byPlanId(names, target, from)
  if (planned !== undefined) return planned
  const phase = names.phases()(target)
  if (phase !== undefined) return { ...nothing, phases: [phase] }
  const range = rangeTargets(names.ranges, target, names.budget)
  if (range === 'too-wide') return { ...nothing, problem: range }
  if (range.length > 0) return spend(names, { ...nothing, tasks: range })
  const phases = phaseRange(names, target)
  if (phases.length > 0) return spend(names, { ...nothing, phases })
  const writer = /[./]/.test(target) ? writerOf(names, target) : undefined
  return writer === undefined ? { ...nothing, problem: 'unknown' } : { ...nothing, tasks: [writer] }
}

// The first writer makes the file; a bare name counts where one written file alone has it.
function writerOf(names: Names, target: string): number | undefined {
  const path = comparedPath(target)
  const file = names.writes.numberOf.get(path)
  if (file !== undefined) return names.writes.first[file]
  const writer = path.includes('/') ? undefined : names.writersByName().get(path)
  return writer === -1 ? undefined : writer
}

// Plans that number each milestone's steps from 1 mean the step of the same milestone.
function byPlanId(names: Names, target: string, from: number): Resolved | undefined {
  const { all, near } = names.planIds()
  if (all.size === 0) return undefined
  const whole = planName(target)
  const name = all.has(whole) ? whole : whole.replace(/^(?:task|step) /, '')
  const found = all.get(name)
  if (found === undefined) return undefined
  const only = found.length === 1 ? found : (near.get(`${names.frame.phaseOf[from]} ${name}`) ?? [])
  return only.length === 1 ? { ...nothing, tasks: only } : { ...nothing, problem: 'ambiguous' }
}

function allPrevious(names: Names, from: number): Resolved {
  const phases = Array.from({ length: names.frame.phaseOf[from]! }, (_, phase) => phase)
  return spend(names, { ...nothing, phases })
}

function phaseRange(names: Names, target: string): number[] {
  if (!/\d["'*\s]*$/.test(target)) return []
  const match = /^(\p{L}+?)s? ?(\d{1,4}) ?(?:-|–|\.\.|to) ?(?:\p{L}+ ?)?(\d{1,4})$/u.exec(folded(target))
  const phases: number[] = []
  if (match === null) return phases
  for (let number = Number(match[2]); number <= Number(match[3]); number++) {
    const phase = names.phases()(`${match[1]} ${number}`)
    if (phase === undefined) return []
    phases.push(phase)
  }
  return phases
}

function spend(names: Names, resolved: Resolved): Resolved {
  const cost = resolved.tasks.length + resolved.phases.length
  if (cost > names.budget) return { ...nothing, problem: 'too-wide' }
  names.budget -= cost
  return resolved
}
