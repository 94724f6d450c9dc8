import type { CommandSpec, OptionSpec } from './commands.ts'

const flag = (name: string, summary: string): OptionSpec => ({ name, summary })

const nameProblem = (value: string): string | null =>
  /[/\\]|^\.|\p{Cc}/u.test(value) ? 'expected a name such as photo-albums, without a path' : null

const repoProblem = (value: string): string | null =>
  /^[\w.-]{1,100}\/[\w.-]{1,100}$/.test(value) ? null : 'expected owner/name'

/** Commands that bring plans in from other tools and give tasks to them. */
export const exchangeCommands: readonly CommandSpec[] = [
  {
    name: 'import',
    summary: 'bring a plan of another tool into a vision and compile it',
    usage: 'PATH',
    ids: null,
    options: [
      {
        name: 'as',
        value: 'NAME',
        problem: nameProblem,
        summary: 'what to call the vision; the name of the folder or file unless given',
      },
    ],
    examples: [
      ['intentk import specs/001-photo-albums', 'a Spec Kit feature into visions/NNN-photo-albums/'],
      [
        'intentk import .taskmaster/tasks/tasks.json --as store',
        'the tasks of task-master; again, when they have changed',
      ],
      ['intentk import backlog --dry-run --json', 'what would become of each task of a Backlog.md folder'],
    ],
    more: true,
    load: () => import('./import.ts'),
  },
  {
    name: 'export',
    summary: 'give the tasks to another tool: Spec Kit, OpenSpec, task-master, GitHub issues, JSON, CSV',
    usage: '[doc]',
    ids: null,
    options: [
      {
        name: 'to',
        value: 'FORMAT',
        choices: ['spec-kit', 'openspec', 'task-master', 'github-issues', 'json', 'csv'],
        summary: 'the format; json unless given',
      },
      { name: 'out', value: 'PATH', summary: 'the file or folder to write; standard output unless given' },
      flag('force', 'replace files that are there'),
      {
        name: 'repo',
        value: 'OWNER/NAME',
        problem: repoProblem,
        summary: 'where the issues are; the remote of git unless given',
      },
    ],
    examples: [
      ['intentk export 001 --to csv --out tasks.csv', 'a table for a spreadsheet'],
      ['intentk export 001 --to openspec --out openspec/changes/add-export', 'proposal.md and tasks.md of a change'],
      ['intentk export 001 --to github-issues --dry-run', 'which issues would be made, changed and closed'],
    ],
    more: true,
    load: () => import('./export.ts'),
  },
]
