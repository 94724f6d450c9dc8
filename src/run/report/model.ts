import { byKey } from '../../model/by-key.ts'
import type { CheckResult, JournalEntry, TestCounts } from '../contract.ts'
import { traceIdOf } from '../evidence/spans.ts'
import { measuresOf } from '../gates/measures.ts'
import { withoutColors } from '../verify/results/report.ts'
import { tasksIn, type TaskLine } from './tasks.ts'

type Entry<Type extends JournalEntry['type']> = Extract<JournalEntry, { readonly type: Type }>

/** A share of tasks in percent; null where none has ended. */
type Rate = number | null

/** Planned tasks that could run at the same time, with when they did. Times in milliseconds since the run began. */
export interface WaveLine {
  readonly wave: number
  readonly tasks: readonly string[]
  readonly done: number
  /** Null where none of its tasks began. */
  readonly start: number | null
  readonly end: number | null
  /** The longest estimate of its tasks, in minutes; null where none has one. */
  readonly estimateMinutes: number | null
}

/** A phase with its time against its estimate. */
export interface PhaseLine {
  readonly phase: string
  readonly verdict: 'passed' | 'failed' | 'partial' | 'open' | 'not begun'
  readonly tasks: number
  readonly done: number
  /** Time that its tasks took, added up, in milliseconds. */
  readonly workMs: number
  /** From its first task's begin to its last task's end. */
  readonly elapsedMs: number
  /** Of the tasks that ended; null where none of them has an estimate. */
  readonly estimateMinutes: number | null
}

/** A gate as the last check of it said. */
export interface GateLine {
  readonly task: string
  readonly gate: string
  readonly verdict: CheckResult['verdict']
  readonly said: string
}

/** What an engineer needs of a task that did not work out. */
export interface FailureLine {
  readonly task: string
  readonly text: string
  readonly outcome: string
  readonly why: string
  readonly attempts: readonly {
    readonly attempt: number
    /** How the agent ended, with the end of its output; null where it passed. */
    readonly agent: { readonly end: string; readonly output: string } | null
    readonly checks: readonly Pick<CheckResult, 'kind' | 'name' | 'code' | 'output' | 'failures'>[]
    readonly healed: readonly string[]
  }[]
  readonly rolledBack: boolean
}

/** All that a report of a run says, in every form. */
export interface RunReport {
  readonly run: string
  readonly document: string
  readonly agent: string
  readonly approvedBy: string
  readonly jobs: number
  readonly isolation: string
  readonly startedAt: string
  /** Of the last entry. */
  readonly endedAt: string
  readonly elapsedMs: number
  readonly resumed: number
  /** `open`: it goes on, or was killed. */
  readonly outcome: Entry<'run-ended'>['outcome'] | 'open'
  readonly why: string
  readonly counts: {
    readonly tasks: number
    readonly verified: number
    readonly attested: number
    readonly failed: number
    readonly skipped: number
    readonly left: number
  }
  readonly rates: {
    readonly success: Rate
    readonly firstAttempt: Rate
    readonly retry: Rate
    readonly verification: Rate
  }
  /** The last report of the project's tests. */
  readonly tests: TestCounts | null
  readonly timeline: readonly TaskLine[]
  readonly waves: readonly WaveLine[]
  readonly phases: readonly PhaseLine[]
  readonly checks: readonly {
    readonly kind: string
    readonly passed: number
    readonly failed: number
    readonly ms: number
  }[]
  readonly gates: readonly GateLine[]
  readonly failures: readonly FailureLine[]
  readonly left: readonly {
    readonly task: string
    readonly text: string
    readonly phase: string
    readonly why: string
  }[]
  readonly traceId: string
  readonly intentk: string
}

const isGood = (outcome: TaskLine['outcome']): boolean => outcome === 'verified' || outcome === 'attested'
const isBad = (outcome: TaskLine['outcome']): boolean =>
  outcome === 'failed' || outcome === 'conflict' || outcome === 'escalated' || outcome === 'interrupted'

/** The report of a run, from its journal alone; null where the journal has no beginning. */
export function reportOf(entries: readonly JournalEntry[]): RunReport | null {
  const first = entries.find((entry): entry is Entry<'run-started'> => entry.type === 'run-started')
  if (first === undefined) return null
  const last = entries.at(-1)!
  const ended = entries.findLast((entry): entry is Entry<'run-ended'> => entry.type === 'run-ended')
  const isOver = ended !== undefined && ended.seq === last.seq
  const timeline = tasksIn(first, entries)
  const count = (of: (outcome: TaskLine['outcome']) => boolean): number =>
    timeline.filter(({ outcome }) => of(outcome)).length
  const measures = measuresOf(entries)
  const rate = (name: string): Rate => measures.get(`task.${name}_rate`)?.value ?? null
  return {
    run: first.run,
    document: first.document,
    agent: first.agent,
    approvedBy: first.approvedBy,
    jobs: first.jobs,
    isolation: first.isolation,
    startedAt: first.at,
    endedAt: last.at,
    elapsedMs: Math.max(0, Date.parse(last.at) - Date.parse(first.at)) || 0,
    resumed: entries.filter(({ type }) => type === 'run-resumed').length,
    outcome: isOver ? ended.outcome : 'open',
    why: isOver ? ended.why : '',
    counts: {
      tasks: timeline.length,
      verified: count((outcome) => outcome === 'verified'),
      attested: count((outcome) => outcome === 'attested'),
      failed: count(isBad),
      skipped: count((outcome) => outcome === 'skipped'),
      left: count((outcome) => outcome === null),
    },
    rates: {
      success: rate('success'),
      firstAttempt: rate('first_attempt'),
      retry: rate('retry'),
      verification: rate('verification'),
    },
    tests: lastTests(entries),
    timeline,
    waves: wavesOf(timeline),
    phases: phasesOf(timeline, entries),
    checks: checksOf(entries),
    gates: gatesOf(entries),
    failures: failuresOf(timeline, entries),
    left: timeline
      .filter(({ outcome }) => !isGood(outcome) && outcome !== 'skipped')
      .map(({ task, text, phase, outcome, start }) => ({
        task,
        text,
        phase,
        why: outcome ?? (start === null ? 'not begun' : 'under way'),
      })),
    traceId: traceIdOf(first.run),
    intentk: first.intentk,
  }
}

function lastTests(entries: readonly JournalEntry[]): TestCounts | null {
  const last = entries.findLast((entry) => entry.type === 'check-ended' && entry.check.tests !== null)
  return last?.type === 'check-ended' ? last.check.tests : null
}

const least = (values: readonly (number | null)[]): number | null =>
  values.reduce<number | null>(
    (known, value) => (value === null ? known : known === null ? value : Math.min(known, value)),
    null,
  )
const most = (values: readonly (number | null)[]): number | null =>
  values.reduce<number | null>(
    (known, value) => (value === null ? known : known === null ? value : Math.max(known, value)),
    null,
  )

function wavesOf(timeline: readonly TaskLine[]): readonly WaveLine[] {
  return [...byKey(timeline, ({ wave }) => wave)]
    .toSorted(([a], [b]) => a - b)
    .map(([wave, tasks]) => ({
      wave,
      tasks: tasks.map(({ task }) => task),
      done: tasks.filter(({ outcome }) => isGood(outcome)).length,
      start: least(tasks.map(({ start }) => start)),
      end: most(tasks.map(({ end }) => end)),
      estimateMinutes: most(tasks.map(({ estimateMinutes }) => estimateMinutes)),
    }))
}

function phasesOf(timeline: readonly TaskLine[], entries: readonly JournalEntry[]): readonly PhaseLine[] {
  const verdicts = new Map<string, PhaseLine['verdict']>()
  for (const entry of entries) {
    if (entry.type === 'phase-started') verdicts.set(entry.phase, 'open')
    else if (entry.type === 'phase-ended') verdicts.set(entry.phase, entry.verdict)
  }
  return [...byKey(timeline, ({ phase }) => phase)].map(([phase, tasks]) => {
    const ended = tasks.filter(({ end, outcome }) => end !== null && outcome !== null)
    const estimates = ended.flatMap(({ estimateMinutes }) => estimateMinutes ?? [])
    const start = least(tasks.map((task) => task.start))
    return {
      phase,
      verdict: verdicts.get(phase) ?? (start === null ? 'not begun' : 'open'),
      tasks: tasks.length,
      done: tasks.filter(({ outcome }) => isGood(outcome)).length,
      workMs: tasks.reduce((sum, task) => sum + (task.end === null ? 0 : task.end - (task.start ?? task.end)), 0),
      elapsedMs: Math.max(0, (most(tasks.map(({ end }) => end)) ?? 0) - (start ?? 0)),
      estimateMinutes: estimates.length === 0 ? null : estimates.reduce((sum, minutes) => sum + minutes, 0),
    }
  })
}

function checksOf(entries: readonly JournalEntry[]): RunReport['checks'] {
  const checks = entries.flatMap((entry) => (entry.type === 'check-ended' ? [entry.check] : []))
  return [...byKey(checks, ({ kind }) => kind)].map(([kind, all]) => ({
    kind,
    passed: all.filter(({ verdict }) => verdict === 'passed').length,
    failed: all.filter(({ verdict }) => verdict === 'failed').length,
    ms: all.reduce((sum, { durationMs }) => sum + durationMs, 0),
  }))
}

function gatesOf(entries: readonly JournalEntry[]): readonly GateLine[] {
  const gates = new Map<string, GateLine>()
  for (const entry of entries) {
    if (entry.type !== 'check-ended' || entry.check.kind !== 'gate') continue
    const { name, verdict, output } = entry.check
    gates.set(`${entry.task}\n${name}`, { task: entry.task, gate: name, verdict, said: output.slice(0, 500) })
  }
  return [...gates.values()]
}

/** More failures than this nobody reads; the journal has them all. */
const mostFailures = 100
const shownOutput = 6000

const endOf = (output: string): string => withoutColors(output).slice(-shownOutput)

function failuresOf(timeline: readonly TaskLine[], entries: readonly JournalEntry[]): readonly FailureLine[] {
  const bad = timeline.filter(({ outcome }) => isBad(outcome)).slice(0, mostFailures)
  const ids = new Set(bad.map(({ task }) => task))
  const own = byKey(
    entries.filter((entry) => 'task' in entry && ids.has(entry.task)),
    (entry) => ('task' in entry ? entry.task : ''),
  )
  return bad.map(({ task, text, outcome }) => {
    const mine = own.get(task) ?? []
    const ended = mine.findLast((entry): entry is Entry<'task-ended'> => entry.type === 'task-ended')
    return {
      task,
      text,
      outcome: outcome ?? '',
      why: ended?.why ?? '',
      attempts: attemptsOf(mine),
      rolledBack: mine.some(({ type }) => type === 'rolled-back'),
    }
  })
}

function attemptsOf(entries: readonly JournalEntry[]): FailureLine['attempts'] {
  const numbered = entries.filter((entry) => 'attempt' in entry && entry.type !== 'task-ended')
  return [...byKey(numbered, (entry) => ('attempt' in entry ? entry.attempt : 0))].map(([attempt, mine]) => {
    const agent = mine.findLast((entry): entry is Entry<'agent-ended'> => entry.type === 'agent-ended')
    return {
      attempt,
      agent: agent === undefined || agent.end === 'passed' ? null : { end: agent.end, output: endOf(agent.output) },
      checks: mine.flatMap((entry) => {
        if (entry.type !== 'check-ended' || entry.check.verdict !== 'failed') return []
        const { kind, name, code, output, failures } = entry.check
        return [{ kind, name, code, output: endOf(output), failures: failures.slice(0, 20) }]
      }),
      healed: mine.flatMap((entry) => (entry.type === 'heal-step' ? [entry.rule] : [])),
    }
  })
}
