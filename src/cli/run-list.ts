import { journalPath, runFolder, runNames, runsFolder, summaryOf } from '../run/run-folder.ts'
import { readJournalFile, taskRecords } from '../run/run-journal.ts'
import { diskFileSystem } from '../workspace/file-system.ts'
import { repositoryRoot } from '../workspace/git.ts'
import { displayPath } from '../workspace/paths.ts'
import { locateTasks } from '../workspace/task-target.ts'
import type { Call } from './arguments.ts'
import { columnLines, type Cell } from './columns.ts'
import type { Io } from './io.ts'
import { Misuse } from './misuse.ts'
import type { Outcome } from './outcome.ts'
import { failureLines, runView, type RunTaskView } from './run-outcome.ts'
import { duration } from './run-view.ts'
import { columnsOf, oneLine, styled, type Style } from './terminal.ts'

const styles: Readonly<Record<string, Style>> = {
  done: 'green',
  verified: 'green',
  attested: 'green',
  failed: 'red',
  conflict: 'red',
  escalated: 'red',
}

function rootOf(call: Call, io: Io): { readonly root: string; readonly document: string | null } {
  const fs = io.fs ?? diskFileSystem
  if (call.doc === null) return { root: repositoryRoot(fs, io.cwd), document: null }
  const { root, shown } = locateTasks(fs, call.doc, io.cwd, undefined)
  return { root, document: shown }
}

/** Lists the runs of a repository, the newest first. */
export async function listRuns(call: Call, io: Io): Promise<Outcome> {
  const { root, document } = rootOf(call, io)
  const runs = runNames(root)
    .toReversed()
    .flatMap((run) => summaryOf(readJournalFile(journalPath(root, run)).entries) ?? [])
    .filter((one) => document === null || one.document === document)
  const rows = runs.map(
    ({ run, outcome, done, tasks, failed, startedAt, lastAt, document: of, agent }): readonly Cell[] => [
      { text: run, style: 'bold' },
      { text: outcome, style: styles[outcome] ?? 'yellow' },
      { text: `${done} of ${tasks}${failed > 0 ? `, ${failed} failed` : ''}` },
      { text: duration(Date.parse(lastAt) - Date.parse(startedAt)) },
      { text: agent },
      { text: of },
    ],
  )
  return {
    code: 0,
    data: { runs },
    diagnostics: [],
    out: columnLines(rows, columnsOf(io.stdout)),
    notes: runs.length === 0 ? [`No run in ${runsFolder}/.`] : [],
  }
}

/** Shows one run: what became of each task, with the output of what failed. */
export async function showRun(call: Call, io: Io, name: string | null): Promise<Outcome> {
  const { root, document } = rootOf(call, io)
  const run = runNamed(root, document, name)
  const { entries } = readJournalFile(journalPath(root, run))
  const records = taskRecords(entries)
  const view = runView(entries, records) as {
    readonly tasks: readonly RunTaskView[]
    readonly outcome: string
    readonly why: string
    readonly document: string
  }
  const rows = view.tasks.map(({ task, outcome, attempts, text, why }): readonly Cell[] => [
    { text: task, style: 'bold' },
    { text: outcome, style: styles[outcome] ?? 'dim' },
    { text: attempts > 1 ? `${attempts} attempts` : '' },
    { text: why === '' ? oneLine(text) : `${why} (${oneLine(text)})` },
  ])
  const bad = view.tasks.filter(
    ({ outcome }) => outcome === 'failed' || outcome === 'conflict' || outcome === 'escalated',
  )
  return {
    code: 0,
    data: view,
    diagnostics: [],
    out: [
      [styled('bold', run), ` ${view.document}: ${view.outcome}${view.why === '' ? '' : `, ${view.why}`}`],
      ...columnLines(rows, columnsOf(io.stdout)),
      ...bad.flatMap(({ task, outcome }) => failureLines(entries, task, outcome)),
    ],
    notes: [`Journal, prompts and what was undone: ${displayPath(root, runFolder(root, run))}/`],
  }
}

function runNamed(root: string, document: string | null, name: string | null): string {
  const all = runNames(root).toReversed()
  const found = all.filter((run) => {
    if (name !== null) return run === name || run.endsWith(`-${name}`) || run.startsWith(name)
    return document === null || summaryOf(readJournalFile(journalPath(root, run)).entries)?.document === document
  })
  const [first] = found
  if (first !== undefined && (name === null || found.length === 1 || first === name)) return first
  if (all.length === 0)
    throw new Misuse(`There is no run in ${runsFolder}/.`, '`intentk run --agent NAME` starts one.', 'no-run')
  throw new Misuse(
    name === null
      ? `No run of ${document ?? 'this repository'}.`
      : `${found.length === 0 ? 'No run is' : `${found.length} runs are`} called \`${name}\`.`,
    '`intentk run list` shows all.',
    'no-run',
  )
}
