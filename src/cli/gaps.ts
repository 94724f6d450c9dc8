import { gapsView } from '../query/gaps.ts'
import type { Call } from './arguments.ts'
import { compiledOf, count } from './compiled.ts'
import type { Io } from './io.ts'
import type { Outcome } from './outcome.ts'
import { diagnosticLines, gapLines } from './report.ts'
import { openSession } from './session.ts'

/** Lists what the plan leaves open and every diagnostic, or asks for the answers. */
export async function run(call: Call, io: Io): Promise<Outcome> {
  if (call.values['answer'] !== undefined || call.values['answers'] !== undefined) {
    const { writeAnswers } = await import('./answers.ts')
    return writeAnswers(call, io)
  }
  if (call.switches.has('answer')) {
    const { answerGaps } = await import('./answer.ts')
    return answerGaps(call, io)
  }
  const session = await openSession(call, io)
  const compiled = compiledOf(session, call)
  if ('outcome' in compiled) return compiled.outcome
  const view = gapsView(compiled.execution, session.places, call.switches.has('blocking'))
  const { gaps, total, blocking } = view
  const { diagnostics } = session
  return {
    code: 0,
    data: view,
    diagnostics,
    out: gapLines(gaps),
    notes: [
      gaps.length === 0 && total === 0 ? 'Nothing is open.' : `${count(total, 'question')}, ${blocking} blocking`,
      ...diagnosticLines(diagnostics, Number.POSITIVE_INFINITY),
    ],
  }
}
