import { approvalOf, personHere, recordApproval, wasApproved } from '../run/approval.ts'
import type { Isolation } from '../run/contract.ts'
import { wavesOf, type RunPlan } from '../run/run-plan.ts'
import { allowCommands, allowedCommands } from '../workspace/allowed.ts'
import type { FileSystem } from '../workspace/file-system.ts'
import type { RunSettings } from '../workspace/run-settings.ts'
import type { TaskTarget } from '../workspace/task-target.ts'
import type { Call } from './arguments.ts'
import { saysYes } from './ask.ts'
import { callOf } from './call-of.ts'
import { count } from './compiled.ts'
import type { Io } from './io.ts'
import { Misuse } from './misuse.ts'
import type { Outcome } from './outcome.ts'
import { oneLine, printLines, styled, wantsColor, type Line } from './terminal.ts'

/** What is shown to be approved. */
export interface Approving {
  readonly fs: FileSystem
  readonly target: TaskTarget
  readonly plan: RunPlan
  readonly settings: RunSettings
  readonly wanted: ReadonlySet<number>
  readonly skipped: ReadonlySet<number>
  /** Tasks that somebody else has, with who. */
  readonly held: ReadonlyMap<string, string>
  readonly agent: string
  readonly agentLine: string
  readonly isolation: Isolation
  readonly jobs: number
  readonly atomic: boolean
  readonly commit: boolean
  readonly commands: readonly string[]
  /** What is wrong with the project's fix rules. */
  readonly problems: readonly string[]
  readonly hash: string
}

type Approved = { readonly ok: true; readonly by: string } | { readonly ok: false; readonly outcome: Outcome }

/** Shows what would run and asks for it, unless exactly this was approved before. */
export async function approve(call: Call, io: Io, what: Approving): Promise<Approved> {
  const { fs, target, settings, commands, hash } = what
  const open = openTasks(what)
  const { max_plan_steps: most } = settings
  if (open.length === 0) return { ok: false, outcome: nothing(call, what) }
  if (most !== null && open.length > most)
    throw new Misuse(
      `${count(open.length, 'task')} are open, and \`max_plan_steps\` is ${most}. Nothing runs.`,
      'Run a part with `--until M1` or `--only`, or raise the limit in .intentk/config.yaml.',
      'too-many-tasks',
    )
  if (call.switches.has('dry-run')) return { ok: false, outcome: planned(what, open) }
  const before = approvalOf(fs, target.root, target.shown, hash)
  if (before !== null) return { ok: true, by: before.by }
  const known = allowedCommands(fs, target.root)
  const fresh = commands.filter((command) => !known.has(command))
  if (!settings.require_approval && fresh.length === 0) return { ok: true, by: 'configuration' }
  const isChanged = wasApproved(fs, target.root, target.shown)
  const yes = call.switches.has('yes') ? true : await asked(call, io, what, open, isChanged)
  if (yes === null)
    throw new Misuse(
      isChanged
        ? `What would run of ${target.shown} changed since it was approved. Nothing runs.`
        : `Nobody has approved what would run of ${target.shown}. Nothing runs.`,
      `\`${callOf(call, 'run', ['--dry-run'])}\` shows it, \`--yes\` approves it; on a terminal you are asked.`,
      'not-approved',
    )
  if (!yes)
    return {
      ok: false,
      outcome: { code: 1, data: null, diagnostics: [], out: [], notes: ['Not approved. Nothing runs.'] },
    }
  const by = personHere()
  recordApproval(fs, target.root, { document: target.shown, hash, by, at: new Date().toISOString() })
  if (fresh.length > 0) allowCommands(fs, target.root, fresh)
  return { ok: true, by }
}

async function asked(
  call: Call,
  io: Io,
  what: Approving,
  open: readonly number[],
  isChanged: boolean,
): Promise<boolean | null> {
  if (io.ask === undefined && (io.stdin.isTTY !== true || io.stderr.isTTY !== true)) return null
  const lines = approvalLines(what, open)
  const changed: readonly Line[] = isChanged ? [[styled('yellow', 'Changed'), ' since it was approved.']] : []
  io.stderr.write(printLines([...lines, ...changed], wantsColor(io.stderr, io.env, call.switches.has('no-color'))))
  return saysYes(io, `Run ${count(open.length, 'task')}?`)
}

/** Indices of the tasks that would run. */
export function openTasks({
  plan,
  wanted,
  skipped,
}: Pick<Approving, 'plan' | 'wanted' | 'skipped'>): readonly number[] {
  return [...plan.tasks.keys()].filter((task) => {
    const { state } = plan.tasks[task]!
    return wanted.has(task) && !skipped.has(task) && (state === 'open' || state === 'started')
  })
}

const listedTasks = 200
const listedCommands = 40

/** Phases with their tasks, waves and estimates; then agent, isolation and commands. */
function approvalLines(what: Approving, open: readonly number[]): readonly Line[] {
  const { plan, target, settings, commands, held, problems } = what
  const isOpen = new Set(open)
  const waves = wavesOf(plan, (task) => isOpen.has(task))
  const shows = settings.show_estimated_time
  const known = open.flatMap((task) => plan.tasks[task]!.estimateMinutes ?? [])
  const sum = known.reduce((all, one) => all + one, 0)
  const of = known.length === open.length ? '' : ` for ${known.length} of them`
  const whole = shows && known.length > 0 ? `, ${hours(sum)}${of}` : ''
  const head: Line = [
    styled('bold', target.shown),
    `: ${count(open.length, 'task')} in ${count(new Set(open.map((task) => plan.tasks[task]!.phase)).size, 'phase')} and ${count(
      waves.reduce((most, one) => Math.max(most, one), 0),
      'wave',
    )}${whole}`,
  ]
  const phases = plan.phases.flatMap(({ id, title, tasks }): readonly Line[] => {
    const own = tasks.filter((task) => isOpen.has(task))
    if (own.length === 0) return []
    const name: Line = [styled('cyan', oneLine(title === '' ? id : title)), ` (${count(own.length, 'task')})`]
    if (open.length > listedTasks) return [name]
    return [name, ...own.map((task) => taskLine(what, task, waves[task]!))]
  })
  const others = [...held].map(([key, who]): Line => `${key} is left out: ${who} has it`)
  return [
    head,
    ...phases,
    ...others,
    ...howLines(what),
    ...commandLines(commands),
    ...problems.map((text) => `Not used: ${text}`),
  ]
}

function taskLine({ plan, settings }: Approving, task: number, wave: number): Line {
  const { id, text, estimateMinutes } = plan.tasks[task]!
  const effort = settings.show_estimated_time && estimateMinutes !== null ? ` (${hours(estimateMinutes)})` : ''
  return [
    styled('dim', `  ${String(wave).padStart(3)} `),
    `${id === '' ? '' : `${id} `}${oneLine(text).slice(0, 200)}${effort}`,
  ]
}

function howLines({ agent, agentLine, isolation, jobs, atomic, commit }: Approving): readonly Line[] {
  const line = agentLine === '' ? 'a person' : `\`${oneLine(agentLine)}\``
  const more = [
    `${count(jobs, 'job')}`,
    `isolation ${isolation}`,
    ...(atomic ? ['all or nothing'] : []),
    ...(commit ? ['a commit for each task'] : []),
  ]
  return [[styled('bold', 'Agent'), ` ${agent.startsWith('exec:') ? '' : `${agent}: `}${line}; ${more.join(', ')}`]]
}

function commandLines(commands: readonly string[]): readonly Line[] {
  if (commands.length === 0) return [[styled('bold', 'Checks'), ' the files of each task alone']]
  const first = commands.slice(0, listedCommands).map((command): Line => `  ${oneLine(command)}`)
  const more = commands.length > listedCommands ? [`  ... ${commands.length - listedCommands} more`] : []
  return [[styled('bold', 'Commands'), ' that checks run:'], ...first, ...more]
}

const hours = (minutes: number): string =>
  minutes < 90
    ? `${Math.round(minutes)} min`
    : minutes < 60 * 16
      ? `${Math.round(minutes / 6) / 10} h`
      : `${Math.round(minutes / 48) / 10} d`

const emptyData = (what: Approving): object => ({
  run: '',
  document: what.target.shown,
  outcome: 'planned',
  why: '',
  agent: what.agent,
  isolation: what.isolation,
  jobs: what.jobs,
  approved: what.hash,
})

function planned(what: Approving, open: readonly number[]): Outcome {
  const isOpen = new Set(open)
  const waves = wavesOf(what.plan, (task) => isOpen.has(task))
  return {
    code: 0,
    data: {
      ...emptyData(what),
      tasks: open.map((index) => {
        const { id, key, text, phase, estimateMinutes } = what.plan.tasks[index]!
        return {
          task: key,
          id,
          text: oneLine(text),
          phase: what.plan.phases[phase]!.id,
          wave: waves[index]!,
          estimateMinutes,
          outcome: 'planned',
          attempts: 0,
          why: '',
          changed: [],
          ticked: false,
        }
      }),
      commands: what.commands,
    },
    diagnostics: [],
    out: approvalLines(what, open),
    notes: [],
  }
}

function nothing(call: Call, what: Approving): Outcome {
  return {
    code: 0,
    data: { ...emptyData(what), outcome: 'done', tasks: [], commands: [] },
    diagnostics: [],
    out: [],
    notes: [`Nothing is open in what was chosen of ${what.target.shown}.`, `See ${callOf(call, 'status')}`],
  }
}
