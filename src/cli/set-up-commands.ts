import type { CommandSpec, OptionSpec } from './commands.ts'

const flag = (name: string, summary: string): OptionSpec => ({ name, summary })

/** Sets up a repository. */
export const initCommand: CommandSpec = {
  name: 'init',
  summary: 'give coding assistants the commands of intentk, and git its merge driver (--git)',
  usage: '',
  ids: { least: 0, most: 0 },
  options: [
    {
      name: 'assistant',
      value: 'KEY,...',
      summary: 'the assistants: claude, codex, cursor, gemini, ... (docs/assistants.md)',
    },
    flag('detect', 'those that are found, by folders of theirs and programs on the PATH'),
    flag('all', 'all of them, except those whose files stand in the home folder'),
    {
      name: 'commands-dir',
      value: 'FOLDER',
      summary: 'for any other assistant: the folder of its Markdown commands',
    },
    flag('upgrade', 'bring what was set up to this release; what you edited stays and the new version is shown'),
    flag('remove', 'take out what was set up, with --assistant for those alone; what you edited stays'),
    flag('git', 'let git merge execute.md and its lock task by task, in this clone'),
  ],
  examples: [
    ['intentk init', 'ask which assistants, the found ones first'],
    ['intentk init --assistant claude,codex', 'for two, without a question'],
    ['intentk init --upgrade', 'after an update of intentk'],
    ['intentk init --remove --assistant codex', 'what others still need stays'],
    ['intentk init --git', 'write .gitattributes and configure the merge driver of this clone'],
  ],
  load: () => import('./init.ts'),
}

/** Looks whether a repository is set up as it should be. */
export const doctorCommand: CommandSpec = {
  name: 'doctor',
  summary: 'find what is wrong with the set-up: commands, programs, git, claims; each with its mend',
  usage: '',
  ids: { least: 0, most: 0 },
  options: [],
  examples: [['intentk doctor', 'exit code 1 if there is something to mend']],
  more: true,
  load: () => import('./doctor.ts'),
}
