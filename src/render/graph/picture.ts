import { byKey } from '../../model/by-key.ts'
import type { GraphNode, GraphView } from '../../model/graph-view.ts'

/** A line of a picture between two points: nodes by their index, then junctions. */
export interface Line {
  readonly before: number
  readonly after: number
  readonly critical: boolean
}

/** A view as points and lines. Where many wait for many, all lines meet in a junction instead of crossing each other. */
export interface Picture {
  readonly nodes: readonly GraphNode[]
  /** How many points after the nodes are junctions. */
  readonly junctions: number
  readonly lines: readonly Line[]
}

interface Group {
  readonly before: readonly number[]
  readonly after: readonly number[]
}

/** The points and lines of a view. Linear in its arrows. */
export function pictureOf({ nodes, arrows, joins, criticalPath }: GraphView): Picture {
  const index = new Map(nodes.map(({ id }, at) => [id, at]))
  const at = (id: string): number => index.get(id)!
  const follower = new Map(criticalPath.slice(1).map((id, place) => [at(criticalPath[place]!), at(id)]))
  const groups: Group[] = joins.map(({ before, after }) => ({ before: before.map(at), after: after.map(at) }))
  const phaseOf = (node: number): string => nodes[node]!.phase
  const pairs = arrows.map(({ from, to }) => ({ before: at(to), after: at(from) }))
  // What waits for the same of one phase waits at one junction.
  const waiting = byKey(pairs, ({ before, after }) => `${after} ${phaseOf(before)}`)
  const same = byKey([...waiting.values()], (list) => {
    const names = list.map(({ before }) => before).toSorted((a, b) => a - b)
    return `${phaseOf(list[0]!.after)}\n${names.join(' ')}`
  })
  const lines: Line[] = []
  for (const lists of same.values()) {
    const before = lists[0]!.map((one) => one.before)
    const after = lists.map((list) => list[0]!.after)
    if (before.length * after.length > 1.5 * (before.length + after.length)) groups.push({ before, after })
    else
      for (const { before: first, after: then } of lists.flat())
        lines.push({ before: first, after: then, critical: follower.get(first) === then })
  }
  groups.forEach(({ before, after }, number) => {
    const junction = nodes.length + number
    const late = new Set(after)
    const critical = before.find((node) => late.has(follower.get(node) ?? -1))
    const next = critical === undefined ? undefined : follower.get(critical)
    for (const node of before) lines.push({ before: node, after: junction, critical: node === critical })
    for (const node of after) lines.push({ before: junction, after: node, critical: node === next })
  })
  return { nodes, junctions: groups.length, lines }
}
