import type { JournalEntry } from '../contract.ts'

type Entry<Type extends JournalEntry['type']> = Extract<JournalEntry, { readonly type: Type }>

/** One attempt on the timeline, in milliseconds since the run began. */
export interface AttemptLine {
  readonly attempt: number
  readonly start: number
  /** Null while it goes on. */
  readonly end: number | null
  readonly good: boolean
}

/** A task on the timeline. Times in milliseconds since the run began. */
export interface TaskLine {
  readonly task: string
  readonly text: string
  readonly phase: string
  readonly wave: number
  /** Null before it ended. */
  readonly outcome: Entry<'task-ended'>['outcome'] | null
  /** Null where it never began. */
  readonly start: number | null
  readonly end: number | null
  readonly estimateMinutes: number | null
  readonly attempts: readonly AttemptLine[]
  readonly ticked: boolean
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] }
type Building = Mutable<Omit<TaskLine, 'attempts'>> & { readonly attempts: Mutable<AttemptLine>[] }

/** All planned tasks in their order, with what became of them. */
export function tasksIn(first: Entry<'run-started'>, entries: readonly JournalEntry[]): readonly TaskLine[] {
  const began = Date.parse(first.at) || 0
  const lines = new Map<string, Building>()
  const lineOf = (id: string): Building => {
    const there = lines.get(id)
    if (there !== undefined) return there
    const line = { ...nothing, task: id, attempts: [] }
    lines.set(id, line)
    return line
  }
  for (const { id, text, phase, wave, estimateMinutes } of first.tasks)
    Object.assign(lineOf(id), { text, phase, wave, estimateMinutes })
  for (const entry of entries) {
    const at = Math.max(0, (Date.parse(entry.at) || began) - began)
    if ('task' in entry) readEntry(lineOf(entry.task), entry, at)
    // What was under way when it stopped was not finished.
    else if (entry.type === 'run-resumed') for (const line of lines.values()) closeAttempt(line, at, false)
  }
  return [...lines.values()]
}

const nothing: Omit<TaskLine, 'task' | 'attempts'> = {
  text: '',
  phase: '',
  wave: 0,
  outcome: null,
  start: null,
  end: null,
  estimateMinutes: null,
  ticked: false,
}

function readEntry(line: Building, entry: Extract<JournalEntry, { readonly task: string }>, at: number): void {
  if (entry.type === 'task-started') {
    closeAttempt(line, at, false)
    line.start ??= at
    line.end = null
    line.outcome = null
    if (line.phase === '') line.phase = entry.phase
    line.attempts.push({ attempt: entry.attempt, start: at, end: null, good: false })
  } else if (entry.type === 'task-ended') {
    line.outcome = entry.outcome
    line.end = at
    // What is skipped takes no time.
    if (entry.outcome !== 'skipped') line.start ??= at
    closeAttempt(line, at, entry.outcome === 'verified' || entry.outcome === 'attested')
  } else if (entry.type === 'ticked') line.ticked = true
}

function closeAttempt({ attempts }: Building, at: number, good: boolean): void {
  const last = attempts.at(-1)
  if (last === undefined || last.end !== null) return
  last.end = at
  last.good = good
}
