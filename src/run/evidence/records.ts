import type { CheckResult, JournalEntry } from '../contract.ts'
import { spanIdOf, traceIdOf, spansOf } from './spans.ts'

type Ended = Extract<JournalEntry, { readonly type: 'task-ended' }>
type AgentEnded = Extract<JournalEntry, { readonly type: 'agent-ended' }>

/** One attempt at a task: what the agent did, what was checked, how it was mended. */
export interface AttemptRecord {
  readonly attempt: number
  readonly startedAt: string
  readonly agent: Pick<AgentEnded, 'end' | 'code' | 'durationMs' | 'output' | 'cut'> | null
  readonly checks: readonly CheckResult[]
  /** Fix rules that were applied after it. */
  readonly healed: readonly string[]
  readonly rolledBack: boolean
}

/** The verification record of one task in one run: what was claimed, what was checked, what came of it. */
export interface TaskRecord {
  readonly schemaVersion: 1
  readonly run: string
  readonly document: string
  readonly task: string
  readonly text: string
  readonly phase: string
  readonly agent: string
  readonly outcome: Ended['outcome']
  readonly why: string
  readonly ticked: boolean
  readonly startedAt: string
  readonly endedAt: string
  readonly durationMs: number
  readonly estimateMinutes: number | null
  /** Files that the task changed, relative to the root. */
  readonly changed: readonly string[]
  readonly attempts: readonly AttemptRecord[]
  /** The span of the task in the trace of the run. */
  readonly trace: { readonly traceId: string; readonly spanId: string }
  readonly intentk: string
}

interface Building {
  startedAt: string
  ended: Ended | null
  ticked: boolean
  readonly attempts: Attempt[]
}

interface Attempt {
  readonly attempt: number
  readonly startedAt: string
  agent: AttemptRecord['agent']
  readonly checks: CheckResult[]
  readonly healed: string[]
  rolledBack: boolean
}

/** The records of all tasks that ended, in the order in which they began. Made from the journal alone. */
export function recordsOf(entries: readonly JournalEntry[]): readonly TaskRecord[] {
  const first = entries.find((entry) => entry.type === 'run-started')
  if (first === undefined || first.type !== 'run-started') return []
  const tasks = new Map<string, Building>()
  for (const entry of entries) readEntry(entry, tasks)
  const planned = new Map(first.tasks.map((task) => [task.id, task]))
  const paths = new Map(
    spansOf(entries).flatMap(({ level, task, path }) => (level === 'task' ? [[task, path] as const] : [])),
  )
  return [...tasks].flatMap(([id, { startedAt, ended, ticked, attempts }]): readonly TaskRecord[] => {
    if (ended === null) return []
    const plan = planned.get(id)
    return [
      {
        schemaVersion: 1,
        run: first.run,
        document: first.document,
        task: id,
        text: plan?.text ?? '',
        phase: plan?.phase ?? '',
        agent: first.agent,
        outcome: ended.outcome,
        why: ended.why,
        ticked,
        startedAt,
        endedAt: ended.at,
        durationMs: Math.max(0, (Date.parse(ended.at) || 0) - (Date.parse(startedAt) || 0)),
        estimateMinutes: plan?.estimateMinutes ?? null,
        changed: ended.changed,
        attempts,
        trace: { traceId: traceIdOf(first.run), spanId: spanIdOf(first.run, paths.get(id) ?? id) },
        intentk: first.intentk,
      },
    ]
  })
}

function readEntry(entry: JournalEntry, tasks: Map<string, Building>): void {
  if (!('task' in entry)) return
  const task = tasks.get(entry.task) ?? { startedAt: entry.at, ended: null, ticked: false, attempts: [] }
  tasks.set(entry.task, task)
  if (entry.type === 'task-ended') task.ended = entry
  else if (entry.type === 'ticked') task.ticked = true
  else if (entry.type === 'task-started') task.attempts.push(newAttempt(entry.attempt, entry.at))
  else if ('attempt' in entry) addToAttempt(entry, attemptOf(task, entry.attempt, entry.at))
}

const newAttempt = (attempt: number, startedAt: string): Attempt => ({
  attempt,
  startedAt,
  agent: null,
  checks: [],
  healed: [],
  rolledBack: false,
})

function attemptOf({ attempts }: Building, number: number, at: string): Attempt {
  const there = attempts.findLast(({ attempt }) => attempt === number)
  if (there !== undefined) return there
  const made = newAttempt(number, at)
  attempts.push(made)
  return made
}

function addToAttempt(entry: JournalEntry, attempt: Attempt): void {
  if (entry.type === 'check-ended') attempt.checks.push(entry.check)
  else if (entry.type === 'heal-step') attempt.healed.push(entry.rule)
  else if (entry.type === 'rolled-back') attempt.rolledBack = true
  else if (entry.type === 'agent-ended') {
    const { end, code, durationMs, output, cut } = entry
    attempt.agent = { end, code, durationMs, output, cut }
  }
}
