import type { Execution, ExecutionEntry } from '../model/execution.ts'
import type { SectionEntry, SectionName } from '../model/plan.ts'
import type { Gap, Milestone, PhaseId, PlanItem, Task } from '../model/task.ts'
import type { StatedDependency } from '../model/values.ts'
import type { Derived, MilestoneDraft } from '../derive/index.ts'
import { previousMilestones, resolveMilestone } from '../derive/milestone-names.ts'
import type { Lock } from './lock.ts'
import { idsByKey, idsOf, keysAskedFor } from './task-ids.ts'
import { tasksOf } from './tasks-of.ts'

/** Tasks, milestones and entries with their permanent ids. */
export interface Numbered {
  readonly milestones: readonly Milestone[]
  readonly tasks: readonly Task[]
  readonly gaps: readonly Gap[]
  readonly sections: Execution['sections']
}

/** Numbers of the milestones: the lock's first, then the plan's own where all are unique, else the next free ones. */
export function numbersOf(drafts: readonly MilestoneDraft[], lock: Lock): number[] {
  const known = new Map(lock.milestones.map((record) => [record.key, record.milestone]))
  const own = drafts.map((draft) => draft.ownNumber)
  const unique =
    own.every((number) => number !== null && number >= 0 && number < 10_000) && new Set(own).size === own.length
  const used = new Set(lock.milestones.map((record) => record.milestone))
  let next = Math.max(0, ...used) + 1
  return drafts.map((draft, index) => {
    const locked = known.get(draft.key)
    if (locked !== undefined) return locked
    const wanted = unique ? own[index]! : index + 1
    const number = used.has(wanted) ? next : wanted
    used.add(number)
    next = Math.max(next, number + 1)
    return number
  })
}

/** Each milestone that one waits for in the order of the first statements, with the last one of them. */
function dependsOnOf(
  draft: MilestoneDraft,
  index: number,
  drafts: readonly MilestoneDraft[],
  numbers: readonly number[],
): Milestone['dependsOn'] {
  // A target that is stated again and again stands for the same milestones each time.
  const last = new Map<string, { readonly nth: number; readonly stated: StatedDependency }>()
  for (const [nth, stated] of draft.stated.entries()) last.set(stated.target, { nth, stated })
  const found = new Map<number, { readonly nth: number; readonly stated: StatedDependency }>()
  for (const [target, one] of last)
    for (const at of target === '*' ? previousMilestones(drafts, index) : resolveMilestone(target, drafts, index)) {
      const number = numbers[at]!
      const known = found.get(number)
      if (number !== numbers[index]) found.set(number, known !== undefined && known.nth > one.nth ? known : one)
    }
  return Array.from(found, ([number, { stated }]) => ({ number, stated }))
}

function milestonesOf(drafts: readonly MilestoneDraft[], numbers: readonly number[]): Milestone[] {
  return drafts.map((draft, index): Milestone => {
    const label =
      draft.label === null || draft.label.kind === 'group'
        ? ''
        : `${draft.label.kind[0]!.toUpperCase()}${draft.label.kind.slice(1)} ${draft.label.number}`.trim()
    const dependsOn = dependsOnOf(draft, index, drafts, numbers)
    return {
      key: draft.key,
      number: numbers[index]!,
      title: draft.title,
      label,
      priority: draft.priority ?? { level: Math.min(9, index + 1), word: '' },
      estimate: draft.estimate,
      goal: draft.goal,
      validation: draft.validation,
      done: draft.done,
      dependsOn,
      independent: draft.independent && dependsOn.length === 0,
      origin: draft.origin,
    }
  })
}

/** The phases of items, each looked up once. */
function phaseFinder(byKey: ReadonlyMap<string, number>): (item: PlanItem) => PhaseId {
  const found = new Map<string, PhaseId>()
  let last = ''
  let lastId: PhaseId = 'setup'
  return ({ phase }) => {
    if (phase === last) return lastId
    last = phase
    const known = found.get(phase)
    lastId =
      known ??
      (phase.startsWith('milestone:')
        ? (`M${byKey.get(phase.slice('milestone:'.length)) ?? 0}` as const)
        : (phase as PhaseId))
    if (known === undefined) found.set(phase, lastId)
    return lastId
  }
}

const PREFIX: Readonly<Record<SectionName, string>> = {
  feedback: 'FM',
  measurement: 'MP',
  evidence: 'ECP',
  adaptation: 'AT',
  'adaptation-process': 'AP',
  change: 'CM',
  'validation-approach': 'VA',
  quality: 'QS',
  risk: 'RM',
  escalation: 'RE',
  alignment: 'IAV',
  'alignment-metrics': 'AM',
  documentation: 'DR',
}

/** What the ids of a section's entries begin with. */
export const prefixOf = (name: SectionName): string => PREFIX[name]

/** The stable key of an entry: its section and words. */
export function entryKey(name: SectionName, entry: SectionEntry): string {
  return `${name}:${entry.text}`
}

function entriesOf(
  name: SectionName,
  entries: readonly SectionEntry[],
  lock: Lock,
  there: readonly string[],
): ExecutionEntry[] {
  if (entries.length === 0) return []
  const prefix = PREFIX[name]
  const known = new Map(lock.entries.map((record) => [record.key, record.entry]))
  const used = new Set([
    ...lock.entries.map((record) => record.entry),
    ...lock.gone.map((record) => record.gone),
    ...there,
  ])
  let next = 1
  for (const id of used)
    if (id.startsWith(`${prefix}-`)) next = Math.max(next, 1 + (Number(id.slice(prefix.length + 1)) || 0))
  return entries.map((entry) => {
    const own = entry.id.startsWith(`${prefix}-`) && !used.has(entry.id) ? entry.id : ''
    let id = known.get(entryKey(name, entry)) ?? own
    while (id === '' || (id !== own && !known.has(entryKey(name, entry)) && used.has(id)))
      id = `${prefix}-${String(next++).padStart(3, '0')}`
    used.add(id)
    return { id, text: entry.text, from: entry }
  })
}

/** Items by the rank of their phases, in their order inside of each. */
function inPhases(
  given: readonly PlanItem[],
  phaseOf: (item: PlanItem) => PhaseId,
  rank: ReadonlyMap<PhaseId, number>,
): { readonly items: readonly PlanItem[]; readonly phases: readonly PhaseId[] } {
  const phases: PhaseId[] = []
  let last: PhaseId | '' = ''
  let inOrder = true
  for (let at = 0; at < given.length; at++) {
    const phase = phaseOf(given[at]!)
    phases.push(phase)
    if (phase === last) continue
    if (last !== '' && !(rank.get(last)! <= rank.get(phase)!)) inOrder = false
    last = phase
  }
  if (inOrder) return { items: given, phases }
  const ranks = phases.map((phase) => rank.get(phase)!)
  const order = given.map((_, at) => at).sort((a, b) => ranks[a]! - ranks[b]! || a - b)
  return { items: order.map((at) => given[at]!), phases: order.map((at) => phases[at]!) }
}

/**
 * First generation: gives everything its permanent number. Whatever the lock knows by key keeps it; nothing that was
 * ever used, nor what `used` names, is given again. Tasks come back in the order of execute.md, milestones in the given phase order.
 */
export function numberAll(
  derived: Derived,
  lock: Lock,
  order: (milestones: readonly Milestone[]) => readonly number[],
  used: readonly string[] = [],
): Numbered {
  const numbers = numbersOf(derived.milestones, lock)
  const unordered = milestonesOf(derived.milestones, numbers)
  const inOrder = order(unordered)
  const byKey = new Map(unordered.map((milestone) => [milestone.key, milestone.number]))
  const rank = new Map<PhaseId, number>([
    ['setup', -2],
    ['foundational', -1],
    ...inOrder.map((number, index): [PhaseId, number] => [`M${number}`, index]),
    ['polish', inOrder.length],
  ])
  const { items, phases } = inPhases(derived.items, phaseFinder(byKey), rank)
  const ids = idsOf(items, lock, used)
  const idByKey = idsByKey(items, ids, keysAskedFor(derived))
  const tasks = tasksOf(items, ids, phases, idByKey)
  const waits = new Map(
    derived.milestones.map((draft, index) => [
      numbers[index]!,
      (draft.dependsOnTasks ?? []).flatMap(({ task, stated }) => {
        const id = idByKey.get(task)
        return id === undefined ? [] : [{ task: id, stated }]
      }),
    ]),
  )
  // Ids of entries have a prefix; ten thousand of tasks need not be asked for each section.
  const entryIds = used.filter((id) => id.includes('-'))
  const byNumber = new Map(unordered.map((milestone) => [milestone.number, milestone]))
  const milestones = inOrder.map((number): Milestone => {
    const dependsOnTasks = waits.get(number)!
    return { ...byNumber.get(number)!, ...(dependsOnTasks.length === 0 ? {} : { dependsOnTasks }) }
  })
  return {
    milestones,
    tasks,
    gaps: derived.gaps.map((gap) => named(gap, byKey, idByKey)),
    sections: Object.fromEntries(
      (Object.entries(derived.sections) as [SectionName, readonly SectionEntry[]][]).map(([name, entries]) => [
        name,
        entriesOf(name, entries, lock, entryIds),
      ]),
    ),
  }
}

/** A gap refers to milestones by number and to tasks by id once they have them. */
function named(gap: Gap, milestones: ReadonlyMap<string, number>, tasks: ReadonlyMap<string, string>): Gap {
  const number = gap.milestone === undefined ? undefined : milestones.get(gap.milestone)
  const id = gap.task === undefined ? undefined : tasks.get(gap.task)
  const { kind, key, blocking, place, question, answer, heading } = gap
  const found: { -readonly [Field in keyof Gap]: Gap[Field] } = { kind, key, blocking, place, question, answer }
  if (heading !== undefined) found.heading = heading
  if (number !== undefined) found.milestone = `M${number}`
  if (id !== undefined) found.task = id
  return found
}
