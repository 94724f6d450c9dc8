import type { CommandSpec, OptionSpec } from './commands.ts'

const flag = (name: string, summary: string): OptionSpec => ({ name, summary })

const secondsProblem = (value: string): string | null =>
  /^[1-9]\d{0,4}$/.test(value) ? null : 'expected a number of seconds, from 1'

const leaseProblem = (value: string): string | null =>
  /^[1-9]\d{0,5}[mhd]?$/.test(value) ? null : 'expected minutes, or a time such as 90m, 2h, 3d'

const any = { least: 1, most: Number.POSITIVE_INFINITY }

const fieldOptions: readonly OptionSpec[] = [
  { name: 'milestone', value: 'M1', summary: 'the milestone or section it belongs to' },
  { name: 'after', value: 'ID', summary: 'the task it stands behind' },
  { name: 'on', value: 'IDS', summary: 'the tasks it waits for: T001,T003; none for no task' },
]

/** The commands that change tasks: of execute.md, and of a task file of any other origin. */
export const taskCommands: readonly CommandSpec[] = [
  {
    name: 'done',
    summary: 'tick tasks, each after its own check (its Verify: command) has passed',
    usage: 'ID...',
    ids: { ...any, without: { switch: 'from-git', most: 1 } },
    options: [
      flag('from-git', 'tick what `Task: T012` trailers of commits name; instead of ids a range as for git log'),
      flag('no-verify', 'tick without the check; the task is recorded as unverified'),
      { name: 'timeout', value: 'SECONDS', problem: secondsProblem, summary: 'the most a check may take; 600' },
    ],
    examples: [
      ['intentk done T004', 'run the check of T004, then tick it'],
      ['intentk done T004-T010 T012 --in visions/001', 'several at once'],
      ['intentk done 2.1 --in openspec/changes/add-export/tasks.md', 'a task of another tool'],
      ['intentk done L42 --in docs/PLAN.md', 'the task on line 42, which has no id'],
      ['intentk done --from-git main..HEAD', 'the tasks that trailers of these commits name'],
    ],
    load: () => import('./done.ts'),
  },
  {
    name: 'verify',
    summary: 'run the checks of tasks, evaluate the gates of a milestone, show the evidence; ticks nothing',
    usage: '[ID|M1|doc...]',
    ids: null,
    several: true,
    options: [
      flag('project', "run the project's tests, linter and type check too"),
      { name: 'timeout', value: 'SECONDS', problem: secondsProblem, summary: 'the most a check may take; 600' },
    ],
    examples: [
      ['intentk verify T004', 'whether T004 is done: its files, its command'],
      ['intentk verify M1', 'each gate of milestone 1 with its value, and the evidence of its tasks'],
      ['intentk verify 001', 'whether all that is ticked is true'],
    ],
    more: true,
    load: () => import('./verify.ts'),
  },
  {
    name: 'reopen',
    summary: 'open tasks again that were done, started or dropped',
    usage: 'ID...',
    ids: any,
    options: [],
    examples: [['intentk reopen T004', 'untick T004']],
    more: true,
    load: () => import('./reopen.ts'),
  },
  {
    name: 'start',
    summary: 'claim a task for somebody and mark it as started; without an id the best that is ready',
    usage: '[ID] --as WHO',
    ids: { least: 0, most: 1 },
    options: [
      { name: 'as', value: 'WHO', summary: 'who works on it: a person, or the name of an agent' },
      {
        name: 'lease',
        value: 'TIME',
        problem: leaseProblem,
        summary: 'how long nobody else gets it: 90, 2h, 3d; else 4h',
      },
    ],
    examples: [
      ['intentk start T004 --as anna', 'T004 is anna’s'],
      ['intentk start --as agent-2', 'the task that is ready with the longest way behind it'],
    ],
    more: true,
    load: () => import('./start.ts'),
  },
  {
    name: 'release',
    summary: 'give started tasks back',
    usage: 'ID...',
    ids: any,
    options: [],
    examples: [['intentk release T004', 'T004 is open again and nobody’s']],
    more: true,
    load: () => import('./release.ts'),
  },
  {
    name: 'add',
    summary: 'add a task, with the next free id in the form of the document',
    usage: 'TEXT',
    ids: { least: 1, most: 1 },
    options: fieldOptions,
    examples: [
      ["intentk add 'Write `docs/export.md`' --milestone M2", 'at the end of milestone 2, before its validation'],
      ["intentk add 'Measure it' --after T007 --on T007", 'behind T007, which it waits for'],
    ],
    more: true,
    load: () => import('./add.ts'),
  },
  {
    name: 'edit',
    summary: 'change the words, milestone, place or dependencies of a task',
    usage: 'ID',
    ids: { least: 1, most: 1 },
    options: [{ name: 'text', value: 'TEXT', summary: 'its words' }, ...fieldOptions],
    examples: [
      ["intentk edit T007 --text 'Write `src/tsv.ts`'", 'other words, the same task'],
      ['intentk edit T007 --milestone M2 --on T003,T005', 'another milestone, other dependencies'],
    ],
    more: true,
    load: () => import('./edit.ts'),
  },
  {
    name: 'drop',
    summary: 'take tasks out of the document, with all that is nested in them; they do not come back',
    usage: 'ID...',
    ids: any,
    options: [],
    examples: [['intentk drop T007', 'remove T007, and say who waited for it']],
    more: true,
    load: () => import('./drop.ts'),
  },
  {
    name: 'adopt',
    summary: 'give an id to each task that has none',
    usage: '[doc]',
    ids: null,
    options: [],
    examples: [['intentk adopt visions/001', 'tasks that were written by hand get the next free ids']],
    more: true,
    load: () => import('./adopt.ts'),
  },
]
