import type { CheckResult, JournalEntry } from '../contract.ts'
import { spansOf, type RunSpan } from '../evidence/spans.ts'

/** Something that runs show by themselves, with the spans that show it. */
export interface Measure {
  readonly value: number
  /** `%`, `ms`, or '' for a count. */
  readonly unit: '%' | 'ms' | ''
  /** Of how many steps it tells: a rate over two tasks tells little. */
  readonly of: number
  readonly spans: readonly RunSpan[]
}

/** By name: `task.success_rate`. What nothing is known of is not there. */
export type Measures = ReadonlyMap<string, Measure>

type Entry<Type extends JournalEntry['type']> = Extract<JournalEntry, { readonly type: Type }>

const percentiles = [50, 90, 95, 99] as const

/** Spans that are shown behind one number at most. */
const mostSpans = 20

/**
 * What the journal of a run measures: durations of tasks, attempts, checks and the run, rates of success, retry and
 * verification, and counts of the last test report. `tasks` limits it to some tasks.
 */
export function measuresOf(entries: readonly JournalEntry[], tasks: ReadonlySet<string> | null = null): Measures {
  const isAsked = (id: string): boolean => tasks === null || tasks.has(id)
  const spans = spansOf(entries).filter(({ level, task }) => level === 'run' || (task !== '' && isAsked(task)))
  const ended = new Map<string, Entry<'task-ended'>>()
  const tried = new Map<string, number>()
  const verified = new Set<string>()
  let report: CheckResult | null = null
  for (const entry of entries) {
    if (!('task' in entry) || !isAsked(entry.task)) continue
    if (entry.type === 'task-ended' && entry.outcome !== 'skipped') ended.set(entry.task, entry)
    else if (entry.type === 'task-started') tried.set(entry.task, (tried.get(entry.task) ?? 0) + 1)
    else if (entry.type === 'check-ended') {
      if (entry.check.verdict === 'passed') verified.add(entry.task)
      if (entry.check.tests !== null) report = entry.check
    }
  }
  const measures = new Map<string, Measure>()
  addDurations(measures, spans)
  addRates(measures, [...ended.values()], tried, verified, spans)
  if (report !== null) addTests(measures, report, spans)
  return measures
}

function addDurations(to: Map<string, Measure>, spans: readonly RunSpan[]): void {
  for (const level of ['run', 'task', 'attempt', 'agent', 'check'] as const) {
    // What goes on still has no duration.
    const all = spans.filter((each) => each.level === level && (each.span.status.code !== 0 || level === 'check'))
    if (all.length === 0) continue
    const sorted = all.map((each) => ({ each, ms: durationOf(each) })).toSorted((a, b) => a.ms - b.ms)
    const measure = (value: number, behind: readonly (typeof sorted)[number][]): Measure => ({
      value,
      unit: 'ms',
      of: all.length,
      spans: behind.slice(-mostSpans).map(({ each }) => each),
    })
    const sum = sorted.reduce((total, { ms }) => total + ms, 0)
    to.set(`${level}.duration.mean`, measure(sum / all.length, sorted))
    to.set(`${level}.duration.max`, measure(sorted.at(-1)!.ms, sorted.slice(-1)))
    to.set(`${level}.duration.total`, measure(sum, sorted))
    for (const percent of percentiles) {
      const at = Math.min(sorted.length - 1, Math.ceil((percent / 100) * sorted.length) - 1)
      to.set(`${level}.duration.p${percent}`, measure(sorted[at]!.ms, sorted.slice(at, at + 1)))
    }
  }
}

/** How long a step took, in milliseconds. */
export const durationOf = ({ span }: RunSpan): number =>
  Number(BigInt(span.endTimeUnixNano) - BigInt(span.startTimeUnixNano)) / 1e6

function addRates(
  to: Map<string, Measure>,
  ended: readonly Entry<'task-ended'>[],
  tried: ReadonlyMap<string, number>,
  verified: ReadonlySet<string>,
  spans: readonly RunSpan[],
): void {
  if (ended.length === 0) return
  const spanOfTask = new Map(spans.flatMap((each) => (each.level === 'task' ? [[each.task, each] as const] : [])))
  const good = ({ outcome }: Entry<'task-ended'>): boolean => outcome === 'verified' || outcome === 'attested'
  const again = ({ task }: Entry<'task-ended'>): boolean => (tried.get(task) ?? 1) > 1
  const add = (name: string, counts: (entry: Entry<'task-ended'>) => boolean, isGood: boolean): void => {
    const those = ended.filter(counts)
    // What speaks against a rate is what somebody wants to see.
    const behind = isGood ? ended.filter((entry) => !counts(entry)) : those
    const shown = (behind.length > 0 ? behind : ended).slice(0, mostSpans)
    const list = shown.flatMap(({ task }) => spanOfTask.get(task) ?? [])
    to.set(`${name}_rate`, { value: (100 * those.length) / ended.length, unit: '%', of: ended.length, spans: list })
    to.set(name, { value: those.length, unit: '', of: ended.length, spans: list })
  }
  add('task.success', good, true)
  add('task.failure', (entry) => !good(entry), false)
  add('task.retry', again, false)
  add('task.first_attempt', (entry) => good(entry) && !again(entry), true)
  add('task.verification', ({ task, outcome }) => outcome === 'verified' && verified.has(task), true)
  add('task.attested', ({ outcome }) => outcome === 'attested', false)
  const covered = ended.filter(({ task }) => spanOfTask.has(task))
  to.set('span.coverage', { value: (100 * covered.length) / ended.length, unit: '%', of: ended.length, spans: [] })
}

function addTests(to: Map<string, Measure>, { tests, startedAt, name }: CheckResult, spans: readonly RunSpan[]): void {
  const { passed, failed, skipped } = tests!
  const started = `${Date.parse(startedAt) || 0}000000`
  const behind = spans
    .filter(({ level, span, path }) => level === 'check' && path.includes(name) && span.startTimeUnixNano === started)
    .slice(0, 1)
  const of = passed + failed + skipped
  const count = (value: number): Measure => ({ value, unit: '', of, spans: behind })
  to.set('tests.passed', count(passed))
  to.set('tests.failed', count(failed))
  to.set('tests.skipped', count(skipped))
  to.set('tests.total', count(of))
  if (passed + failed > 0)
    to.set('tests.pass_rate', { value: (100 * passed) / (passed + failed), unit: '%', of, spans: behind })
}
