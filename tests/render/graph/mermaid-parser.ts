import { JSDOM } from 'jsdom'

/** A task of a Gantt chart, a point and a line of a flowchart, as Mermaid's own parser reads them. */
interface GanttTask {
  readonly task: string
  readonly section: string
  readonly startTime: Date
  readonly endTime: Date
  readonly crit?: boolean
  readonly done?: boolean
  readonly active?: boolean
}

interface Database {
  readonly getVertices?: () => ReadonlyMap<string, { readonly text: string; readonly link?: string }>
  readonly getEdges?: () => readonly { readonly start: string; readonly end: string }[]
  readonly getTasks?: () => readonly GanttTask[]
  readonly getDiagramTitle: () => string
}

/** Reads a diagram with Mermaid itself; throws where it refuses. */
export type ReadMermaid = (text: string) => Promise<Database>

/** Mermaid asks for a document when it is loaded, and never again while it only reads. */
export async function openMermaid(): Promise<ReadMermaid> {
  const { window } = new JSDOM('<!doctype html><body></body>')
  Object.assign(globalThis, { window, document: window.document })
  const { default: mermaid } = await import('mermaid')
  mermaid.initialize({ startOnLoad: false })
  return async (text) => {
    await mermaid.parse(text)
    const diagram = (await mermaid.mermaidAPI.getDiagramFromText(text)) as unknown as { readonly db: Database }
    return diagram.db
  }
}

// While it reads, Mermaid keeps its notation of characters by number in another one.
const ENTITY = /ﬂ°°(\d+)¶ß/g

/** The words of a label as Mermaid shows them. */
export const shownWords = (text: string): string =>
  text.replace(ENTITY, (_, code: string) => String.fromCharCode(Number(code)))
