import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { JournalEntry } from '../contract.ts'
import type { FileSystem } from '../../workspace/file-system.ts'
import { localPath, localState } from '../../workspace/local-state.ts'
import { runNames } from './store.ts'

/** A run with its journal. */
export interface ReadRun {
  readonly run: string
  readonly entries: readonly JournalEntry[]
}

/**
 * The journal of a run as far as it is whole: reading ends at a line that is torn or out of order, which never counted.
 * Null where there is no run of that name or it never began.
 */
export function readRun(fs: FileSystem, root: string, run: string): ReadRun | null {
  if (!/^[\w.-]{1,100}$/.test(run) || run.startsWith('.')) return null
  let text: string
  try {
    text = readFileSync(localPath(fs, localState(root), join('runs', run, 'journal.jsonl')), 'utf8')
  } catch {
    return null
  }
  const entries: JournalEntry[] = []
  for (const line of text.split('\n').slice(0, -1)) {
    const entry = entryIn(line)
    if (entry?.seq !== entries.length + 1) break
    entries.push(entry)
  }
  return entries[0]?.type === 'run-started' ? { run, entries } : null
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

/** The latest run that `wanted` takes; null where there is none. */
export function latestRun(
  fs: FileSystem,
  root: string,
  wanted: (entries: readonly JournalEntry[]) => boolean,
): ReadRun | null {
  for (const name of runNames(fs, root)) {
    const read = readRun(fs, root, name)
    if (read !== null && wanted(read.entries)) return read
  }
  return null
}

/** Whether the entries are those of a run over a document. */
export const isRunOf = (entries: readonly JournalEntry[], document: string): boolean =>
  entries[0]?.type === 'run-started' && entries[0].document === document
