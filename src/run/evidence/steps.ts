import type { CheckResult, JournalEntry } from '../contract.ts'
import { attributes, nanoseconds, wellFormed, type OtlpEvent, type OtlpSpan } from './otlp.ts'

type Entry<Type extends JournalEntry['type']> = Extract<JournalEntry, { readonly type: Type }>
type Values = Readonly<Record<string, string | number | boolean | readonly string[] | null>>
type Level = 'run' | 'phase' | 'task' | 'attempt' | 'agent' | 'check'

/** What is written down of a step until it ends. */
export interface Step {
  /** What kind of step it is. */
  readonly level: Level
  /** One for each step: `M1/T003/1/tests:npm test`. */
  readonly path: string
  readonly parent: Step | null
  readonly name: string
  /** Milliseconds since 1970. */
  readonly start: number
  readonly task: string
  readonly phase: string
  /** Null while it goes on. */
  end: number | null
  status: OtlpSpan['status']
  values: Values
  readonly events: OtlpEvent[]
}

interface Book {
  readonly first: Entry<'run-started'>
  readonly steps: Step[]
  /** How often each path was used. */
  readonly used: Map<string, number>
  readonly planned: ReadonlyMap<string, Entry<'run-started'>['tasks'][number]>
  readonly phases: Map<string, Step>
  readonly tasks: Map<string, Step>
  /** Attempts under way, by task. */
  readonly attempts: Map<string, Step[]>
}

const unset = { code: 0 } as const
const ok = { code: 1 } as const
const error = (message: string): OtlpSpan['status'] => ({ code: 2, message: wellFormed(message).slice(0, 1000) })

/** When an entry was written, in milliseconds since 1970. */
export const timeOf = ({ at }: Pick<JournalEntry, 'at'>): number => Date.parse(at) || 0

/** Follows a journal from its first entry and answers all steps, in the order in which they began. */
export function stepsOf(first: Entry<'run-started'>, entries: readonly JournalEntry[]): readonly Step[] {
  const book: Book = {
    first,
    steps: [],
    used: new Map(),
    planned: new Map(first.tasks.map((task) => [task.id, task])),
    phases: new Map(),
    tasks: new Map(),
    attempts: new Map(),
  }
  const run = begin(book, 'run', null, 'run', `run ${first.document}`, timeOf(first))
  run.values = runValues(first)
  for (const entry of entries) {
    if ('task' in entry) readOfTask(book, entry, timeOf(entry))
    else readOfRun(book, entry, timeOf(entry), run)
  }
  return book.steps
}

function begin(book: Book, level: Level, parent: Step | null, key: string, name: string, start: number): Step {
  const wanted = parent === null || parent.parent === null ? key : `${parent.path}/${key}`
  const times = (book.used.get(wanted) ?? 0) + 1
  book.used.set(wanted, times)
  const step: Step = {
    level,
    // A step that a resumed run takes again is another one.
    path: times === 1 ? wanted : `${wanted}#${times}`,
    parent,
    name,
    start,
    task: level === 'task' ? key : (parent?.task ?? ''),
    phase: level === 'phase' ? key : (parent?.phase ?? ''),
    end: null,
    status: unset,
    values: {},
    events: [],
  }
  book.steps.push(step)
  return step
}

function phaseOf(book: Book, name: string, at: number): Step {
  const there = book.phases.get(name) ?? begin(book, 'phase', book.steps[0]!, name, `phase ${name}`, at)
  book.phases.set(name, there)
  if (there.values['intentk.phase'] === undefined) there.values = { 'intentk.phase': name }
  return there
}

function taskOf(book: Book, id: string, phase: string, at: number): Step {
  const there = book.tasks.get(id)
  if (there !== undefined) return there
  const plan = book.planned.get(id)
  const step = begin(book, 'task', phaseOf(book, plan?.phase ?? phase, at), id, `task ${id}`, at)
  step.values = {
    'intentk.task.id': id,
    'intentk.task.text': plan?.text.slice(0, 500) ?? null,
    'intentk.phase': plan?.phase ?? phase,
    'intentk.wave': plan?.wave ?? null,
    'intentk.estimate.minutes': plan?.estimateMinutes ?? null,
  }
  book.tasks.set(id, step)
  return step
}

function attemptOf(book: Book, id: string, number: number, at: number): Step {
  const open = book.attempts.get(id) ?? []
  const there = open.find(({ values }) => values['intentk.attempt'] === number)
  if (there !== undefined) return there
  const step = begin(book, 'attempt', taskOf(book, id, '', at), String(number), `attempt ${number} of ${id}`, at)
  step.values = { 'intentk.task.id': id, 'intentk.attempt': number }
  book.attempts.set(id, [...open, step])
  return step
}

function closeAttempts(book: Book, id: string, at: number, status: OtlpSpan['status']): void {
  for (const step of book.attempts.get(id) ?? []) {
    step.end ??= at
    if (step.status.code === 0) step.status = status
  }
  book.attempts.delete(id)
}

const note = (step: Step, at: number, name: string, values: Values = {}): void =>
  void step.events.push({
    timeUnixNano: nanoseconds(at),
    name,
    attributes: attributes(values),
    droppedAttributesCount: 0,
  })

function readOfRun(book: Book, entry: Exclude<JournalEntry, { readonly task: string }>, at: number, run: Step): void {
  if (entry.type === 'run-resumed') {
    note(run, at, 'resumed')
    run.end = null
    // What was under way when it stopped goes on as another attempt.
    for (const id of book.attempts.keys()) closeAttempts(book, id, at, error('it was interrupted'))
  } else if (entry.type === 'phase-started') {
    phaseOf(book, entry.phase, at).end = null
  } else if (entry.type === 'phase-ended') {
    const phase = phaseOf(book, entry.phase, at)
    phase.end = at
    phase.status = entry.verdict === 'passed' ? ok : error(entry.verdict)
    phase.values = { ...phase.values, 'intentk.outcome': entry.verdict }
  } else if (entry.type === 'run-ended') {
    run.end = at
    run.status = entry.outcome === 'done' ? ok : error(entry.why || entry.outcome)
    run.values = { ...run.values, 'intentk.outcome': entry.outcome }
  }
}

type OfTask = Extract<JournalEntry, { readonly task: string }>

function readOfTask(book: Book, entry: OfTask, at: number): void {
  const { task: id } = entry
  switch (entry.type) {
    case 'task-started':
      taskOf(book, id, entry.phase, at)
      closeAttempts(book, id, at, error('it did not pass'))
      attemptOf(book, id, entry.attempt, at)
      return
    case 'agent-ended': {
      const parent = attemptOf(book, id, entry.attempt, at)
      const agent = begin(book, 'agent', parent, 'agent', 'agent', at - entry.durationMs)
      agent.end = at
      agent.status = entry.end === 'passed' ? ok : error(entry.end)
      agent.values = {
        'intentk.task.id': id,
        'intentk.agent': book.first.agent,
        'process.exit.code': entry.code,
        'intentk.outcome': entry.end,
      }
      return
    }
    case 'check-ended':
      readCheck(book, entry.check, attemptOf(book, id, entry.attempt, at))
      return
    case 'heal-step':
      note(attemptOf(book, id, entry.attempt, at), at, 'heal', { 'intentk.rule': entry.rule })
      return
    case 'rolled-back':
      note(taskOf(book, id, '', at), at, 'rolled back', { 'intentk.attempt': entry.attempt })
      return
    case 'task-ended':
      readEnd(book, entry, at)
      return
    case 'ticked':
      note(taskOf(book, id, '', at), at, 'ticked')
  }
}

function readEnd(book: Book, entry: Entry<'task-ended'>, at: number): void {
  const { task: id, outcome, why, changed, attempt } = entry
  const task = taskOf(book, id, '', at)
  task.end = at
  task.status =
    outcome === 'skipped' ? unset : outcome === 'verified' || outcome === 'attested' ? ok : error(why || outcome)
  task.values = {
    ...task.values,
    'intentk.outcome': outcome,
    'intentk.attempts': attempt,
    'intentk.changed': changed.slice(0, 100),
  }
  closeAttempts(book, id, at, task.status)
}

function readCheck(book: Book, check: CheckResult, attempt: Step): void {
  const start = Date.parse(check.startedAt) || attempt.start
  const step = begin(book, 'check', attempt, `${check.kind}:${check.name}`, `check ${check.kind}`, start)
  step.end = start + check.durationMs
  step.status = { passed: ok, failed: error(check.failures[0]?.message ?? check.name), skipped: unset }[check.verdict]
  step.values = {
    'intentk.task.id': attempt.task,
    'intentk.check.kind': check.kind,
    'intentk.check.name': check.name.slice(0, 500),
    'intentk.check.verdict': check.verdict,
    'process.exit.code': check.code,
    'intentk.tests.passed': check.tests?.passed ?? null,
    'intentk.tests.failed': check.tests?.failed ?? null,
    'intentk.tests.skipped': check.tests?.skipped ?? null,
  }
}

const runValues = (first: Entry<'run-started'>): Values => ({
  'intentk.run.id': first.run,
  'intentk.document': first.document,
  'intentk.agent': first.agent,
  'intentk.jobs': first.jobs,
  'intentk.isolation': first.isolation,
  'intentk.approved': first.approved,
  'intentk.approved.by': first.approvedBy,
  'intentk.tasks': first.tasks.length,
})
