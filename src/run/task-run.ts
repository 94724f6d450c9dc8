import type { CommandEnd } from './run-command.ts'
import type { CheckResult, JournalEvent, Verdict } from './contract.ts'
import { flushTicks, type EngineHow, type Progress } from './engine-how.ts'
import { backoffMs, brokenAssumption, healStep } from './heal/heal.ts'
import type { TaskRecord } from './run-journal.ts'
import type { RunTask } from './run-plan.ts'
import { snapshotWrites, textsOfWrites } from './verify/verify.ts'

type Outcome = Extract<JournalEvent, { type: 'task-ended' }>['outcome']

/** How the attempts of a task ended. */
interface Settled {
  readonly outcome: Outcome
  readonly why: string
}

/** A task at work. */
interface Job {
  readonly how: EngineHow
  readonly progress: Progress
  readonly task: RunTask
  readonly cwd: string
  readonly before: ReadonlyMap<string, string | null>
  readonly beforeText: ReadonlyMap<string, string>
  /** Rules that were used already. */
  readonly tried: string[]
}

/** An exit code by which a program says that the plan is wrong. */
const escalates = 3

/** Works on one task until it is verified, given up or interrupted, and writes down all of it. */
export async function runTask(
  how: EngineHow,
  progress: Progress,
  task: RunTask,
  attemptsBefore: number,
): Promise<TaskRecord['outcome']> {
  let attempt = attemptsBefore + 1
  started(how, task, attempt)
  const cwd = how.isolator.begin(task)
  const job: Job = {
    how,
    progress,
    task,
    cwd,
    before: snapshotWrites(cwd, task.writes),
    beforeText: textsOfWrites(cwd, task.writes),
    tried: [],
  }
  let more = ''
  for (let round = 1; ; round++) {
    const answer = await oneAttempt(job, attempt, round, more)
    if ('outcome' in answer) return settle(job, attempt, answer)
    await how.wait(backoffMs(round, how.rules), how.signal)
    if (how.signal.aborted) return settle(job, attempt, interrupted)
    more = answer.prompt
    attempt++
    started(how, task, attempt)
  }
}

const interrupted: Settled = { outcome: 'interrupted', why: 'interrupted' }

function started({ journal, plan }: EngineHow, task: RunTask, attempt: number): void {
  journal.append([{ type: 'task-started', task: task.key, attempt, phase: plan.phases[task.phase]!.id }], true)
}

/** The agent's work and its verification; the words for another attempt where it did not pass. */
async function oneAttempt(
  job: Job,
  attempt: number,
  round: number,
  more: string,
): Promise<Settled | { readonly prompt: string }> {
  const { how, task, cwd } = job
  const { journal, signal } = how
  const began = performance.now()
  const end = await how.work({ task, attempt, more, cwd, signal })
  const durationMs = Math.round(performance.now() - began)
  const { end: ended, code, output, cut } = end
  journal.append([{ type: 'agent-ended', task: task.key, attempt, end: ended, code, durationMs, output, cut }], false)
  lookAtDocument(job)
  const failed = failureOf(end)
  if (failed !== null) return failed
  for (;;) {
    const verdict = await how.verify({
      cwd,
      task,
      before: job.before,
      beforeText: job.beforeText,
      signal,
    })
    if (signal.aborted) return interrupted
    writeChecks(job, attempt, verdict.checks)
    if (verdict.verdict === 'passed') return { outcome: 'verified', why: '' }
    if (verdict.verdict === 'attest') return attested(job, attempt)
    const step = healStep(verdict, round, how.rules, job.tried)
    if (step.step === 'give-up') return givenUp(verdict, step)
    job.tried.push(step.rule)
    journal.append([{ type: 'heal-step', task: task.key, attempt, rule: step.rule }], false)
    how.note(`${task.key}: ${step.rule}`)
    if (step.step === 'ask-again') return { prompt: step.prompt }
    for (const argv of step.argv) await how.command(argv, cwd, signal)
    if (signal.aborted) return interrupted
  }
}

function givenUp(
  { checks }: Verdict,
  { why, escalate }: { readonly why: string; readonly escalate: boolean },
): Settled {
  const first = checks.find(({ verdict }) => verdict === 'failed')
  const message = first?.failures[0]?.message ?? ''
  const what =
    first === undefined ? '' : `: \`${first.name}\`${message === '' || why.includes(message) ? '' : `, ${message}`}`
  return { outcome: escalate ? 'escalated' : 'failed', why: `${why}${what}`.slice(0, 1000) }
}

/** How an agent ended that did not do the task; null where verification has the word. */
function failureOf({ end, code, output }: CommandEnd): Settled | null {
  if (end === 'interrupted') return interrupted
  const broken = brokenAssumption(output)
  if (broken !== null) return { outcome: 'escalated', why: broken }
  if (end === 'passed') return null
  const words = {
    failed: code === null ? 'the agent was killed' : `the agent ended with ${code}`,
    timeout: 'the agent did not end in time',
    'output-limit': 'the agent printed too much',
    'not-started': `the agent could not be started: ${output.trim().split('\n').at(-1) ?? ''}`,
  }[end]
  return { outcome: code === escalates ? 'escalated' : 'failed', why: words }
}

/** Sets right what an agent did to the document. */
function lookAtDocument({ how, progress, task }: Job): void {
  const { undone, restored, revised } = how.ticker.inspect()
  if (undone.length > 0) {
    const names = undone.slice(0, 5).join(', ')
    how.note(
      `${task.key}: boxes of ${names} were changed by hand or by the agent while it worked; they are as they were`,
    )
  }
  if (restored) how.note(`${task.key}: the document was removed or broken while the agent worked; it is there again`)
  if (revised && !how.settings.allow_plan_revision)
    progress.halt ||= 'the plan changed during the run; look at it and run it again'
}

function writeChecks({ how, task }: Job, attempt: number, checks: readonly CheckResult[]): void {
  how.journal.append(
    checks.map((check) => ({ type: 'check-ended', task: task.key, attempt, check })),
    false,
  )
}

/** What nothing of the project can tell, the agent's exit code or a person has to. */
async function attested(job: Job, attempt: number): Promise<Settled> {
  const { how, task } = job
  const startedAt = new Date().toISOString()
  const byPerson = how.attests ? null : await how.attest(task)
  if (!how.attests && byPerson === null)
    return {
      outcome: 'escalated',
      why: 'nothing can verify it, and nobody is there to attest it: `--yes`, or `intentk done`',
    }
  const passed = how.attests || byPerson === true
  const name = how.attests ? 'exit code 0 of the program' : 'the word of a person'
  writeChecks(job, attempt, [
    {
      kind: 'attestation',
      name,
      verdict: passed ? 'passed' : 'failed',
      startedAt,
      durationMs: Date.now() - Date.parse(startedAt),
      code: how.attests ? 0 : null,
      output: '',
      tests: null,
      failures: [],
    },
  ])
  return passed ? { outcome: 'attested', why: name } : { outcome: 'failed', why: 'a person said that it is not done' }
}

/** Takes the changes in or back, writes the end of the task down, then ticks it. */
async function settle(job: Job, attempt: number, settled: Settled): Promise<TaskRecord['outcome']> {
  const { how, progress, task } = job
  const { journal, isolator } = how
  let { outcome, why } = settled
  const events: JournalEvent[] = []
  let changed: readonly string[] = []
  if (outcome === 'verified' || outcome === 'attested') {
    const taken = isolator.succeed(task, attempt)
    changed = taken.changed
    if (taken.conflict !== '') {
      outcome = 'conflict'
      why = taken.conflict
    } else if (taken.unnamed.length > 0) how.note(`${task.key} also changed ${listed(taken.unnamed)}`)
  } else {
    const undone = isolator.fail(task, attempt)
    if (undone.rolledBack) events.push({ type: 'rolled-back', task: task.key, attempt })
    for (const note of undone.notes) how.note(`${task.key}: ${note}`)
  }
  events.push({ type: 'task-ended', task: task.key, attempt, outcome, why, changed })
  // On the disk before the box is ticked, or the next agent starts: one wait for both.
  journal.append(events, false)
  if (outcome === 'verified' || outcome === 'attested') {
    if (how.atomic) progress.held.push(task.key)
    else {
      how.ticker.tick(task.key)
      flushTicks(how, progress, how.commit !== null)
      const problem = how.commit?.(task, changed) ?? ''
      if (problem !== '') {
        progress.halt ||= `${task.key} could not be committed: ${problem}`
        progress.failed = true
      }
    }
  }
  await how.ended(task)
  return outcome
}

const listed = (paths: readonly string[]): string =>
  `${paths.slice(0, 5).join(', ')}${paths.length > 5 ? ` and ${paths.length - 5} more` : ''}`
