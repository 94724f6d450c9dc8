import type { CommandSpec, OptionSpec } from './commands.ts'

const flag = (name: string, summary: string): OptionSpec => ({ name, summary })

const countProblem = (value: string): string | null =>
  /^[1-9]\d{0,4}$/.test(value) ? null : 'expected a number, from 1'

/** Commands that answer how far things are; they read the task document and compile nothing. */
export const viewCommands: readonly CommandSpec[] = [
  {
    name: 'status',
    summary: 'how far a document is, by phase; without one: all of the repository in a table',
    usage: '[doc...]',
    ids: null,
    several: true,
    options: [flag('watch', 'show it again whenever the document changes')],
    examples: [
      ['intentk status', 'every vision and feature of the repository, one line each'],
      ['intentk status 001', 'phases, effort, who works on what, what comes next'],
    ],
    load: () => import('./status.ts'),
  },
  {
    name: 'next',
    summary: 'what can start now, in the order that is done soonest',
    usage: '[doc]',
    ids: null,
    options: [
      {
        name: 'parallel',
        value: 'N',
        problem: countProblem,
        summary: 'N tasks that can run together: no shared file or name, no order',
      },
      { name: 'limit', value: 'N', problem: countProblem, summary: 'list at most so many; 20 unless given' },
      { name: 'milestone', value: 'M1', summary: 'of one milestone or phase, by number or words' },
    ],
    examples: [
      ['intentk next', 'the ready tasks, the one with the longest way behind it first'],
      ['intentk next 001 --parallel 3', 'three that can be handed to three people or agents'],
    ],
    load: () => import('./next.ts'),
  },
  {
    name: 'graph',
    summary: 'what waits for what: waves, a tree, a picture or a page; who does what when',
    usage: '[doc]',
    ids: null,
    options: [
      {
        name: 'format',
        value: 'NAME',
        choices: ['waves', 'tree', 'mermaid', 'dot', 'svg', 'html', 'json', 'text'],
        summary: 'how to draw it; waves, or what the name of --save says',
      },
      {
        name: 'by',
        value: 'WHAT',
        choices: ['task', 'milestone', 'phase'],
        summary: 'tasks, milestones, or phases (also what is around milestones)',
      },
      {
        name: 'workers',
        value: 'N',
        problem: countProblem,
        summary: 'who does what when, with so many people or agents',
      },
      flag('gantt', 'a Gantt chart, for Mermaid or as svg; with --workers theirs'),
      { name: 'save', value: 'FILE', summary: 'write the picture to it: .svg, .html, .mmd, .dot or .txt' },
    ],
    examples: [
      ['intentk graph', 'the tasks in waves: each waits for the ones above it'],
      ['intentk graph 001 --save plan.html', 'a page to look around in, that needs nothing else'],
      ['intentk graph 001 --by milestone --format mermaid', 'a flowchart for a README'],
      ['intentk graph 001 --workers 3', 'a schedule for three, with slack and lower bound'],
      ['intentk graph 001 --gantt --workers 3 --save plan.svg', 'the same as a Gantt chart'],
    ],
    more: true,
    load: () => import('./graph.ts'),
  },
]
