import { execFile } from 'node:child_process'
import type { CheckResult, Failure, Verdict, VerifyInput } from '../contract.ts'
import { existingPaths } from '../../workspace/existing.ts'
import { diskFileSystem } from '../../workspace/file-system.ts'
import { splitCommand } from '../split-command.ts'
import { runCheck, type CommandCheck } from './command-check.ts'
import { expectedAt, type Expected } from './expected.ts'
import { findPlaceholders } from './placeholders.ts'
import { projectChecks } from './project.ts'
import { isPattern, standingAt, textAt } from './snapshot.ts'

export { snapshotWrites, textsOfWrites } from './snapshot.ts'

/**
 * Checks what an agent left of a task: the files it writes are there and changed, no placeholder is left in them, its
 * `Verify:` commands pass, the gates of a validation hold, the project's own checks pass. The first that fails ends it;
 * what would have come is `skipped`. A task of which nothing of the project can tell is `attest`.
 */
export async function verifyTask(input: VerifyInput): Promise<Verdict> {
  const { task } = input
  const checks: CheckResult[] = []
  const failed = (): boolean => checks.some(({ verdict }) => verdict === 'failed')
  // A validation looks at what others wrote; the paths in its words are what it looks at.
  const writes =
    task.kind === 'verify' || task.kind === 'validate' ? [] : task.writes.filter((path) => !isPattern(path))
  if (writes.length > 0) checks.push(checkFiles(input, writes))
  const files = writes.filter((path) => !path.endsWith('/'))
  if (files.length > 0 && !failed()) checks.push(await checkPlaceholders(input, files))
  for (const command of task.verify) checks.push(failed() ? skipped('verify', command) : await runOne(input, command))
  for (const gate of input.gates ?? []) checks.push(gate)
  for (const check of projectChecks(input.cwd, input.checks))
    checks.push(failed() ? skipped(check.kind, check.name) : forgiven(await runCheck(check, input), input))
  return { verdict: verdictOf(task.kind, checks), checks }
}

/** Verdicts of nothing but looked-at text are no evidence that work was done. */
const telling = new Set<CheckResult['kind']>(['files', 'verify', 'tests', 'lint', 'typecheck', 'gate'])

function verdictOf(kind: VerifyInput['task']['kind'], checks: readonly CheckResult[]): Verdict['verdict'] {
  if (checks.some(({ verdict }) => verdict === 'failed')) return 'failed'
  // A gate that nobody measured is a question to a person, however green the rest is.
  const isOpen = kind === 'validate' && checks.some((check) => check.kind === 'gate' && check.verdict === 'skipped')
  const told = checks.some((check) => check.verdict === 'passed' && telling.has(check.kind))
  return told && !isOpen ? 'passed' : 'attest'
}

const skipped = (kind: CheckResult['kind'], name: string): CheckResult => ({
  ...bare(kind, name),
  verdict: 'skipped',
})

const bare = (kind: CheckResult['kind'], name: string) => ({
  kind,
  name,
  startedAt: new Date().toISOString(),
  durationMs: 0,
  code: null,
  output: '',
  tests: null,
  failures: [],
})

/** A check that looks at files: it fails with what it found. */
function lookedAt(kind: CheckResult['kind'], name: string, started: number, failures: readonly Failure[]): CheckResult {
  return {
    ...bare(kind, name),
    verdict: failures.length > 0 ? 'failed' : 'passed',
    startedAt: new Date(started).toISOString(),
    durationMs: Date.now() - started,
    output: failures.map(({ file, line, message }) => `${file}${line > 0 ? `:${line}` : ''}: ${message}`).join('\n'),
    failures,
  }
}

function checkFiles({ cwd, before, task }: VerifyInput, writes: readonly string[]): CheckResult {
  const started = Date.now()
  const failures = writes.flatMap((path): readonly Failure[] => {
    const wrong = wrongWith(cwd, path, before.get(path), expectedAt(task.text, path))
    return wrong === '' ? [] : [{ kind: 'missing-file', file: path, line: 0, message: wrong }]
  })
  return lookedAt('files', writes.join(', '), started, failures)
}

/** What is wrong with a path; '' where nothing is. `before` is undefined where nobody looked before the work. */
function wrongWith(cwd: string, path: string, before: string | null | undefined, expected: Expected): string {
  const standing = standingAt(cwd, path)
  if (standing.is === 'refused') return `it is not looked at: ${standing.why}`
  if (expected === 'gone') return standing.is === 'nothing' ? '' : 'it is still there'
  if (standing.is === 'nothing') {
    // Where there was nothing before, it is what others are moved to.
    if (expected === 'either' && (path.endsWith('/') || before !== null)) return ''
    // A bare name does not say in which folder.
    if (!path.includes('/') && isSomewhere(cwd, path)) return ''
    return path.endsWith('/') ? 'the folder is not there' : 'the file is not there'
  }
  if (path.endsWith('/')) return standing.is === 'folder' ? '' : 'it is a file, not a folder'
  // `src/export` may name a folder without saying so.
  if (standing.is !== 'file') return /\.[A-Za-z0-9]+$/.test(path) ? 'it is a folder, not a file' : ''
  return standing.digest === before ? 'the file did not change' : ''
}

const isSomewhere = (cwd: string, name: string): boolean =>
  [...existingPaths(diskFileSystem, cwd)].some((path) => path.endsWith(`/${name}`))

async function checkPlaceholders(input: VerifyInput, files: readonly string[]): Promise<CheckResult> {
  const started = Date.now()
  const failures: Failure[] = []
  for (const path of files) {
    const standing = standingAt(input.cwd, path)
    const text = standing.is === 'file' ? textAt(standing.path) : null
    if (text !== null) failures.push(...findPlaceholders(path, text, await textBefore(input, path)))
  }
  return lookedAt('placeholders', files.join(', '), started, failures)
}

/** The text before the attempt: as kept, else as committed; undefined if unknown. */
async function textBefore({ before, beforeText, cwd }: VerifyInput, path: string): Promise<string | null | undefined> {
  if (before.get(path) === null) return null
  return beforeText?.get(path) ?? (await committed(cwd, path))
}

/** What the last commit holds; a line that stands there was left by no agent. */
function committed(cwd: string, path: string): Promise<string | undefined> {
  const options = { cwd, maxBuffer: 4_000_000, timeout: 10_000, windowsHide: true }
  return new Promise((resolve) => {
    execFile('git', ['cat-file', 'blob', `HEAD:./${path}`], options, (error, text) =>
      resolve(error === null ? text : undefined),
    )
  })
}

function runOne(input: VerifyInput, command: string): Promise<CheckResult> {
  const split = splitCommand(command)
  const check: CommandCheck = split.ok
    ? { kind: 'verify', name: command, argv: split.argv, problem: '', reports: [] }
    : { kind: 'verify', name: command, argv: null, problem: split.reason, reports: [] }
  return runCheck(check, input)
}

/**
 * Failing tests that are none of the task's: those that failed before it began, and, for a task that writes tests
 * before the work they test, those in its own files.
 */
function forgiven(check: CheckResult, { task, failedBefore }: VerifyInput): CheckResult {
  const { tests, failures } = check
  if (check.kind !== 'tests' || check.verdict !== 'failed' || tests === null || tests.failedNames.length === 0)
    return check
  // Only where every failure is known by its name.
  if (tests.failed !== tests.failedNames.length || failures.length < tests.failed) return check
  const isOwn = (at: number): boolean => task.kind === 'test' && task.writes.includes(failures[at]!.file)
  const isOld = (name: string): boolean => failedBefore?.has(name) === true
  if (!tests.failedNames.every((name, at) => isOld(name) || isOwn(at))) return check
  return { ...check, verdict: 'passed', failures: [] }
}
