import { escapeVisible } from '../../model/escape.ts'
import { labelOf, type GraphView } from '../../model/graph-view.ts'
import { plain } from '../../parse/text/plain.ts'

const LONGEST = 60
const COLORS = { done: '#d5e8d4', started: '#fff2cc', open: '#ffffff' } as const

/** A string of the DOT language: in quotes, with quotes and backslashes escaped, on one line. */
function quoted(text: string): string {
  const line = Array.from(escapeVisible(text.replace(/\s+/g, ' ')).trim())
  const short = line.length > LONGEST ? `${line.slice(0, LONGEST - 1).join('')}…` : line.join('')
  return `"${short.replace(/["\\]/g, '\\$&')}"`
}

/** For Graphviz (graphviz.org/doc/info/lang.html): arrows lead from what is first. */
export function dotGraph({ title, by, nodes, arrows, criticalPath }: GraphView): string {
  const onPath = new Set(criticalPath.map((id, index) => `${criticalPath[index - 1] ?? ''} ${id}`))
  return [
    'digraph {',
    `  label=${quoted(title)}; rankdir=LR; node [shape=box, style="rounded,filled", fontname="sans-serif"];`,
    ...nodes.map(({ id, text, state, critical }) => {
      const label = quoted(plain(labelOf(by, id, text)))
      return `  ${quoted(id)} [label=${label}, fillcolor="${COLORS[state]}"${critical ? ', penwidth=2' : ''}];`
    }),
    ...arrows.map(({ from, to }) => {
      const bold = onPath.has(`${to} ${from}`) ? ' [penwidth=2]' : ''
      return `  ${quoted(to)} -> ${quoted(from)}${bold};`
    }),
    '}',
    '',
  ].join('\n')
}
