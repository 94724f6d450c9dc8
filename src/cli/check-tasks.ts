import type { DocumentTask } from '../model/task-document.ts'
import { verifyCommands } from '../parse/tasks/verify-command.ts'
import { nameOf } from '../edit/task-name.ts'
import { splitCommand } from '../run/split-command.ts'
import { askForCommands } from './allow-commands.ts'
import type { Call } from './arguments.ts'
import type { Named } from './document-tasks.ts'
import type { Io } from './io.ts'
import { Misuse } from './misuse.ts'
import { whileWaiting } from './progress.ts'

/** How a task was checked before it is ticked. `left-out` and `none` leave it unverified. */
export interface TaskCheck {
  readonly result:
    'passed' | 'failed' | 'timeout' | 'interrupted' | 'not-started' | 'declined' | 'left-out' | 'none' | 'planned'
  readonly commands: readonly string[]
  /** The command that failed, and how; '' where none did. */
  readonly failed: string
  readonly code: number | null
  /** The end of what it printed. */
  readonly output: string
}

interface Ran extends Pick<TaskCheck, 'code' | 'output'> {
  readonly end: 'passed' | 'failed' | 'timeout' | 'interrupted' | 'not-started'
}

type Checks = ReadonlyMap<DocumentTask, TaskCheck>

const quiet = { failed: '', code: null, output: '' } as const
const secondsByDefault = 600

/** Runs the checks of tasks, each command once. Misuse where one may not run; then none has run. */
export async function checkTasks(named: Named, tasks: readonly DocumentTask[], call: Call, io: Io): Promise<Checks> {
  const { switches, values } = call
  const planned = tasks.map((task) => ({ task, commands: verifyCommands(task) }))
  const results = new Map<DocumentTask, TaskCheck>()
  const toRun = planned.filter(({ task, commands }) => {
    const result =
      commands.length === 0
        ? 'none'
        : switches.has('no-verify')
          ? 'left-out'
          : switches.has('dry-run')
            ? 'planned'
            : null
    if (result !== null) results.set(task, { ...quiet, result, commands })
    return result === null
  })
  if (toRun.length === 0) return results
  const argvs = argvOf(named, toRun)
  const asking = {
    shown: named.target.shown,
    hint: '`--yes` allows it from now on, `--no-verify` ticks without it',
  }
  const declined = await askForCommands(named.fs, named.target.root, [...argvs.keys()], asking, call, io)
  const deadlineMs = Number(values['timeout'] ?? secondsByDefault) * 1000
  // A run of tasks checks them with the same code.
  const { runChecked } = await import('../run/verify/command-check.ts')
  const around = { cwd: named.target.root, env: io.env, deadlineMs }
  const ends = new Map<string, Ran>()
  const run = async (command: string): Promise<Ran> => {
    const known = ends.get(command)
    if (known !== undefined) return known
    const check = { kind: 'verify', name: command, argv: argvs.get(command)!, problem: '', reports: [] } as const
    const { result, end } = await whileWaiting(io.stderr, `Running ${command}`, 0, () => runChecked(check, around))
    // A check may print as much as it likes, so no limit ends it.
    const ran: Ran = {
      end: end === null || end === 'output-limit' ? 'failed' : end,
      code: result.code,
      output: result.output,
    }
    ends.set(command, ran)
    return ran
  }
  for (const { task, commands } of toRun) {
    const check = await checkOne(commands, declined, run)
    results.set(task, check)
    if (check.result === 'interrupted') break
  }
  return results
}

async function checkOne(
  commands: readonly string[],
  declined: ReadonlySet<string>,
  run: (command: string) => Promise<Ran>,
): Promise<TaskCheck> {
  const refused = commands.find((command) => declined.has(command))
  if (refused !== undefined) return { ...quiet, result: 'declined', commands, failed: refused }
  for (const command of commands) {
    const { end, code, output } = await run(command)
    if (end !== 'passed') return { result: end, commands, failed: command, code, output }
  }
  return { ...quiet, result: 'passed', commands }
}

type Planned = readonly { readonly task: DocumentTask; readonly commands: readonly string[] }[]

/** The words of every command; misuse for one that only a shell could run. */
function argvOf({ document }: Named, planned: Planned): ReadonlyMap<string, readonly [string, ...string[]]> {
  const argvs = new Map<string, readonly [string, ...string[]]>()
  for (const { task, commands } of planned) {
    for (const command of commands) {
      const split = splitCommand(command)
      if (!split.ok) {
        throw new Misuse(
          `The check of ${nameOf(document, task)} cannot run: in \`${command}\` ${split.reason}. Nothing is changed.`,
          'Put it into a script of the project and name that, or tick with `--no-verify`.',
          'check-needs-shell',
        )
      }
      argvs.set(command, split.argv)
    }
  }
  return argvs
}
