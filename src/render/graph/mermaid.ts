import { labelOf, type GraphView } from '../../model/graph-view.ts'
import { mermaidLabel } from '../mermaid.ts'

/** Names of nodes that Mermaid's words cannot be mixed up with. */
const nodeName = (index: number): string => `n${index + 1}`

/** A flowchart for Mermaid: arrows lead from what is first; done and started work is coloured, the longest chain bold. */
export function mermaidGraph({ by, nodes, arrows }: GraphView): string {
  const names = new Map(nodes.map(({ id }, index) => [id, nodeName(index)]))
  const of = (wanted: (node: GraphView['nodes'][number]) => boolean): string =>
    nodes
      .filter(wanted)
      .map(({ id }) => names.get(id)!)
      .join(',')
  const classes = [
    ['done', 'fill:#d5e8d4', of(({ state }) => state === 'done')],
    ['started', 'fill:#fff2cc', of(({ state }) => state === 'started')],
    ['critical', 'stroke-width:3px', of(({ critical }) => critical)],
  ] as const
  return [
    'flowchart LR',
    ...nodes.map(({ id, text }) => `  ${names.get(id)!}["${mermaidLabel(labelOf(by, id, text))}"]`),
    ...arrows.map(({ from, to }) => `  ${names.get(to)!} --> ${names.get(from)!}`),
    ...classes.flatMap(([name, style, ids]) =>
      ids === '' ? [] : [`  classDef ${name} ${style}`, `  class ${ids} ${name}`],
    ),
    '',
  ].join('\n')
}
