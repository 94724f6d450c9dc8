import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { FileSystem } from '../workspace/file-system.ts'
import { localState, readLocal, writeLocal } from '../workspace/local-state.ts'
import type { Isolation, JournalEntry } from './contract.ts'
import { readJournalFile } from './run-journal.ts'

/** How a run was called, so that it can go on as it began. */
export interface RunOptions {
  readonly document: string
  readonly agent: string
  /** Of `--exec`; null for an agent of the table and for a person. */
  readonly program: readonly [string, ...string[]] | null
  readonly jobs: number
  readonly isolation: Isolation
  readonly commit: boolean
  readonly atomic: boolean
  readonly only: string | null
  readonly from: string | null
  readonly until: string | null
  readonly skip: string | null
  /** Tasks that were ticked when the run began. */
  readonly doneBefore: readonly string[]
  /** SHA-256 of what was approved. */
  readonly approved: string
  readonly approvedBy: string
}

/** Where the files of runs are, relative to the root. */
export const runsFolder = '.intentk/runs'

export const runFolder = (root: string, run: string): string => join(root, runsFolder, run)
export const journalPath = (root: string, run: string): string => join(runFolder(root, run), 'journal.jsonl')

/** Names sort by time, to the millisecond; the last part parts runs that begin in the same one. */
export function newRunName(now: Date): string {
  const [day = '', time = ''] = now
    .toISOString()
    .replaceAll(/[-:.Z]/g, '')
    .split('T')
  return `${day}-${time}-${randomBytes(2).toString('hex')}`
}

const RUN = /^\d{8}-\d{9}-[0-9a-f]{4}$/

/** Makes the folder of a run and keeps how it was called. */
export function makeRun(fs: FileSystem, root: string, run: string, options: RunOptions): void {
  writeLocal(fs, localState(root), `runs/${run}/run.json`, options)
  mkdirSync(runFolder(root, run), { recursive: true })
}

export function runOptions(fs: FileSystem, root: string, run: string): RunOptions | null {
  const value = readLocal(fs, localState(root), `runs/${run}/run.json`) as Partial<RunOptions> | null
  return typeof value?.document === 'string' && typeof value.agent === 'string' ? (value as RunOptions) : null
}

/** Names of all runs of a repository that came to begin, the oldest first. */
export function runNames(root: string): readonly string[] {
  const folder = join(root, runsFolder)
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => RUN.test(name) && (statSync(journalPath(root, name), { throwIfNoEntry: false })?.size ?? 0) > 0)
    .toSorted()
}

/** One run in short. */
export interface RunSummary {
  readonly run: string
  readonly document: string
  readonly agent: string
  readonly startedAt: string
  /** Of the last entry. */
  readonly lastAt: string
  readonly outcome: 'done' | 'failed' | 'stopped' | 'interrupted' | 'open'
  readonly why: string
  readonly tasks: number
  readonly done: number
  readonly failed: number
}

/** What the entries of a run say in short; null where it never began. */
export function summaryOf(entries: readonly JournalEntry[]): RunSummary | null {
  const [first] = entries
  if (first?.type !== 'run-started') return null
  const outcomes = new Map<string, string>()
  for (const entry of entries) if (entry.type === 'task-ended') outcomes.set(entry.task, entry.outcome)
  const last = entries.at(-1)!
  const count = (...names: readonly string[]): number =>
    [...outcomes.values()].filter((outcome) => names.includes(outcome)).length
  return {
    run: first.run,
    document: first.document,
    agent: first.agent,
    startedAt: first.at,
    lastAt: last.at,
    outcome: last.type === 'run-ended' ? last.outcome : 'open',
    why: last.type === 'run-ended' ? last.why : '',
    tasks: first.tasks.length,
    done: count('verified', 'attested'),
    failed: count('failed', 'conflict', 'escalated'),
  }
}

/** The newest run of a document that has more to do; null where there is none. */
export function unfinishedRun(root: string, document: string): string | null {
  for (const run of runNames(root).toReversed()) {
    const summary = summaryOf(readJournalFile(journalPath(root, run)).entries)
    if (summary?.document !== document) continue
    return summary.outcome === 'done' ? null : run
  }
  return null
}
