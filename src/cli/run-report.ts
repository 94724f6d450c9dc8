import { resolve } from 'node:path'
import { latestRun, readRun, type ReadRun } from '../run/evidence/read-run.ts'
import { runNames } from '../run/evidence/store.ts'
import { reportOf, type RunReport } from '../run/report/model.ts'
import { durationWords, outcomeWords, rateWords } from '../run/report/words.ts'
import { writeReport } from '../run/report/write.ts'
import { diskFileSystem, type FileSystem } from '../workspace/file-system.ts'
import { repositoryRoot } from '../workspace/git.ts'
import { displayPath } from '../workspace/paths.ts'
import { closest } from '../workspace/suggest.ts'
import type { Call } from './arguments.ts'
import { count } from './compiled.ts'
import type { Io } from './io.ts'
import { Misuse } from './misuse.ts'
import type { Outcome } from './outcome.ts'
import { oneLine, styled, type Line, type Style } from './terminal.ts'

/**
 * Reports on a run: on the terminal, as one HTML page (`--html`), as JSON, or as Markdown. `run` is its name; null for
 * the latest one.
 */
export async function reportCommand(
  { values }: Pick<Call, 'values'>,
  io: Io,
  run: string | null = null,
): Promise<Outcome> {
  const fs = io.fs ?? diskFileSystem
  const root = repositoryRoot(fs, fs.realpath(io.cwd))
  const report = reportOf(find(fs, root, run).entries)
  // What was read has a beginning.
  if (report === null) throw noRun(fs, root, run)
  const page = values['html']
  const wrote = page === undefined ? [] : [await writePage(fs, io.cwd, page, report)]
  const base = { code: 0, data: report, diagnostics: [] } as const
  if (values['format'] === 'markdown') {
    const { markdownReport } = await import('../run/report/markdown.ts')
    return { ...base, out: { document: markdownReport(report) }, notes: wrote }
  }
  const next = report.outcome === 'done' ? [] : ['Next intentk run --resume']
  return { ...base, out: lines(report), notes: [...wrote, ...next] }
}

function find(fs: FileSystem, root: string, run: string | null): ReadRun {
  if (run === null) {
    const latest = latestRun(fs, root, () => true)
    if (latest !== null) return latest
    throw noRun(fs, root, null)
  }
  const names = runNames(fs, root)
  const alike = names.filter((name) => name.startsWith(run) || name.endsWith(run))
  const read = readRun(fs, root, alike.length === 1 ? alike[0]! : run)
  if (read !== null) return read
  throw noRun(fs, root, run)
}

function noRun(fs: FileSystem, root: string, run: string | null): Misuse {
  const names = runNames(fs, root)
  if (names.length === 0) return new Misuse('There is no run yet.', 'Start one with `intentk run`.', 'unknown-run')
  const near = run === null ? null : closest(run, names)
  const hint = near === null ? '`intentk run list` shows all runs.' : `Did you mean ${near}?`
  return new Misuse(`There is no run \`${run ?? ''}\` that can be read.`, hint, 'unknown-run')
}

async function writePage(fs: FileSystem, cwd: string, name: string, report: RunReport): Promise<string> {
  const { htmlReport } = await import('../run/report/html.ts')
  const path = resolve(cwd, name)
  writeReport(path, htmlReport(report))
  return `Wrote ${displayPath(fs.realpath(cwd), path)}`
}

const styles: Readonly<Record<string, Style>> = { done: 'green', failed: 'red', stopped: 'red', interrupted: 'yellow' }
const shownTasks = 10

function lines(report: RunReport): readonly Line[] {
  const { outcome, document, run, elapsedMs, why, counts, rates, tests, gates, failures, left } = report
  const held = gates.filter(({ verdict }) => verdict === 'passed').length
  const more = left.length - shownTasks
  return [
    [
      styled(styles[outcome] ?? 'yellow', outcomeWords[outcome]),
      `  ${document}, run ${run}, ${durationWords(elapsedMs)}`,
    ],
    ...(why === '' ? [] : [oneLine(why)]),
    `${counts.verified + counts.attested} of ${count(counts.tasks, 'task')} done: ${counts.verified} verified, ${counts.attested} attested, ${counts.failed} failed, ${counts.skipped} skipped`,
    `Success ${rateWords(rates.success)}, at the first attempt ${rateWords(rates.firstAttempt)}, tried again ${rateWords(rates.retry)}`,
    ...(tests === null ? [] : [`Tests ${tests.passed} passed, ${tests.failed} failed, ${tests.skipped} skipped`]),
    ...(gates.length === 0 ? [] : [`Gates ${held} of ${gates.length} hold`]),
    ...failures.map(({ task, outcome: how, why: because }): Line => [
      styled('red', how),
      `  ${oneLine(task)}: ${oneLine(because)}`,
    ]),
    ...(left.length === 0 ? [] : [styled('bold', `Left ${count(left.length, 'task')}`)]),
    ...left
      .slice(0, shownTasks)
      .map(
        ({ task, text, why: because }) => `  ${oneLine(task)}  ${because}${text === task ? '' : `  ${oneLine(text)}`}`,
      ),
    ...(more > 0 ? [`  and ${more} more`] : []),
  ]
}
