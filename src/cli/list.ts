import type { Execution } from '../model/execution.ts'
import type { PhaseId } from '../model/task.ts'
import { listView, type TaskFilter, type TaskRow } from '../query/list.ts'
import type { TaskStatus } from '../query/tasks.ts'
import { closest } from '../workspace/suggest.ts'
import type { Call } from './arguments.ts'
import { columnLines, type Cell } from './columns.ts'
import { compiledOf, count } from './compiled.ts'
import type { Io } from './io.ts'
import { Misuse } from './misuse.ts'
import type { Outcome } from './outcome.ts'
import { openSession } from './session.ts'
import { columnsOf, type Style } from './terminal.ts'
import { viewNotes } from './view-notes.ts'

/** Lists tasks, filtered. */
export async function run(call: Call, io: Io): Promise<Outcome> {
  const session = await openSession(call, io)
  const compiled = compiledOf(session, call)
  if ('outcome' in compiled) return compiled.outcome
  const { execution } = compiled
  const view = listView(execution, session.places, filterOf(call, execution))
  const { tasks, total } = view
  const rows = tasks.map((task) => cells(task, execution))
  return {
    code: 0,
    data: view,
    diagnostics: session.diagnostics,
    out: columnLines(rows, columnsOf(io.stdout)),
    notes: [
      ...viewNotes(session, call),
      tasks.length === total ? count(total, 'task') : `${tasks.length} of ${count(total, 'task')}`,
    ],
  }
}

const byStatus: readonly (readonly [option: string, statuses: readonly TaskStatus[]])[] = [
  ['ready', ['ready']],
  ['blocked', ['blocked']],
  ['done', ['done']],
  ['open', ['ready', 'blocked', 'started']],
]

function filterOf({ switches, values }: Call, execution: Execution): TaskFilter {
  const statuses = byStatus.filter(([option]) => switches.has(option)).flatMap(([, each]) => each)
  const { milestone, phase } = values
  if (milestone !== undefined && phase !== undefined)
    throw new Misuse('`--milestone` and `--phase` exclude each other.', 'Give one of them.')
  return {
    phases:
      milestone !== undefined
        ? new Set([milestoneNamed(milestone, execution)])
        : phase !== undefined
          ? new Set([phaseNamed(phase, execution)])
          : null,
    path: values['path'] ?? '',
    text: values['text'] ?? '',
    parallel: switches.has('parallel'),
    statuses: statuses.length === 0 ? null : new Set(statuses),
  }
}

const milestoneNamed = (name: string, execution: Execution): PhaseId =>
  oneOf(
    name,
    /^\d+$/.test(name) ? `M${Number(name)}` : name,
    execution.milestones.map(({ number }): PhaseId => `M${number}`),
    'milestone',
  )

const phaseNamed = (name: string, execution: Execution): PhaseId =>
  oneOf(
    name,
    name,
    execution.graph.phases.map(({ id }) => id),
    'phase',
  )

function oneOf(given: string, wanted: string, names: readonly PhaseId[], what: string): PhaseId {
  const found = names.find((name) => name.toLowerCase() === wanted.toLowerCase())
  if (found !== undefined) return found
  // Among numbers no one is nearer than another.
  const near = /^m?\d+$/i.test(wanted) ? null : closest(wanted, names)
  const shown = names.length === 0 ? 'There is none.' : `There are ${names.slice(0, 12).join(', ')}.`
  throw new Misuse(`There is no ${what} \`${given}\`.`, near === null ? shown : `Did you mean \`${near}\`? ${shown}`)
}

const styles: Readonly<Record<TaskStatus, Style>> = {
  done: 'green',
  dropped: 'dim',
  started: 'cyan',
  ready: 'bold',
  blocked: 'dim',
}

function cells(
  { id, text, status, phase, parallel, estimate, dependsOn }: TaskRow,
  { milestones }: Execution,
): readonly Cell[] {
  const after = dependsOn.length === 0 ? '' : ` (depends on ${dependsOn.join(', ')})`
  const minutes = estimate === null ? '' : ` (${estimate.text})`
  return [
    { text: id, style: 'bold' },
    { text: status, style: styles[status] },
    { text: parallel ? '[P]' : '' },
    { text: milestones.length === 0 ? '' : phase },
    { text: `${text}${minutes}${after}` },
  ]
}
