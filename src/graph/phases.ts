import type { Milestone, PhaseId, Task } from '../model/task.ts'
import type { Phase } from '../model/graph.ts'
import { pop, push, type Heap } from './heap.ts'
import { link, type Link } from './net.ts'

/** The phases in order, each task's phase, and the numbers of the nodes that stand for a phase's start and end. */
export interface Frame {
  readonly ids: readonly PhaseId[]
  readonly indexOf: ReadonlyMap<string, number>
  /** Task numbers of each phase in document order. */
  readonly members: readonly (readonly number[])[]
  /** For each task the index of its phase. */
  readonly phaseOf: Int32Array
  readonly taskCount: number
  /** Number of nodes: tasks, starts and ends. */
  readonly size: number
}

export const startOf = (frame: Frame, phase: number): number => frame.taskCount + 2 * phase
export const endOf = (frame: Frame, phase: number): number => frame.taskCount + 2 * phase + 1

/**
 * Setup, Foundational, the milestones as given, Polish. A phase that only a task names (a milestone that is not in
 * the list) comes after the known milestones.
 */
export function frameOf(tasks: readonly Task[], milestones: readonly Milestone[]): Frame {
  const ids = new Set<PhaseId>(['setup', 'foundational'])
  for (const { number } of milestones) ids.add(`M${number}`)
  // Tasks of one phase mostly stand together.
  let last: PhaseId = 'polish'
  for (let at = 0; at < tasks.length; at++) {
    const { phase } = tasks[at]!
    if (phase === last) continue
    last = phase
    if (phase !== 'polish') ids.add(phase)
  }
  ids.add('polish')
  const list = [...ids]
  const indexOf = new Map(list.map((id, at) => [id as string, at]))
  const members: number[][] = list.map(() => [])
  const phaseOf = new Int32Array(tasks.length)
  let phase = list.length - 1
  let own = members[phase]!
  for (let at = 0; at < tasks.length; at++) {
    const { phase: id } = tasks[at]!
    if (id !== list[phase]) {
      phase = indexOf.get(id) as number
      own = members[phase]!
    }
    phaseOf[at] = phase
    own.push(at)
  }
  const taskCount = tasks.length
  return { ids: list, indexOf, members, phaseOf, taskCount, size: taskCount + 2 * list.length }
}

/** A phase starts before its tasks, and ends after them. */
export function membership(frame: Frame): { readonly starts: Link[]; readonly ends: Link[] } {
  const starts: Link[] = []
  const ends: Link[] = []
  frame.members.forEach((tasks, phase) => {
    const because = frame.ids[phase] as string
    starts.push(link(startOf(frame, phase), endOf(frame, phase), 'barrier', because))
    for (const task of tasks) {
      starts.push(link(startOf(frame, phase), task, 'barrier', because))
      ends.push(link(task, endOf(frame, phase), 'barrier', because))
    }
  })
  return { starts, ends }
}

/** Both ends of every link of {@link membership}, for a net: a plan has two of them for each task. */
export function membershipEnds(frame: Frame): Int32Array {
  const ends = new Int32Array(4 * frame.taskCount + 2 * frame.ids.length)
  const { phaseOf, taskCount } = frame
  let at = 0
  for (let phase = 0; phase < frame.ids.length; phase++) {
    ends[at++] = startOf(frame, phase)
    ends[at++] = endOf(frame, phase)
  }
  for (let task = 0; task < taskCount; task++) {
    const start = taskCount + 2 * phaseOf[task]!
    ends[at++] = start
    ends[at++] = task
    ends[at++] = task
    ends[at++] = start + 1
  }
  return ends
}

/** Setup, then Foundational, then every milestone, then Polish. */
export function builtInBarriers(frame: Frame): Link[] {
  const polish = frame.ids.length - 1
  const barrier = (before: number, after: number) =>
    link(endOf(frame, before), startOf(frame, after), 'barrier', `${frame.ids[before]} before ${frame.ids[after]}`)
  const links = [barrier(0, 1)]
  for (let phase = 2; phase < polish; phase++) links.push(barrier(1, phase), barrier(phase, polish))
  if (polish === 2) links.push(barrier(1, polish))
  return links
}

export function phasesOf(frame: Frame, tasks: readonly Task[], barriers: readonly Link[]): Phase[] {
  const after: Set<PhaseId>[] = frame.ids.map(() => new Set())
  for (const { before, after: start } of barriers) {
    const phase = (start - frame.taskCount) >> 1
    after[phase]!.add(frame.ids[(before - frame.taskCount) >> 1] as PhaseId)
  }
  return frame.ids.map((id, phase) => {
    const members = frame.members[phase]!
    const names: string[] = []
    for (let at = 0; at < members.length; at++) names.push(tasks[members[at]!]!.id)
    return { id, tasks: names, after: [...after[phase]!] }
  })
}

/**
 * Milestone numbers in the order of their phases: what a milestone states to wait for comes first; among the free
 * ones the highest priority (lowest level), then the order given. The first is the MVP. Where statements form a
 * cycle, which {@link buildGraph} reports, the cycle is entered at its best milestone by the same order.
 */
export function orderPhases(milestones: readonly Milestone[]): number[] {
  const ranked = milestones.map((_, at) => at)
  ranked.sort((a, b) => milestones[a]!.priority.level - milestones[b]!.priority.level || a - b)
  const rankOf = new Map(ranked.map((at, rank) => [milestones[at]!.number, rank]))
  const waiting = new Int32Array(ranked.length)
  const next: number[][] = ranked.map(() => [])
  for (const { number, dependsOn } of milestones) {
    const rank = rankOf.get(number) as number
    for (const target of new Set(dependsOn.map((dependency) => dependency.number))) {
      const before = rankOf.get(target)
      if (before === undefined || before === rank) continue
      next[before]!.push(rank)
      waiting[rank]!++
    }
  }
  return drain(waiting, next).map((rank) => milestones[ranked[rank]!]!.number)
}

function drain(waiting: Int32Array, next: readonly (readonly number[])[]): number[] {
  const free: Heap = { items: [] }
  waiting.forEach((count, rank) => {
    if (count === 0) push(free, rank)
  })
  const order: number[] = []
  const placed = new Uint8Array(waiting.length)
  for (let stuck = 0; order.length < waiting.length;) {
    let rank = pop(free)
    if (rank < 0) {
      while (placed[stuck] === 1) stuck++
      rank = stuck
    }
    if (placed[rank] === 1) continue
    placed[rank] = 1
    order.push(rank)
    for (const after of next[rank]!) if (--waiting[after]! === 0 && placed[after] === 0) push(free, after)
  }
  return order
}
