import type { Call } from './arguments.ts'
import { checkCommand } from './check-command.ts'
import { authorCommands } from './author-commands.ts'
import { exchangeCommands } from './exchange-commands.ts'
import { gitCommands } from './git-commands.ts'
import type { Io } from './io.ts'
import type { Outcome } from './outcome.ts'
import { runCommands } from './run-commands.ts'
import { doctorCommand, initCommand } from './set-up-commands.ts'
import { shellCommands } from './shell-commands.ts'
import { taskCommands } from './task-commands.ts'
import { viewCommands } from './view-commands.ts'

/** One option of the command line. Without `value` it is a switch. */
export interface OptionSpec {
  readonly name: string
  /** What stands for its value in the help: `FILE`. */
  readonly value?: string
  readonly choices?: readonly string[]
  /** What is wrong with a value, as the end of a sentence; null where nothing is. */
  readonly problem?: (value: string) => string | null
  /** A switch that may also be given a word of this form, and then again and again; values are joined by NUL. */
  readonly mayTake?: RegExp
  /** What stands for that word in the help. */
  readonly shows?: string
  readonly summary: string
}

/** One command: how it is called, what the help says, and where its code is. */
export interface CommandSpec {
  readonly name: string
  readonly summary: string
  /** Names of its positional arguments for people; `[doc]` or ids. */
  readonly usage: string
  /** How many ids it takes; null for a command that takes a document. */
  readonly ids: {
    readonly least: number
    readonly most: number
    /** The only words it takes. */
    readonly choices?: readonly string[]
    /** A switch with which it takes no ids; `most` words of another kind instead. */
    readonly without?: { readonly switch: string; readonly most: number }
  } | null
  /** It takes any number of documents. */
  readonly several?: true
  /** An option with the name of a common one stands in its place. */
  readonly options: readonly OptionSpec[]
  /** Whole command lines, each with what it does. */
  readonly examples: readonly (readonly [line: string, does: string])[]
  /** It is only named on the first screen of the help. */
  readonly more?: boolean
  readonly load: () => Promise<{ readonly run: (call: Call, io: Io) => Promise<Outcome> }>
}

const flag = (name: string, summary: string): OptionSpec => ({ name, summary })

function dateProblem(value: string): string | null {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value) ?? []
  if (year === undefined) return 'expected a date such as 2026-03-31'
  const last = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate()
  const exists = Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= last
  return exists ? null : 'there is no such day'
}

const takeProblem = (value: string): string | null =>
  /^(?:plan|mine)(?::[^\s,]+(?:,[^\s,]+)*)?$/.test(value) ? null : 'expected plan, mine, or ids such as plan:T003,T007'

const planNumber = (value: string): string | null =>
  /^[1-9]\d{0,5}$/.test(value) ? null : 'expected the number of a plan, from 1'

const tokensProblem = (value: string): string | null =>
  /^[1-9]\d{0,6}$/.test(value) ? null : 'expected a number of tokens, from 1'

/** What every command takes. */
export const commonOptions: readonly OptionSpec[] = [
  { name: 'in', value: 'DOC', summary: 'the vision, feature folder or file to work on, as the argument [doc]' },
  { name: 'plan', value: 'N', problem: planNumber, summary: 'which of several plans in one document' },
  { name: 'out', value: 'FILE', summary: 'the file to write instead of execute.md; the lock beside it keeps its ids' },
  {
    name: 'parser',
    value: 'NAME',
    choices: ['auto', 'satteri', 'remark'],
    summary: 'Markdown parser; all give the same result',
  },
  { name: 'format', value: 'NAME', choices: ['text', 'json'], summary: 'text or json' },
  flag('json', 'the same as --format json'),
  flag('dry-run', 'write nothing'),
  flag('yes', 'answer yes to every prompt'),
  flag('no-color', 'no colours, as with NO_COLOR in the environment'),
  flag('help', 'show this help'),
]

/** All options of a command, its own first. */
export const optionsOf = ({ options }: CommandSpec): readonly OptionSpec[] => [
  ...options,
  ...commonOptions.filter(({ name }) => !options.some((own) => own.name === name)),
]

export const commands: readonly CommandSpec[] = [
  initCommand,
  {
    name: 'execute',
    summary: 'compile the plan into execute.md (writes execute.md, runs nothing)',
    usage: '[doc]',
    ids: null,
    options: [
      flag('stdout', 'print the document instead of writing it'),
      flag('check', 'write nothing, exit 1 if anything would change'),
      flag('full', 'print all headings of the template, each gap in its place'),
      flag('strict', 'exit 1 for gaps and warnings too'),
      flag('diff', 'write nothing; show what would change and why, and what is kept of yours'),
      {
        name: 'take',
        value: 'SIDE',
        problem: takeProblem,
        summary: 'settle conflicts: plan, mine, or plan:T203,T207; plan:T014 also brings back a deleted task',
      },
      { name: 'date', value: 'YYYY-MM-DD', problem: dateProblem, summary: 'date to print; else the date of the plan' },
      {
        name: 'tests',
        value: 'WHEN',
        choices: ['auto', 'always', 'never'],
        summary: 'make tests of acceptance scenarios; auto: where a document asks',
      },
    ],
    examples: [
      ['intentk execute visions/001', 'write visions/001-.../execute.md'],
      ['intentk execute 001 --diff', 'show what a run would change, and why'],
      ['intentk execute 001 --take plan:T203', 'settle a conflict with the words of the plan'],
      ['intentk execute docs/PLAN.md', 'print what the plan compiles to'],
      ['intentk execute - --json < plan.md', 'read a plan from standard input'],
    ],
    load: () => import('./execute.ts'),
  },
  checkCommand,
  ...viewCommands,
  {
    name: 'gaps',
    summary: 'what the plan leaves open, most important first',
    usage: '[doc]',
    ids: null,
    options: [
      flag('blocking', 'only what work cannot start without'),
      {
        name: 'answer',
        mayTake: /^(?:no-work|decision|no-path|order|uncovered|no-check|section-missing):[^]*=/,
        shows: '[KEY=TEXT]',
        summary: 'ask for answers and write them; or write one by its key',
      },
      {
        name: 'answers',
        value: 'FILE',
        summary: 'write the answers of a JSON file, {"KEY": "TEXT"}; - is standard input',
      },
    ],
    examples: [
      ['intentk gaps', 'list questions with place and form of the answer'],
      ['intentk gaps 001 --answer', 'answer them one after the other'],
      ["intentk gaps 001 --answer 'decision:which-format=CSV'", 'write one answer, as a program does'],
    ],
    more: true,
    load: () => import('./gaps.ts'),
  },
  {
    name: 'list',
    summary: 'tasks, filtered',
    usage: '[doc]',
    ids: null,
    options: [
      { name: 'milestone', value: 'M1', summary: 'of one milestone, by number or words' },
      { name: 'phase', value: 'NAME', summary: 'of one phase: setup, M1, polish, US2, or words of its heading' },
      { name: 'path', value: 'GLOB', summary: "that name a path: src, 'src/**/*.ts'" },
      { name: 'text', value: 'WORD', summary: 'that contain a word' },
      flag('parallel', 'with [P]'),
      flag('ready', 'open, waiting for nothing'),
      flag('blocked', 'open, waiting for another'),
      flag('done', 'done'),
      flag('open', 'not done and not dropped'),
    ],
    examples: [
      ['intentk list --ready', 'what can start now'],
      ["intentk list 001 --milestone M1 --path 'src/**'", 'tasks of milestone 1 that touch src/'],
    ],
    more: true,
    load: () => import('./list.ts'),
  },
  {
    name: 'show',
    summary: 'everything about one task',
    usage: 'ID',
    ids: { least: 1, most: 1 },
    options: [
      flag('for-agent', 'the least an agent needs to do it, as Markdown'),
      {
        name: 'max-tokens',
        value: 'N',
        problem: tokensProblem,
        summary: 'with --for-agent: the most tokens, four characters each; 2000 unless given',
      },
      flag('force', 'with --for-agent: also a task with several focuses'),
      flag('why', 'compile the plan for the reasons that it alone knows'),
      flag('history', 'ask git for its history, however long the document is'),
      flag('no-history', 'do not ask git'),
    ],
    examples: [
      ['intentk show T003 --in visions/001', 'text, files, edges, who has it, how it was checked, its history'],
      ['intentk show T003 --for-agent', 'a block to hand to an agent'],
      ['intentk show 2.1 --in .kiro/specs/login', 'a task of another tool'],
    ],
    load: () => import('./show.ts'),
  },
  {
    name: 'why',
    summary: 'where a task comes from, why each edge, why [P] or not; with two ids the path between them',
    usage: 'ID [ID]',
    ids: { least: 1, most: 2 },
    options: [],
    examples: [
      ['intentk why T012', 'why T012 is there and what it waits for'],
      ['intentk why T012 T003', 'how T012 comes to wait for T003'],
    ],
    more: true,
    load: () => import('./why.ts'),
  },
  ...taskCommands,
  ...runCommands,
  doctorCommand,
  ...authorCommands,
  ...exchangeCommands,
  ...gitCommands,
  ...shellCommands,
]

/** Words people try for a command. */
export const synonyms: Readonly<Record<string, string>> = {
  setup: 'init',
  install: 'init',
  upgrade: 'init',
  diagnose: 'doctor',
  compile: 'execute',
  lint: 'check',
  validate: 'check',
  analyze: 'check',
  build: 'execute',
  generate: 'execute',
  plan: 'execute',
  questions: 'gaps',
  open: 'gaps',
  progress: 'status',
  st: 'status',
  ready: 'next',
  tasks: 'list',
  ls: 'list',
  view: 'show',
  task: 'show',
  explain: 'why',
  tick: 'done',
  complete: 'done',
  finish: 'done',
  untick: 'reopen',
  undo: 'reopen',
  claim: 'start',
  begin: 'start',
  unclaim: 'release',
  create: 'add',
  change: 'edit',
  update: 'edit',
  move: 'edit',
  remove: 'drop',
  delete: 'drop',
  rm: 'drop',
}
