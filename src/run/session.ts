import { setMaxListeners } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TaskState } from '../model/plan.ts'
import { claim, recordCheck, unclaim } from '../workspace/claims.ts'
import type { FileSystem } from '../workspace/file-system.ts'
import { fileNameFor } from '../workspace/local-state.ts'
import { defaultRunSettings, type RunSettings } from '../workspace/run-settings.ts'
import type { TaskTarget } from '../workspace/task-target.ts'
import { agentCall, type Agent } from './agents.ts'
import { commitTask, settleCommits } from './commit.ts'
import type { CheckResult, JournalEvent, VerifiedTask } from './contract.ts'
import { runEngine, type EngineHow, type RunEnd, type Work } from './engine.ts'
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
import { maskSecrets } from './mask.ts'
import { promptFor } from './prompt.ts'
import { runCommand, type CommandEnd, type CommandRun } from './run-command.ts'
import { journalPath, makeRun, runFolder, type RunOptions } from './run-folder.ts'
import { isDone, openJournal, taskRecords, type RunJournal } from './run-journal.ts'
import { wavesOf, type RunPlan, type RunTask } from './run-plan.ts'
import { openTicker, type Ticker } from './ticks.ts'
import { verifyTask } from './verify/verify.ts'

/** All that a run works with, once it is approved and the document is its own. */
export interface RunHow {
  readonly fs: FileSystem
  readonly env: Readonly<Record<string, string | undefined>>
  readonly target: TaskTarget
  readonly plan: RunPlan
  readonly run: string
  readonly options: RunOptions
  readonly settings: RunSettings
  readonly rules: FixRules
  readonly agent: Agent | null
  readonly wanted: ReadonlySet<number>
  readonly skipped: ReadonlySet<number>
  readonly resume: boolean
  readonly version: string
  /** The block for one task, '' where there is none. */
  readonly briefOf: (task: number) => string
  /** A person does a task: true once it is done, null where there is nobody. */
  readonly manual: (task: RunTask, prompt: string) => Promise<boolean | null>
  readonly attest: EngineHow['attest']
  readonly checkpoint: EngineHow['checkpoint']
  readonly gate: EngineHow['gate']
  /** Hears every entry of the journal, and notes. */
  readonly on: (event: JournalEvent | { readonly type: 'note'; readonly text: string }) => void
  readonly signal: AbortSignal
}

/** Works through a plan: what was stopped before is settled first. */
export async function executeRun(how: RunHow): Promise<RunEnd> {
  const { fs, target, run, options, resume } = how
  setMaxListeners(0, how.signal)
  if (!resume) makeRun(fs, target.root, run, options)
  const journal = listening(openJournal(journalPath(target.root, run)), how.on)
  const folder = runFolder(target.root, run)
  const ticker = openTicker(fs, target, () => join(folder, 'undone', 'document.md'))
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

/** Finds what was in flight when a run was stopped, takes it back, and sets the boxes to what the journal says. */
function settleStopped(
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
  const mine = `intentk run ${how.run}`
  const work = workOf(how)
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
    sharesDocument: options.isolation !== 'worktree',
    rules: rulesOf(how),
    work: async (call) => {
      claim(fs, target.root, { document: target.shown, task: call.task.key }, mine, settings.agent_minutes + 30)
      return work(call)
    },
    command: (argv, cwd, signal) =>
      runCommand({ argv: argv as [string, ...string[]], cwd, env: checkEnv, deadlineMs, signal }),
    verify: async (input) =>
      verifyTask({
        ...input,
        gates: await gatesFor(how, journal, input, { env: checkEnv, deadlineMs }),
        env: checkEnv,
        deadlineMs,
        checks: { tests: settings.run_tests, lint: settings.run_lint, typecheck: settings.run_typecheck },
      }),
    commit: options.commit
      ? (task, changed) =>
          commitTask({ root: target.root, document: target.shown, run: how.run }, task, changed, journal.entries)
      : null,
    ended: async (task) => {
      const key = { document: target.shown, task: task.key }
      const own = journal.entriesOf(task.key)
      const last = own.findLast((entry) => entry.type === 'task-ended')
      const outcome = last?.type === 'task-ended' ? last.outcome : null
      unclaim(fs, target.root, key, isDone(outcome) && !options.atomic ? 'done' : 'free')
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
    },
    wait: waitFor,
    plan,
  }
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

const keptCharacters = 16 * 1024
const longestName = 1000

/** Calls the agent, or a person, with the prompt for a task. */
function workOf(how: RunHow): Work {
  const { env, target, plan, run, agent, settings } = how
  const folder = join(runFolder(target.root, run), 'prompts')
  mkdirSync(folder, { recursive: true })
  return async ({ task, attempt, more, cwd, signal }) => {
    const index = plan.tasks.indexOf(task)
    const prompt = promptFor(plan, task, { document: target.shown, brief: how.briefOf(index), more })
    const path = join(folder, `${fileNameFor(task.key)}-${attempt}.md`)
    writeFileSync(path, prompt)
    if (agent === null) return byHand(await how.manual(task, prompt))
    const { argv, input } = agentCall(agent, prompt, path)
    const end = await runCommand({
      argv,
      cwd,
      input,
      signal,
      env: {
        ...allowedEnvironment(env, [...agent.env, ...settings.env]),
        INTENTK_TASK: task.key.replaceAll('\0', '').slice(0, longestName),
        INTENTK_RUN: run,
        INTENTK_ATTEMPT: String(attempt),
        INTENTK_PROMPT: path,
      },
      deadlineMs: settings.agent_minutes * 60_000,
      outputLimit: settings.output_megabytes * 1024 * 1024,
    })
    // Whoever was ended by force may have left processes in other groups.
    if (end.end === 'timeout' || end.end === 'output-limit') endLeftOver(run)
    return { ...end, output: maskSecrets(end.output, env).slice(-keptCharacters) }
  }
}

const byHand = (done: boolean | null): CommandEnd => ({
  end: done === true ? 'passed' : done === null ? 'not-started' : 'failed',
  code: done === true ? 0 : null,
  output: done === null ? 'there is no terminal to ask a person on' : '',
  cut: false,
})
