import type { TaskState } from '../model/plan.ts'
import { settleCommits } from './commit.ts'
import type { JournalEvent } from './contract.ts'
import type { Isolator } from './isolate/isolator.ts'
import { endLeftOver } from './left-over.ts'
import { isDone, taskRecords, type RunJournal } from './run-journal.ts'
import type { RunHow } from './run-how.ts'
import type { Ticker } from './ticks.ts'

/** Finds what was in flight when a run was stopped, takes it back, and sets the boxes to what the journal says. */
export function settleStopped(
  how: RunHow,
  journal: RunJournal,
  ticker: Ticker,
  isolator: Isolator,
  note: (text: string) => void,
): void {
  const { plan, options, run } = how
  journal.append([{ type: 'run-resumed' }], true)
  endLeftOver(run)
  const records = taskRecords(journal.entries)
  const byKey = new Map(plan.tasks.map((task) => [task.key, task]))
  const inFlight = [...records].flatMap(([key, { outcome, attempts }]) => {
    const task = byKey.get(key)
    return outcome === null && task !== undefined ? [{ task, attempt: attempts }] : []
  })
  const undone = inFlight.length === 0 ? null : isolator.recover(inFlight)
  for (const text of undone?.notes ?? []) note(text)
  journal.append(
    inFlight.flatMap(({ task, attempt }): JournalEvent[] => [
      ...(undone?.rolledBack === true ? [{ type: 'rolled-back' as const, task: task.key, attempt }] : []),
      { type: 'task-ended', task: task.key, attempt, outcome: 'interrupted', why: 'the run was stopped', changed: [] },
    ]),
    true,
  )
  const boxes = new Map<string, TaskState>()
  const doneBefore = new Set(options.doneBefore)
  for (const { key, state } of plan.tasks) {
    const record = records.get(key)
    const isOwn = record !== undefined && isDone(record.outcome) && !options.atomic
    // A box that a person opened again after it was ticked stays open, unless an agent may have done it.
    if (isOwn && (!record.ticked || inFlight.length > 0)) boxes.set(key, 'done')
    // A task that no record says is done was ticked by an agent, if one was at work.
    else if (
      !isOwn &&
      state === 'done' &&
      !doneBefore.has(key) &&
      inFlight.length > 0 &&
      options.isolation !== 'worktree'
    )
      boxes.set(key, 'open')
  }
  const wrong = ticker.enforce(boxes)
  const opened = wrong.filter((key) => boxes.get(key) === 'open')
  if (opened.length > 0)
    note(`boxes of ${opened.slice(0, 5).join(', ')} were ticked without a record; they are open again`)
  const ticked = [...boxes].flatMap(([task, state]) =>
    state === 'done' && records.get(task)?.ticked !== true ? [task] : [],
  )
  journal.append(
    ticked.map((task) => ({ type: 'ticked', task })),
    true,
  )
  if (options.commit) settleCommits(how, journal.entries, note)
}
