import { byKey } from '../../model/by-key.ts'
import { labelOf, type GraphNode, type GraphView } from '../../model/graph-view.ts'
import { pictureOf } from './picture.ts'
import { shortened, wordsOf, wrapped } from './words.ts'

const FILLS = { done: '#dafbe1', started: '#fff8c5', open: '#ffffff' } as const
const MARKS = { done: '✓ ', started: '~ ', open: '' } as const
const CRITICAL = 'color="#cf222e", penwidth=2'

/** A string of the DOT language: quotes and backslashes are escaped, and `&`, which begins an entity in a label. */
const quoted = (text: string): string => `"${text.replace(/["\\]/g, '\\$&').replaceAll('&', '&amp;')}"`

/** The name of a point. Unlike a label it holds no entities, and no two are cut to the same. */
const named = (id: string): string => `"${wordsOf(id).replace(/["\\]/g, '\\$&')}"`

/** Words on several lines, each to the left. */
const lined = (lines: readonly string[]): string =>
  `"${lines.map((line) => `${quoted(line).slice(1, -1)}\\l`).join('')}"`

const countOf = ({ tasks, done }: GraphNode): string => `${done} of ${tasks} ${tasks === 1 ? 'task' : 'tasks'} done`

function labelLines(by: GraphView['by'], node: GraphNode): readonly string[] {
  const words = `${MARKS[node.state]}${wordsOf(labelOf(by, node.id, node.text))}`
  return [...wrapped(words, 28, 3), ...(by === 'task' ? [] : [countOf(node)])]
}

/** For Graphviz (graphviz.org/doc/info/lang.html): arrows lead from what is first, tasks stand in the frame of their phase. */
export function dotGraph(view: GraphView): string {
  const { title, by, phases } = view
  const { nodes, junctions, lines } = pictureOf(view)
  // Two ids that are shown alike are two points all the same.
  const names = nodes.map(({ id }) => named(id))
  const isOnce = new Set(names).size === names.length && !names.some((own) => own.startsWith('"·'))
  const name = (point: number): string =>
    point >= nodes.length ? `"·${point - nodes.length + 1}"` : isOnce ? names[point]! : `"#${point + 1}"`
  const statement = (node: GraphNode, at: number): string => {
    const classes = `${node.state}${node.critical ? ' critical' : ''}`
    const label = lined(labelLines(by, node))
    const look = `fillcolor="${FILLS[node.state]}"${node.critical ? `, ${CRITICAL}` : ''}`
    return `${name(at)} [id="n${at + 1}", class="${classes}", label=${label}, ${look}];`
  }
  const members = byKey([...nodes.keys()], (at) => nodes[at]!.phase)
  const framed = phases.flatMap(({ id, title: own }, number) => [
    `  subgraph "cluster_${number + 1}" {`,
    `    label=${quoted(shortened(wordsOf(own), 60))}; class="phase"; style="rounded"; color="#d0d7de"; fontcolor="#57606a";`,
    ...(members.get(id) ?? []).map((at) => `    ${statement(nodes[at]!, at)}`),
    '  }',
  ])
  return [
    'digraph {',
    `  label=${quoted(shortened(wordsOf(title), 80))}; labelloc=t; rankdir=LR; ranksep=0.6; nodesep=0.2; bgcolor="transparent";`,
    '  fontname="Verdana"; fontsize=13;',
    '  node [shape=box, style="rounded,filled", fontname="Verdana", fontsize=11, margin="0.14,0.07", color="#8c959f"];',
    '  edge [color="#8c959f", arrowsize=0.7];',
    ...(by === 'task' ? framed : nodes.map((node, at) => `  ${statement(node, at)}`)),
    ...Array.from(
      { length: junctions },
      (_, at) => `  ${name(nodes.length + at)} [class="junction", shape=point, width=0.06, label=""];`,
    ),
    ...lines.map(({ before, after, critical }) => {
      const ends = after >= nodes.length ? ['arrowhead=none'] : []
      const look = [...ends, ...(critical ? ['class="critical"', CRITICAL] : [])].join(', ')
      return `  ${name(before)} -> ${name(after)}${look === '' ? '' : ` [${look}]`};`
    }),
    '}',
    '',
  ].join('\n')
}
