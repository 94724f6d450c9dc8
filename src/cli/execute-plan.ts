import type { Execution } from '../model/execution.ts'
import type { Take } from '../model/merge.ts'
import { gapsView, type GapsView } from '../query/gaps.ts'
import { displayPath } from '../workspace/paths.ts'
import { sourceContent } from '../workspace/source-file.ts'
import { writePair } from '../workspace/write.ts'
import type { Call } from './arguments.ts'
import { callOf, quoted } from './call-of.ts'
import { compiledOf, count, type Product } from './compiled.ts'
import type { Io } from './io.ts'
import { noteAnswer } from './known-answer.ts'
import { Misuse } from './misuse.ts'
import { conflictLines, diffLines, keptLine, offerLines } from './merge-lines.ts'
import type { Outcome } from './outcome.ts'
import { withRetry } from './retry.ts'
import { takeOf } from './take.ts'
import { diagnosticLines, gapLines } from './report.ts'
import { openSession, type Session } from './session.ts'
import type { Line } from './terminal.ts'

/** What became of the compiled document. */
type Status = 'written' | 'unchanged' | 'would-write' | 'printed'

/** Compiles a plan into execute.md with its lock, merged with what people made of it; or shows or prints it. */
export async function executePlan(call: Call, io: Io): Promise<Outcome> {
  return withRetry(() => once(call, io, takeOf(call.values['take'])))
}

async function once(call: Call, io: Io, take: Take | null): Promise<Outcome> {
  const session = await openSession(call, io, take)
  refuseUnknown(take, session)
  const compiled = compiledOf(session, call)
  if ('outcome' in compiled) return compiled.outcome
  const { output } = session.located
  const { switches } = call
  if (output === null || (switches.has('stdout') && !switches.has('diff')))
    return answer(call, session, compiled, 'printed')
  if (take === null && asks(call, io, compiled)) {
    const { chooseSides } = await import('./choose.ts')
    const chosen = await chooseSides(compiled.merged.conflicts, call, io)
    if (chosen !== null) return once(call, io, chosen)
  }
  if (changeOf(session, compiled) === 'none') return unchanged(call, io, session, compiled)
  if (switches.has('check') || switches.has('dry-run') || switches.has('diff'))
    return answer(call, session, compiled, 'would-write')
  write(call, session, compiled)
  if (session.written === null && session.lock === null) noteFirst(call, io, session, compiled)
  return answer(call, session, compiled, 'written')
}

function unchanged(call: Call, io: Io, session: Session, product: Product): Outcome {
  const outcome = answer(call, session, product, 'unchanged')
  const { written, lock } = session
  if (outcome.code !== 3)
    noteAnswer(call, io, session, { written: sourceContent(written!), lock: sourceContent(lock!) }, outcome)
  return outcome
}

/**
 * Over what was made of nothing the next run answers the same, but that nothing is new any more. What it would say of a
 * merge is left to it.
 */
function noteFirst(call: Call, io: Io, session: Session, product: Product): void {
  const { merged, text, lock } = product
  if (merged.conflicts.length + merged.offers.length + merged.kept.length > 0) return
  const drift = { documents: [], tasks: [], milestones: [] }
  const next = answer(call, session, { ...product, merged: { ...merged, drift } }, 'unchanged')
  noteAnswer(call, io, session, { written: text, lock }, next)
}

/** An id that nobody ever had is a mistake in the call; taking nothing for it would look like having settled it. */
function refuseUnknown(take: Take | null, { written, lock, located }: Session): void {
  if (take === null) return
  const ids = [take.plan, take.mine].flatMap((side) => (side === 'all' ? [] : side))
  const known = (written?.text ?? '') + (lock?.text ?? '')
  const unknown = ids.filter((id) => !known.includes(id))
  if (unknown.length === 0) return
  const name = located.output === null ? 'the document' : displayPath(located.root, located.output)
  throw new Misuse(
    `${name} has no ${unknown.join(', ')}, and never had.`,
    '`--diff` lists conflicts and deleted tasks.',
  )
}

/** On a terminal a person is asked about conflicts that no option settles. */
function asks({ switches, values }: Call, io: Io, { merged }: Product): boolean {
  const silent = ['json', 'check', 'dry-run', 'diff', 'stdout', 'yes'].some((name) => switches.has(name))
  if (merged.conflicts.length === 0 || silent || values['take'] !== undefined) return false
  return io.ask !== undefined || (io.stdin.isTTY === true && io.stderr.isTTY === true)
}

/** Whether execute.md has to change, or its lock alone. */
function changeOf({ written, lock }: Session, product: Product): 'none' | 'lock' | 'document' {
  if (written?.text !== product.text) return 'document'
  if (lock === null) return 'lock'
  return lock.text === product.lock || settled(lock.text) === settled(product.lock) ? 'none' : 'lock'
}

/** A lock without what may change while execute.md stays: the hashes of whole documents and who generated it. */
function settled(lock: string): string {
  return lock
    .replaceAll('\r\n', '\n')
    .split('\n')
    .filter((line) => !/^[[,]?\{"(?:doc|lock)":/.test(line))
    .join('\n')
}

function write({ values }: Call, { fs, located, written, lock }: Session, product: Product): void {
  const { root, output, lock: lockPath } = located
  const bom = written?.bom === true ? '\ufeff' : ''
  writePair(fs, {
    // A path that the user names may lead anywhere; one that was found may not leave the repository.
    root: values['out'] === undefined ? root : null,
    document: { path: output!, before: written === null ? null : sourceContent(written), after: bom + product.text },
    lock: { path: lockPath!, before: lock === null ? null : sourceContent(lock), after: product.lock },
  })
}

const outputName = ({ located }: Session): string =>
  located.output === null ? '' : displayPath(located.root, located.output)

function answer(call: Call, session: Session, product: Product, status: Status): Outcome {
  const { switches } = call
  const { diagnostics, places } = session
  const gaps = gapsView(product.execution, places, false)
  const numbers = figures(product.execution)
  const warnings = diagnostics.filter(({ severity }) => severity === 'warning')
  const strict = switches.has('strict') && gaps.total + warnings.length > 0
  const printed = status === 'printed'
  return {
    code:
      product.merged.conflicts.length > 0
        ? 3
        : strict || (switches.has('check') && changes(session, product, status))
          ? 1
          : 0,
    data: {
      status,
      output: printed ? null : outputName(session),
      ...numbers,
      gaps: { total: gaps.total, blocking: gaps.blocking },
      ...mergeData(product),
      ...(printed ? { text: product.text } : {}),
    },
    diagnostics,
    out: printed ? { document: product.text } : [],
    notes: [
      ...headLines(session, product, status, numbers),
      ...mergeNotes(call, session, product, status),
      ...openLines(call, gaps),
      ...diagnosticLines(
        [...warnings, ...diagnostics.filter(({ ruleId }) => TOLD.has(ruleId))],
        10,
        callOf(call, 'gaps'),
      ),
      ...(switches.has('check') || printed ? [] : [`Next ${nextCall(call, session, product)}`]),
    ],
  }
}

/** Without a task there is nothing to begin: what is missing comes first. */
function nextCall(call: Call, { located }: Session, { execution }: Product): string {
  if (execution.tasks.length > 0) return callOf(call, 'next')
  const roles = new Set(located.documents.map(({ role }) => role))
  if (located.kind !== 'vision' || roles.has('plan') || roles.has('milestones')) return callOf(call, 'gaps')
  const missing = (['goal', 'strategy'] as const).find((role) => !roles.has(role)) ?? 'plan'
  return `intentk new ${missing} ${quoted(located.id)}`
}

/** What a run tells although nothing is wrong: it concerns what a person did. */
const TOLD: ReadonlySet<string> = new Set(['git-conflict', 'left-plan'])

function mergeData({ merged }: Product): object {
  const { changes: changed, kept, conflicts, offers, drift } = merged
  return { changes: changed, kept, conflicts, offers, drift }
}

function mergeNotes(call: Call, session: Session, { merged }: Product, status: Status): readonly Line[] {
  if (session.written === null) return []
  const settle = callOf(call, 'execute')
  const diff = call.switches.has('diff')
  const quiet = status === 'unchanged' || merged.kept.length === 0
  const kept = quiet ? [] : [`= kept from you: ${keptLine(merged.kept)}`]
  return [
    ...(diff ? diffLines(merged) : kept),
    ...offerLines(merged, settle),
    ...conflictLines(merged.conflicts, session.written, settle),
  ]
}

/** `--check --stdout` judges the file that would have been written. */
function changes(session: Session, product: Product, status: Status): boolean {
  if (status === 'would-write') return true
  return status === 'printed' && session.located.output !== null && changeOf(session, product) !== 'none'
}

interface Figures {
  readonly milestones: number
  readonly tasks: number
  readonly parallel: number
  readonly longestChain: number
}

function figures({ tasks, graph, milestones }: Execution): Figures {
  let live = 0
  for (let at = 0; at < tasks.length; at++) if (tasks[at]!.state !== 'dropped') live++
  let parallel = 0
  for (const id in graph.parallel) if (graph.parallel[id]!.parallel) parallel++
  return { milestones: milestones.length, tasks: live, parallel, longestChain: graph.longestChain.length }
}

function headLines(session: Session, { execution }: Product, status: Status, numbers: Figures): readonly Line[] {
  const { tasks, parallel, longestChain } = numbers
  const summary = `${count(tasks, 'task')}, ${parallel} [P], longest chain ${longestChain}`
  if (status === 'printed') return [`Compiled ${session.input.documents[0]?.source.path ?? execution.id}: ${summary}`]
  const name = outputName(session)
  if (status === 'unchanged') return [`${name} is up to date: ${summary}`]
  const lines = [`${status === 'written' ? 'Wrote' : 'Would write'} ${name}: ${summary}`]
  const lost = (session.written?.text ?? '').trim() === '' && session.lock !== null
  return lost
    ? [
        ...lines,
        'The file was missing or empty: ids are those of its lock, boxes are open. If it was moved, git log --follow finds it.',
      ]
    : lines
}

function openLines(call: Call, view: GapsView): readonly Line[] {
  // Sections that no document mentions stand in one line of execute.md; `gaps` lists them, here they would drown the rest.
  const gaps = view.gaps.filter((gap) => gap.kind !== 'section-missing')
  const total = gaps.length
  if (total === 0) return []
  const shown = gaps.slice(0, 5)
  const more = total > shown.length ? [`  and ${total - shown.length} more (${callOf(call, 'gaps')})`] : []
  return [
    `Open ${count(total, 'question')}, answer ${total === 1 ? 'it' : 'them'} in the plan`,
    ...gapLines(shown),
    ...more,
  ]
}
