import { lineAt, nameOf } from '../edit/task-name.ts'
import type { DocumentTask } from '../model/task-document.ts'
import type { CheckResult } from '../run/contract.ts'
import { isRunOf, latestRun } from '../run/evidence/read-run.ts'
import { recordBrief, type RecordBrief } from '../run/evidence/store.ts'
import { evaluateGates, gateCommands, gatesOfTask, type GateResult } from '../run/gates/gates.ts'
import { measuresOf } from '../run/gates/measures.ts'
import { runCommand } from '../run/run-command.ts'
import { projectChecks } from '../run/verify/project.ts'
import { isValidation, verifiedTaskOf } from '../run/verify/task-of.ts'
import { verifyTask } from '../run/verify/verify.ts'
import { boardOf, type Board } from '../tasks/board.ts'
import { askForCommands } from './allow-commands.ts'
import type { Call } from './arguments.ts'
import { callOfTasks } from './call-of.ts'
import { openTasks, readAll, tasksNamed, type Named } from './document-tasks.ts'
import type { Io } from './io.ts'
import { Misuse } from './misuse.ts'
import { bareDiagnostic, type Outcome } from './outcome.ts'
import { whileWaiting } from './progress.ts'
import { verifyLines } from './verify-text.ts'

/** A task with what its checks say now, and the evidence that runs left of it. */
export interface VerifiedView {
  readonly id: string
  readonly text: string
  readonly line: number
  readonly state: DocumentTask['state']
  /** `evidence`: its checks were not asked for. `declined`: a person did not allow a command. */
  readonly verdict: 'passed' | 'failed' | 'attest' | 'planned' | 'declined' | 'evidence'
  readonly checks: readonly CheckResult[]
  /** Of the latest run that ended the task; null where there is none. */
  readonly record: RecordBrief | null
}

export interface GateView extends GateResult {
  /** The task that states it. */
  readonly task: string
}

export interface VerifyView {
  readonly file: string
  /** What was asked about: ids, `M1`, or '' for the whole document. */
  readonly asked: readonly string[]
  readonly verdict: 'passed' | 'failed' | 'open'
  readonly tasks: readonly VerifiedView[]
  readonly gates: readonly GateView[]
  /** The run whose spans and counts the gates are held against; null where there is none. */
  readonly run: string | null
}

/** What a call asks about. */
interface Picked {
  /** Tasks whose checks run. */
  readonly tasks: readonly DocumentTask[]
  /** Tasks of which the evidence alone is shown. */
  readonly shown: readonly DocumentTask[]
  /** Tasks whose gates are evaluated. */
  readonly gates: readonly DocumentTask[]
}

const secondsByDefault = 600

/** Runs the checks of tasks, evaluates the gates of milestones, and shows the evidence. Ticks nothing. */
export async function run(call: Call, io: Io): Promise<Outcome> {
  const { doc, words } = askedFor(call)
  const opened = openTasks({ ...call, doc }, io)
  const document = readAll(opened.target, opened.first.source)
  const named: Named = { ...opened, document, tasks: [] }
  const picked = pick(boardOf(document), named, words)
  const dryRun = call.switches.has('dry-run')
  const declined = dryRun ? new Set<string>() : await ask(named, picked, call, io)
  const tasks: VerifiedView[] = []
  for (const task of picked.tasks) {
    tasks.push(await verified(named, task, declined, call, io))
    if (isInterrupted(tasks.at(-1)!)) break
  }
  for (const task of picked.shown) tasks.push({ ...viewOf(named, task), verdict: 'evidence', checks: [] })
  const { gates, run: name } = await evaluated(named, picked.gates, dryRun ? null : declined, call, io)
  const view: VerifyView = {
    file: named.target.shown,
    asked: words,
    verdict: verdictOf(tasks, gates),
    tasks,
    gates,
    run: name,
  }
  return {
    code: tasks.some(isInterrupted) ? 130 : view.verdict === 'failed' ? 1 : 0,
    data: view,
    diagnostics: diagnosticsOf(view),
    out: verifyLines(view),
    notes: notesOf(view, { ...call, doc, docs: doc === null ? [] : [doc] }, words),
  }
}

const isInterrupted = ({ checks }: VerifiedView): boolean =>
  checks.some(({ failures }) => failures.some(({ message }) => message.endsWith(' was interrupted')))

/** What looks like a document is one; a name of a task or of a milestone is anything else. */
const isDocument = (word: string): boolean =>
  /[/\\]|\.md$|^\d{1,6}$|^\d{2,6}-/i.test(word) || word === '-' || word === '.'

function askedFor({ docs, values }: Call): { readonly doc: string | null; readonly words: readonly string[] } {
  const given = values['in'] ?? null
  const all = given === null ? docs : docs.slice(0, -1)
  const documents = all.filter(isDocument)
  const [first, second] = given === null ? documents : [given, ...documents]
  if (second !== undefined)
    throw new Misuse(`Two documents are named: \`${first}\` and \`${second}\`.`, 'Name one of them.')
  return { doc: first ?? null, words: all.filter((word) => !isDocument(word)).flatMap((word) => word.split(',')) }
}

/** The tasks that words name; of a milestone its gates, of a whole document what is ticked and what is complete. */
function pick(board: Board, { document, target }: Named, words: readonly string[]): Picked {
  const { phases } = board
  const { tasks: all } = document
  if (words.length === 0) {
    const complete = phases.filter(({ tasks }) => tasks.every((at) => isOver(all[at]!) || isValidation(all[at]!.text)))
    const gates = complete.flatMap(({ tasks }) => tasks.map((at) => all[at]!))
    return { tasks: all.filter((task) => task.state === 'done' && !isValidation(task.text)), shown: [], gates }
  }
  const picked = { tasks: [] as DocumentTask[], shown: [] as DocumentTask[], gates: [] as DocumentTask[] }
  for (const word of words) {
    const phase = phases.find(({ id }) => id.toLowerCase() === word.toLowerCase())
    if (phase !== undefined && !all.some(({ id }) => id === word)) {
      const own = phase.tasks.map((at) => all[at]!)
      picked.shown.push(...own)
      picked.gates.push(...own)
      continue
    }
    if (/^M\d{1,9}$/i.test(word) && !all.some(({ id }) => id.toLowerCase() === word.toLowerCase())) {
      const names = phases.map(({ id }) => id).filter((id) => id.startsWith('M'))
      const hint = names.length === 0 ? `${target.shown} has no milestones.` : `There are ${names.join(', ')}.`
      throw new Misuse(`There is no milestone \`${word}\` in ${target.shown}.`, hint)
    }
    const named = tasksNamed(document, target, [word])
    picked.tasks.push(...named)
    picked.gates.push(...named)
  }
  return picked
}

const isOver = ({ state }: DocumentTask): boolean => state === 'done' || state === 'dropped'

const wantedChecks = ({ switches }: Call): { tests: boolean; lint: boolean; typecheck: boolean } => {
  const all = switches.has('project')
  return { tests: all, lint: all, typecheck: all }
}

/** Asks a person for every command that is going to run. */
async function ask(named: Named, picked: Picked, call: Call, io: Io): Promise<ReadonlySet<string>> {
  const { fs, target } = named
  const own = picked.tasks.flatMap((task) => verifiedTaskOf(task).verify)
  const measures = picked.gates.flatMap((task) => gateCommands(gatesOfTask(task)))
  const project =
    picked.tasks.length === 0 ? [] : projectChecks(target.root, wantedChecks(call)).map(({ name }) => name)
  const commands = [...new Set([...own, ...measures, ...project])]
  const asking = { shown: target.shown, hint: '`--yes` allows it from now on, `--dry-run` runs nothing' }
  return askForCommands(fs, target.root, commands, asking, call, io)
}

function viewOf({ fs, target, document }: Named, task: DocumentTask): Omit<VerifiedView, 'verdict' | 'checks'> {
  const name = task.id === '' ? task.text : task.id
  return {
    id: task.id,
    text: task.text,
    line: lineAt(document.text, task.line.start),
    state: task.state,
    record: recordBrief(fs, target.root, name, target.shown),
  }
}

async function verified(
  named: Named,
  task: DocumentTask,
  declined: ReadonlySet<string>,
  call: Call,
  io: Io,
): Promise<VerifiedView> {
  const view = viewOf(named, task)
  const whole = verifiedTaskOf(task)
  const checks = wantedChecks(call)
  const commands = [...whole.verify, ...projectChecks(named.target.root, checks).map(({ name }) => name)]
  if (call.switches.has('dry-run')) return { ...view, verdict: 'planned', checks: [] }
  if (commands.some((command) => declined.has(command))) return { ...view, verdict: 'declined', checks: [] }
  const deadlineMs = deadlineOf(call)
  const { verdict, checks: results } = await whileWaiting(
    io.stderr,
    `Checking ${nameOf(named.document, task)}`,
    0,
    () =>
      // Nothing was written down before the work: that files are there is all that can be asked.
      verifyTask({ cwd: named.target.root, task: whole, before: new Map(), env: io.env, deadlineMs, checks }),
  )
  return { ...view, verdict, checks: results }
}

const deadlineOf = ({ values }: Call): number => Number(values['timeout'] ?? secondsByDefault) * 1000

/** The gates that tasks state, held against the latest run of the document and by their commands. */
async function evaluated(
  { fs, target, document }: Named,
  tasks: readonly DocumentTask[],
  declined: ReadonlySet<string> | null,
  call: Call,
  io: Io,
): Promise<{ readonly gates: readonly GateView[]; readonly run: string | null }> {
  const asked = tasks.map((task) => ({ task, gates: gatesOfTask(task) })).filter(({ gates }) => gates.length > 0)
  if (asked.length === 0) return { gates: [], run: null }
  const ids = new Set(tasks.map(({ id, text }) => (id === '' ? text : id)))
  const latest = latestRun(fs, target.root, (entries) => isRunOf(entries, target.shown))
  const measures = measuresOf(latest?.entries ?? [], ids)
  const gates: GateView[] = []
  for (const { task, gates: own } of asked) {
    const results = await evaluateGates(own, measures, async (line, argv) => {
      if (declined === null || declined.has(line)) return null
      const options = { argv, cwd: target.root, env: io.env, deadlineMs: deadlineOf(call) }
      return whileWaiting(io.stderr, `Running ${line}`, 0, () => runCommand(options))
    })
    gates.push(...results.map((result) => ({ ...result, task: nameOf(document, task) })))
  }
  return { gates, run: latest?.run ?? null }
}

function verdictOf(tasks: readonly VerifiedView[], gates: readonly GateView[]): VerifyView['verdict'] {
  if (tasks.some(({ verdict }) => verdict === 'failed' || verdict === 'declined')) return 'failed'
  if (gates.some(({ verdict }) => verdict === 'failed')) return 'failed'
  const isOpen = tasks.some(({ verdict }) => verdict === 'attest' || verdict === 'planned')
  return isOpen || gates.some(({ verdict }) => verdict === 'unmeasured') ? 'open' : 'passed'
}

function diagnosticsOf({ file, tasks, gates }: VerifyView): Outcome['diagnostics'] {
  const name = ({ id, line }: VerifiedView): string => (id === '' ? `L${line}` : id)
  return [
    ...tasks.flatMap((task) => {
      if (task.verdict !== 'failed' && task.verdict !== 'declined') return []
      const failed = task.checks.find(({ verdict }) => verdict === 'failed')
      const why =
        failed === undefined ? 'a command was not allowed to run' : (failed.failures[0]?.message ?? failed.name)
      return [{ ...bareDiagnostic('check-failed', `${name(task)}: ${why}`, file), line: task.line }]
    }),
    ...gates
      .filter(({ verdict }) => verdict === 'failed')
      .map(({ gate, task, why, value }) =>
        bareDiagnostic('gate-failed', `${task}: ${gate} does not hold: ${why || `it is ${value}`}.`, file),
      ),
  ]
}

function notesOf(view: VerifyView, call: Call, words: readonly string[]): Outcome['notes'] {
  const { tasks, gates } = view
  const count = (verdict: string): number => [...tasks, ...gates].filter((each) => each.verdict === verdict).length
  const parts = [
    [count('passed'), 'passed'],
    [count('failed'), 'failed'],
    [count('attest'), 'without a check'],
    [count('unmeasured'), 'not measured'],
    [count('declined'), 'not allowed to run'],
    [count('planned'), 'would be checked'],
  ] as const
  const said = parts.filter(([number]) => number > 0).map(([number, what]) => `${number} ${what}`)
  const nothing = tasks.length + gates.length === 0
  const isEvidence = said.length === 0
  return [
    nothing
      ? 'Nothing to verify: no task is ticked, and no gate is stated.'
      : isEvidence
        ? 'No gate is stated there.'
        : said.join(', '),
    ...(count('attest') > 0 && !call.switches.has('project')
      ? [`Next ${callOfTasks(call, 'verify', words)} --project`]
      : []),
  ]
}
