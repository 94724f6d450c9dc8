import type { Timing } from '../model/graph.ts'
import type { Order } from './order.ts'
import { reachable, sweep, sweepBack, type Pair } from './reach.ts'

/** Tasks of one phase that are asked about together, sorted by their place in the order of the graph. */
export interface Group {
  readonly members: readonly number[]
  /** For each wave the first two members in it. Tasks of one wave never wait for each other. */
  readonly waves: ReadonlyMap<number, readonly number[]>
}

/** Is there a member of the group, other than the task, that neither waits for the task nor is waited for by it? */
export interface Question {
  readonly task: number
  readonly group: Group
}

const few = 32

export function groupOf(tasks: readonly number[], order: Order, timing: readonly Timing[]): Group {
  const members = [...new Set(tasks)].sort((a, b) => order.position[a]! - order.position[b]!)
  const waves = new Map<number, number[]>()
  for (const task of members) {
    const { wave } = timing[task] as Timing
    const list = waves.get(wave)
    if (list === undefined) waves.set(wave, [task])
    else if (list.length < 2) list.push(task)
  }
  return { members, waves }
}

/** The usual answer at no cost: a member in the task's own wave is unordered with it. */
export function inSameWave({ task, group }: Question, timing: readonly Timing[]): boolean {
  return (group.waves.get(timing[task]!.wave) ?? []).some((member) => member !== task)
}

/**
 * Exact answers for all questions: by wave, then, for small groups and the neighbours in large ones, pair by pair;
 * a large group that is one chain needs no more than its neighbours; what is left is swept, 32 members at a time.
 */
export function unorderedMember(order: Order, timing: readonly Timing[], questions: readonly Question[]): boolean[] {
  if (questions.length === 0) return []
  const answers = questions.map((question) => inSameWave(question, timing))
  const pairs: Pair[] = []
  const owner: number[] = []
  questions.forEach((question, at) => {
    if (answers[at]) return
    for (const member of near(order, question)) {
      const forward = order.position[member]! < order.position[question.task]!
      pairs.push(forward ? [member, question.task] : [question.task, member])
      owner.push(at)
    }
  })
  reachable(order, pairs, false).forEach((ordered, at) => {
    if (!ordered) answers[owner[at]!] = true
  })
  const left = new Map<Group, number[]>()
  questions.forEach(({ group }, at) => {
    if (answers[at] || group.members.length <= few) return
    const list = left.get(group)
    if (list === undefined) left.set(group, [at])
    else list.push(at)
  })
  for (const [group, open] of left) if (!isChain(order, group)) sweepGroup(order, group, questions, open, answers)
  return answers
}

// All of a small group; of a large one the members next to the task in the order.
function near(order: Order, { task, group }: Question): number[] {
  const { members } = group
  if (members.length <= few) return members.filter((member) => member !== task)
  let low = 0
  let high = members.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (order.position[members[middle]!]! < order.position[task]!) low = middle + 1
    else high = middle
  }
  const start = Math.max(0, low - few / 4)
  return members.slice(start, low + few / 4).filter((member) => member !== task)
}

// In a chain, a task that is ordered with both its neighbours is ordered with all.
function isChain(order: Order, { members }: Group): boolean {
  const pairs = members.slice(1).map((member, at): Pair => [members[at]!, member])
  for (let at = 0; at < pairs.length; at += 64) {
    if (reachable(order, pairs.slice(at, at + 64), false).includes(false)) return false
  }
  return true
}

function sweepGroup(
  order: Order,
  { members }: Group,
  questions: readonly Question[],
  open: readonly number[],
  answers: boolean[],
): void {
  const spots = open.map((at) => order.position[questions[at]!.task]!)
  const first = spots.reduce((a, b) => Math.min(a, b))
  const last = spots.reduce((a, b) => Math.max(a, b))
  let unsettled = open
  for (let at = 0; at < members.length && unsettled.length > 0; at += 32) {
    const batch = members.slice(at, at + 32)
    const reaching = sweep(order, batch, last)
    const reached = sweepBack(order, batch, first)
    const all = (-1 >>> (32 - batch.length)) | 0
    unsettled = unsettled.filter((index) => {
      // The task itself, where it is a member, reaches itself.
      const { task } = questions[index]!
      answers[index] = ((reaching[task]! | reached[task]!) & all) !== all
      return !answers[index]
    })
  }
}
