import type { CommandSpec, OptionSpec } from './commands.ts'

const flag = (name: string, summary: string): OptionSpec => ({ name, summary })

const countProblem = (value: string): string | null => (/^\d{1,9}$/.test(value) ? null : 'expected a number, from 0')

/** The linter. */
export const checkCommand: CommandSpec = {
  name: 'check',
  summary: 'check plans and task documents for mistakes',
  usage: '[doc...]',
  ids: null,
  several: true,
  options: [
    flag('fix', 'mend what can be mended; `--fix --dry-run` shows what'),
    flag('all', 'run every rule, not only those that are nearly always right'),
    { name: 'rule', value: 'ID,...', summary: 'run these rules and no others' },
    { name: 'max-warnings', value: 'N', problem: countProblem, summary: 'exit 1 for more warnings than this' },
    flag('strict', 'exit 1 for warnings too'),
    flag('coverage', 'a table from intents to evidence, with what is uncovered'),
    flag('list-rules', 'the rules, and which of them run'),
    { name: 'explain', value: 'ID', summary: 'what a rule checks, why, with examples' },
    {
      name: 'format',
      value: 'NAME',
      choices: ['text', 'json', 'sarif', 'github', 'markdown', 'checklist', 'csv'],
      summary: 'how to print; csv is for --coverage',
    },
  ],
  examples: [
    ['intentk check specs/001-export/tasks.md', 'check one file, with no set-up'],
    ['intentk check', 'check everything in the repository'],
    ['intentk check 001 --fix', 'mend what can be mended'],
    ['intentk check --all --format sarif > intentk.sarif', 'every rule, for code scanning'],
    ['intentk check --explain parallel-conflict', 'what a rule is for'],
  ],
  load: () => import('./check.ts'),
}
