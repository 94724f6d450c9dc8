import type { GraphView } from '../../model/graph-view.ts'
import { mermaidGraph } from './mermaid.ts'
import { pictureOf } from './picture.ts'

/**
 * Nodes and lines that Graphviz draws within a few seconds, and what Mermaid draws unless its settings say more (its
 * `maxEdges` and `maxTextSize`). Measured: see docs/graph.md.
 */
const GRAPHVIZ = { nodes: 1000, lines: 2000 } as const
const MERMAID = { lines: 500, characters: 50_000 } as const

/** Why a picture of a view would be too large for who has to draw it; null where it is not. */
export function pictureProblem(view: GraphView, format: string): { readonly message: string } | null {
  const { nodes, lines } = pictureOf(view)
  const much = `${nodes.length} tasks with ${lines.length} arrows`
  if (format === 'svg' || format === 'html') {
    if (nodes.length <= GRAPHVIZ.nodes && lines.length <= GRAPHVIZ.lines) return null
    return { message: `${much} are more than one picture shows (${GRAPHVIZ.nodes} tasks, ${GRAPHVIZ.lines} arrows)` }
  }
  if (format !== 'mermaid') return null
  if (lines.length <= MERMAID.lines && mermaidGraph(view).length <= MERMAID.characters) return null
  return { message: `${much} are more than Mermaid draws (${MERMAID.lines} arrows, ${MERMAID.characters} characters)` }
}
