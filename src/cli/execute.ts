import type { Execution } from '../model/execution.ts'
import { gapsView, type GapsView } from '../query/gaps.ts'
import { backUp } from '../workspace/backup.ts'
import { displayPath } from '../workspace/paths.ts'
import { sourceContent } from '../workspace/source-file.ts'
import { writePair } from '../workspace/write.ts'
import type { Call } from './arguments.ts'
import { callOf } from './call-of.ts'
import { compiledOf, count } from './compiled.ts'
import type { Io } from './io.ts'
import { Misuse } from './misuse.ts'
import type { Outcome } from './outcome.ts'
import { ownership } from './ownership.ts'
import { diagnosticLines, gapLines } from './report.ts'
import { openSession, type Session } from './session.ts'
import type { Line } from './terminal.ts'

/** What became of the compiled document. */
type Status = 'written' | 'unchanged' | 'would-write' | 'printed'

interface Product {
  readonly execution: Execution
  readonly text: string
  readonly lock: string
}

/** Compiles a plan and writes execute.md with its lock, or prints it. */
export async function run(call: Call, io: Io): Promise<Outcome> {
  const session = await openSession(call, io)
  const compiled = compiledOf(session, call)
  if ('outcome' in compiled) return compiled.outcome
  const { output } = session.located
  const { switches } = call
  if (switches.has('stdout') || output === null) return answer(call, session, compiled, 'printed', null)
  const change = changeOf(session, compiled)
  if (change === 'none') return answer(call, session, compiled, 'unchanged', null)
  if (change !== 'lock') refuseForeign(call, session)
  if (switches.has('check') || switches.has('dry-run')) return answer(call, session, compiled, 'would-write', null)
  const backup = change === 'document' && ownership(session) !== 'own' ? backUp(session.fs, output) : null
  write(call, session, compiled)
  return answer(call, session, compiled, 'written', backup)
}

/** Whether execute.md has to change, or its lock alone. */
function changeOf({ written, lock }: Session, product: Product): 'none' | 'lock' | 'document' {
  if (written?.text !== product.text) return 'document'
  return lock !== null && settled(lock.text) === settled(product.lock) ? 'none' : 'lock'
}

/** A lock without what may change while execute.md stays: the hashes of whole documents and who generated it. */
function settled(lock: string): string {
  return lock
    .replaceAll('\r\n', '\n')
    .split('\n')
    .filter((line) => !/^[[,]?\{"(?:doc|lock)":/.test(line))
    .join('\n')
}

function refuseForeign({ switches }: Call, session: Session): void {
  const owner = ownership(session)
  if (owner === 'own' || switches.has('force')) return
  const name = outputName(session)
  const ways = '`--stdout` prints the new one, `--force` replaces the file and keeps a copy.'
  if (owner === 'foreign')
    throw new Misuse(`${name} was not written by intentk and is left alone.`, ways, 'foreign-file')
  throw new Misuse(`${name} was edited since intentk wrote it and is left alone.`, ways, 'edited-file')
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

function answer(call: Call, session: Session, product: Product, status: Status, backup: string | null): Outcome {
  const { switches } = call
  const { diagnostics, located, places } = session
  const gaps = gapsView(product.execution, places, false)
  const warnings = diagnostics.filter(({ severity }) => severity === 'warning')
  const shownBackup = backup === null ? null : displayPath(located.root, backup)
  const strict = switches.has('strict') && gaps.total + warnings.length > 0
  const printed = status === 'printed'
  return {
    code: strict || (switches.has('check') && changes(session, product, status)) ? 1 : 0,
    data: {
      status,
      output: printed ? null : outputName(session),
      backup: shownBackup,
      ...figures(product.execution),
      gaps: { total: gaps.total, blocking: gaps.blocking },
      ...(printed ? { text: product.text } : {}),
    },
    diagnostics,
    out: printed ? { document: product.text } : [],
    notes: [
      ...headLines(session, product, status),
      ...(shownBackup === null ? [] : [`Kept the old file as ${shownBackup}`]),
      ...openLines(call, gaps),
      ...diagnosticLines(warnings, 10, callOf(call, 'gaps')),
      ...(switches.has('check') || printed ? [] : [`Next ${callOf(call, 'list', ['--ready'])}`]),
    ],
  }
}

/** `--check --stdout` judges the file that would have been written. */
function changes(session: Session, product: Product, status: Status): boolean {
  if (status === 'would-write') return true
  return status === 'printed' && session.located.output !== null && changeOf(session, product) !== 'none'
}

function figures({ tasks, graph, milestones }: Execution): Readonly<Record<string, number>> {
  return {
    milestones: milestones.length,
    tasks: tasks.filter(({ state }) => state !== 'dropped').length,
    parallel: Object.values(graph.parallel).filter(({ parallel }) => parallel).length,
    longestChain: graph.longestChain.length,
  }
}

function headLines(session: Session, { execution }: Product, status: Status): readonly Line[] {
  const { tasks, parallel, longestChain } = figures(execution)
  const summary = `${count(tasks!, 'task')}, ${parallel} [P], longest chain ${longestChain}`
  if (status === 'printed') return [`Compiled ${session.input.documents[0]?.source.path ?? execution.id}: ${summary}`]
  const name = outputName(session)
  if (status === 'unchanged') return [`${name} is up to date: ${summary}`]
  const lines = [`${status === 'written' ? 'Wrote' : 'Would write'} ${name}: ${summary}`]
  const lost = session.written === null && session.lock !== null
  return lost ? [...lines, 'The file was missing; ids are those of its lock.'] : lines
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
