import { extname } from 'node:path'
import type { GraphBy } from '../model/graph-view.ts'
import type { Call } from './arguments.ts'
import { Misuse } from './misuse.ts'

/** What can be drawn. */
export type GraphFormat = 'waves' | 'tree' | 'mermaid' | 'dot' | 'svg' | 'html'

/** What a call of `graph` asks for. */
export interface GraphWish {
  readonly format: GraphFormat
  readonly by: GraphBy
  /** It was said; else a picture that would be too large is drawn by phase. */
  readonly isByGiven: boolean
  readonly gantt: boolean
  readonly workers: number | null
  /** The file to write, as typed. */
  readonly save: string | null
}

const ENDINGS: Readonly<Record<string, GraphFormat>> = {
  '.svg': 'svg',
  '.html': 'html',
  '.htm': 'html',
  '.mmd': 'mermaid',
  '.mermaid': 'mermaid',
  '.dot': 'dot',
  '.gv': 'dot',
  '.txt': 'waves',
}

/** Reads what is asked for. Throws {@link Misuse} where it cannot be drawn. */
export function graphWish({ values, switches }: Call): GraphWish {
  const save = values['save'] ?? null
  const gantt = switches.has('gantt')
  const given = values['format']
  const named = given === undefined || given === 'json' ? null : given === 'text' ? 'waves' : (given as GraphFormat)
  const ending = save === null ? null : (ENDINGS[extname(save).toLowerCase()] ?? null)
  if (save !== null && named === null && ending === null)
    throw new Misuse(
      `\`--save ${save}\` does not say what to draw.`,
      'Name the file .svg, .html, .mmd, .dot or .txt, or give `--format`.',
    )
  const format = named ?? ending ?? (gantt ? 'mermaid' : 'waves')
  if (gantt && format !== 'mermaid' && format !== 'svg')
    throw new Misuse(
      `A Gantt chart is not drawn as ${format}.`,
      'Give `--format mermaid` or `--format svg`, or save it as .mmd or .svg.',
    )
  return {
    format,
    by: (values['by'] ?? 'task') as GraphBy,
    isByGiven: values['by'] !== undefined,
    gantt,
    workers: values['workers'] === undefined ? null : Number(values['workers']),
    save,
  }
}
