/** What a repository sets for `intentk run`, with the names that plans of this kind use for it. */
export interface RunSettings {
  /** More tasks than this in one run are refused; null for any number. */
  readonly max_plan_steps: number | null
  readonly require_approval: boolean
  readonly show_estimated_time: boolean
  readonly stop_on_error: boolean
  readonly log_progress: boolean
  readonly allow_skip: boolean
  readonly allow_plan_revision: boolean
  readonly checkpoint_between_steps: boolean
  /** `true`: what the project has; a text: that command. */
  readonly run_tests: boolean | string
  readonly run_lint: boolean | string
  readonly run_typecheck: boolean | string
  readonly max_attempts: number
  /** Seconds before the second attempt; each further one waits twice as long. */
  readonly retry_delay: number
  readonly agent: string | null
  readonly jobs: number
  readonly isolate: 'none' | 'snapshot' | 'worktree'
  /** Minutes that an agent may take for one task. */
  readonly agent_minutes: number
  /** Minutes that one check may take. */
  readonly check_minutes: number
  /** Megabytes that an agent may print. */
  readonly output_megabytes: number
  /** Names of the environment that agents and checks get besides the common ones. */
  readonly env: readonly string[]
}

export const defaultRunSettings: RunSettings = {
  max_plan_steps: null,
  require_approval: true,
  show_estimated_time: true,
  stop_on_error: true,
  log_progress: true,
  allow_skip: false,
  allow_plan_revision: false,
  checkpoint_between_steps: false,
  run_tests: true,
  run_lint: true,
  run_typecheck: true,
  max_attempts: 3,
  retry_delay: 2,
  agent: null,
  jobs: 1,
  isolate: 'snapshot',
  agent_minutes: 60,
  check_minutes: 10,
  output_megabytes: 64,
  env: [],
}

interface RunField {
  readonly schema: Readonly<Record<string, unknown>>
  /** Null where the value is right, else what is expected. */
  readonly problem: (value: unknown) => string | null
}

const isolations: readonly unknown[] = ['none', 'snapshot', 'worktree']

const yesOrNo = (description: string): RunField => ({
  schema: { description, type: 'boolean' },
  problem: (value) => (typeof value === 'boolean' ? null : 'expected true or false'),
})

/** What a check of the project is: what is found there, nothing, or a command. */
const foundOrCommand = (description: string): RunField => ({
  schema: { description, anyOf: [{ type: 'boolean' }, { type: 'string', minLength: 1, maxLength: 4000 }] },
  problem: (value) =>
    typeof value === 'boolean' || (typeof value === 'string' && value.trim() !== '' && value.length <= 4000)
      ? null
      : 'expected true, false or a command',
})

const whole = (least: number, most: number, description: string): RunField => ({
  schema: { description, type: 'integer', minimum: least, maximum: most },
  problem: (value) =>
    Number.isInteger(value) && (value as number) >= least && (value as number) <= most
      ? null
      : `expected a whole number from ${least} to ${most}`,
})

const number = (least: number, most: number, description: string): RunField => ({
  schema: { description, type: 'number', minimum: least, maximum: most },
  problem: (value) =>
    typeof value === 'number' && value >= least && value <= most ? null : `expected a number from ${least} to ${most}`,
})

const variable = /^[A-Za-z_][A-Za-z0-9_]*$/

const fields: Readonly<Record<keyof RunSettings, RunField>> = {
  max_plan_steps: whole(1, 1_000_000, 'More open tasks than this are refused; any number unless given.'),
  require_approval: yesOrNo(
    'Ask before the first task runs. Commands that were never allowed here are asked for anyway.',
  ),
  show_estimated_time: yesOrNo('Show estimates of tasks and of the whole run.'),
  stop_on_error: yesOrNo('Start nothing more after a task that failed; else go on with what does not wait for it.'),
  log_progress: yesOrNo('Say what starts and ends while it runs.'),
  allow_skip: yesOrNo('Let `--skip` leave out tasks that others wait for.'),
  allow_plan_revision: yesOrNo('Go on where the words of the plan change during a run; else stop and ask again.'),
  checkpoint_between_steps: yesOrNo('Ask before each task; without a terminal stop after each, for --resume.'),
  run_tests: foundOrCommand('Run the tests of the project after each task: what it has, or this command.'),
  run_lint: foundOrCommand('Run the linter of the project after each task: what it has, or this command.'),
  run_typecheck: foundOrCommand('Run the type check of the project after each task: what it has, or this command.'),
  max_attempts: whole(1, 20, 'How often a task is tried before its changes are rolled back.'),
  retry_delay: number(0, 3600, 'Seconds before the second attempt; each further one waits twice as long.'),
  agent: {
    schema: { description: 'The agent that --agent names otherwise.', type: 'string', pattern: '^[a-z][a-z-]{0,30}$' },
    problem: (value) =>
      typeof value === 'string' && /^[a-z][a-z-]{0,30}$/.test(value) ? null : 'expected the name of an agent',
  },
  jobs: whole(1, 64, 'How many tasks may run at once.'),
  isolate: {
    schema: { description: 'How the changes of a failed task are undone.', enum: isolations },
    problem: (value) => (isolations.includes(value) ? null : 'expected none, snapshot or worktree'),
  },
  agent_minutes: number(0.001, 1440, 'Minutes that an agent may take for one task.'),
  check_minutes: number(0.001, 1440, 'Minutes that one check may take.'),
  output_megabytes: number(0.001, 4096, 'Megabytes that an agent may print before it is ended.'),
  env: {
    schema: {
      description: 'Names of environment variables that agents and checks get besides the common ones.',
      type: 'array',
      items: { type: 'string', pattern: variable.source },
    },
    problem: (value) =>
      Array.isArray(value) && value.every((name) => typeof name === 'string' && variable.test(name))
        ? null
        : 'expected a list of names of environment variables',
  },
}

/** JSON Schema of the whole section. */
export const runSettingsSchema: Readonly<Record<string, unknown>> = {
  description: 'How `intentk run` works.',
  type: 'object',
  properties: Object.fromEntries(Object.entries(fields).map(([name, { schema }]) => [name, schema])),
  additionalProperties: false,
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What is wrong with the section, as the end of a sentence; null where nothing is. */
export function runSettingsProblem(value: unknown): string | null {
  if (!isRecord(value)) return 'expected `key: value` lines'
  for (const [name, one] of Object.entries(value)) {
    if (!Object.hasOwn(fields, name)) return `there is no \`${name}\`; expected ${Object.keys(fields).join(', ')}`
    // A key without a value is one that somebody is about to fill in.
    const problem = one === null ? null : fields[name as keyof RunSettings].problem(one)
    if (problem !== null) return `\`${name}\`: ${problem}`
  }
  return null
}

/** The section, complete with defaults. */
export function readRunSettings(value: unknown): RunSettings {
  const given = Object.entries(value as object).filter(([, one]) => one !== null)
  return { ...defaultRunSettings, ...Object.fromEntries(given) }
}
