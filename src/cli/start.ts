import { readyTasks } from '../edit/ready-tasks.ts'
import { nameOf } from '../edit/task-name.ts'
import { toggleTask } from '../edit/toggle-task.ts'
import type { DocumentTask } from '../model/task-document.ts'
import { claim, claimant, unclaim } from '../workspace/claims.ts'
import type { Call } from './arguments.ts'
import { callOfTasks } from './call-of.ts'
import { changeOf, editNamed, keyOf, openNamed, openTasks, readAll, type Named } from './document-tasks.ts'
import type { Io } from './io.ts'
import { Misuse } from './misuse.ts'
import { bareDiagnostic, type Outcome } from './outcome.ts'
import { readyByGraph } from './ready-by-graph.ts'
import { oneLine } from './terminal.ts'
import { toggledOutcome } from './toggled.ts'

/** Claims a task for somebody and marks it as started; without an id the first that is ready. */
export async function run(call: Call, io: Io): Promise<Outcome> {
  const as = call.values['as']?.trim() ?? ''
  if (as === '') throw new Misuse('`intentk start` needs `--as WHO`.', 'For example `intentk start T004 --as anna`.')
  const named = call.ids.length > 0 ? openNamed(call, io) : await openReady(call, io)
  const { fs, target, document, tasks } = named
  const isFree = (task: DocumentTask): boolean => {
    const other = claimant(fs, target.root, keyOf(target, task))
    return other === null || other === as
  }
  const task = call.ids.length > 0 ? tasks[0] : tasks.find(isFree)
  if (task === undefined) return nothingReady(named)
  const name = nameOf(document, task)
  if (task.state === 'done' || task.state === 'dropped') {
    return refusal(
      named,
      task,
      `${name} is ${task.state}.`,
      `\`${callOfTasks(call, 'reopen', [name])}\` opens it again.`,
    )
  }
  const dryRun = call.switches.has('dry-run')
  const key = keyOf(target, task)
  const before = claimant(fs, target.root, key)
  const holder = dryRun ? (before ?? as) : claim(fs, target.root, key, as)
  if (holder !== as) {
    return refusal(
      named,
      task,
      `${name} is claimed by ${holder}.`,
      `\`${callOfTasks(call, 'release', [name])}\` frees it.`,
    )
  }
  try {
    const edited = editNamed(named, [task], (each, one) => toggleTask(each, one, 'started'), dryRun)
    const next = [`  ${oneLine(task.text)}`, `Next ${callOfTasks(call, 'done', [name])}`]
    const words = { edited, dryRun, did: `Started for ${as}:`, would: `Would start for ${as}:`, next, more: { as } }
    return toggledOutcome({ document, target }, [task], 'started', words)
  } catch (error) {
    if (!dryRun && before === null) unclaim(fs, target.root, key)
    throw error
  }
}

/** All tasks that could start now, in document order. */
async function openReady(call: Call, io: Io): Promise<Named> {
  const opened = openTasks(call, io)
  const document = readAll(opened.target, opened.first.source)
  const byGraph = opened.target.own ? await readyByGraph(call, io, document) : null
  return { ...opened, document, tasks: byGraph ?? readyTasks(document) }
}

function nothingReady({ document, target }: Named): Outcome {
  const open = document.tasks.filter(({ state }) => state === 'open').length
  const why = open === 0 ? 'no task is open' : `${open} open, all of them wait or are claimed`
  return {
    code: 0,
    data: { status: 'unchanged', output: target.shown, tasks: [] },
    diagnostics: [],
    out: [],
    notes: [`Nothing is ready in ${target.shown}: ${why}.`],
  }
}

function refusal({ document, target }: Named, task: DocumentTask, message: string, hint: string): Outcome {
  const { line } = changeOf(document, task, task.state)
  const diagnostic = { ...bareDiagnostic('not-startable', `${message} ${hint}`, target.shown), line }
  return {
    code: 1,
    data: { status: 'unchanged', output: target.shown, tasks: [] },
    diagnostics: [diagnostic],
    out: [],
    notes: [message, hint],
  }
}
