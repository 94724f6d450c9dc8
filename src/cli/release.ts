import { nameOf } from '../edit/task-name.ts'
import { toggleTask } from '../edit/toggle-task.ts'
import { claimant, unclaim } from '../workspace/claims.ts'
import type { Call } from './arguments.ts'
import { editNamed, keyOf, openNamed } from './document-tasks.ts'
import type { Io } from './io.ts'
import type { Outcome } from './outcome.ts'
import type { Line } from './terminal.ts'
import { toggledOutcome } from './toggled.ts'

/** Gives started tasks back: their boxes are open again and nobody has them. */
export async function run(call: Call, io: Io): Promise<Outcome> {
  const named = openNamed(call, io)
  const { fs, target, tasks, document } = named
  const dryRun = call.switches.has('dry-run')
  const started = tasks.filter(({ state }) => state === 'started')
  const edited = editNamed(named, started, (each, task) => toggleTask(each, task, 'open'), dryRun)
  const holders = tasks.map((task) => ({ task, as: claimant(fs, target.root, keyOf(target, task)) }))
  if (!dryRun) for (const { task, as } of holders) if (as !== null) unclaim(fs, target.root, keyOf(target, task))
  const others = tasks.filter((task) => !started.includes(task))
  const notes = others.map((task): Line => {
    const as = holders.find((holder) => holder.task === task)!.as
    const was = as === null ? 'nobody had it' : `it was claimed by ${as}`
    return `${nameOf(document, task)} is ${task.state}, ${was}`
  })
  const outcome = toggledOutcome(named, started, 'open', {
    edited,
    dryRun,
    did: 'Released',
    would: 'Would release',
    next: notes,
  })
  const released = holders.flatMap(({ task, as }) => (as === null ? [] : [{ id: task.id, as }]))
  return { ...outcome, data: { ...(outcome.data as object), released } }
}
