import { showView, type ShowView } from '../query/show.ts'
import type { Call } from './arguments.ts'
import { compiledOf } from './compiled.ts'
import { edgeLines, originLines } from './edges.ts'
import type { Io } from './io.ts'
import type { Outcome } from './outcome.ts'
import { gapLines } from './report.ts'
import { openSession } from './session.ts'
import { taskNamed } from './task-named.ts'
import { oneLine, styled, type Line } from './terminal.ts'
import { viewNotes } from './view-notes.ts'

/** Shows everything about one task. */
export async function run(call: Call, io: Io): Promise<Outcome> {
  const session = await openSession(call, io)
  const compiled = compiledOf(session, call)
  if ('outcome' in compiled) return compiled.outcome
  const view = showView(compiled.execution, session.places, taskNamed(compiled.execution, call.ids[0]!))
  return { code: 0, data: view, diagnostics: session.diagnostics, out: lines(view), notes: viewNotes(session, call) }
}

function lines(view: ShowView): readonly Line[] {
  const { id, text, status, phase, body, files, estimate, gates, gaps, parallel, planId, hand } = view
  return [
    [styled('bold', id), `  ${oneLine(text)}`],
    `${status}, ${oneLine(phase.title)}${planId === '' ? '' : `, ${planId} in the plan`}${hand ? ', written by hand' : ''}`,
    ...body.map((line): Line => `  ${line}`),
    ...(estimate === null
      ? []
      : [[styled('bold', 'Estimate'), `  ${estimate.text} (${minutes(estimate.low, estimate.high)})`]]),
    ...section(
      'Files',
      files.map(
        ({ path, role, unresolved, kind }) =>
          `  ${role === 'write' ? 'writes' : 'reads'}  ${path}${kind === 'file' ? '' : ` (${kind})`}${unresolved ? ' (folder unknown)' : ''}`,
      ),
    ),
    ...section(
      'Gates',
      gates.map(
        ({ metric, comparison, value, unit }) => `  ${metric} ${comparison} ${value}${unit === '' ? '' : ` ${unit}`}`,
      ),
    ),
    ...edgeLines('Waits for', view.waitsFor, view.afterPhases),
    ...edgeLines('Waited for by', view.waitedForBy),
    parallel.words,
    ...section('Open', gapLines(gaps)),
    ...originLines(view.origin),
  ]
}

const section = (title: string, lines: readonly Line[]): readonly Line[] =>
  lines.length === 0 ? [] : [styled('bold', title), ...lines]

const minutes = (low: number, high: number): string => (low === high ? `${low} min` : `${low} to ${high} min`)
