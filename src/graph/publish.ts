import type { Edge, EdgeReason, Join } from '../model/graph.ts'
import type { Task } from '../model/task.ts'
import type { StatedDependency } from '../model/values.ts'
import type { Link } from './net.ts'
import { meetingsOf, tooLarge } from './layers.ts'
import { startOf, type Frame } from './phases.ts'
import type { Order } from './order.ts'
import { reachable } from './reach.ts'

/** The graph as tasks see it: edges from task to task, and joins where the product of two lists is too large. */
export interface Published {
  readonly edges: readonly Edge[]
  readonly joins: readonly Join[]
  /** The same edges by task number, `from` at even and `to` at odd places, for what is computed from them. */
  readonly pairs: readonly number[]
}

interface Output {
  readonly tasks: readonly Task[]
  readonly edges: Edge[]
  readonly joins: Join[]
  readonly pairs: number[]
  readonly seen: Set<number>
}

/**
 * Turns links into edges. Stronger reasons come first and a pair of tasks has one edge. A validation task gets
 * edges to the last tasks of its milestone only, and so does a task that states to wait for a whole phase; where a
 * barrier already makes it wait for that phase it gets none.
 */
export function publish(
  tasks: readonly Task[],
  frame: Frame,
  order: Order,
  links: readonly Link[],
  exempt: readonly number[],
): Published {
  const output: Output = { tasks, edges: [], joins: [], pairs: [], seen: new Set() }
  const checks: Link[] = []
  const phases: Link[] = []
  let layers = false
  const { taskCount } = frame
  for (let at = 0; at < links.length; at++) {
    const each = links[at]!
    const { reason, before, after } = each
    if (reason === 'validation') checks.push(each)
    else if (before >= taskCount) {
      if (after < taskCount && each.stated !== null) phases.push(each)
      else if (reason === 'layer') layers = true
    } else if (after < taskCount) add(output, after, before, each)
  }
  if (layers) publishLayers(output, frame, links)
  publishValidation(output, frame, order, checks, output.seen.size + phases.length === 0)
  if (phases.length > 0) publishPhases(output, frame, order, phases, lastTasks(frame, order, exempt))
  return { edges: output.edges, joins: output.joins, pairs: output.pairs }
}

interface Why {
  readonly reason: EdgeReason
  readonly because: string
  readonly stated: StatedDependency | null
}

function add(output: Output, from: number, to: number, why: Why): void {
  const { seen } = output
  const known = seen.size
  if (seen.add(from * output.tasks.length + to).size > known) put(output, from, to, why)
}

function put({ tasks, edges, pairs }: Output, from: number, to: number, why: Why): void {
  const { reason, because, stated } = why
  const ends = { from: tasks[from]!.id, to: tasks[to]!.id, reason, because }
  edges.push(stated === null ? ends : { ...ends, stated })
  pairs.push(from, to)
}

function product(output: Output, after: readonly number[], before: readonly number[], why: Why): void {
  if (!tooLarge(before.length, after.length)) {
    for (const from of after) for (const to of before) add(output, from, to, why)
    return
  }
  output.joins.push(join(output, before, after, why.reason, why.because))
}

function join(
  { tasks }: Output,
  before: readonly number[],
  after: readonly number[],
  reason: EdgeReason,
  because: string,
): Join {
  const names = (list: readonly number[]): string[] => list.map((task) => tasks[task]!.id)
  return { before: names(before), after: names(after), reason, because }
}

function publishLayers(output: Output, frame: Frame, links: readonly Link[]): void {
  for (const { before, after, because } of meetingsOf(frame, links).values()) {
    output.joins.push(join(output, before, after, 'layer', because))
  }
}

/** Does a task have a follower in its phase that has this mark, directly or over a meeting point? */
function followed(frame: Frame, { net }: Order, task: number, marks: Int32Array, mark: number): boolean {
  const { taskCount, phaseOf, size } = frame
  const end = net.nextStart[task + 1]!
  for (let at = net.nextStart[task]!; at < end; at++) {
    const next = net.next[at]!
    if (next < taskCount) {
      if (phaseOf[next] === phaseOf[task] && marks[next] === mark) return true
    } else if (next >= size) {
      // One follower of a meeting point is enough, so the loop over them stops at once in all but odd cases.
      for (let to = net.nextStart[next]!; to < net.nextStart[next + 1]!; to++)
        if (marks[net.next[to]!] === mark) return true
    }
  }
  return false
}

/** `alone`: there are no edges but these, each of another pair, so that nobody has to remember them. */
function publishValidation(output: Output, frame: Frame, order: Order, checks: readonly Link[], alone: boolean): void {
  // For each task the one that validates it.
  const checked = new Int32Array(frame.taskCount).fill(-1)
  for (let at = 0; at < checks.length; at++) checked[checks[at]!.before] = checks[at]!.after
  for (let at = 0; at < checks.length; at++) {
    const each = checks[at]!
    const check = each.after
    if (followed(frame, order, each.before, checked, check)) continue
    if (alone) put(output, check, each.before, each)
    else add(output, check, each.before, each)
  }
}

// The tasks that a phase's end really waits for: the others of the phase come before one of them.
function lastTasks(frame: Frame, order: Order, exempt: readonly number[]): (phase: number) => readonly number[] {
  const waiting = new Int32Array(frame.taskCount)
  for (const task of exempt) waiting[task] = 1
  const known = new Map<number, readonly number[]>()
  return (phase) => {
    const cached = known.get(phase)
    if (cached !== undefined) return cached
    const found = new Set<number>()
    const seen = new Set([phase])
    const todo = [phase]
    for (let at = todo.pop(); at !== undefined; at = todo.pop()) {
      const members = frame.members[at]!.filter((task) => waiting[task] === 0)
      for (const task of members) if (!followed(frame, order, task, waiting, 0)) found.add(task)
      if (members.length > 0) continue
      // An empty phase ends when those before it do.
      const { net } = order
      const start = startOf(frame, at)
      for (let prior = net.priorStart[start]!; prior < net.priorStart[start + 1]!; prior++) {
        const before = (net.prior[prior]! - frame.taskCount) >> 1
        if (!seen.has(before)) todo.push(before)
        seen.add(before)
      }
    }
    const list = [...found].sort((a, b) => a - b)
    known.set(phase, list)
    return list
  }
}

function publishPhases(
  output: Output,
  frame: Frame,
  order: Order,
  stated: readonly Link[],
  last: (phase: number) => readonly number[],
): void {
  const phaseOf = (node: number): number => (node - frame.taskCount) >> 1
  const start = (each: Link): number => startOf(frame, frame.phaseOf[each.after]!)
  const implied = reachable(
    order,
    stated.map((each) => [each.before, start(each)] as const),
    false,
  )
  const groups = new Map<number, Link[]>()
  stated.forEach((each, at) => {
    if (implied[at]) return
    const group = groups.get(each.before)
    if (group === undefined) groups.set(each.before, [each])
    else group.push(each)
  })
  for (const [end, group] of groups) {
    const before = last(phaseOf(end))
    if (tooLarge(before.length, group.length)) {
      product(
        output,
        group.map((each) => each.after),
        before,
        group[0] as Link,
      )
    } else for (const each of group) product(output, [each.after], before, each)
  }
}
