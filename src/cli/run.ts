import type { Call } from './arguments.ts'
import type { Io } from './io.ts'
import { Misuse } from './misuse.ts'
import type { Outcome } from './outcome.ts'

/** Executes a plan, or tells of runs: `run [doc]`, `run list`, `run show [RUN]`, `run report [RUN]`. */
export async function run(call: Call, io: Io): Promise<Outcome> {
  const [word, more] = call.ids
  if (word === 'report') {
    const { reportCommand } = await import('./run-report.ts')
    return reportCommand(call, io, more ?? null)
  }
  const alone =
    call.values['html'] !== undefined ? '--html' : call.values['format'] === 'markdown' ? '--format markdown' : ''
  if (alone !== '') throw new Misuse(`\`${alone}\` belongs to \`intentk run report\`.`, 'Put `report` behind `run`.')
  if (word === 'list' || word === 'show') {
    const { listRuns, showRun } = await import('./run-list.ts')
    if (word === 'show') return showRun(call, io, more ?? null)
    if (more === undefined) return listRuns(call, io)
    throw new Misuse(`Unexpected \`${more}\`.`, 'Name a document by `--in`.')
  }
  if (more !== undefined) throw new Misuse(`Unexpected \`${more}\`: \`intentk run\` takes one document.`)
  if (word !== undefined && call.doc !== null && call.doc !== word)
    throw new Misuse(`Two documents are named: \`${word}\` and \`${call.doc}\`.`, 'Name one of them.')
  const doc = word ?? call.doc
  const { runPlan } = await import('./run-plan.ts')
  return runPlan({ ...call, doc, docs: doc === null ? [] : [doc], ids: [] }, io)
}
