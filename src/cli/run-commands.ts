import type { CommandSpec, OptionSpec } from './commands.ts'

const flag = (name: string, summary: string): OptionSpec => ({ name, summary })

const jobsProblem = (value: string): string | null =>
  /^(?:[1-9]|[1-5]\d|6[0-4])$/.test(value) ? null : 'expected a number from 1 to 64'

const agentProblem = (value: string): string | null =>
  /^[a-z][a-z-]{0,30}$/.test(value) ? null : 'expected the name of an agent, such as claude'

/** The commands that execute a plan. */
export const runCommands: readonly CommandSpec[] = [
  {
    name: 'run',
    summary: 'execute the plan through an agent: approve, work, verify, tick, keep the evidence',
    usage: '[doc]',
    ids: { least: 0, most: 2 },
    options: [
      {
        name: 'agent',
        value: 'NAME',
        problem: agentProblem,
        summary: 'claude, codex, gemini, copilot, cursor, opencode, qwen, amp, or manual for a person',
      },
      { name: 'exec', value: 'PROGRAM', summary: 'any program: prompt on standard input, exit code 0 for done' },
      { name: 'jobs', value: 'N', problem: jobsProblem, summary: 'the most tasks at once; 1' },
      {
        name: 'isolate',
        value: 'HOW',
        choices: ['none', 'snapshot', 'worktree'],
        summary: 'how the changes of a failed task are undone; snapshot',
      },
      { name: 'only', value: 'IDS', summary: 'only these tasks or milestones: T004,M2' },
      { name: 'from', value: 'ID', summary: 'nothing that stands before this task or milestone' },
      { name: 'until', value: 'ID', summary: 'up to this task or milestone, with all it waits for' },
      { name: 'skip', value: 'IDS', summary: 'count these tasks as done without running them (`allow_skip`)' },
      flag('atomic', 'all or nothing: tick at the end, undo everything where one task fails'),
      flag('commit', 'commit each verified task, with a `Task:` trailer'),
      flag('resume', 'go on with the last run that was stopped'),
      { name: 'html', value: 'FILE', summary: 'of `run report`: one page with everything, without a script' },
      {
        name: 'format',
        value: 'NAME',
        choices: ['text', 'json', 'markdown'],
        summary: 'text or json; markdown for `run report`',
      },
    ],
    examples: [
      ['intentk run 001 --agent claude', 'show the plan, ask, then work through it'],
      ['intentk run 001 --exec ./agent.sh --yes', 'with a program of your own, without asking'],
      ['intentk run 001 --agent codex --until M1 --commit', 'up to the first milestone, a commit for each task'],
      ['intentk run 001 --agent claude --jobs 4 --isolate worktree', 'four at once, each in a worktree'],
      ['intentk run --resume', 'go on after a crash or Ctrl-C'],
      ['intentk run show', 'what became of the last run'],
      ['intentk run report --html run.html', 'a page about it: timeline, checks, failures'],
    ],
    load: () => import('./run.ts'),
  },
]
