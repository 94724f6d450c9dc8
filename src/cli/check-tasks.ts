import type { DocumentTask } from '../model/task-document.ts'
import { verifyCommands } from '../parse/tasks/verify-command.ts'
import { nameOf } from '../edit/task-name.ts'
import type { CommandEnd } from '../run/run-command.ts'
import { splitCommand } from '../run/split-command.ts'
import { allowCommands, allowedCommands } from '../workspace/allowed.ts'
import type { Call } from './arguments.ts'
import { saysYes } from './ask.ts'
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
  const declined = await askFor(named, [...argvs.keys()], call, io)
  const deadlineMs = Number(values['timeout'] ?? secondsByDefault) * 1000
  const { runCommand } = await import('../run/run-command.ts')
  const ends = new Map<string, CommandEnd>()
  const run = async (command: string): Promise<CommandEnd> => {
    const known = ends.get(command)
    if (known !== undefined) return known
    const options = { argv: argvs.get(command)!, cwd: named.target.root, env: io.env, deadlineMs }
    const end = await whileWaiting(io.stderr, `Running ${command}`, 0, () => runCommand(options))
    ends.set(command, end)
    return end
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
  run: (command: string) => Promise<CommandEnd>,
): Promise<TaskCheck> {
  const refused = commands.find((command) => declined.has(command))
  if (refused !== undefined) return { ...quiet, result: 'declined', commands, failed: refused }
  for (const command of commands) {
    const { end, code, output } = await run(command)
    // A check may print as much as it likes.
    if (end !== 'passed')
      return { result: end === 'output-limit' ? 'failed' : end, commands, failed: command, code, output }
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

/** Asks for what was never allowed here; answers what a person declined. */
async function askFor(
  { fs, target }: Named,
  commands: readonly string[],
  { switches }: Call,
  io: Io,
): Promise<ReadonlySet<string>> {
  const known = allowedCommands(fs, target.root)
  const fresh = commands.filter((command) => !known.has(command))
  const allowed: string[] = []
  const declined = new Set<string>()
  for (const command of fresh) {
    const yes = switches.has('yes') ? true : await saysYes(io, `${target.shown} wants to run \`${command}\`. Allow it?`)
    if (yes === null) {
      throw new Misuse(
        `\`${command}\` of ${target.shown} was never allowed to run here. Nothing is changed.`,
        '`--yes` allows it from now on, `--no-verify` ticks without it; on a terminal you are asked.',
        'command-not-allowed',
      )
    }
    if (yes) allowed.push(command)
    else declined.add(command)
  }
  if (allowed.length > 0) allowCommands(fs, target.root, allowed)
  return declined
}
