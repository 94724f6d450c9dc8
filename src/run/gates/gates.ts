import type { Gate } from '../../model/values.ts'
import { formatGate } from '../../render/gates.ts'
import type { CheckResult } from '../contract.ts'
import type { CommandEnd } from '../run-command.ts'
import { splitCommand } from '../split-command.ts'
import type { AskedGate } from './asked.ts'
import type { Measure, Measures } from './measures.ts'
import { isMeasureName, measureName } from './name-measure.ts'
import { converted } from './units.ts'

export { gatesOfTask, type AskedGate } from './asked.ts'

/** A span behind a number, by which a collector finds it. */
export interface SpanLink {
  readonly traceId: string
  readonly spanId: string
  readonly name: string
}

/** A gate with what was measured. */
export interface GateResult {
  /** As printed: `(gate: reuse >= 70 %)`. */
  readonly gate: string
  readonly text: string
  readonly metric: string
  readonly comparison: Gate['comparison']
  readonly threshold: number
  readonly unit: string
  /** In the unit of the gate; null where nothing was measured. */
  readonly value: number | null
  readonly verdict: 'passed' | 'failed' | 'unmeasured'
  /** The built-in measure or the command; '' where there is none. */
  readonly measure: string
  /** Why it has no value, or what the verdict rests on beside it; '' where the value says all. */
  readonly why: string
  readonly startedAt: string
  readonly durationMs: number
  readonly spans: readonly SpanLink[]
}

/** How a measuring command ended, as `runCommand` says it. */
type Printed = Pick<CommandEnd, 'end' | 'code' | 'output'>

/** Runs a command that measures, or the check that shows a criterion; null where it may not run. */
export type RunMeasure = (line: string, argv: readonly [string, ...string[]]) => Promise<Printed | null>

/** The command lines that gates want to run: a person has to allow each. */
export const gateCommands = (gates: readonly AskedGate[]): readonly string[] => [
  ...new Set(gates.flatMap((gate) => (commandOf(gate) === '' ? [] : [commandOf(gate)]))),
]

function commandOf(gate: AskedGate): string {
  if (gate.measure !== '') return isMeasureName(gate.measure) ? '' : gate.measure
  return measureName(gate) === '' ? gate.shownBy : ''
}

/** Evaluates gates against what runs measured, and by their commands. A command that several name runs once. */
export async function evaluateGates(
  gates: readonly AskedGate[],
  measures: Measures,
  run: RunMeasure,
): Promise<readonly GateResult[]> {
  const ran = new Map<string, Promise<Printed | null>>()
  const once = (line: string, argv: readonly [string, ...string[]]): Promise<Printed | null> => {
    const known = ran.get(line) ?? run(line, argv)
    ran.set(line, known)
    return known
  }
  const results: GateResult[] = []
  for (const gate of gates) {
    const started = Date.now()
    const found = await evaluate(gate, measures, once)
    results.push({
      gate: formatGate(gate),
      text: gate.text,
      metric: gate.metric,
      comparison: gate.comparison,
      threshold: gate.value,
      unit: gate.unit,
      ...found,
      startedAt: new Date(started).toISOString(),
      durationMs: Date.now() - started,
    })
  }
  return results
}

type Found = Pick<GateResult, 'value' | 'verdict' | 'measure' | 'why' | 'spans'>

const unmeasured = (why: string, measure = ''): Found => ({
  value: null,
  verdict: 'unmeasured',
  measure,
  why,
  spans: [],
})

async function evaluate(gate: AskedGate, measures: Measures, run: RunMeasure): Promise<Found> {
  const command = commandOf(gate)
  if (command !== '') return byCommand(gate, command, run)
  const name = gate.measure || measureName(gate)
  if (name === '') return unmeasured('nothing measures it: write `measure: <command that prints the number>` beside it')
  const measure = measures.get(name)
  if (measure === undefined) return unmeasured('no run has measured it yet', name)
  const value = converted(measure.value, measure.unit, gate.unit)
  if (value === null)
    return unmeasured(`\`${name}\` is in ${unitWord(measure.unit)}, not in ${unitWord(gate.unit)}`, name)
  return { value, verdict: holds(value, gate) ? 'passed' : 'failed', measure: name, why: '', spans: linksOf(measure) }
}

const unitWord = (unit: string): string => (unit === '' ? 'a number' : unit)

async function byCommand(gate: AskedGate, line: string, run: RunMeasure): Promise<Found> {
  const split = splitCommand(line)
  if (!split.ok) return { ...unmeasured(`it cannot run: ${split.reason}`, line), verdict: 'failed' }
  const printed = await run(line, split.argv)
  if (printed === null) return unmeasured('it was not allowed to run', line)
  const { end, code, output } = printed
  if (end !== 'passed') {
    const how = end === 'failed' ? (code === null ? 'it was killed' : `it ended with ${code}`) : (ends[end] ?? end)
    return { ...unmeasured(how, line), verdict: 'failed' }
  }
  // The check of the task shows the criterion by passing.
  if (gate.measure === '') return { value: null, verdict: 'passed', measure: line, why: 'its check passed', spans: [] }
  const number = numberIn(output)
  if (number === null) return { ...unmeasured('its last line holds no number', line), verdict: 'failed' }
  const value = converted(number.value, number.unit, gate.unit) ?? number.value
  return { value, verdict: holds(value, gate) ? 'passed' : 'failed', measure: line, why: '', spans: [] }
}

const ends: Partial<Record<string, string>> = {
  timeout: 'it did not end in time',
  interrupted: 'it was interrupted',
  'not-started': 'it could not be started',
}

const NUMBER =
  /(?<![\w.,])-?\d{1,15}(?:\.\d{1,12})?(?:e[+-]?\d{1,3})?(?![\w.]*\d)\s{0,3}(%|ms|s|min|h|days)?(?![A-Za-z])/gi

/** The last number on the last line that is not blank, with its unit. */
export function numberIn(output: string): { readonly value: number; readonly unit: string } | null {
  const last = output.trimEnd().slice(-2000).split('\n').at(-1) ?? ''
  const found = [...last.replace(/(?<=\d),(?=\d{3}(?!\d))/g, '').matchAll(NUMBER)].at(-1)
  if (found === undefined) return null
  const value = Number.parseFloat(found[0])
  return Number.isFinite(value) ? { value, unit: (found[1] ?? '').toLowerCase() } : null
}

/** Whether a value is as a gate wants it; 1e-9 is lost in conversions. */
export function holds(value: number, { comparison, value: threshold }: Pick<Gate, 'comparison' | 'value'>): boolean {
  const near = Math.abs(value - threshold) <= 1e-9 * Math.max(1, Math.abs(threshold))
  if (comparison === '=') return near
  if (comparison === '>=' || comparison === '<=')
    return near || (comparison === '>=' ? value > threshold : value < threshold)
  return !near && (comparison === '>' ? value > threshold : value < threshold)
}

const linksOf = ({ spans }: Measure): readonly SpanLink[] =>
  spans.map(({ span: { traceId, spanId, name } }) => ({ traceId, spanId, name }))

/** The value as people read it: `12.5 %`. */
export function shownValue({ value, unit }: Pick<GateResult, 'value' | 'unit'>): string {
  if (value === null) return 'not measured'
  const rounded = Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(4)))
  return unit === '' ? rounded : `${rounded} ${unit}`
}

/** Gates as checks of a validation task: what nobody measured is `skipped`, and a person has to attest it. */
export const gateChecks = (results: readonly GateResult[]): readonly CheckResult[] =>
  results.map((result) => ({
    kind: 'gate',
    name: result.gate,
    verdict: result.verdict === 'unmeasured' ? 'skipped' : result.verdict,
    startedAt: result.startedAt,
    durationMs: result.durationMs,
    code: null,
    output: [`${shownValue(result)}${result.measure === '' ? '' : ` by ${result.measure}`}`, result.why]
      .filter((part) => part !== '')
      .join(': '),
    tests: null,
    failures:
      result.verdict === 'failed'
        ? [{ kind: 'other', file: '', line: 0, message: `${result.gate}: ${result.why || shownValue(result)}` }]
        : [],
  }))
