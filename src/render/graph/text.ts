import { byKey } from '../../model/by-key.ts'
import type { GraphNode, GraphView } from '../../model/graph-view.ts'

/** One line of a picture made of text. */
export interface GraphLine {
  /** What stands in front: the lines of a tree, blanks. */
  readonly lead: string
  readonly node: GraphNode | null
  /** A heading, or what follows the node. */
  readonly text: string
}

/** What can run together, wave after wave: each wave waits for the ones above it. */
export function waveLines({ nodes }: GraphView): readonly GraphLine[] {
  return [...byKey(nodes, ({ wave }) => wave)]
    .toSorted(([a], [b]) => a - b)
    .flatMap(([wave, list]): readonly GraphLine[] => [
      { lead: '', node: null, text: `Wave ${wave + 1}` },
      ...list.map((node): GraphLine => ({ lead: '  ', node, text: '' })),
    ])
}

/**
 * As a tree: below each node what waits for it. What waits for several stands below the last of them, and is only named
 * below the others; of many that wait for many it is only said below the last.
 */
export function treeLines({ nodes, arrows: single, joins }: GraphView): readonly GraphLine[] {
  const joined = joins.flatMap(({ before, after }) => after.map((from) => ({ from, to: before.at(-1)! })))
  const arrows = [...single, ...joined]
  const byId = new Map(nodes.map((node, index) => [node.id, { node, index }]))
  const next = byKey(arrows, ({ to }) => to)
  const home = new Map<string, string>()
  for (const { from, to } of arrows) {
    const known = home.get(from)
    if (known === undefined || byId.get(to)!.index > byId.get(known)!.index) home.set(from, to)
  }
  const lines: GraphLine[] = []
  const pending = nodes
    .filter(({ id }) => !home.has(id))
    .map((node) => ({ node, lead: '', below: '', whole: true }))
    .toReversed()
  while (pending.length > 0) {
    const { node, lead, below, whole } = pending.pop()!
    lines.push({ lead, node, text: whole ? '' : '…' })
    if (!whole) continue
    const children = (next.get(node.id) ?? [])
      .map(({ from }) => from)
      .toSorted((a, b) => byId.get(a)!.index - byId.get(b)!.index)
    children.toReversed().forEach((id, index) => {
      const isLast = index === 0
      pending.push({
        node: byId.get(id)!.node,
        lead: `${below}${isLast ? '└─ ' : '├─ '}`,
        below: `${below}${isLast ? '   ' : '│  '}`,
        whole: home.get(id) === node.id,
      })
    })
  }
  return lines
}
