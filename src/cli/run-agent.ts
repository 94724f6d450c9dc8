import { isAbsolute, resolve } from 'node:path'
import { agentNamed, agentNames, programAgent, type Agent } from '../run/agents.ts'
import type { RunOptions } from '../run/run-folder.ts'
import { splitCommand } from '../run/split-command.ts'
import type { RunSettings } from '../workspace/run-settings.ts'
import { closest } from '../workspace/suggest.ts'
import type { Call } from './arguments.ts'
import type { Io } from './io.ts'
import { Misuse } from './misuse.ts'

/** Who does the work: as the call says, else as the run began, else as the configuration says. */
export function agentOf(
  { values }: Call,
  { cwd }: Io,
  settings: RunSettings,
  before: RunOptions | null,
): { readonly agent: Agent | null; readonly agentName: string } {
  const { exec, agent: given } = values
  if (exec !== undefined && given !== undefined)
    throw new Misuse('`--exec` and `--agent` exclude each other.', 'Give one of them.')
  if (exec !== undefined) {
    const split = splitCommand(exec)
    if (!split.ok) throw new Misuse(`\`--exec ${exec}\` cannot run: ${split.reason}.`, 'Name a program or a script.')
    const [program, ...rest] = split.argv
    // Worktrees are other folders: a path counts from where it was typed.
    const isPath = /[/\\]/.test(program) && !isAbsolute(program)
    const agent = programAgent([isPath ? resolve(cwd, program) : program, ...rest])
    return { agent, agentName: agent.name }
  }
  if (given === undefined && before?.program != null) {
    const agent = programAgent(before.program)
    return { agent, agentName: agent.name }
  }
  const name = given ?? before?.agent ?? settings.agent
  if (name === null || name === undefined)
    throw new Misuse(
      'Who does the work?',
      `Add \`--agent NAME\` (${agentNames.join(', ')}) or \`--exec ./program\`; \`run: agent:\` in .intentk/config.yaml keeps it.`,
      'no-agent',
    )
  if (name === 'manual') return { agent: null, agentName: name }
  const agent = agentNamed(name)
  if (agent !== null) return { agent, agentName: name }
  const near = closest(name, agentNames)
  throw new Misuse(
    `There is no agent \`${name}\`.`,
    near === null ? `There are ${agentNames.join(', ')}; \`--exec\` takes any program.` : `Did you mean \`${near}\`?`,
    'no-agent',
  )
}
