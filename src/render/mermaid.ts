import { escapeVisible } from '../model/escape.ts'
import { plain } from '../parse/text/plain.ts'

/** One box of a diagram. `id` is letters and digits. */
export interface DiagramNode {
  readonly id: string
  readonly label: string
}

/** `to` waits for `from`: the arrow leads from what is first. */
export interface DiagramArrow {
  readonly from: string
  readonly to: string
}

// Mermaid reads markup, entities, comments and directives inside quoted labels too, so only letters, digits and the
// most harmless marks stay as they are; `#35;` is its own notation for a character by its number.
const SPECIAL = /["#%&'()<>[\\\]`{|}*_~;:@$^=!?]|--/g
const LONGEST = 60

/** A text as the inside of a quoted Mermaid label: without Markdown, on one line, at most 60 characters long. */
export function mermaidLabel(text: string): string {
  const line = escapeVisible(plain(text).replace(/\s+/g, ' ')).trim()
  const characters = Array.from(line)
  const short = characters.length > LONGEST ? `${characters.slice(0, LONGEST - 1).join('')}…` : line
  // Mermaid refuses a label without anything in it.
  return (short || '·').replace(SPECIAL, (mark) => Array.from(mark, (char) => `#${char.charCodeAt(0)};`).join(''))
}

/** A flowchart from left to right, one line for each node that no arrow names first, chains on one line. */
export function flowchart(nodes: readonly DiagramNode[], arrows: readonly DiagramArrow[]): string {
  const label = new Map(nodes.map((node) => [node.id, `${node.id}["${mermaidLabel(node.label)}"]`]))
  const shown = new Set<string>()
  const show = (id: string): string => {
    if (shown.has(id)) return id
    shown.add(id)
    return label.get(id) ?? id
  }
  const lines: string[] = []
  let last = ''
  for (const { from, to } of arrows) {
    if (from === last) lines.push(`${lines.pop()} --> ${show(to)}`)
    else lines.push(`  ${show(from)} --> ${show(to)}`)
    last = to
  }
  for (const node of nodes) if (!shown.has(node.id)) lines.push(`  ${show(node.id)}`)
  return ['flowchart LR', ...lines].join('\n')
}
