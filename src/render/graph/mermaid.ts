import { labelOf, type GraphNode, type GraphView } from '../../model/graph-view.ts'
import { mermaidLabel } from '../mermaid.ts'
import { pictureOf } from './picture.ts'

/** Names of points that Mermaid's words cannot be mixed up with. */
const pointName = (at: number): string => `n${at + 1}`

/**
 * A flowchart for Mermaid: arrows lead from what is first; done and started work is coloured, the longest chain bold. Where
 * many wait for many, their arrows meet in a small circle.
 */
export function mermaidGraph(view: GraphView): string {
  const { nodes, junctions, lines } = pictureOf(view)
  const points = (wanted: (node: GraphNode) => boolean): string =>
    nodes.flatMap((node, at) => (wanted(node) ? [pointName(at)] : [])).join(',')
  const meeting = Array.from({ length: junctions }, (_, at) => pointName(nodes.length + at))
  const classes = [
    ['done', 'fill:#dafbe1,stroke:#1a7f37,color:#1f2328', points(({ state }) => state === 'done')],
    ['started', 'fill:#fff8c5,stroke:#9a6700,color:#1f2328', points(({ state }) => state === 'started')],
    ['critical', 'stroke:#cf222e,stroke-width:3px', points(({ critical }) => critical)],
  ] as const
  const bold = lines.flatMap(({ critical }, at) => (critical ? [at] : []))
  return [
    'flowchart LR',
    ...nodes.map(({ id, text }, at) => `  ${pointName(at)}["${mermaidLabel(labelOf(view.by, id, text))}"]`),
    ...meeting.map((name) => `  ${name}((" "))`),
    ...lines.map(({ before, after }) => {
      const arrow = after >= nodes.length ? '---' : '-->'
      return `  ${pointName(before)} ${arrow} ${pointName(after)}`
    }),
    ...classes.flatMap(([name, style, ids]) =>
      ids === '' ? [] : [`  classDef ${name} ${style}`, `  class ${ids} ${name}`],
    ),
    ...(bold.length === 0 ? [] : [`  linkStyle ${bold.join(',')} stroke:#cf222e,stroke-width:3px`]),
    '',
  ].join('\n')
}
