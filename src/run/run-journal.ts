import { closeSync, existsSync, fsyncSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs'
import type { JournalEntry, JournalEvent } from './contract.ts'

/** A journal that is written. */
export interface RunJournal {
  readonly entries: readonly JournalEntry[]
  /** Those of one task. */
  readonly entriesOf: (task: string) => readonly JournalEntry[]
  /** Writes events, each a line; with `durable` they are on the disk when it returns, with all that came before. */
  readonly append: (events: readonly JournalEvent[], durable: boolean) => void
  /** Waits until everything that was written is on the disk; at once where it is. */
  readonly sync: () => void
  readonly close: () => void
}

/** Outputs are kept in memory to this length; the file has the whole of what is kept. */
const remembered = 2000

/**
 * Opens a journal to go on with it. A last line that was torn by a crash never counted: it is cut off, so that every
 * line of the file is whole.
 */
export function openJournal(path: string, now: () => Date = () => new Date()): RunJournal {
  const { entries: before, length } = readJournalFile(path)
  const file = openSync(path, 'a', 0o600)
  ftruncateSync(file, length)
  fsyncSync(file)
  const entries: JournalEntry[] = []
  const byTask = new Map<string, JournalEntry[]>()
  const remember = (entry: JournalEntry): void => {
    entries.push(entry)
    if (!('task' in entry)) return
    const own = byTask.get(entry.task)
    if (own === undefined) byTask.set(entry.task, [entry])
    else own.push(entry)
  }
  for (const entry of before) remember(lean(entry))
  let seq = entries.at(-1)?.seq ?? 0
  let isDirty = false
  const sync = (): void => {
    if (isDirty) fsyncSync(file)
    isDirty = false
  }
  return {
    entries,
    entriesOf: (task) => byTask.get(task) ?? [],
    sync,
    append: (events, durable) => {
      let lines = ''
      for (const event of events) {
        const entry = { seq: ++seq, at: now().toISOString(), ...event }
        lines += `${JSON.stringify(entry)}\n`
        remember(lean(entry))
      }
      if (lines !== '') {
        writeAll(file, lines)
        isDirty = true
      }
      if (durable) sync()
    },
    close: () => {
      sync()
      closeSync(file)
    },
  }
}

function writeAll(file: number, text: string): void {
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at)
}

/** An entry without the bulk of an output: thousands of them stay in memory. */
function lean(entry: JournalEntry): JournalEntry {
  if (entry.type === 'agent-ended' && entry.output.length > remembered)
    return { ...entry, output: entry.output.slice(-remembered), cut: true }
  if (entry.type === 'check-ended' && entry.check.output.length > remembered)
    return { ...entry, check: { ...entry.check, output: entry.check.output.slice(-remembered) } }
  return entry
}

/**
 * The entries of a journal with the length of the file that they fill, in bytes. Reading ends before a line that is
 * torn, is no entry, or does not continue the numbers; nothing behind such a line counted.
 */
export function readJournalFile(path: string): { readonly entries: readonly JournalEntry[]; readonly length: number } {
  if (!existsSync(path)) return { entries: [], length: 0 }
  const bytes = readFileSync(path)
  const entries: JournalEntry[] = []
  let length = 0
  for (let end = bytes.indexOf(0x0a); end >= 0; end = bytes.indexOf(0x0a, length)) {
    const entry = entryIn(bytes.toString('utf8', length, end))
    if (entry === null || entry.seq !== entries.length + 1) break
    entries.push(entry)
    length = end + 1
  }
  return { entries, length }
}

function entryIn(line: string): JournalEntry | null {
  try {
    const value = JSON.parse(line) as Partial<JournalEntry> | null
    const isEntry = typeof value?.seq === 'number' && typeof value.at === 'string' && typeof value.type === 'string'
    return isEntry ? (value as JournalEntry) : null
  } catch {
    return null
  }
}

/** What became of a task so far. */
export interface TaskRecord {
  readonly attempts: number
  /** The last end of it; null while it is in flight. */
  readonly outcome: Extract<JournalEvent, { type: 'task-ended' }>['outcome'] | null
  readonly changed: readonly string[]
  readonly ticked: boolean
}

/** What a journal says of its tasks, by their keys. */
export function taskRecords(entries: readonly JournalEntry[]): ReadonlyMap<string, TaskRecord> {
  const records = new Map<string, TaskRecord>()
  for (const entry of entries) {
    if (entry.type === 'task-started')
      records.set(entry.task, { attempts: entry.attempt, outcome: null, changed: [], ticked: false })
    if (entry.type !== 'task-ended' && entry.type !== 'ticked') continue
    const before = records.get(entry.task) ?? { attempts: 0, outcome: null, changed: [], ticked: false }
    records.set(
      entry.task,
      entry.type === 'ticked'
        ? { ...before, ticked: true }
        : { ...before, outcome: entry.outcome, changed: entry.changed },
    )
  }
  return records
}

/** Whether a task with this outcome is ticked. */
export const isDone = (outcome: TaskRecord['outcome']): boolean => outcome === 'verified' || outcome === 'attested'
