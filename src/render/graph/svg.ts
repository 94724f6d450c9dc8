import type { GraphView } from '../../model/graph-view.ts'
import { dotGraph } from './dot.ts'
import { pictureOf } from './picture.ts'
import { colors, FONT, graphStyle } from './style.ts'
import { markupText, wordsOf } from './words.ts'

/** Beyond this Graphviz takes minutes: 5,000 tasks took it 14 s, 10,000 more than 60. */
const MOST = { nodes: 5000, lines: 10_000 } as const

/** A drawing by Graphviz without its prologue, and its size in pixels. */
interface Drawing {
  readonly svg: string
  readonly width: number
  readonly height: number
}

/**
 * Draws by Graphviz, which runs as WebAssembly inside this process and is loaded with the first picture. Null where it
 * cannot: such a graph is too large for it.
 */
export async function drawGraph(view: GraphView): Promise<Drawing | null> {
  const { nodes, lines } = pictureOf(view)
  if (nodes.length > MOST.nodes || lines.length > MOST.lines) return null
  const { instance } = await import('@viz-js/viz')
  try {
    const viz = await instance()
    const result = viz.render(dotGraph(view), { format: 'svg' })
    return result.status === 'success' ? drawingOf(result.output ?? '') : null
  } catch {
    return null
  }
}

const SIZE = /^<svg width="([\d.]+)pt" height="([\d.]+)pt"/

function drawingOf(output: string): Drawing | null {
  // Comments repeat the names of nodes; the prologue names a document type on the web.
  const svg = output.slice(Math.max(0, output.indexOf('<svg'))).replace(/<!--[\s\S]*?-->\n?/g, '')
  const [, width, height] = SIZE.exec(svg) ?? []
  if (width === undefined || height === undefined) return null
  return {
    svg: svg.replaceAll('font-family="Verdana"', `font-family="${FONT}"`),
    width: Number(width) * PX,
    height: Number(height) * PX,
  }
}

/** A point in pixels. */
const PX = 96 / 72

/** A picture for any page: light or dark as the reader has it. Null where Graphviz cannot draw it. */
export async function svgGraph(view: GraphView): Promise<string | null> {
  const drawing = await drawGraph(view)
  if (drawing === null) return null
  const open = drawing.svg.indexOf('>') + 1
  const head = drawing.svg.slice(0, open).replace('<svg ', '<svg role="img" ')
  const style = `<style>${colors}svg{background:var(--bg)}\n${graphStyle}</style>`
  return `${head}\n<title>${markupText(wordsOf(view.title))}</title>\n${style}${drawing.svg.slice(open)}`
}
