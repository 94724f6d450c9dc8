import { lineIndex, pointAt } from '../parse/lines.ts'
import { briefOf, openBriefing } from '../query/brief.ts'
import type { Agent } from '../run/agents.ts'
import { commitProblem } from '../run/commit.ts'
import type { RunEnd } from '../run/engine-how.ts'
import { gateCommands, gatesOfTask } from '../run/gates/gates.ts'
import { worktreeProblem } from '../run/isolate/worktree.ts'
import { journalPath, newRunName, runOptions, unfinishedRun, type RunOptions } from '../run/run-folder.ts'
import { readJournalFile, taskRecords } from '../run/run-journal.ts'
import { lockRun } from '../run/run-lock.ts'
import { planHash, runPlanOf, type RunPlan } from '../run/run-plan.ts'
import { selected, type Selected } from '../run/selection.ts'
import type { RunHow } from '../run/run-how.ts'
import { executeRun } from '../run/session.ts'
import { TooLarge } from '../run/snapshot/tree.ts'
import { loadFixRules } from '../run/heal/load-rules.ts'
import { projectChecks } from '../run/verify/project.ts'
import { boardOf, type Board } from '../tasks/board.ts'
import { allowedCommands } from '../workspace/allowed.ts'
import { documentsBeside } from '../workspace/brief-documents.ts'
import { claimsOn } from '../workspace/claims.ts'
import { loadConfig } from '../workspace/config.ts'
import { diskFileSystem, type FileSystem } from '../workspace/file-system.ts'
import type { RunSettings } from '../workspace/run-settings.ts'
import { locateTasks, readTarget, type TaskTarget } from '../workspace/task-target.ts'
import type { Call } from './arguments.ts'
import { callOf } from './call-of.ts'
import { readAll } from './document-tasks.ts'
import type { Io } from './io.ts'
import { Misuse } from './misuse.ts'
import type { Outcome } from './outcome.ts'
import { approve, type Approving } from './run-approve.ts'
import { errorsOf } from './run-check.ts'
import { agentOf } from './run-agent.ts'
import { gateOf } from './run-gate.ts'
import { answersOf } from './run-people.ts'
import { runOutcome } from './run-outcome.ts'
import { openView } from './run-view.ts'

/** What is to be run, before anybody is asked. */
interface Prepared {
  readonly fs: FileSystem
  readonly target: TaskTarget
  readonly board: Board
  readonly plan: RunPlan
  readonly settings: RunSettings
  readonly agent: Agent | null
  readonly agentName: string
  readonly chosen: Extract<Selected, { ok: true }>
  readonly stopped: { readonly run: string; readonly options: RunOptions } | null
  readonly isolation: RunOptions['isolation']
  readonly jobs: number
}

/** Executes a plan. */
export async function runPlan(call: Call, io: Io): Promise<Outcome> {
  const prepared = await prepare(call, io)
  const { fs, target, plan, settings, chosen } = prepared
  const broken = await errorsOf(fs, call, io, target)
  if (broken !== null) return broken
  const { wanted, held } = withoutClaimed(prepared)
  const allowed = allowedCommands(fs, target.root)
  const fixes = await loadFixRules(fs, target.root, allowed)
  const commands = commandsOf(prepared, wanted, fixes.commands)
  const approving: Approving = {
    fs,
    target,
    plan,
    settings,
    wanted,
    skipped: chosen.skipped,
    held,
    agent: prepared.agentName,
    agentLine: prepared.agent?.argv.join(' ') ?? '',
    isolation: prepared.isolation,
    jobs: prepared.jobs,
    atomic: isOn(call, prepared, 'atomic'),
    commit: isOn(call, prepared, 'commit'),
    commands,
    problems: fixes.problems,
    hash: planHash(plan, [prepared.agentName, ...commands]),
  }
  if (approving.commit) refuseCommits(target)
  if (approving.isolation === 'worktree') refuseWorktrees(target)
  const answer = await approve(call, io, approving)
  if (!answer.ok) return answer.outcome
  // Commands of the project's fix rules were allowed with the rest just now.
  const { rules } = await loadFixRules(fs, target.root, allowedCommands(fs, target.root))
  return started(call, io, prepared, { ...approving, by: answer.by, rules })
}

async function prepare(call: Call, io: Io): Promise<Prepared> {
  const fs = io.fs ?? diskFileSystem
  const target = locateTasks(fs, call.doc, io.cwd, call.values['out'])
  const { config, diagnostics } = await loadConfig(fs, target.root)
  const wrong = diagnostics.find(({ severity }) => severity === 'error')
  if (wrong !== undefined) throw new Misuse(wrong.message, 'Mend .intentk/config.yaml first.', wrong.ruleId)
  const settings = config.run
  const document = readAll(target, readTarget(fs, target).source)
  const board = boardOf(document)
  const plan = runPlanOf(document, board)
  if (plan.doubles.length > 0)
    throw new Misuse(
      `Several tasks of ${target.shown} are called ${plan.doubles.slice(0, 3).join(', ')}.`,
      '`intentk adopt` gives ids to tasks without one; give doubles another.',
      'ambiguous-task',
    )
  const stopped = call.switches.has('resume') ? stoppedRun(fs, target) : null
  const { agent, agentName } = agentOf(call, io, settings, stopped?.options ?? null)
  const option = (name: 'only' | 'from' | 'until' | 'skip'): string | null =>
    call.values[name] ?? stopped?.options[name] ?? null
  const selection = { only: option('only'), from: option('from'), until: option('until'), skip: option('skip') }
  if (selection.skip !== null && !settings.allow_skip)
    throw new Misuse('Skipping tasks is not allowed here.', 'Set `run: allow_skip: true` in .intentk/config.yaml.')
  const chosen = selected(plan, selection)
  if (!chosen.ok)
    throw new Misuse(
      `\`--${chosen.option}\` names \`${chosen.word}\`, which is no task and no milestone of ${target.shown}.`,
      '`intentk list` shows the ids.',
      'unknown-task',
    )
  return {
    fs,
    target,
    board,
    plan,
    settings,
    agent,
    agentName,
    chosen,
    stopped,
    isolation: (call.values['isolate'] ?? stopped?.options.isolation ?? settings.isolate) as RunOptions['isolation'],
    jobs: Number(call.values['jobs'] ?? stopped?.options.jobs ?? settings.jobs),
  }
}

function stoppedRun(fs: FileSystem, { root, shown }: TaskTarget): { run: string; options: RunOptions } {
  const run = unfinishedRun(root, shown)
  const options = run === null ? null : runOptions(fs, root, run)
  if (run !== null && options !== null) return { run, options }
  throw new Misuse(
    `No run of ${shown} was stopped.`,
    'Leave out `--resume`; `intentk run list` shows all runs.',
    'no-run',
  )
}

const isOn = ({ switches }: Call, { stopped }: Prepared, name: 'atomic' | 'commit'): boolean =>
  switches.has(name) || stopped?.options[name] === true

/** Tasks that somebody else has are not run. */
function withoutClaimed({ fs, target, plan, chosen, stopped }: Prepared): {
  readonly wanted: ReadonlySet<number>
  readonly held: ReadonlyMap<string, string>
} {
  const claims = claimsOn(fs, target.root, target.shown)
  const own = `intentk run ${stopped?.run ?? ''}`
  const held = new Map<string, string>()
  const wanted = new Set<number>()
  for (const task of chosen.wanted) {
    const { key, state } = plan.tasks[task]!
    const claim = claims.get(key)
    // A run that is over and left a claim behind holds nobody up: two runs of a document exclude each other.
    const isMine = claim === undefined || claim.as === own || claim.as.startsWith('intentk run ')
    if (isMine || state === 'done' || state === 'dropped') wanted.add(task)
    else held.set(key, claim.as)
  }
  return { wanted, held }
}

/** Every command that a run may start besides the agent. */
function commandsOf(
  { plan, target, settings }: Prepared,
  wanted: ReadonlySet<number>,
  fixes: readonly string[],
): readonly string[] {
  const own = [...wanted].flatMap((task) => plan.tasks[task]!.verify)
  const measures = [...wanted].flatMap((task) => gateCommands(gatesOfTask(plan.tasks[task]!)))
  const project = projectChecks(target.root, {
    tests: settings.run_tests,
    lint: settings.run_lint,
    typecheck: settings.run_typecheck,
  }).map(({ name }) => name)
  return [...new Set([...own, ...measures, ...project, ...fixes])].toSorted()
}

function refuseCommits({ root }: TaskTarget): void {
  const problem = commitProblem(root)
  if (problem !== '') throw new Misuse(`\`--commit\` cannot work: ${problem}.`, 'Commit or unstage them first.')
}

function refuseWorktrees({ root }: TaskTarget): void {
  const problem = worktreeProblem(root)
  if (problem !== '')
    throw new Misuse(`\`--isolate worktree\` cannot work: ${problem}.`, '`--isolate snapshot` needs no git.')
}

/** The block for each task, with room for all of the task itself. */
function briefsOf({ fs, target, board }: Prepared): (task: number) => string {
  const lines = lineIndex(board.document.text)
  const briefing = openBriefing(board, documentsBeside(fs, target), (offset) => pointAt(lines, offset).line)
  return (task) => {
    const brief = briefOf(briefing, task, { force: true })
    if (brief.ok) return brief.prompt
    const whole = brief.why === 'budget' ? briefOf(briefing, task, { force: true, maxTokens: brief.least }) : brief
    return whole.ok ? whole.prompt : ''
  }
}

/** Takes the lock, runs, and says what came of it. */
async function started(
  call: Call,
  io: Io,
  prepared: Prepared,
  approved: Approving & { readonly by: string; readonly rules: RunHow['rules'] },
): Promise<Outcome> {
  const { fs, target, plan, settings, agent, stopped, chosen } = prepared
  const run = stopped?.run ?? newRunName(new Date())
  const lock = lockRun(fs, target.root, target.shown, run)
  if (!lock.ok)
    throw new Misuse(
      `${target.shown} is being run since ${lock.since} by ${lock.holder} (${lock.run}).`,
      'Wait for it, or end that process; a dead one is passed over.',
      'busy',
    )
  const controller = new AbortController()
  const interrupt = (): void => controller.abort()
  for (const signal of signals) process.on(signal, interrupt)
  const view = openView(call, io, { plan, settings, jobs: prepared.jobs })
  try {
    const end = await executeRun({
      fs,
      env: io.env,
      target,
      plan,
      run,
      options: stopped?.options ?? optionsOf(call, prepared, approved),
      settings,
      rules: approved.rules,
      agent,
      wanted: approved.wanted,
      skipped: chosen.skipped,
      resume: stopped !== null,
      version: __INTENTK_VERSION__,
      briefOf: briefsOf(prepared),
      ...answersOf(call, io, view),
      gate: gateOf(call, io, target),
      on: view.on,
      signal: controller.signal,
    })
    return outcomeOf(call, prepared, run, end)
  } catch (error) {
    if (!(error instanceof TooLarge)) throw error
    throw new Misuse(`The repository is not copied: ${error.message}.`, 'Use `--isolate worktree` or `--isolate none`.')
  } finally {
    view.end()
    for (const signal of signals) process.off(signal, interrupt)
    lock.release()
  }
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

function optionsOf(call: Call, prepared: Prepared, approved: Approving & { readonly by: string }): RunOptions {
  const { target, plan, agent, agentName, isolation, jobs } = prepared
  return {
    document: target.shown,
    agent: agentName,
    program: agent?.attests === true ? agent.argv : null,
    jobs,
    isolation,
    commit: approved.commit,
    atomic: approved.atomic,
    only: call.values['only'] ?? null,
    from: call.values['from'] ?? null,
    until: call.values['until'] ?? null,
    skip: call.values['skip'] ?? null,
    doneBefore: plan.tasks.flatMap(({ key, state }) => (state === 'done' ? [key] : [])),
    approved: approved.hash,
    approvedBy: approved.by,
  }
}

function outcomeOf(call: Call, { target }: Prepared, run: string, end: RunEnd): Outcome {
  const { entries } = readJournalFile(journalPath(target.root, run))
  return runOutcome(entries, taskRecords(entries), end, {
    document: target.shown,
    resume: callOf(call, 'run', ['--resume']),
    next: callOf(call, 'status'),
  })
}
