import type { Diagnostic } from '../model/diagnostic.ts'
import type { Task } from '../model/task.ts'
import { netOf, type Link } from './net.ts'
import type { Frame } from './phases.ts'
import { nodeName } from './shortest.ts'

const shownSteps = 10

/**
 * Says for each computed edge that was left out which circle it would have closed. Names the whole circle for the
 * first of them, as far as twenty times the size of the graph allows; for the others only both ends.
 */
export function droppedDiagnostics(
  size: number,
  kept: readonly Link[],
  dropped: readonly Link[],
  frame: Frame,
  tasks: readonly Task[],
): Diagnostic[] {
  if (dropped.length === 0) return []
  const net = netOf(size, kept)
  const statements = new Map<number, Link>()
  for (const each of kept) if (each.stated !== null) statements.set(each.after, each)
  let budget = 100_000 + 20 * size
  return dropped.map((each) => {
    const path: number[] = []
    budget -= budget > 0 ? search(net, each.after, each.before, path) : 0
    const cause = path.map((node) => statements.get(node)).find((statement) => statement !== undefined)
    const place = cause?.stated?.place ?? tasks[Math.min(each.after, each.before)]!.origin.place
    return { ruleId: 'dropped-edge', severity: 'info', message: message(each, path, frame, tasks), place }
  })
}

/** Breadth-first path between two nodes, written into `path`; returns what it cost. */
function search(net: ReturnType<typeof netOf>, from: number, to: number, path: number[]): number {
  const via = new Map([[from, -1]])
  const queue = [from]
  let cost = 0
  for (let at = 0; at < queue.length && !via.has(to); at++) {
    const node = queue[at] as number
    for (let next = net.nextStart[node]!; next < net.nextStart[node + 1]!; next++) {
      cost++
      if (via.has(net.next[next]!)) continue
      via.set(net.next[next]!, node)
      queue.push(net.next[next]!)
    }
  }
  if (via.has(to)) for (let node = to; node !== -1; node = via.get(node) as number) path.unshift(node)
  return cost
}

function message(each: Link, path: readonly number[], frame: Frame, tasks: readonly Task[]): string {
  const who = nodeName(each.after, frame, tasks) || each.because
  const what = nodeName(each.before, frame, tasks) || each.because
  const names = path
    .map((node) => nodeName(node, frame, tasks))
    .filter((name, at, all) => name !== '' && name !== all[at - 1])
  const shown = names.length > shownSteps ? [...names.slice(0, shownSteps), '...', names.at(-1)] : names
  const circle = shown.length > 1 ? `, because ${shown.join(' comes before ')}` : ', because that would close a circle'
  return `${who} does not wait for ${what} (${each.reason}: ${each.because})${circle}.`
}
