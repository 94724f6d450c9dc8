import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { JournalEntry } from './contract.ts'
import { isDone, taskRecords } from './run-journal.ts'
import type { RunTask } from './run-plan.ts'
import type { RunHow } from './run-how.ts'

/** Where commits of a run are made. */
interface Place {
  readonly root: string
  /** The document with the boxes, relative to the root. */
  readonly document: string
  readonly run: string
}

/** Git as the person has it: their name, their hooks, their signature. */
function git(
  root: string,
  args: readonly string[],
  input = '',
): { readonly code: number; readonly out: string; readonly problem: string } {
  const { status, stdout, stderr, error } = spawnSync('git', args, {
    cwd: root,
    input,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    windowsHide: true,
  })
  return { code: status ?? 1, out: stdout ?? '', problem: (error?.message ?? stderr ?? '').trim() }
}

/** Why no commits can be made here; '' where they can. A person's staged changes would get into them. */
export function commitProblem(root: string): string {
  if (git(root, ['rev-parse', '-q', '--git-dir']).code !== 0) return 'this is no git repository'
  if (git(root, ['diff', '--cached', '--quiet']).code !== 0)
    return 'there are staged changes, which would get into the commits'
  return ''
}

/** The message of a task's commit: its words, the checks that passed, and trailers that name task and run. */
function messageOf(task: RunTask, run: string, entries: readonly JournalEntry[]): string {
  const words = task.text.replace(/\s+/g, ' ').trim()
  const plain = words.replaceAll('`', '')
  const short = plain.length <= 72 ? plain : `${plain.slice(0, 71).trimEnd()}…`
  const checks = entries.flatMap((entry) =>
    entry.type === 'check-ended' && entry.task === task.key && entry.check.verdict === 'passed'
      ? [`- ${entry.check.kind}: ${entry.check.name}`]
      : [],
  )
  const body = plain.length <= 72 ? [] : [words, '']
  const passed = [...new Set(checks)]
  const evidence = passed.length === 0 ? [] : ['Checked by:', ...passed, '']
  // A line of a plan that begins like a trailer must not become one.
  return `${[short === '' ? task.key : short, '', ...body, ...evidence].join('\n')}\nTask: ${task.key.replace(/\s+/g, ' ')}\nRun: ${run}\n`
}

/** Commits what a task changed, with its tick; why it could not, '' where it could. The record is attached as a note. */
export function commitTask(
  { root, document, run }: Place,
  task: RunTask,
  changed: readonly string[],
  entries: readonly JournalEntry[],
): string {
  const paths = [...changed, document]
  const list = paths.map((path) => `${path}\0`).join('')
  const ignored = new Set(git(root, ['check-ignore', '-z', '--stdin'], list).out.split('\0'))
  const tracked = new Set(git(root, ['ls-files', '-z']).out.split('\0'))
  // A file that came and went is nothing to commit.
  const isThere = (path: string): boolean => tracked.has(path) || existsSync(join(root, path))
  const spec = paths
    .filter((path) => !ignored.has(path) && isThere(path))
    .map((path) => `:(top,literal)${path}\0`)
    .join('')
  const added = git(root, ['add', '-A', '--pathspec-from-file=-', '--pathspec-file-nul'], spec)
  if (added.code !== 0) return lastLine(added.problem)
  if (git(root, ['diff', '--cached', '--quiet']).code === 0) return ''
  const commit = git(root, ['commit', '-q', '--cleanup=whitespace', '-F', '-'], messageOf(task, run, entries))
  if (commit.code !== 0) {
    git(root, ['reset', '-q', '--pathspec-from-file=-', '--pathspec-file-nul'], spec)
    return lastLine(commit.problem || commit.out)
  }
  const own = entries.filter((entry) => 'task' in entry && entry.task === task.key)
  const note = own.map((entry) => JSON.stringify(entry)).join('\n')
  git(root, ['notes', '--ref=intentk', 'add', '-f', '-F', '-', 'HEAD'], note)
  return ''
}

const lastLine = (text: string): string => text.split('\n').at(-1)?.trim() ?? ''

/** Makes the commits that a stopped run did not come to. */
export function settleCommits(
  { target, plan, run }: Pick<RunHow, 'target' | 'plan' | 'run'>,
  entries: readonly JournalEntry[],
  note: (text: string) => void,
): void {
  const { out } = git(target.root, ['log', '-n', '2000', '--format=%B%x00', `--grep=^Run: ${run}$`])
  const made = new Set(out.split('\0').flatMap((message) => /^Task: (.+)$/m.exec(message)?.[1] ?? []))
  const records = taskRecords(entries)
  for (const task of plan.tasks) {
    const record = records.get(task.key)
    if (record === undefined || !isDone(record.outcome) || made.has(task.key.replace(/\s+/g, ' '))) continue
    const problem = commitTask({ root: target.root, document: target.shown, run }, task, record.changed, entries)
    if (problem !== '') note(`${task.key} could not be committed: ${problem}`)
  }
}
