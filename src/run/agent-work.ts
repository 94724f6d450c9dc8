import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileNameFor } from '../workspace/local-state.ts'
import { agentCall } from './agents.ts'
import { changedBeside, lookBeside } from './beside.ts'
import type { Work } from './engine-how.ts'
import { allowedEnvironment } from './environment.ts'
import { endLeftOver } from './left-over.ts'
import { maskSecrets } from './mask.ts'
import { promptFor } from './prompt.ts'
import { runCommand, type CommandEnd } from './run-command.ts'
import { runFolder } from './run-folder.ts'
import type { RunHow } from './run-how.ts'

const keptCharacters = 16 * 1024
const longestName = 1000

/** Calls the agent, or a person, with the prompt for a task. */
export function workOf(how: RunHow): Work {
  const { env, target, plan, run, agent, settings } = how
  const folder = join(runFolder(target.root, run), 'prompts')
  mkdirSync(folder, { recursive: true })
  return async ({ task, attempt, more, cwd, signal }) => {
    const index = plan.tasks.indexOf(task)
    const prompt = promptFor(plan, task, { document: target.shown, brief: how.briefOf(index), more })
    const path = join(folder, `${fileNameFor(task.key)}-${attempt}.md`)
    writeFileSync(path, prompt)
    if (agent === null) return byHand(await how.manual(task, prompt))
    const { argv, input } = agentCall(agent, prompt, path)
    const beside = lookBeside(target.root)
    const end = await runCommand({
      argv,
      cwd,
      input,
      signal,
      env: {
        ...allowedEnvironment(env, [...agent.env, ...settings.env]),
        INTENTK_TASK: task.key.replaceAll('\0', '').slice(0, longestName),
        INTENTK_RUN: run,
        INTENTK_ATTEMPT: String(attempt),
        INTENTK_PROMPT: path,
      },
      deadlineMs: settings.agent_minutes * 60_000,
      outputLimit: settings.output_megabytes * 1024 * 1024,
    })
    // Whoever was ended by force may have left processes in other groups.
    if (end.end === 'timeout' || end.end === 'output-limit') endLeftOver(run)
    const strays = changedBeside(beside, target.root)
    if (strays.length > 0) how.on({ type: 'note', text: `${task.key}: ${outside(strays)}` })
    return { ...end, output: maskSecrets(end.output, env).slice(-keptCharacters) }
  }
}

const outside = (paths: readonly string[]): string =>
  `${paths.slice(0, 5).join(', ')}${paths.length > 5 ? ` and ${paths.length - 5} more` : ''} changed outside of the ` +
  'repository while it was worked on; nothing is taken back there'

const byHand = (done: boolean | null): CommandEnd => ({
  end: done === true ? 'passed' : done === null ? 'not-started' : 'failed',
  code: done === true ? 0 : null,
  output: done === null ? 'there is no terminal to ask a person on' : '',
  cut: false,
})
