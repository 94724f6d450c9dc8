import { refused, type Edited } from '../edit/edited.ts'
import { nameOf } from '../edit/task-name.ts'
import { toggleTask } from '../edit/toggle-task.ts'
import type { DocumentTask, TaskDocument } from '../model/task-document.ts'
import { claim, claimant, unclaim, type Taken } from '../workspace/claims.ts'
import type { Call } from './arguments.ts'
import { callOfTasks } from './call-of.ts'
import { changeOf, editNamed, keyOf, openNamed, openTasks, readAll, type Named } from './document-tasks.ts'
import type { Io } from './io.ts'
import { Misuse } from './misuse.ts'
import { bareDiagnostic, type Outcome } from './outcome.ts'
import { oneLine } from './terminal.ts'
import { toggledOutcome } from './toggled.ts'

/** Claims a task for somebody and marks it as started; without an id the first that is ready. */
export async function run(call: Call, io: Io): Promise<Outcome> {
  const as = call.values['as']?.trim() ?? ''
  if (as === '') throw new Misuse('`intentk start` needs `--as WHO`.', 'For example `intentk start T004 --as anna`.')
  const named = call.ids.length > 0 ? openNamed(call, io) : await openReady(call, io)
  const { document, tasks } = named
  const [task] = tasks
  if (call.ids.length > 0 && task !== undefined) {
    const name = nameOf(document, task)
    if (task.state === 'done' || task.state === 'dropped') {
      const hint = `\`${callOfTasks(call, 'reopen', [name])}\` opens it again.`
      return refusal(named, task, `${name} is ${task.state}.`, hint)
    }
    const taken = take(named, task, as, call)
    if (taken.done)
      return refusal(
        named,
        task,
        `${name} was done in another worktree.`,
        `\`${callOfTasks(call, 'reopen', [name])}\` makes it free here.`,
      )
    if (taken.as === as) return started(named, task, as, call)
    const hint = `\`${callOfTasks(call, 'release', [name])}\` frees it.`
    return refusal(named, task, `${name} is claimed by ${taken.as}.`, hint)
  }
  // Between looking and claiming somebody else may be quicker: the next one then.
  const free = tasks.find((each) => {
    const taken = take(named, each, as, call)
    return taken.as === as && !taken.done
  })
  return free === undefined ? nothingReady(named) : started(named, free, as, call)
}

/** Claims a task; answers who has it. */
function take({ fs, target }: Named, task: DocumentTask, as: string, { switches, values }: Call): Taken {
  const key = keyOf(target, task)
  if (switches.has('dry-run')) return { as: claimant(fs, target.root, key) ?? as, done: false }
  return claim(fs, target.root, key, as, leaseOf(values['lease']))
}

/** Minutes of `--lease 90`, `2h`, `3d`. */
function leaseOf(value: string | undefined): number | undefined {
  const [, number, unit] = /^(\d{1,6})([mhd]?)$/.exec(value ?? '') ?? []
  if (number === undefined) return undefined
  return Number(number) * (unit === 'h' ? 60 : unit === 'd' ? 24 * 60 : 1)
}

/** Marks a task that is claimed; gives it back where that fails. */
function started(named: Named, task: DocumentTask, as: string, call: Call): Outcome {
  const { fs, target, document } = named
  const dryRun = call.switches.has('dry-run')
  const name = nameOf(document, task)
  const mark = (each: TaskDocument, one: DocumentTask): Edited =>
    one.state === 'done' ? refused(`${name} was ticked meanwhile.`) : toggleTask(each, one, 'started')
  try {
    const edited = editNamed(named, [task], mark, dryRun)
    const next = [`  ${oneLine(task.text)}`, `Next ${callOfTasks(call, 'done', [name])}`]
    const words = { edited, dryRun, did: `Started for ${as}:`, would: `Would start for ${as}:`, next, more: { as } }
    return toggledOutcome({ document, target }, [task], 'started', words)
  } catch (error) {
    if (!dryRun && task.state !== 'started') unclaim(fs, target.root, keyOf(target, task))
    throw error
  }
}

/** All tasks that could start now, those with the longest way behind them first. */
async function openReady(call: Call, io: Io): Promise<Named> {
  const opened = openTasks(call, io)
  const document = readAll(opened.target, opened.first.source)
  const { boardOf } = await import('../tasks/board.ts')
  const { readyInOrder } = await import('../tasks/remaining.ts')
  return { ...opened, document, tasks: readyInOrder(boardOf(document)).map((index) => document.tasks[index]!) }
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
