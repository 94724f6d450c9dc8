import type { GraphView } from '../model/graph-view.ts'
import { graphView } from '../query/graph.ts'
import { dotGraph } from '../render/graph/dot.ts'
import { mermaidGraph } from '../render/graph/mermaid.ts'
import { treeLines, waveLines, type GraphLine } from '../render/graph/text.ts'
import type { Call } from './arguments.ts'
import { fit, widthOf } from './columns.ts'
import { compiledOf, count } from './compiled.ts'
import type { Io } from './io.ts'
import type { Outcome } from './outcome.ts'
import { diagnosticLines } from './report.ts'
import { openSession } from './session.ts'
import { columnsOf, oneLine, styled, type Line } from './terminal.ts'

/** Draws what waits for what. */
export async function run(call: Call, io: Io): Promise<Outcome> {
  const session = await openSession(call, io)
  const compiled = compiledOf(session, call)
  if ('outcome' in compiled) return compiled.outcome
  const view = graphView(compiled.execution, call.values['by'] === 'milestone' ? 'milestone' : 'task')
  const errors = session.diagnostics.filter(({ severity }) => severity === 'error')
  return {
    code: 0,
    data: view,
    diagnostics: session.diagnostics,
    out: printed(view, call.values['format'] ?? 'waves', columnsOf(io.stdout)),
    notes: [
      `${count(view.nodes.length, view.by)}, ${count(waveCount(view), 'wave')}, longest chain ${view.criticalPath.length}`,
      ...diagnosticLines(errors, 10),
    ],
  }
}

const waveCount = ({ nodes }: GraphView): number => Math.max(-1, ...nodes.map(({ wave }) => wave)) + 1

function printed(view: GraphView, format: string, columns: number | null): Outcome['out'] {
  if (format === 'mermaid') return { document: mermaidGraph(view) }
  if (format === 'dot') return { document: dotGraph(view) }
  return (format === 'tree' ? treeLines(view) : waveLines(view)).map((line) => lineOf(line, view.by, columns))
}

const MARKS = { done: '✓ ', started: '~ ', open: '' } as const

function lineOf({ lead, node, text }: GraphLine, by: GraphView['by'], columns: number | null): Line {
  if (node === null) return [styled('bold', text)]
  const { state, critical, parallel } = node
  const front = `${lead}${MARKS[state]}`
  const id = by === 'task' ? node.id : oneLine(node.text)
  const rest = by === 'task' ? `${parallel ? '[P] ' : ''}${oneLine(node.text)}` : ''
  const words = text === '' ? ` ${rest}`.trimEnd() : ` ${text}`
  const room = columns === null ? Number.POSITIVE_INFINITY : columns - widthOf(front) - widthOf(id)
  const shown = columns === null ? words : fit(words, Math.max(10, room))
  return [front, critical ? styled('bold', id) : id, state === 'done' ? styled('dim', shown) : shown]
}
