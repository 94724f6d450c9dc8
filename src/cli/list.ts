import type { Execution } from '../model/execution.ts'
import { boardList, phasesNamed } from '../query/board-list.ts'
import { boardPhase } from '../query/board-tasks.ts'
import { listView, type ListView, type TaskFilter, type TaskRow } from '../query/list.ts'
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
import { behindNotes, openViewed, type Viewed } from './viewed.ts'
import { viewNotes } from './view-notes.ts'

/** Lists tasks, filtered: those of the task document, or of the plan where there is none yet. */
export async function run(call: Call, io: Io): Promise<Outcome> {
  const viewed = openViewed(call, io)
  return viewed === null ? listPlan(call, io) : listDocument(viewed, call, io)
}

function listDocument(viewed: Viewed, call: Call, io: Io): Outcome {
  const { board, places } = viewed
  const named = (word: string, what: string): ReadonlySet<string> => {
    const found = phasesNamed(board, word)
    const names = board.phases.map((_, at) => boardPhase(board, at).id)
    return found.size > 0 ? found : new Set([oneOf(word, word, names, what)])
  }
  const view = boardList(board, places, filterOf(call, named))
  const rows = view.tasks.map((task) => cells(task, board.phases.length > 1))
  return {
    code: 0,
    data: view,
    diagnostics: [],
    out: columnLines(rows, columnsOf(io.stdout)),
    notes: [...behindNotes(viewed, call), counted(view)],
  }
}

const counted = ({ tasks, total }: ListView): string =>
  tasks.length === total ? count(total, 'task') : `${tasks.length} of ${count(total, 'task')}`

async function listPlan(call: Call, io: Io): Promise<Outcome> {
  const session = await openSession(call, io)
  const compiled = compiledOf(session, call)
  if ('outcome' in compiled) return compiled.outcome
  const { execution } = compiled
  const named = (word: string, what: 'milestone' | 'phase'): ReadonlySet<string> =>
    new Set([what === 'milestone' ? milestoneNamed(word, execution) : phaseNamed(word, execution)])
  const view = listView(execution, session.places, filterOf(call, named))
  const rows = view.tasks.map((task) => cells(task, execution.milestones.length > 0))
  return {
    code: 0,
    data: view,
    diagnostics: session.diagnostics,
    out: columnLines(rows, columnsOf(io.stdout)),
    notes: [...viewNotes(session, call), counted(view)],
  }
}

const byStatus: readonly (readonly [option: string, statuses: readonly TaskStatus[]])[] = [
  ['ready', ['ready']],
  ['blocked', ['blocked']],
  ['done', ['done']],
  ['open', ['ready', 'blocked', 'started']],
]

/** Phases that a word of the command line names; misuse where it names none. */
type Named = (word: string, what: 'milestone' | 'phase') => ReadonlySet<string>

function filterOf({ switches, values }: Call, named: Named): TaskFilter {
  const statuses = byStatus.filter(([option]) => switches.has(option)).flatMap(([, each]) => each)
  const { milestone, phase } = values
  if (milestone !== undefined && phase !== undefined)
    throw new Misuse('`--milestone` and `--phase` exclude each other.', 'Give one of them.')
  return {
    phases:
      milestone !== undefined ? named(milestone, 'milestone') : phase !== undefined ? named(phase, 'phase') : null,
    path: values['path'] ?? '',
    text: values['text'] ?? '',
    parallel: switches.has('parallel'),
    statuses: statuses.length === 0 ? null : new Set(statuses),
  }
}

const milestoneNamed = (name: string, execution: Execution): string =>
  oneOf(
    name,
    /^\d+$/.test(name) ? `M${Number(name)}` : name,
    execution.milestones.map(({ number }) => `M${number}`),
    'milestone',
  )

const phaseNamed = (name: string, execution: Execution): string =>
  oneOf(
    name,
    name,
    execution.graph.phases.map(({ id }) => id),
    'phase',
  )

function oneOf(given: string, wanted: string, names: readonly string[], what: string): string {
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
  { id, line, text, status, phase, parallel, estimate, dependsOn }: TaskRow,
  withPhase: boolean,
): readonly Cell[] {
  const after = dependsOn.length === 0 ? '' : ` (depends on ${dependsOn.join(', ')})`
  const minutes = estimate === null ? '' : ` (${estimate.text})`
  return [
    { text: id === '' ? `L${line}` : id, style: 'bold' },
    { text: status, style: styles[status] },
    { text: parallel ? '[P]' : '' },
    { text: withPhase ? phase : '' },
    { text: `${text}${minutes}${after}` },
  ]
}
