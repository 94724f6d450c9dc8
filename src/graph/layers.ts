import type { Layer, Task } from '../model/task.ts'
import { link, type Link } from './net.ts'
import type { Order } from './order.ts'
import type { Frame } from './phases.ts'
import { reachable } from './reach.ts'

export const layerOrder: readonly Layer[] = ['test', 'model', 'service', 'endpoint', 'integration']

/** Links into and out of the meeting points, one for each pair of neighbouring layers of a milestone. */
export interface LayerLinks {
  readonly links: readonly Link[]
  /** Number of nodes with the meeting points. */
  readonly size: number
}

/**
 * Inside a milestone each task of a layer waits for all tasks of the nearest earlier layer that has any. A task that
 * already waits, inside the milestone, for a task of a later layer counts as one of that later layer: the order that
 * exists wins, and no circle can come from layers there. Each pair of layers meets in one node, so that ten thousand
 * tasks make ten thousand links and not their product.
 */
export function layerLinks(tasks: readonly Task[], frame: Frame, order: Order): LayerLinks {
  const own = ownLayers(tasks, frame)
  const several = frame.members.filter((members) => hasSeveral(members, own))
  if (several.length === 0) return { links: [], size: frame.size }
  const layer = effectiveLayers(own, frame, order)
  const links: Link[] = []
  let size = frame.size
  for (const members of several) {
    const groups: number[][] = layerOrder.map(() => [])
    for (const at of members) if (own[at]! >= 0) groups[layer[at]!]!.push(at)
    const present = layerOrder.map((_, rank) => rank).filter((rank) => groups[rank]!.length > 0)
    for (let at = 1; at < present.length; at++) {
      const before = present[at - 1] as number
      const after = present[at] as number
      const because = `${layerOrder[before]} before ${layerOrder[after]}`
      const meeting = size++
      for (const task of groups[before]!) links.push(link(task, meeting, 'layer', because))
      // A task that was moved to this layer waits already for one that belongs to it.
      for (const task of groups[after]!) if (own[task] === after) links.push(link(meeting, task, 'layer', because))
    }
  }
  return { links, size }
}

/** For each task the rank of its layer, -1 where layers order nothing. */
function ownLayers(tasks: readonly Task[], frame: Frame): Int32Array {
  const own = new Int32Array(tasks.length).fill(-1)
  const isMilestone = frame.ids.map((id) => id.startsWith('M'))
  for (let at = 0; at < tasks.length; at++) {
    const task = tasks[at]!
    const { layer } = task
    if (layer === null) continue
    const { kind } = task
    if (kind === 'validate' || kind === 'verify' || !isMilestone[frame.phaseOf[at]!]) continue
    own[at] = layerOrder.indexOf(layer)
  }
  return own
}

function hasSeveral(members: readonly number[], own: Int32Array): boolean {
  let only = -1
  for (let place = 0; place < members.length; place++) {
    const rank = own[members[place]!]!
    if (rank < 0 || rank === only) continue
    if (only >= 0) return true
    only = rank
  }
  return false
}

function effectiveLayers(own: Int32Array, frame: Frame, { net, order }: Order): Int32Array {
  const layer = own.slice()
  for (const node of order) {
    if (node >= frame.taskCount) continue
    for (let at = net.nextStart[node]!; at < net.nextStart[node + 1]!; at++) {
      const next = net.next[at]!
      if (next >= frame.taskCount || frame.phaseOf[next] !== frame.phaseOf[node]) continue
      if (layer[node]! > layer[next]!) layer[next] = layer[node]!
    }
  }
  return layer
}

/** Is the product of two lists so much larger than the lists that it is not written out? */
export function tooLarge(before: number, after: number): boolean {
  return before * after > 1000 && before * after > 4 * (before + after)
}

export interface Meeting {
  readonly before: number[]
  readonly after: number[]
  readonly because: string
}

/** What the layer links say at each meeting point: who comes before it, who after. */
export function meetingsOf(frame: Frame, links: readonly Link[]): Map<number, Meeting> {
  const meetings = new Map<number, Meeting>()
  for (const { before, after, reason, because } of links) {
    const node = before >= frame.size ? before : after
    if (reason !== 'layer' || node < frame.size) continue
    const meeting = meetings.get(node) ?? { before: [], after: [], because }
    meetings.set(node, meeting)
    if (node === after) meeting.before.push(before)
    else meeting.after.push(after)
  }
  return meetings
}

/** Replaces meeting points of few tasks by links from task to task, and only where no order exists yet. */
export function spellOutLayers(frame: Frame, order: Order, layers: readonly Link[]): Link[] {
  const small = new Map(
    [...meetingsOf(frame, layers)].filter(([, each]) => !tooLarge(each.before.length, each.after.length)),
  )
  if (small.size === 0) return [...layers]
  const direct: Link[] = []
  for (const { before, after, because } of small.values()) {
    for (const to of after) for (const from of before) direct.push(link(from, to, 'layer', because))
  }
  const ordered = reachable(
    order,
    direct.map((each) => [each.before, each.after] as const),
    false,
  )
  const rest = layers.filter((each) => !small.has(each.before) && !small.has(each.after))
  return [...direct.filter((_, at) => !ordered[at]), ...rest]
}
