import { recordCheck, unclaim } from '../workspace/claims.ts'
import type { Call } from './arguments.ts'
import { editNamed, keyOf, openNamed } from './document-tasks.ts'
import type { Io } from './io.ts'
import type { Outcome } from './outcome.ts'
import { toggleTask } from '../edit/toggle-task.ts'
import { toggledOutcome } from './toggled.ts'

/** Opens tasks again that were done, started or dropped. */
export async function run(call: Call, io: Io): Promise<Outcome> {
  const named = openNamed(call, io)
  const { fs, target, tasks } = named
  const dryRun = call.switches.has('dry-run')
  const edited = editNamed(named, tasks, (document, task) => toggleTask(document, task, 'open'), dryRun)
  for (const task of dryRun ? [] : tasks) {
    recordCheck(fs, target.root, keyOf(target, task), null)
    unclaim(fs, target.root, keyOf(target, task))
  }
  return toggledOutcome(named, tasks, 'open', { edited, dryRun, did: 'Reopened', would: 'Would reopen', next: [] })
}
