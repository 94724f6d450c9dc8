import { whyPathView, whyTaskView, type WhyPathView, type WhyTaskView } from '../query/why.ts'
import type { Call } from './arguments.ts'
import { compiledOf } from './compiled.ts'
import { edgeLines, originLines } from './edges.ts'
import type { Io } from './io.ts'
import { Misuse } from './misuse.ts'
import type { Outcome } from './outcome.ts'
import { spotText } from './report.ts'
import { openSession } from './session.ts'
import { taskNamed } from './task-named.ts'
import { oneLine, styled, type Line } from './terminal.ts'
import { viewNotes } from './view-notes.ts'

/** Tells why a task is there and what orders it, or how two tasks come to be ordered. */
export async function run(call: Call, io: Io): Promise<Outcome> {
  const session = await openSession(call, io)
  const compiled = compiledOf(session, call)
  if ('outcome' in compiled) return compiled.outcome
  const { execution } = compiled
  const [one, other] = call.ids.map((id) => taskNamed(execution, id))
  if (one === other)
    throw new Misuse(`\`${call.ids[0]}\` is named twice.`, 'Name two tasks to see the path between them.')
  const answer = { diagnostics: session.diagnostics, notes: viewNotes(session, call), code: 0 } as const
  if (other === undefined) {
    const view = whyTaskView(execution, session.places, one!)
    return { ...answer, data: view, out: taskLines(view) }
  }
  const view = whyPathView(execution, session.places, one!, other)
  return { ...answer, data: view, out: pathLines(view) }
}

function taskLines({
  task,
  phase,
  origin,
  covers,
  waitsFor,
  waitedForBy,
  afterPhases,
  parallel,
}: WhyTaskView): readonly Line[] {
  return [
    [styled('bold', task.id), `  ${oneLine(task.text)}`],
    ...originLines(origin),
    [styled('bold', 'In'), `  ${oneLine(phase.title)}`],
    ...(covers.length === 0 ? [] : [[styled('bold', 'Covers'), `  ${covers.slice(0, 20).map(oneLine).join(', ')}`]]),
    ...edgeLines('Waits for', waitsFor, afterPhases),
    ...edgeLines('Waited for by', waitedForBy),
    parallel.words,
  ]
}

function pathLines({ from, to, ordered, steps }: WhyPathView): readonly Line[] {
  if (!ordered) return [`${from.id} and ${to.id} are not ordered: neither waits for the other.`]
  return [
    [styled('bold', from.id), `  ${oneLine(from.text)}`],
    [styled('bold', to.id), `  ${oneLine(to.text)}`],
    `${from.id} waits for ${to.id}:`,
    ...steps.map((step): Line => {
      const at = step.stated === null ? '' : spotText(step.stated)
      return [
        '  ',
        styled('bold', `${step.from} → ${step.to}`),
        `  ${step.reason}: ${oneLine(step.words)}${at === '' ? '' : ` (${at})`}`,
      ]
    }),
  ]
}
