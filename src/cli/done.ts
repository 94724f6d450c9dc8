import { nameOf } from '../edit/task-name.ts'
import { toggleTask } from '../edit/toggle-task.ts'
import type { DocumentTask } from '../model/task-document.ts'
import { recordCheck, unclaim } from '../workspace/claims.ts'
import type { Call } from './arguments.ts'
import { callOf } from './call-of.ts'
import { checkTasks, type TaskCheck } from './check-tasks.ts'
import { changeOf, editNamed, keyOf, openNamed, type Named } from './document-tasks.ts'
import type { Io } from './io.ts'
import { missingFiles } from './missing-files.ts'
import { bareDiagnostic, type Outcome } from './outcome.ts'
import { oneLine, styled, type Line } from './terminal.ts'

/** Ticks tasks, each after its own check has passed. */
export async function run(call: Call, io: Io): Promise<Outcome> {
  if (call.switches.has('from-git')) {
    const { doneFromGit } = await import('./done-from-git.ts')
    return doneFromGit(call, io)
  }
  const named = openNamed(call, io)
  const { status, tasks, code, diagnostics, notes, ticked } = await tickNamed(named, call, io)
  return {
    code,
    data: { status, output: named.target.shown, tasks },
    diagnostics,
    out: [],
    notes: [...notes, ...(ticked === 0 || call.switches.has('dry-run') ? [] : [`Next ${callOf(call, 'next')}`])],
  }
}

/** What became of the named tasks of one document. */
export interface Ticking extends Pick<Outcome, 'code' | 'diagnostics' | 'notes'> {
  readonly status: 'unchanged' | 'would-write' | 'written'
  /** Each task as JSON. */
  readonly tasks: readonly object[]
  readonly ticked: number
}

/** Checks the named tasks of one document and ticks those that pass, in one write. */
export async function tickNamed(named: Named, call: Call, io: Io): Promise<Ticking> {
  const dryRun = call.switches.has('dry-run')
  const open = named.tasks.filter(({ state }) => state !== 'done')
  const checks = await checkTasks(named, open, call, io)
  const good = open.filter((task) => ticks(checks.get(task)))
  const edited = editNamed(named, good, (document, task) => toggleTask(document, task, 'done'), dryRun)
  if (!dryRun) for (const task of good) settle(named, task, checks.get(task)!)
  const missing = await missingFiles(named, good)
  const bad = open.filter((task) => !ticks(checks.get(task)))
  const interrupted = bad.some((task) => (checks.get(task)?.result ?? 'interrupted') === 'interrupted')
  return {
    code: interrupted ? 130 : bad.length > 0 ? 1 : 0,
    status: !edited ? 'unchanged' : dryRun ? 'would-write' : 'written',
    tasks: named.tasks.map((task) => ({
      ...changeOf(named.document, task, good.includes(task) ? 'done' : task.state),
      check: checkView(checks.get(task)),
    })),
    diagnostics: [...bad.map((task) => diagnosticOf(named, task, checks.get(task))), ...missing],
    notes: [
      ...named.tasks.flatMap((task) => lines(named, task, checks.get(task), dryRun)),
      ...missing.map(({ message }): Line => [styled('yellow', 'warning'), ` ${message}`]),
      ...openParts(named, good),
    ],
    ticked: good.length,
  }
}

const ticks = (check: TaskCheck | undefined): boolean =>
  check !== undefined && ['passed', 'left-out', 'none', 'planned'].includes(check.result)

/** Keeps how the task was checked, and frees it. */
function settle({ fs, target }: Named, task: DocumentTask, { result, commands }: TaskCheck): void {
  const key = keyOf(target, task)
  unclaim(fs, target.root, key, 'done')
  if (result === 'none') recordCheck(fs, target.root, key, null)
  else recordCheck(fs, target.root, key, { ...key, result: result === 'passed' ? 'passed' : 'unverified', commands })
}

function checkView(check: TaskCheck | undefined): object | null {
  if (check === undefined) return null
  const { result, commands, code, output } = check
  return { result, verified: result === 'passed', commands, code, output }
}

function lines(
  { document, target }: Named,
  task: DocumentTask,
  check: TaskCheck | undefined,
  dryRun: boolean,
): readonly Line[] {
  const name = nameOf(document, task)
  if (task.state === 'done') return [`${name} is done already`]
  if (check === undefined) return [[styled('yellow', 'open'), ` ${name}: not checked`]]
  const ticked: Line = [styled('green', dryRun ? 'Would tick' : 'Ticked'), ` ${name} in ${target.shown}`]
  const commands = check.commands.map((command) => `\`${oneLine(command)}\``).join(', ')
  const with_ = (words: string): Line => [...(ticked as readonly string[]), words]
  if (check.result === 'passed') return [with_(`, checked by ${commands}`)]
  if (check.result === 'none') return [with_(', unverified: it has no check')]
  if (check.result === 'left-out') return [with_(`, unverified: ${commands} was left out`)]
  if (check.result === 'planned') return [with_(` if ${commands} passes`)]
  const head: Line = [styled('red', 'Left open'), ` ${name}: ${whyOpen(check)}`]
  return [head, ...endOf(check.output)]
}

function whyOpen({ result, failed, code }: TaskCheck): string {
  const command = `\`${oneLine(failed)}\``
  if (result === 'declined') return `${command} was not allowed to run`
  if (result === 'timeout') return `${command} did not end in time (--timeout SECONDS)`
  if (result === 'interrupted') return `${command} was interrupted`
  if (result === 'not-started') return `${command} could not be started`
  return code === null ? `${command} was killed` : `${command} ended with ${code}`
}

const shownLines = 20

/** The last lines of an output; colours of the program would only be visible as escapes. */
function endOf(output: string): readonly Line[] {
  // oxlint-disable-next-line no-control-regex
  const plain = output.replace(/\u001b\[[0-9;]{0,40}m/g, '')
  const all = plain.split(/\r?\n/).map((line) => line.trimEnd())
  while (all.length > 0 && all.at(-1) === '') all.pop()
  const last = all.slice(-shownLines)
  const more = all.length > last.length ? [`  ... ${all.length - last.length} lines before`] : []
  return [...more, ...last.map((line) => `  ${line}`)]
}

function diagnosticOf(
  { document, target }: Named,
  task: DocumentTask,
  check: TaskCheck | undefined,
): Outcome['diagnostics'][number] {
  const why = check === undefined ? 'it was not checked' : whyOpen(check)
  const { line } = changeOf(document, task, task.state)
  const message = `${nameOf(document, task)} stays open: ${why}.`
  return { ...bareDiagnostic('check-failed', message, target.shown), line }
}

/** A task whose parts are open may be ticked, but a person should know. */
function openParts({ document }: Named, good: readonly DocumentTask[]): readonly Line[] {
  return good.flatMap((task) => {
    const at = document.tasks.indexOf(task)
    const parts = document.tasks.filter(
      (other) => other.parent === at && (other.state === 'open' || other.state === 'started') && !good.includes(other),
    )
    if (parts.length === 0) return []
    const names = parts.slice(0, 5).map((part) => nameOf(document, part))
    return [`  of its parts ${names.join(', ')} ${parts.length === 1 ? 'is' : 'are'} open`]
  })
}
