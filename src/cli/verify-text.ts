import type { CheckResult } from '../run/contract.ts'
import type { RecordBrief } from '../run/evidence/store.ts'
import { shownValue } from '../run/gates/gates.ts'
import { oneLine, styled, type Line, type Part, type Style } from './terminal.ts'
import type { GateView, VerifiedView, VerifyView } from './verify.ts'

/** What verification found, as lines: each task with its checks and its evidence, then the gates. */
export const verifyLines = ({ tasks, gates, run }: VerifyView): readonly Line[] => [
  ...tasks.flatMap(taskLines),
  ...(gates.length === 0 ? [] : [[styled('bold', 'Gates'), run === null ? '' : `  of run ${run}`]]),
  ...gates.flatMap(gateLines),
]

const styles: Readonly<Record<string, Style>> = {
  passed: 'green',
  failed: 'red',
  declined: 'red',
  attest: 'yellow',
  unmeasured: 'yellow',
  skipped: 'dim',
  planned: 'dim',
  evidence: 'dim',
}

const words: Readonly<Record<VerifiedView['verdict'], string>> = {
  passed: 'passed',
  failed: 'failed',
  attest: 'nothing here can tell',
  planned: 'would be checked',
  declined: 'not allowed to run',
  evidence: '',
}

const verdict = (word: string, text: string): Part => styled(styles[word] ?? 'bold', text)

function taskLines(task: VerifiedView): readonly Line[] {
  const { id, line, text, state, verdict: said, checks } = task
  const name = styled('bold', id === '' ? `L${line}` : id)
  const head: Line = [
    name,
    '  ',
    ...(said === 'evidence' ? [state] : [verdict(said, words[said])]),
    `  ${oneLine(text)}`,
  ]
  return [head, ...checks.flatMap(checkLines), ...evidenceLines(task)]
}

const shownFailures = 10

function checkLines(check: CheckResult): readonly Line[] {
  const { kind, name, verdict: said, tests, failures, durationMs } = check
  const counts = tests === null ? '' : `, ${tests.passed} passed, ${tests.failed} failed, ${tests.skipped} skipped`
  const time = durationMs < 100 ? '' : `, ${(durationMs / 1000).toFixed(1)} s`
  const more = failures.length - shownFailures
  return [
    [`  `, verdict(said, said), `  ${kind}: ${oneLine(name)}${counts}${time}`],
    ...failures.slice(0, shownFailures).map(({ file, line, message }): Line => {
      const place = file === '' ? '' : line > 0 ? `${file}:${line}  ` : `${file}  `
      return `    ${place}${oneLine(message)}`
    }),
    ...(more > 0 ? [`    and ${more} more`] : []),
  ]
}

const evidenceLines = ({ record }: VerifiedView): readonly Line[] =>
  record === null ? [] : [`  ${recordWords(record)}`]

/** What a run left of a task, as words: `verified in run 20260302-090000-a1b2, 2 attempts`. */
function recordWords({ run, outcome, why, attempts }: RecordBrief): string {
  const tries = attempts > 1 ? `, ${attempts} attempts` : ''
  return `${outcome} in run ${run}${tries}${why === '' ? '' : `: ${oneLine(why)}`}`
}

function gateLines(gate: GateView): readonly Line[] {
  const { metric, comparison, threshold, unit, verdict: said, measure, why, task, spans } = gate
  const wanted = `${oneLine(metric)} ${comparison} ${threshold}${unit === '' ? '' : ` ${unit}`}`
  const by = measure === '' ? '' : ` by ${oneLine(measure)}`
  const value = gate.value === null ? (said === 'passed' ? '' : 'not measured') : `is ${shownValue(gate)}`
  const rest = [`${value}${value === '' ? '' : by}`, why].filter((part) => part !== '').join(', ')
  const behind =
    spans.length === 0
      ? []
      : [
          `    spans ${spans
            .slice(0, 3)
            .map(({ spanId, name }) => `${spanId} ${name}`)
            .join(', ')}${spans.length > 3 ? ` and ${spans.length - 3} more` : ''}`,
        ]
  return [['  ', verdict(said, said), `  ${task}  ${wanted}: ${rest}`], ...behind]
}
