import { markdownCell } from '../../check/reporters/cell.ts'
import { escapeVisible } from '../../model/escape.ts'
import type { RunReport } from './model.ts'
import {
  againstEstimate,
  countWords,
  durationWords,
  minutesWords,
  momentWords,
  outcomeWords,
  rateWords,
} from './words.ts'

/** The report of a run for a pull request: text of others can neither leave its cell nor its fence. */
export function markdownReport(report: RunReport): string {
  const { outcome, document, why, startedAt, elapsedMs, agent, counts, rates, tests, run } = report
  const said = why === '' ? [] : [markdownCell(why), '']
  const numbers = [
    `${counts.verified + counts.attested} of ${countWords(counts.tasks, 'task')} done (${counts.verified} verified, ${counts.attested} attested)`,
    `success rate ${rateWords(rates.success)}`,
    `first attempt ${rateWords(rates.firstAttempt)}`,
    `tried again ${rateWords(rates.retry)}`,
    ...(tests === null ? [] : [`tests ${tests.passed} passed, ${tests.failed} failed, ${tests.skipped} skipped`]),
  ]
  const parts = [
    [`# ${outcomeWords[outcome]}: ${markdownCell(document)}`, ''],
    [`${momentWords(startedAt)}, ${durationWords(elapsedMs)}, by ${markdownCell(agent)}, run \`${run}\``, ''],
    said,
    [...numbers.map((each) => `- ${each}`), ''],
    failures(report),
    phases(report),
    waves(report),
    gates(report),
    left(report),
  ]
  return parts.flat().join('\n')
}

function table(title: string, head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  if (rows.length === 0) return []
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [`## ${title}`, '', line(head), line(head.map(() => '---')), ...rows.map(line), '']
}

const phases = ({ phases: all }: RunReport): readonly string[] =>
  table(
    'Time by milestone',
    ['Milestone or phase', 'Verdict', 'Done', 'Work', 'Estimate'],
    all.map(({ phase, verdict, done, tasks, workMs, estimateMinutes }) => {
      const against = againstEstimate(workMs, estimateMinutes)
      return [
        markdownCell(phase),
        verdict,
        `${done} of ${tasks}`,
        workMs === 0 ? 'none' : durationWords(workMs),
        `${minutesWords(estimateMinutes)}${against === '' ? '' : ` (${against})`}`,
      ]
    }),
  )

const waves = ({ waves: all }: RunReport): readonly string[] =>
  table(
    'Waves against the plan',
    ['Wave', 'Planned together', 'Done', 'When'],
    all.map(({ wave, tasks, done, start, end }) => [
      String(wave + 1),
      markdownCell(tasks.slice(0, 20).join(' ')) + (tasks.length > 20 ? ` and ${tasks.length - 20} more` : ''),
      `${done} of ${tasks.length}`,
      start === null ? 'not begun' : `${durationWords(start)} to ${end === null ? 'now' : durationWords(end)}`,
    ]),
  )

const gates = ({ gates: all }: RunReport): readonly string[] =>
  table(
    'Gates',
    ['Gate', 'Verdict', 'Task', 'Measured'],
    all.map(({ gate, verdict, task, said }) => [
      markdownCell(gate),
      { passed: 'holds', failed: 'does not hold', skipped: 'not measured' }[verdict],
      markdownCell(task),
      markdownCell(said),
    ]),
  )

const left = ({ left: all }: RunReport): readonly string[] =>
  table(
    'What is left',
    ['Task', 'What', 'Phase', 'Why'],
    all.map(({ task, text, phase, why }) => [markdownCell(task), markdownCell(text), markdownCell(phase), why]),
  )

const shownLines = 30

function failures({ failures: all }: RunReport): readonly string[] {
  if (all.length === 0) return []
  const each = all.flatMap(({ task, text, outcome, why, attempts }) => [
    `### ${markdownCell(task)} ${outcome}`,
    '',
    ...(text === task ? [] : [markdownCell(text), '']),
    ...(why === '' ? [] : [markdownCell(why), '']),
    ...attempts.flatMap(({ attempt, agent, checks }) => [
      ...(agent === null ? [] : [`Attempt ${attempt}, the agent: ${agent.end}`, ...fenced(agent.output)]),
      ...checks.flatMap(({ kind, name, failures: found, output }) => [
        `Attempt ${attempt}, ${kind}: ${markdownCell(name)}`,
        '',
        ...found.slice(0, 10).map(({ file, line, message }) => {
          const place = file === '' ? '' : `${markdownCell(`\`${file}${line > 0 ? `:${line}` : ''}\``)} `
          return `- ${place}${markdownCell(message)}`
        }),
        ...(found.length > 0 ? [''] : fenced(output)),
      ]),
    ]),
  ])
  return ['## What went wrong', '', ...each]
}

function fenced(output: string): readonly string[] {
  const text = escapeVisible(output.trim().split(/\r?\n/).slice(-shownLines).join('\n'))
  if (text === '') return ['']
  const longest = Math.max(0, ...Array.from(text.matchAll(/`{1,1000}/g), ([run]) => run.length))
  const fence = '`'.repeat(Math.max(3, longest + 1))
  return ['', fence, text, fence, '']
}
