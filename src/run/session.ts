import { setMaxListeners } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { claim, recordCheck, unclaim } from '../workspace/claims.ts'
import type { FileSystem } from '../workspace/file-system.ts'
import { defaultRunSettings } from '../workspace/run-settings.ts'
import { workOf } from './agent-work.ts'
import { commitTask } from './commit.ts'
import type { CheckResult, JournalEvent, Verdict, VerifiedTask } from './contract.ts'
import { runEngine } from './engine.ts'
import type { EngineHow, RunEnd } from './engine-how.ts'
import { allowedEnvironment } from './environment.ts'
import { recordsOf } from './evidence/records.ts'
import { writeEvidence, writeRecord } from './evidence/store.ts'
import { collectorOf, sendSpans } from './evidence/send.ts'
import { evaluateGates, gateChecks, gatesOfTask } from './gates/gates.ts'
import { measuresOf } from './gates/measures.ts'
import type { FixRules } from './heal/rules.ts'
import type { Isolator } from './isolate/isolator.ts'
import { openIsolator } from './isolate/open.ts'
import { endLeftOver } from './left-over.ts'
import { runCommand, type CommandEnd, type CommandRun } from './run-command.ts'
import { journalPath, makeRun, runFolder } from './run-folder.ts'
import type { RunHow } from './run-how.ts'
import { isDone, openJournal, taskRecords, type RunJournal, type TaskRecord } from './run-journal.ts'
import { wavesOf, type RunTask } from './run-plan.ts'
import { settleStopped } from './settle-stopped.ts'
import { openTicker, type Ticker } from './ticks.ts'
import { failedBefore } from './verify/failed-before.ts'
import { verifyTask } from './verify/verify.ts'

/** Works through a plan: what was stopped before is settled first. */
export async function executeRun(how: RunHow): Promise<RunEnd> {
  const { fs, target, run, options, resume } = how
  setMaxListeners(0, how.signal)
  if (!resume) makeRun(fs, target.root, run, options)
  const journal = listening(openJournal(journalPath(target.root, run)), how.on)
  const folder = runFolder(target.root, run)
  // In a worktree an agent has a document of its own; what changes in this one is a person's word.
  const undo = options.isolation !== 'worktree'
  const ticker = openTicker(fs, target, { undo, aside: () => join(folder, 'undone', 'document.md') })
  const note = (text: string): void => how.on({ type: 'note', text })
  const before = taskRecords(journal.entries)
  const counts = (step: string): boolean => {
    const at = step.lastIndexOf('#')
    const record = before.get(step.slice(0, at))
    return record !== undefined && isDone(record.outcome) && record.attempts === Number(step.slice(at + 1))
  }
  const isolator = openIsolator(how, counts)
  let end: RunEnd | null = null
  try {
    if (resume) settleStopped(how, journal, ticker, isolator, note)
    else journal.append([startedEvent(how)], true)
    skip(how, journal)
    end = await runEngine(engineHow(how, journal, ticker, isolator, note))
  } finally {
    const left = endLeftOver(run)
    if (left > 0) note(`${left} ${left === 1 ? 'process' : 'processes'} that agents left behind ended`)
    isolator.end(end === null)
    journal.close()
  }
  await keepSpans(how, journal, note)
  return end
}

/** Writes the spans of the run, and sends them where the environment names a collector. */
async function keepSpans(
  { fs, env, target, version }: RunHow,
  { entries }: RunJournal,
  note: (text: string) => void,
): Promise<void> {
  const spans = await writeEvidence(fs, target.root, entries, new Set())
  const collector = collectorOf(env)
  if (collector === null) return
  const { problem } = await sendSpans(spans, version, collector)
  if (problem !== '') note(`the spans were not all sent: ${problem}`)
}

function listening(journal: RunJournal, on: RunHow['on']): RunJournal {
  return {
    ...journal,
    append: (events, durable) => {
      journal.append(events, durable)
      for (const event of events) on(event)
    },
  }
}

function startedEvent({ plan, run, options, wanted, skipped, version }: RunHow): JournalEvent {
  const isOpen = (task: number): boolean =>
    wanted.has(task) && !skipped.has(task) && ['open', 'started'].includes(plan.tasks[task]!.state)
  const waves = wavesOf(plan, isOpen)
  const order = [...plan.tasks.keys()]
    .filter(isOpen)
    .toSorted((a, b) => waves[a]! - waves[b]! || plan.behind[b]! - plan.behind[a]! || a - b)
  return {
    type: 'run-started',
    run,
    document: options.document,
    approved: options.approved,
    approvedBy: options.approvedBy,
    agent: options.agent,
    jobs: options.jobs,
    isolation: options.isolation,
    tasks: order.map((index) => {
      const { key, text, phase, estimateMinutes } = plan.tasks[index]!
      return { id: key, text, phase: plan.phases[phase]!.id, wave: waves[index]!, estimateMinutes }
    }),
    intentk: version,
  }
}

function skip({ plan, skipped }: RunHow, journal: RunJournal): void {
  const before = taskRecords(journal.entries)
  const events = [...skipped].flatMap((index): JournalEvent[] => {
    const { key, state } = plan.tasks[index]!
    if (state === 'done' || state === 'dropped' || before.get(key)?.outcome === 'skipped') return []
    return [{ type: 'task-ended', task: key, attempt: 0, outcome: 'skipped', why: 'left out by --skip', changed: [] }]
  })
  journal.append(events, true)
}

function engineHow(
  how: RunHow,
  journal: RunJournal,
  ticker: Ticker,
  isolator: Isolator,
  note: (text: string) => void,
): EngineHow {
  const { target, env, plan, options, settings, agent, wanted, skipped } = how
  const fs = withoutWaiting(how.fs)
  const checkEnv = { ...allowedEnvironment(env, settings.env), INTENTK_RUN: how.run }
  const deadlineMs = settings.check_minutes * 60_000
  const claimed = new Set<string>()
  return {
    ...pick(how),
    journal,
    ticker,
    isolator,
    note,
    jobs: options.jobs,
    atomic: options.atomic,
    isWanted: (task) => wanted.has(task),
    isSkipped: (task) => skipped.has(task),
    attests: agent?.attests === true,
    rules: rulesOf(how),
    work: claiming(how, fs, claimed),
    command: (argv, cwd, signal) =>
      runCommand({ argv: argv as [string, ...string[]], cwd, env: checkEnv, deadlineMs, signal }),
    verify: async (input) => verifyOf(how, journal, input, { env: checkEnv, deadlineMs }),
    commit: options.commit
      ? (task, changed) =>
          commitTask({ root: target.root, document: target.shown, run: how.run }, task, changed, journal.entries)
      : null,
    ended: async (task) => {
      const outcome = await keepRecord(how, fs, journal, task)
      // A run that was stopped may have left claims behind.
      if (!claimed.delete(task.key) && !how.resume) return
      const ended = isDone(outcome) && !options.atomic ? 'done' : 'free'
      unclaim(fs, target.root, { document: target.shown, task: task.key }, ended)
    },
    wait: waitFor,
    plan,
  }
}

/** Calls the agent; a task that takes its time is claimed, for others to see. */
function claiming(how: RunHow, fs: FileSystem, claimed: Set<string>): EngineHow['work'] {
  const { target, settings, run } = how
  const work = workOf(how)
  return async (call) => {
    const key = { document: target.shown, task: call.task.key }
    // Nobody takes a task within a moment, and thousands of quick ones need no claims.
    const timer = setTimeout(() => {
      claimed.add(call.task.key)
      claim(fs, target.root, key, `intentk run ${run}`, settings.agent_minutes + 30)
    }, claimedAfterMs)
    try {
      return await work(call)
    } finally {
      clearTimeout(timer)
    }
  }
}

/** Writes the record of a task and how it was checked; answers how it ended. */
async function keepRecord(
  { target }: RunHow,
  fs: FileSystem,
  journal: RunJournal,
  task: RunTask,
): Promise<TaskRecord['outcome']> {
  const key = { document: target.shown, task: task.key }
  const own = journal.entriesOf(task.key)
  const last = own.findLast((entry) => entry.type === 'task-ended')
  const outcome = last?.type === 'task-ended' ? last.outcome : null
  if (isDone(outcome) && task.verify.length > 0)
    recordCheck(fs, target.root, key, {
      ...key,
      result: outcome === 'verified' ? 'passed' : 'unverified',
      commands: task.verify,
    })
  const first = journal.entries[0]!
  const slim =
    first.type === 'run-started' ? { ...first, tasks: first.tasks.filter(({ id }) => id === task.key) } : first
  for (const record of recordsOf([slim, ...own])) await writeRecord(fs, target.root, record)
  return outcome
}

/** Tasks that take longer than this are claimed, for others to see. */
const claimedAfterMs = 1000

/** Verifies an attempt with the gates and the checks that the settings ask for. */
async function verifyOf(
  how: RunHow,
  journal: RunJournal,
  input: Parameters<EngineHow['verify']>[0],
  around: Pick<CommandRun, 'env' | 'deadlineMs'>,
): Promise<Verdict> {
  const { run_tests: tests, run_lint: lint, run_typecheck: typecheck } = how.settings
  const gates = await gatesFor(how, journal, input, around)
  const checks = { tests, lint, typecheck }
  return verifyTask({ ...input, ...around, gates, failedBefore: failedBefore(journal.entries), checks })
}

/** The gates that a task states, evaluated: a validation does not pass while one of them does not hold. */
async function gatesFor(
  { signal }: RunHow,
  journal: RunJournal,
  { task, cwd }: { readonly task: VerifiedTask; readonly cwd: string },
  around: Pick<CommandRun, 'env' | 'deadlineMs'>,
): Promise<readonly CheckResult[]> {
  const gates = gatesOfTask(task as RunTask)
  if (gates.length === 0) return []
  const run = (_: string, argv: readonly [string, ...string[]]): Promise<CommandEnd> =>
    runCommand({ argv, cwd, signal, ...around })
  return gateChecks(await evaluateGates(gates, measuresOf(journal.entries), run))
}

/** Claims and notes of checks need not survive a power cut: the journal has them all. */
function withoutWaiting(fs: FileSystem): FileSystem {
  return {
    ...fs,
    create: (path, bytes, like) => writeFileSync(path, bytes, { flag: 'wx', mode: like?.mode ?? 0o666 }),
  }
}

const pick = ({ settings, attest, checkpoint, gate, signal }: RunHow) => ({
  settings,
  attest,
  checkpoint,
  gate,
  signal,
})

/** What the configuration says of attempts goes before the usual, and the file of fix rules before that. */
function rulesOf({ rules, settings }: RunHow): FixRules {
  const { max_attempts: attempts, retry_delay: delay } = settings
  return {
    ...rules,
    maxAttempts: attempts === defaultRunSettings.max_attempts ? rules.maxAttempts : attempts,
    backoff: delay === defaultRunSettings.retry_delay ? rules.backoff : delay * 1000,
  }
}

function waitFor(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, milliseconds)
    signal.addEventListener('abort', done)
    if (signal.aborted) done()
  })
}
