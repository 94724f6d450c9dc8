import type { Diagnostic } from '../model/diagnostic.ts'
import type { Task } from '../model/task.ts'
import type { Link } from './net.ts'
import type { Frame } from './phases.ts'

interface Search {
  readonly out: ReadonlyMap<number, readonly Link[]>
  budget: number
}

const shownSteps = 20

/**
 * One error for each tangle of statements, with the cycle of the fewest statements in it. Belonging to a phase
 * costs nothing, so that "Milestone 1 waits for T009 of Milestone 2, Milestone 2 waits for Milestone 1" has two steps.
 * In a tangle of thousands of statements the search ends early with the shortest found so far.
 */
export function cycleDiagnostics(
  links: readonly Link[],
  component: Int32Array,
  frame: Frame,
  tasks: readonly Task[],
): Diagnostic[] {
  const tangles = new Map<number, Link[]>()
  for (const each of links) {
    const number = component[each.before]!
    if (number !== component[each.after]) continue
    const tangle = tangles.get(number)
    if (tangle === undefined) tangles.set(number, [each])
    else tangle.push(each)
  }
  const search: Search = { out: new Map(), budget: 5_000_000 }
  const found = [...tangles.values()].map((tangle) => shortestCycle(tangle, search))
  return found.filter((cycle) => cycle.length > 0).map((cycle) => report(cycle, frame, tasks))
}

/** The links of a cycle with the fewest statements, first to last; empty where there is none. */
function shortestCycle(tangle: readonly Link[], search: Search): Link[] {
  const out = new Map<number, Link[]>()
  for (const each of tangle) {
    const list = out.get(each.before)
    if (list === undefined) out.set(each.before, [each])
    else list.push(each)
  }
  let best: Link[] = []
  let length = Infinity
  const starts = new Set<number>()
  for (const each of tangle) {
    if (each.stated === null || starts.has(each.after)) continue
    starts.add(each.after)
    if (length < Infinity && search.budget <= 0) break
    const cycle = from({ out, budget: search.budget }, each.after, length, search)
    if (cycle.length === 0) continue
    length = cycle.filter((step) => step.stated !== null).length
    best = cycle
  }
  return best
}

// Breadth first by statements: links of belonging are followed within a level.
function from(graph: Search, start: number, limit: number, spent: Search): Link[] {
  const via = new Map<number, Link>()
  const settled = new Set<number>()
  let level = [start]
  for (let distance = 0; level.length > 0 && distance < limit; distance++) {
    const following: number[] = []
    while (level.length > 0) {
      const node = level.pop() as number
      if (settled.has(node)) continue
      settled.add(node)
      for (const each of graph.out.get(node) ?? []) {
        spent.budget--
        const length = distance + (each.stated === null ? 0 : 1)
        if (each.after === start) {
          if (length < limit) return [...trace(via, start, node), each]
          continue
        }
        if (settled.has(each.after)) continue
        if (each.stated === null) {
          via.set(each.after, each)
          level.push(each.after)
        } else {
          if (!via.has(each.after)) via.set(each.after, each)
          following.push(each.after)
        }
      }
    }
    level = following
  }
  return []
}

function trace(via: ReadonlyMap<number, Link>, start: number, end: number): Link[] {
  const path: Link[] = []
  for (let node = end; node !== start;) {
    const step = via.get(node) as Link
    path.push(step)
    node = step.before
  }
  return path.reverse()
}

/** `T004`, or `M2` for the start or end of a phase. Meeting points of layers have no name. */
export function nodeName(node: number, frame: Frame, tasks: readonly Task[]): string {
  if (node < frame.taskCount) return tasks[node]!.id
  return frame.ids[(node - frame.taskCount) >> 1] ?? ''
}

function report(cycle: readonly Link[], frame: Frame, tasks: readonly Task[]): Diagnostic {
  const stated = cycle.filter((step) => step.stated !== null).reverse()
  const steps = stated.map((step) => {
    const who = nodeName(step.after, frame, tasks)
    return { message: `${who} waits for ${nodeName(step.before, frame, tasks)}`, place: step.stated!.place }
  })
  const shown = steps.slice(0, shownSteps).map((step) => step.message)
  if (steps.length > shownSteps) shown.push(`and ${steps.length - shownSteps} more`)
  return {
    ruleId: 'dependency-cycle',
    severity: 'error',
    message: `Dependencies go in a circle: ${shown.join(', ')}. Remove one of these statements.`,
    place: steps[0]!.place,
    related: steps.slice(1, shownSteps),
  }
}
