import { indexAt } from '../query/board-tasks.ts'
import { boardShow, planShow, type ShowView } from '../query/show.ts'
import { claimOf, lastCheck, type Claim, type LastCheck } from '../workspace/claims.ts'
import { documentLog } from '../workspace/document-log.ts'
import type { Call } from './arguments.ts'
import { compiledOf } from './compiled.ts'
import { keyOf } from './document-tasks.ts'
import type { Io } from './io.ts'
import { Misuse } from './misuse.ts'
import type { Outcome } from './outcome.ts'
import { openSession } from './session.ts'
import { showLines, type Shown } from './show-text.ts'
import { taskNamed } from './task-named.ts'
import type { Line } from './terminal.ts'
import {
  behindNotes,
  isTaskList,
  openTarget,
  taskNamedIn,
  viewedAround,
  type NamedTask,
  type Opened,
} from './viewed.ts'
import { viewNotes } from './view-notes.ts'

/** Of longer documents the history is read only when it is asked for: git compares the whole of each of its versions. */
const LONG = 256 * 1024

/** Shows everything about one task, or what an agent needs for it. */
export async function run(call: Call, io: Io): Promise<Outcome> {
  const { switches, values } = call
  if (switches.has('for-agent')) return (await import('./show-for-agent.ts')).run(call, io)
  const only = ['max-tokens', 'force'].find((name) => values[name] !== undefined || switches.has(name))
  if (only !== undefined) throw new Misuse(`\`--${only}\` belongs to \`--for-agent\`.`, 'Give both, or leave it out.')
  const opened = openTarget(call, io)
  const named = opened === null ? null : taskOf(opened, call)
  if (opened === null || named === null) return showPlan(call, io, null)
  return switches.has('why') ? showPlan(call, io, { opened, named }) : showDocument(opened, named, call)
}

/** The task that the words of the call name; null where the plan behind the document may know it. */
export function taskOf(opened: Opened, { ids }: Call): NamedTask | null {
  try {
    return taskNamedIn(opened, ids[0]!)
  } catch (error) {
    if (error instanceof Misuse && !isTaskList(opened.target)) return null
    throw error
  }
}

interface Records {
  readonly claim: Claim | null
  readonly check: LastCheck | null
}

const NONE: Records = { claim: null, check: null }

function recordsOf({ fs, target }: Opened, { task }: NamedTask): Records {
  const key = keyOf(target, task)
  return { claim: claimOf(fs, target.root, key), check: lastCheck(fs, target.root, key) }
}

async function showDocument(opened: Opened, named: NamedTask, call: Call): Promise<Outcome> {
  const { board, places, inner } = viewedAround(opened, named)
  const { start } = named.task
  const view = boardShow(board, places, indexAt(board, inner?.(start) ?? start), named.task)
  const { history, notes } = await pastOf(opened, named, call)
  const shown: Shown = { ...view, ...recordsOf(opened, named), history }
  return {
    code: 0,
    data: shown,
    diagnostics: [],
    out: showLines(shown),
    notes: [...behindNotes(opened, call), ...notes],
  }
}

interface Past {
  readonly history: Shown['history']
  readonly notes: readonly Line[]
}

async function pastOf({ fs, target, source }: Opened, { task, dialect }: NamedTask, { switches }: Call): Promise<Past> {
  if (switches.has('no-history')) return { history: null, notes: [] }
  if (source.text.length > LONG && !switches.has('history'))
    return { history: null, notes: ['The history of so long a document is left out: --history shows it.'] }
  const log = documentLog(fs, target.root, target.shown)
  if (log === null) return { history: null, notes: [] }
  const { historyIn } = await import('../query/history.ts')
  return { history: historyIn(log.text, log.cut, task, dialect), notes: [] }
}

/** Compiles the plan for what it alone says: of a task of a document with `--why`, and where there is no document. */
async function showPlan(
  call: Call,
  io: Io,
  found: { readonly opened: Opened; readonly named: NamedTask } | null,
): Promise<Outcome> {
  const session = await openSession(call, io)
  const compiled = compiledOf(session, call)
  if ('outcome' in compiled) return compiled.outcome
  const task = taskNamed(compiled.execution, found === null ? call.ids[0]! : found.named.task.id)
  const plan: ShowView = planShow(compiled.execution, session.places, task)
  const past = found === null ? { history: null, notes: [] } : await pastOf(found.opened, found.named, call)
  const records = found === null ? NONE : recordsOf(found.opened, found.named)
  const shown: Shown = { ...plan, ...records, history: past.history }
  return {
    code: 0,
    data: shown,
    diagnostics: session.diagnostics,
    out: showLines(shown),
    notes: [...viewNotes(session, call), ...past.notes],
  }
}
