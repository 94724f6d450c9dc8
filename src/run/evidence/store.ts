import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { JournalEntry } from '../contract.ts'
import type { FileSystem } from '../../workspace/file-system.ts'
import { fileNameFor, localPath, localState, readLocal } from '../../workspace/local-state.ts'
import { recordsOf, type TaskRecord } from './records.ts'
import { spansOf, traceLines, type RunSpan } from './spans.ts'

/** Where the evidence of a run is kept, relative to `.intentk/`. */
const folderOf = (run: string): string => `runs/${fileNameFor(run)}`

const recordName = (run: string, task: string, ending: 'json' | 'yaml'): string =>
  `${folderOf(run)}/records/${fileNameFor(task)}.${ending}`

/**
 * Writes the evidence of a run beside its journal: `spans.jsonl`, and a record for each task that ended, in JSON and in
 * YAML. `tasks` limits the records to those tasks. All of it is made from the journal and can be written again.
 */
export async function writeEvidence(
  fs: FileSystem,
  root: string,
  entries: readonly JournalEntry[],
  tasks: ReadonlySet<string> | null = null,
): Promise<readonly RunSpan[]> {
  const first = entries.find((entry) => entry.type === 'run-started')
  if (first === undefined || first.type !== 'run-started') return []
  const spans = spansOf(entries)
  put(fs, root, `${folderOf(first.run)}/spans.jsonl`, traceLines(spans, first.intentk))
  const records = recordsOf(entries).filter(({ task }) => tasks === null || tasks.has(task))
  for (const record of records) await writeRecord(fs, root, record)
  return spans
}

/**
 * Writes the record of one task. For a single task `recordsOf` needs no more than the first entry of the journal and
 * those of the task.
 */
export async function writeRecord(fs: FileSystem, root: string, record: TaskRecord): Promise<void> {
  const { stringify } = await import('yaml')
  put(fs, root, recordName(record.run, record.task, 'json'), `${JSON.stringify(record, null, 2)}\n`)
  put(fs, root, recordName(record.run, record.task, 'yaml'), stringify(record, { lineWidth: 0 }))
}

/** Nothing waits for the disk: what a power cut takes is made again from the journal. */
function put(fs: FileSystem, root: string, name: string, text: string): void {
  const path = localPath(fs, localState(root), name)
  mkdirSync(dirname(path), { recursive: true })
  const next = `${path}.${process.pid}.tmp`
  writeFileSync(next, text)
  renameSync(next, path)
}

/** The latest verification record of a task of a document; null where no run ended it. */
export function recordOf(
  fs: FileSystem,
  root: string,
  task: string,
  document: string | null = null,
): TaskRecord | null {
  const state = localState(root)
  for (const run of runNames(fs, root)) {
    const record = readLocal(fs, state, recordName(run, task, 'json'))
    if (isRecord(record) && record.task === task && (document === null || record.document === document)) return record
  }
  return null
}

/** What a view shows of a record. */
export type RecordBrief = Pick<
  TaskRecord,
  'run' | 'outcome' | 'why' | 'endedAt' | 'durationMs' | 'changed' | 'trace'
> & {
  readonly attempts: number
}

/** As {@link recordOf}, in short. */
export function recordBrief(fs: FileSystem, root: string, task: string, document: string): RecordBrief | null {
  const record = recordOf(fs, root, task, document)
  if (record === null) return null
  const { run, outcome, why, endedAt, durationMs, changed, trace, attempts } = record
  return { run, outcome, why, endedAt, durationMs, changed, trace, attempts: attempts.length }
}

/** The runs of a repository, the latest first: their names begin with the time. */
export function runNames(fs: FileSystem, root: string): readonly string[] {
  try {
    const entries = fs.list(join(localState(root).folder, 'runs'))
    const names = entries.flatMap(({ name, kind }) => (kind === 'directory' ? [name] : []))
    return names.toSorted().toReversed()
  } catch {
    return []
  }
}

const outcomes: readonly unknown[] = [
  'verified',
  'attested',
  'failed',
  'skipped',
  'conflict',
  'escalated',
  'interrupted',
]

/** A file that somebody else wrote is none. */
function isRecord(value: unknown): value is TaskRecord {
  if (typeof value !== 'object' || value === null) return false
  const { schemaVersion, run, task, document, outcome, attempts } = value as Record<string, unknown>
  return (
    schemaVersion === 1 &&
    [run, task, document].every((each) => typeof each === 'string') &&
    outcomes.includes(outcome) &&
    Array.isArray(attempts)
  )
}
