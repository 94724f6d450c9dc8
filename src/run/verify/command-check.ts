import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { CheckResult, Failure } from '../contract.ts'
import { parseErrors } from '../heal/errors.ts'
import { maskSecrets } from '../mask.ts'
import { runCommand, type CommandEnd } from '../run-command.ts'
import { readTestReport, saysNoTests } from './results/index.ts'
import { joinReports, type TestReport } from './results/report.ts'

/** A command that checks something, and what it may find. */
export interface CommandCheck {
  readonly kind: CheckResult['kind']
  /** As written. */
  readonly name: string
  /** Null where only a shell could run it. */
  readonly argv: readonly [string, ...string[]] | null
  /** Why none runs; '' where one does. */
  readonly problem: string
  /** Where it leaves JUnit reports. */
  readonly reports: readonly string[]
}

/** Where and how commands run. */
export interface CheckSurroundings {
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly deadlineMs: number
  readonly signal?: AbortSignal
}

/** A report may be long; what is kept of an output need not be. */
const readBytes = 4 * 1024 * 1024
const keptCharacters = 16 * 1024

/** Runs one checking command and reads what it says. Throws nothing. */
export const runCheck = async (check: CommandCheck, around: CheckSurroundings): Promise<CheckResult> =>
  (await runChecked(check, around)).result

/** As {@link runCheck}, with how the command ended; null where none could run. */
export async function runChecked(
  check: CommandCheck,
  around: CheckSurroundings,
): Promise<{ readonly result: CheckResult; readonly end: CommandEnd['end'] | null }> {
  const started = Date.now()
  const base = { kind: check.kind, name: check.name, startedAt: new Date(started).toISOString() }
  if (check.argv === null) {
    const message = `\`${check.name}\` cannot run: ${check.problem}. Put it into a script of the project and name that.`
    const failures: readonly Failure[] = [{ kind: 'other', file: '', line: 0, message }]
    const result = { ...base, durationMs: 0, code: null, output: message, tests: null, failures }
    return { result: { ...result, verdict: 'failed' }, end: null }
  }
  const end = await runCommand({
    argv: check.argv,
    cwd: around.cwd,
    env: { ...around.env, CI: around.env['CI'] ?? 'true', NO_COLOR: around.env['NO_COLOR'] ?? '1' },
    deadlineMs: around.deadlineMs,
    keep: readBytes,
    ...(around.signal === undefined ? {} : { signal: around.signal }),
  })
  const report = await reportOf(check, end, around.cwd, started)
  // Some test programs end with 0 whatever came of it; any other command is judged by its exit code alone.
  const failed = end.end !== 'passed' || (check.kind === 'tests' && report !== null && report.counts.failed > 0)
  const none = failed && end.end === 'failed' && hasNoTests(check, end, report)
  const verdict = none ? 'skipped' : failed ? 'failed' : 'passed'
  const result: CheckResult = {
    ...base,
    verdict,
    durationMs: Date.now() - started,
    code: end.code,
    output: endOf(maskSecrets(end.output, around.env)),
    tests: report?.counts ?? null,
    failures: verdict === 'failed' ? masked(failuresOf(check, end, report, around), around.env) : [],
  }
  return { result, end: end.end }
}

/** What is wrong, in the words of the report, of the errors in the output, or of how the command ended. */
function failuresOf(
  check: CommandCheck,
  { end, code, output }: CommandEnd,
  report: TestReport | null,
  { deadlineMs, cwd }: CheckSurroundings,
): readonly Failure[] {
  const how: Partial<Record<string, string>> = {
    timeout: `\`${check.name}\` did not end within ${Math.round(deadlineMs / 1000)} s`,
    'output-limit': `\`${check.name}\` printed too much`,
    interrupted: `\`${check.name}\` was interrupted`,
    'not-started': `\`${check.name}\` could not be started: ${output.trim().split('\n').at(-1) ?? ''}`,
    failed: code === null ? `\`${check.name}\` was killed` : `\`${check.name}\` ended with ${code}`,
  }
  const message = how[end]
  const ended: readonly Failure[] = message === undefined ? [] : [{ kind: 'other', file: '', line: 0, message }]
  if (end !== 'passed' && end !== 'failed') return ended
  const told = report?.failures ?? []
  const errors = told.length > 0 ? [] : parseErrors(output)
  const all = [...told, ...errors].map((each) => ({ ...each, file: relativeTo(cwd, each.file) }))
  return all.length > 0 ? all : ended
}

/** What is set up to test but has nothing to test yet is no failure of a task. */
const hasNoTests = (check: CommandCheck, end: CommandEnd, report: TestReport | null): boolean =>
  check.kind === 'tests' && (report === null || total(report) === 0) && (end.code === 5 || saysNoTests(end.output))

const total = ({ counts }: TestReport): number => counts.passed + counts.failed + counts.skipped

async function reportOf(
  check: CommandCheck,
  end: CommandEnd,
  cwd: string,
  started: number,
): Promise<TestReport | null> {
  if (end.end === 'not-started' || (check.kind !== 'tests' && check.kind !== 'verify')) return null
  return (await readTestReport(end.output)) ?? (await writtenReport(check.reports, cwd, started))
}

/** The JUnit reports that a command left; older ones tell of another run. */
async function writtenReport(paths: readonly string[], cwd: string, started: number): Promise<TestReport | null> {
  const texts = paths.flatMap((path) => freshXml(join(cwd, path), started - 1000))
  if (texts.length === 0) return null
  const { readJunit } = await import('./results/junit.ts')
  const reports = texts.flatMap((text) => readJunit(text) ?? [])
  return reports.length === 0 ? null : joinReports(reports)
}

const mostReports = 2000
const largestReport = 20_000_000

function freshXml(path: string, since: number): readonly string[] {
  try {
    const stat = statSync(path)
    if (!stat.isDirectory()) return fresh(path, since)
    const names = readdirSync(path).filter((name) => name.endsWith('.xml'))
    return names.slice(0, mostReports).flatMap((name) => fresh(join(path, name), since))
  } catch {
    return []
  }
}

function fresh(path: string, since: number): readonly string[] {
  const stat = statSync(path)
  const counts = stat.isFile() && stat.mtimeMs >= since && stat.size <= largestReport
  return counts ? [readFileSync(path, 'utf8')] : []
}

const relativeTo = (cwd: string, file: string): string => {
  const folder = `${cwd.replaceAll('\\', '/')}/`
  return file.startsWith(folder) ? file.slice(folder.length) : file
}

const masked = (failures: readonly Failure[], env: CheckSurroundings['env']): readonly Failure[] =>
  failures.map((each) => ({ ...each, message: maskSecrets(each.message, env) }))

const endOf = (output: string): string =>
  output.length <= keptCharacters ? output : `...\n${output.slice(output.length - keptCharacters)}`
