import { dependenciesOf } from '../edit/dependencies-of.ts'
import { plainId } from '../edit/find-tasks.ts'
import { estimateOfRemark } from '../merge/hand.ts'
import type { ProgressDocument, ProgressTask } from '../model/task-document.ts'
import type { Estimate } from '../model/values.ts'
import { once } from '../model/once.ts'
import { rangeIndex, rangeTargets } from '../graph/ranges.ts'
import { sectionsOf, type Section, type Sections } from './sections.ts'

/** `ready`: open, and everything it waits for is over. `blocked`: open, and something is not. */
export type BoardStatus = 'done' | 'dropped' | 'started' | 'ready' | 'blocked'

/** A section with what it waits for, as its document says. */
export interface BoardPhase extends Section {
  /** Indices of the phases whose end it waits for. */
  readonly after: readonly number[]
}

/** The tasks of a document with what each waits for: all that progress needs to know, from the document alone. */
export interface Board {
  readonly document: ProgressDocument
  readonly tasks: readonly ProgressTask[]
  readonly phases: readonly BoardPhase[]
  readonly phaseOf: readonly number[]
  /** Indices of the tasks that each task states to wait for. */
  readonly waitsFor: readonly (readonly number[])[]
  readonly estimates: readonly (Estimate | null)[]
  readonly statuses: readonly BoardStatus[]
}

/** Ids of more tasks than this in one range are a slip of the pen. */
const WIDEST = 10_000

/** The board of a task document. Linear in it. */
export function boardOf(document: ProgressDocument): Board {
  const { tasks } = document
  const { sections, of } = sectionsOf(document)
  const phases = withBarriers(document, sections)
  const waitsFor = withValidation(tasks, sections, waits(tasks))
  const estimates = tasks.map(({ estimate }) => (estimate === null ? null : estimateOfRemark(estimate.text)))
  const statuses = statusesOf(tasks, phases, of, waitsFor)
  return { document, tasks, phases, phaseOf: of, waitsFor, estimates, statuses }
}

const NOTHING: readonly number[] = []
const PRINTED = /^depends on (?:T\d+[a-z]?, )*T\d+[a-z]?$/i

function waits(tasks: readonly ProgressTask[]): readonly (readonly number[])[] {
  const byId = once(() => {
    const known = new Map<string, number>()
    for (const [index, { id }] of tasks.entries()) {
      const name = plainId(id)
      if (id !== '' && !known.has(name)) known.set(name, index)
    }
    return known
  })
  const inRange = once(() => rangeIndex(tasks.flatMap(({ id }, index) => (id === '' ? [] : [[id, index] as const]))))
  const named = (target: string): readonly number[] => {
    const own = byId().get(plainId(target))
    if (own !== undefined) return [own]
    const many = rangeTargets(inRange, target, WIDEST)
    return many === 'too-wide' ? NOTHING : many
  }
  return tasks.map((task, index) => {
    const { depends, body } = task
    if (depends === null && body.length === 0) return NOTHING
    const quick = depends !== null && body.length === 0 && PRINTED.test(depends.text)
    const targets = quick ? depends.text.slice('depends on '.length).split(', ') : dependenciesOf(task)
    return targets.length === 0 ? NOTHING : targets.flatMap(named).filter((other) => other !== index)
  })
}

/** The validation of a milestone waits for all of its tasks, which its line does not say. */
function withValidation(
  tasks: readonly ProgressTask[],
  sections: readonly Section[],
  stated: readonly (readonly number[])[],
): readonly (readonly number[])[] {
  const waitsFor = [...stated]
  const followers = followersOf(stated)
  for (const { id, tasks: members } of sections) {
    if (!id.startsWith('M')) continue
    const words = `Validate Milestone ${id.slice(1)}`
    let own = -1
    const others: number[] = []
    for (let at = 0; at < members.length; at++) {
      const task = members[at]!
      if (tasks[task]!.text !== words) others.push(task)
      else if (own < 0) own = task
    }
    if (own < 0) continue
    const before = followers[own] === undefined ? others : withoutWaiting(others, own, followers, new Set(members))
    waitsFor[own] = stated[own]!.length === 0 ? before : [...new Set([...stated[own]!, ...before])]
  }
  return waitsFor
}

/** Tasks of a section without those that wait for one of it: what a line states goes before what nothing says. */
function withoutWaiting(
  tasks: readonly number[],
  task: number,
  followers: readonly (readonly number[])[],
  section: ReadonlySet<number>,
): readonly number[] {
  const found = new Set<number>()
  const pending = [task]
  while (pending.length > 0) {
    for (const next of followers[pending.pop()!] ?? []) {
      if (found.has(next) || !section.has(next)) continue
      found.add(next)
      pending.push(next)
    }
  }
  return tasks.filter((other) => !found.has(other))
}

/** For each task those that state to wait for it. */
function followersOf(stated: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const followers: number[][] = []
  for (let task = 0; task < stated.length; task++) {
    const list = stated[task]!
    for (let at = 0; at < list.length; at++) (followers[list[at]!] ??= []).push(task)
  }
  return followers
}

const DEPENDS = /\*\*Depends on\*\*: ([^|\n]*)/

/** What comes before a phase: Setup and Foundational before the rest, Polish last, and what its first lines state. */
function withBarriers({ text, headings }: ProgressDocument, sections: Sections['sections']): readonly BoardPhase[] {
  const of = (kind: Section['kind']): readonly number[] =>
    sections.flatMap((section, index) => (section.kind === kind ? [index] : []))
  const [setup, foundational, work] = [of('setup'), of('foundational'), of('work')]
  const byId = new Map(sections.map(({ id }, index) => [id, index]))
  const stated = ({ heading }: Section): readonly number[] => {
    if (heading < 0) return NOTHING
    const { end } = headings[heading]!
    const next = headings[heading + 1]?.start ?? text.length
    const intro = text.slice(end, Math.min(next, end + 4000))
    const list = intro.search(/^[ \t]*(?:[-*+]|\d+[.)])[ \t]/m)
    const words = DEPENDS.exec(list < 0 ? intro : intro.slice(0, list))?.[1] ?? ''
    return [...words.matchAll(/\bMilestones? (\d+)/g)].flatMap(([, number]) => byId.get(`M${number}`) ?? [])
  }
  const before: Readonly<Record<Section['kind'], readonly number[]>> = {
    setup: NOTHING,
    foundational: setup,
    work: foundational.length > 0 ? foundational : setup,
    polish: [...(foundational.length > 0 ? foundational : setup), ...work],
  }
  return sections.map((section, index) => {
    const after = new Set([...before[section.kind], ...stated(section)])
    after.delete(index)
    return { ...section, after: [...after] }
  })
}

const isOver = ({ state }: ProgressTask): boolean => state === 'done' || state === 'dropped'

function statusesOf(
  tasks: readonly ProgressTask[],
  phases: readonly BoardPhase[],
  phaseOf: readonly number[],
  waitsFor: Board['waitsFor'],
): readonly BoardStatus[] {
  const open = openPhases(tasks, phases, phaseOf, waitsFor)
  const waiting = phases.map(({ after }) => after.some((phase) => open[phase]!))
  // A task that only holds others is worked on by doing them.
  const holds = new Set<number>()
  for (const { parent, state } of tasks) if (parent >= 0 && state === 'open') holds.add(parent)
  return tasks.map(({ state }, index): BoardStatus => {
    if (state !== 'open') return state
    const waits =
      waiting[phaseOf[index]!]! ||
      holds.has(index) ||
      (waitsFor[index] !== NOTHING && waitsFor[index]!.some((other) => !isOver(tasks[other]!)))
    return waits ? 'blocked' : 'ready'
  })
}

/** Which phases are not over yet: with a task that is not, or behind a phase that is not. */
function openPhases(
  tasks: readonly ProgressTask[],
  phases: readonly BoardPhase[],
  phaseOf: readonly number[],
  waitsFor: Board['waitsFor'],
): readonly boolean[] {
  const own = phases.map((phase, at) =>
    phase.tasks.some((task) => !isOver(tasks[task]!) && !isExempt(phases, phaseOf, waitsFor, task, at)),
  )
  const state: ('open' | 'over' | 'asked' | undefined)[] = []
  const isOpen = (phase: number): boolean => {
    const known = state[phase]
    // Phases that wait for each other in a circle hold nobody up for that.
    if (known !== undefined) return known === 'open'
    state[phase] = 'asked'
    const answer = own[phase]! || phases[phase]!.after.some(isOpen)
    state[phase] = answer ? 'open' : 'over'
    return answer
  }
  return phases.map((_, phase) => isOpen(phase))
}

/** A task that waits for a later phase cannot be waited for by it. */
export function isExempt(
  phases: readonly BoardPhase[],
  phaseOf: readonly number[],
  waitsFor: Board['waitsFor'],
  task: number,
  own: number,
): boolean {
  return waitsFor[task]!.some((other) => phaseOf[other] !== own && leadsBack(phases, phaseOf[other]!, own))
}

function leadsBack(phases: readonly BoardPhase[], from: number, to: number): boolean {
  const seen = new Set([from])
  const pending = [from]
  while (pending.length > 0) {
    for (const next of phases[pending.pop()!]!.after) {
      if (next === to) return true
      if (!seen.has(next)) {
        seen.add(next)
        pending.push(next)
      }
    }
  }
  return false
}
