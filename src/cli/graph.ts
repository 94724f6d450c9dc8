import { ganttView } from '../query/gantt.ts'
import { graphView } from '../query/graph.ts'
import { scheduleView } from '../query/schedule.ts'
import type { Execution } from '../model/execution.ts'
import type { GraphView } from '../model/graph-view.ts'
import type { ScheduleView } from '../model/schedule.ts'
import type { Call } from './arguments.ts'
import { compiledOf, count } from './compiled.ts'
import { graphLines, inWords, phaseLines, scheduleLines, scheduleNotes } from './graph-text.ts'
import { graphWish, type GraphWish } from './graph-wish.ts'
import type { Io } from './io.ts'
import { bareDiagnostic, type Outcome } from './outcome.ts'
import { diagnosticLines } from './report.ts'
import { savePicture } from './save-picture.ts'
import { openSession } from './session.ts'
import { columnsOf, printLines, styled, type Line } from './terminal.ts'

/** Draws what waits for what, and when it can be done. */
export async function run(call: Call, io: Io): Promise<Outcome> {
  const wish = graphWish(call)
  const session = await openSession(call, io)
  const compiled = compiledOf(session, call)
  if ('outcome' in compiled) return compiled.outcome
  const { execution } = compiled
  const { view, note } = await chosenView(execution, wish)
  const schedule = wish.workers !== null || wish.gantt ? scheduleView(execution, wish.workers) : null
  const data = { ...view, schedule }
  const errors = session.diagnostics.filter(({ severity }) => severity === 'error')
  const drawn = { execution, view, schedule, note }
  // JSON holds what pictures are drawn from; a picture is only made for a file then.
  const isWanted = !call.switches.has('json') || wish.save !== null
  const out = isWanted ? await draw(drawn, wish, columnsOf(io.stdout)) : []
  if (out === null) return tooLarge(view, wish, session.diagnostics, data)
  const saved = wish.save === null ? null : savePicture(session, call, io, wish.save, documentOf(out))
  return {
    code: 0,
    data,
    diagnostics: session.diagnostics,
    out: wish.save === null ? out : [],
    notes: [
      ...(saved === null ? [] : [saved]),
      ...(note === '' ? [] : [note]),
      `${count(view.nodes.length, view.by)}, ${count(waveCount(view), 'wave')}, longest chain ${view.criticalPath.length}`,
      ...(schedule === null ? [] : scheduleNotes(schedule)),
      ...diagnosticLines(errors, 10),
    ],
  }
}

const waveCount = ({ nodes }: GraphView): number => nodes.reduce((most, { wave }) => Math.max(most, wave), -1) + 1

interface Chosen {
  readonly view: GraphView
  /** Why it is not drawn as asked; '' where it is. */
  readonly note: string
}

/** A picture of so many tasks that nobody could draw or read it is drawn by phase, unless tasks were asked for. */
async function chosenView(execution: Execution, wish: GraphWish): Promise<Chosen> {
  const view = graphView(execution, wish.by)
  if (wish.by === 'milestone' && view.nodes.length === 0)
    return { view: graphView(execution, 'phase'), note: 'There are no milestones with tasks: drawn by phase.' }
  if (wish.gantt || wish.by !== 'task') return { view, note: '' }
  const { pictureProblem } = await import('../render/graph/limits.ts')
  const problem = pictureProblem(view, wish.format)
  if (problem === null) return { view, note: '' }
  if (wish.isByGiven) return { view, note: `${problem.message}, and may not be drawn.` }
  const phases = graphView(execution, 'phase')
  return { view: phases, note: `${problem.message}: drawn by phase. --by task draws all the same.` }
}

interface Drawn extends Chosen {
  readonly execution: Execution
  readonly schedule: ScheduleView | null
}

/** The picture; null where it is too large to be drawn. Each kind is loaded when it is asked for. */
async function draw(drawn: Drawn, wish: GraphWish, columns: number | null): Promise<Outcome['out'] | null> {
  const { execution, view, schedule } = drawn
  const width = wish.save === null ? columns : null
  if (wish.gantt) return { document: await ganttOf(ganttView(execution, view, schedule!), wish.format) }
  switch (wish.format) {
    case 'mermaid':
      return { document: (await import('../render/graph/mermaid.ts')).mermaidGraph(view) }
    case 'dot':
      return { document: (await import('../render/graph/dot.ts')).dotGraph(view) }
    case 'svg':
      return asDocument(await (await import('../render/graph/svg.ts')).svgGraph(view))
    case 'html':
      return asDocument(await pageOf(drawn))
    case 'waves':
    case 'tree':
  }
  if (schedule !== null && wish.format === 'waves')
    return view.by === 'task'
      ? scheduleLines(view, schedule, width)
      : phaseLines(ganttView(execution, view, schedule), width)
  return graphLines(view, wish.format, width)
}

const asDocument = (document: string | null): Outcome['out'] | null => (document === null ? null : { document })

async function ganttOf(gantt: ReturnType<typeof ganttView>, format: GraphWish['format']): Promise<string> {
  if (format === 'svg') return (await import('../render/graph/gantt-svg.ts')).svgGantt(gantt)
  return (await import('../render/graph/gantt-mermaid.ts')).mermaidGantt(gantt)
}

async function pageOf({ execution, view, schedule, note }: Drawn): Promise<string | null> {
  const { graphDetails } = await import('../query/graph-details.ts')
  const { htmlGraph } = await import('../render/graph/html.ts')
  const done = view.nodes.reduce((sum, node) => sum + node.done, 0)
  const tasks = view.nodes.reduce((sum, node) => sum + node.tasks, 0)
  const waves = `${count(waveCount(view), 'wave')}, longest chain ${view.criticalPath.length}`
  const planned = schedule === null ? [] : [`${count(schedule.busy, 'worker')}: ${inWords(schedule.minutes)}`]
  const summary = [`${done} of ${count(tasks, 'task')} done`, waves, ...planned].join(' · ')
  return htmlGraph(view, graphDetails(execution, view, schedule, inWords), { summary, note })
}

const documentOf = (out: Outcome['out']): string => ('document' in out ? out.document : printLines(out, false))

function tooLarge(view: GraphView, wish: GraphWish, diagnostics: Outcome['diagnostics'], data: unknown): Outcome {
  const message = `Graphviz cannot draw ${count(view.nodes.length, view.by)} as ${wish.format}.`
  const hint = 'Draw it with `--by phase`, or as `--format waves`.'
  const notes: Line[] = [[styled('red', 'error'), ` ${message}`], hint]
  return {
    code: 1,
    data,
    diagnostics: [...diagnostics, bareDiagnostic('graph-too-large', `${message} ${hint}`)],
    out: [],
    notes,
  }
}
