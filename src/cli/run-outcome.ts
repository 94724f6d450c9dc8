import type { CheckResult, JournalEntry } from '../run/contract.ts'
import type { RunEnd } from '../run/engine-how.ts'
import type { TaskRecord } from '../run/run-journal.ts'
import { count } from './compiled.ts'
import { bareDiagnostic, type Outcome } from './outcome.ts'
import { duration } from './run-view.ts'
import { styled, type Line, type Style } from './terminal.ts'

/** The commands that are named at the end of a run. */
interface Names {
  readonly document: string
  readonly resume: string
  readonly next: string
}

/** One task of a run, as JSON. */
export interface RunTaskView {
  readonly task: string
  readonly id: string
  readonly text: string
  readonly phase: string
  readonly wave: number
  readonly estimateMinutes: number | null
  readonly outcome: string
  readonly attempts: number
  readonly why: string
  readonly changed: readonly string[]
  readonly ticked: boolean
}

/** A run as JSON, from its journal. */
export function runView(entries: readonly JournalEntry[], records: ReadonlyMap<string, TaskRecord>): object {
  const [first] = entries
  if (first?.type !== 'run-started') return {}
  const whys = new Map(
    entries.flatMap((entry) => (entry.type === 'task-ended' ? [[entry.task, entry.why] as const] : [])),
  )
  const last = entries.findLast((entry) => entry.type === 'run-ended')
  const known = new Map(first.tasks.map((task) => [task.id, task]))
  const keys = [...new Set([...known.keys(), ...records.keys()])]
  return {
    run: first.run,
    document: first.document,
    outcome: last?.type === 'run-ended' && last === entries.at(-1) ? last.outcome : 'open',
    why: last?.type === 'run-ended' && last === entries.at(-1) ? last.why : '',
    agent: first.agent,
    isolation: first.isolation,
    jobs: first.jobs,
    approved: first.approved,
    tasks: keys.map((key): RunTaskView => {
      const task = known.get(key)
      const record = records.get(key)
      return {
        task: key,
        id: /\s/.test(key) ? '' : key,
        text: task?.text ?? '',
        phase: task?.phase ?? '',
        wave: task?.wave ?? 0,
        estimateMinutes: task?.estimateMinutes ?? null,
        outcome: record === undefined ? 'open' : (record.outcome ?? 'started'),
        attempts: record?.attempts ?? 0,
        why: whys.get(key) ?? '',
        changed: record?.changed ?? [],
        ticked: record?.ticked ?? false,
      }
    }),
    commands: [],
  }
}

const codes: Readonly<Record<RunEnd['outcome'], Outcome['code']>> = { done: 0, failed: 1, stopped: 1, interrupted: 130 }
const styles: Readonly<Record<RunEnd['outcome'], Style>> = {
  done: 'green',
  failed: 'red',
  stopped: 'yellow',
  interrupted: 'yellow',
}

/** What a run says at its end. */
export function runOutcome(
  entries: readonly JournalEntry[],
  records: ReadonlyMap<string, TaskRecord>,
  end: RunEnd,
  names: Names,
): Outcome {
  const outcomes = [...records.values()].map(({ outcome }) => outcome)
  const number = (...of: readonly TaskRecord['outcome'][]): number =>
    outcomes.filter((outcome) => of.includes(outcome)).length
  const attested = number('attested')
  const bad = [...records].filter(
    ([, { outcome }]) => outcome === 'failed' || outcome === 'conflict' || outcome === 'escalated',
  )
  const time = Date.parse(entries.at(-1)!.at) - Date.parse(entries[0]!.at)
  const parts = [
    `${count(number('verified'), 'task')} verified`,
    ...(attested > 0 ? [`${attested} attested`] : []),
    ...(bad.length > 0 ? [`${bad.length} failed`] : []),
  ]
  const why = end.why === '' ? '' : `: ${end.why}`
  return {
    code: codes[end.outcome],
    data: runView(entries, records),
    diagnostics: bad.map(([key]) => bareDiagnostic('task-failed', `${key} failed: ${whyOf(entries, key)}.`, null)),
    out: [],
    notes: [
      [
        styled(styles[end.outcome], end.outcome === 'done' ? 'Done' : capital(end.outcome)),
        `${why}; ${parts.join(', ')} in ${duration(time)}`,
      ],
      ...bad.flatMap(([key, { outcome }]) => failureLines(entries, key, outcome ?? '')),
      end.outcome === 'done' ? `Next ${names.next}` : `Go on with \`${names.resume}\``,
    ],
  }
}

const capital = (word: string): string => word.slice(0, 1).toUpperCase() + word.slice(1)

function whyOf(entries: readonly JournalEntry[], key: string): string {
  const last = entries.findLast((entry) => entry.type === 'task-ended' && entry.task === key)
  return last?.type === 'task-ended' ? last.why.replace(/\.$/, '') : ''
}

const shownLines = 20

/** Everything about a failure in one place: why, the check, its output. */
export function failureLines(entries: readonly JournalEntry[], key: string, outcome: string): readonly Line[] {
  const check = failedCheck(entries, key)
  const agent = entries.findLast((entry) => entry.type === 'agent-ended' && entry.task === key)
  const output = check !== null ? check.output : agent?.type === 'agent-ended' ? agent.output : ''
  // oxlint-disable-next-line no-control-regex
  const lines = output
    .replace(/\u001b\[[0-9;]{0,40}m/g, '')
    .trimEnd()
    .split(/\r?\n/)
    .slice(-shownLines)
  return [
    [styled('red', outcome), ` ${key}: ${whyOf(entries, key)}`],
    ...(check?.failures ?? [])
      .slice(0, 10)
      .map(
        ({ file, line, message }): Line => `  ${file}${line > 0 ? `:${line}` : ''}${file === '' ? '' : ': '}${message}`,
      ),
    ...(output.trim() === '' ? [] : lines.map((line): Line => [styled('dim', `  | ${line}`)])),
  ]
}

function failedCheck(entries: readonly JournalEntry[], key: string): CheckResult | null {
  const ended = entries.findLastIndex((entry) => entry.type === 'agent-ended' && entry.task === key)
  for (const entry of entries.slice(ended + 1).toReversed())
    if (entry.type === 'check-ended' && entry.task === key && entry.check.verdict === 'failed') return entry.check
  return null
}
