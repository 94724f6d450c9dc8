import { createHash } from 'node:crypto'
import type { JournalEntry } from '../contract.ts'
import { attributes, nanoseconds, tracesOf, wellFormed, type OtlpSpan } from './otlp.ts'
import { stepsOf, timeOf, type Step } from './steps.ts'

/** A step of a run as a span: the run, its phases, their tasks, the attempts, and what was done in each. */
export interface RunSpan extends Pick<Step, 'level' | 'path' | 'task' | 'phase'> {
  readonly span: OtlpSpan
}

/** The trace of a run: 16 bytes in hexadecimal, always the same for the same run. */
export const traceIdOf = (run: string): string => hexOf(run, 32)

/** The span of a step: 8 bytes in hexadecimal, made from the run and its path. */
export const spanIdOf = (run: string, path: string): string => hexOf(`${run}\n${path}`, 16)

const hexOf = (text: string, digits: number): string => {
  const hex = createHash('sha256').update(text).digest('hex').slice(0, digits)
  // An id of zeros alone is none.
  return /^0+$/.test(hex) ? hex.replace(/0$/, '1') : hex
}

/**
 * The spans of a run, made from its journal alone: the same entries give the same spans, so that they can be made again
 * at any time. What has not ended yet ends with the last entry and has no status. Empty without a beginning.
 */
export function spansOf(entries: readonly JournalEntry[]): readonly RunSpan[] {
  const first = entries.find((entry) => entry.type === 'run-started')
  if (first?.type !== 'run-started') return []
  const last = Math.max(timeOf(first), timeOf(entries.at(-1)!))
  return stepsOf(first, entries).map((step) => {
    const { level, path, task, phase } = step
    return { level, path, task, phase, span: spanOf(step, first.run, last) }
  })
}

function spanOf(step: Step, run: string, last: number): OtlpSpan {
  return {
    traceId: traceIdOf(run),
    spanId: spanIdOf(run, step.path),
    ...(step.parent === null ? {} : { parentSpanId: spanIdOf(run, step.parent.path) }),
    name: wellFormed(step.name).slice(0, 200),
    kind: 1,
    startTimeUnixNano: nanoseconds(step.start),
    endTimeUnixNano: nanoseconds(Math.max(step.start, step.end ?? last)),
    attributes: attributes(step.values),
    droppedAttributesCount: 0,
    events: step.events,
    droppedEventsCount: 0,
    links: [],
    droppedLinksCount: 0,
    status: step.status,
  }
}

const spansOfLine = 200

/** A file of spans: JSON lines, each a message of OTLP. */
export function traceLines(spans: readonly RunSpan[], version: string): string {
  const lines: string[] = []
  for (let at = 0; at < spans.length; at += spansOfLine) {
    const part = spans.slice(at, at + spansOfLine).map(({ span }) => span)
    lines.push(`${JSON.stringify(tracesOf(part, version))}\n`)
  }
  return lines.join('')
}
