import { flushTicks, type EngineHow, type Progress, type RunEnd } from './engine-how.ts'
import { misfit } from './gates/triggers.ts'
import { isDone, taskRecords, type TaskRecord } from './run-journal.ts'
import { clashes, type RunTask } from './run-plan.ts'
import { schedule, type NodeEnd } from './scheduler.ts'
import { runTask } from './task-run.ts'

/** Runs the tasks of a plan to the end, a failure, or an interruption. What was settled before is not run again. */
export async function runEngine(how: EngineHow): Promise<RunEnd> {
  const { plan, journal, isWanted } = how
  const before = taskRecords(journal.entries)
  const progress: Progress = {
    halt: '',
    failed: false,
    lastFlush: 0,
    started: new Set(),
    ended: new Set(),
    held: [],
  }
  const outcomes = new Map<number, TaskRecord['outcome']>()
  const count = plan.tasks.length
  const isOver = (task: number): boolean => {
    const { state, key } = plan.tasks[task]!
    return state === 'done' || state === 'dropped' || how.isSkipped(task) || isDone(before.get(key)?.outcome ?? null)
  }
  const phaseAt = (node: number): number => (node - count) >> 1
  const isEnd = (node: number): boolean => node >= count && ((node - count) & 1) === 1

  await schedule(
    {
      next: plan.next,
      isOver: (node) => node < count && isOver(node),
      isLeftOut: (node) => node < count && !isWanted(node),
      isTask: (node) => node < count,
      priority: (node) => (node < count ? plan.behind[node]! : 0),
      clashes: (a, b) => clashes(plan.tasks[a]!, plan.tasks[b]!),
    },
    how.jobs,
    async (node): Promise<NodeEnd> => {
      if (how.signal.aborted || progress.halt !== '') return 'stop'
      if (node >= count) return isEnd(node) ? endPhase(how, progress, phaseAt(node)) : 'over'
      return startTask(how, progress, node, before, outcomes)
    },
  )
  return finish(how, progress)
}

async function startTask(
  how: EngineHow,
  progress: Progress,
  node: number,
  before: ReadonlyMap<string, TaskRecord>,
  outcomes: Map<number, TaskRecord['outcome']>,
): Promise<NodeEnd> {
  const { plan, journal, settings } = how
  const task = plan.tasks[node]!
  if (settings.checkpoint_between_steps && outcomes.size > 0) {
    const goOn = await how.checkpoint(task)
    if (goOn !== true) {
      progress.halt = goOn === null ? `a checkpoint before ${task.key}; --resume goes on` : `stopped before ${task.key}`
      return 'stop'
    }
  }
  if (!progress.started.has(task.phase)) {
    progress.started.add(task.phase)
    journal.append([{ type: 'phase-started', phase: plan.phases[task.phase]!.id }], false)
  }
  const outcome = await runTask(how, progress, task, before.get(task.key)?.attempts ?? 0)
  outcomes.set(node, outcome)
  if (isDone(outcome)) return 'over'
  if (outcome === 'interrupted') return 'stop'
  progress.failed = true
  if (outcome === 'escalated') {
    progress.halt ||= `${task.key} was escalated: an assumption of the plan does not hold`
    return 'stop'
  }
  if (settings.stop_on_error || how.atomic) {
    progress.halt ||= `${task.key} failed`
    return 'stop'
  }
  const why = misfit(journal.entries)
  if (why === null) return 'failed'
  progress.halt ||= why.replace(/\.$/, '')
  return 'stop'
}

/** A phase whose tasks are all done; one whose gate fails does not open what waits for it. */
async function endPhase(how: EngineHow, progress: Progress, phase: number): Promise<NodeEnd> {
  const { plan, journal } = how
  // A phase in which nothing was to be done has nothing to say.
  if (!progress.started.has(phase)) return 'over'
  flushTicks(how, progress, true)
  const { id } = plan.phases[phase]!
  const why = await how.gate(phase, journal.entries)
  journal.append([{ type: 'phase-ended', phase: id, verdict: why === '' ? 'passed' : 'failed' }], true)
  progress.ended.add(phase)
  if (why === '') return 'over'
  progress.failed = true
  progress.halt ||= `after ${id}: ${why}`
  return 'stop'
}

function finish(how: EngineHow, progress: Progress): RunEnd {
  const { plan, journal } = how
  if (how.atomic) settleAtomic(how, progress)
  flushTicks(how, progress, true)
  const before = taskRecords(journal.entries)
  for (const phase of progress.started) {
    const { id } = plan.phases[phase]!
    if (!progress.ended.has(phase)) journal.append([{ type: 'phase-ended', phase: id, verdict: 'partial' }], false)
  }
  const left = plan.tasks.filter(
    ({ key, state }, index) =>
      how.isWanted(index) &&
      !how.isSkipped(index) &&
      (state === 'open' || state === 'started') &&
      !isDone(before.get(key)?.outcome ?? null),
  )
  const end = endOf(how, progress, left)
  journal.append([{ type: 'run-ended', ...end }], true)
  return end
}

function endOf(how: EngineHow, { halt, failed }: Progress, left: readonly RunTask[]): RunEnd {
  if (how.signal.aborted) return { outcome: 'interrupted', why: 'interrupted' }
  if (failed) return { outcome: 'failed', why: halt === '' ? 'a task failed' : halt }
  if (halt !== '') return { outcome: 'stopped', why: halt }
  if (left.length === 0) return { outcome: 'done', why: '' }
  const names = left.slice(0, 5).map(({ key }) => key)
  const more = left.length > names.length ? ` and ${left.length - names.length} more` : ''
  return { outcome: 'stopped', why: `${names.join(', ')}${more} wait for tasks that are not part of this run` }
}

/** All ticks at once, or all changes back. */
function settleAtomic({ ticker, isolator, journal, note, signal }: EngineHow, progress: Progress): void {
  if (!progress.failed && progress.halt === '' && !signal.aborted) {
    for (const key of progress.held) ticker.tick(key)
    return
  }
  if (progress.held.length === 0) return
  const { notes } = isolator.rollBackAll()
  journal.append(
    progress.held.flatMap((task) => [
      { type: 'rolled-back' as const, task, attempt: 0 },
      {
        type: 'task-ended' as const,
        task,
        attempt: 0,
        outcome: 'interrupted' as const,
        why: 'all or nothing',
        changed: [],
      },
    ]),
    true,
  )
  for (const text of notes) note(text)
}
