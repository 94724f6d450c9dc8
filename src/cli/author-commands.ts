import type { CommandSpec, OptionSpec } from './commands.ts'

const flag = (name: string, summary: string): OptionSpec => ({ name, summary })

function dateProblem(value: string): string | null {
  return /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/.test(value) ? null : 'expected a date such as 2026-03-31'
}

/** Commands that write the documents a plan begins with. */
export const authorCommands: readonly CommandSpec[] = [
  {
    name: 'new',
    summary: 'write a vision from a sentence, then goal, strategy and plan, each from the one before',
    usage: 'KIND [doc]',
    // Unquoted words are one sentence all the same; what is missing is told by the command.
    ids: { least: 0, most: 10_000 },
    options: [
      flag('branch', 'vision: also create the git branch of its name and switch to it'),
      flag('compare', 'strategy: add up its scores times weights, and write the totals'),
      { name: 'date', value: 'YYYY-MM-DD', problem: dateProblem, summary: 'date to print; none unless given' },
    ],
    examples: [
      ["intentk new vision 'Export orders as CSV'", 'write visions/NNN-export-orders-as-csv/vision.md'],
      ['intentk new goal 001', 'write goal.md with an objective for each intent of the vision'],
      ['intentk new plan 001', 'write plan.md with a milestone for each objective'],
      ['intentk new strategy 001 --compare', 'add up the scores of strategy.md'],
      ['intentk new constitution', 'write the principles of the project'],
    ],
    more: true,
    load: () => import('./new.ts'),
  },
]
