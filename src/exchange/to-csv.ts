import type { ExchangePlan } from './plan.ts'

/** A cell that a spreadsheet would run instead of showing it. */
const FORMULA = /^[\s\p{Cc}]*[=+\-@\t\r＝＋－＠]/u

/**
 * One cell of RFC 4180. What a spreadsheet would take for a formula gets an apostrophe in front, which it shows as
 * text.
 */
export function csvCell(value: string): string {
  const safe = FORMULA.test(value) ? `'${value}` : value
  return /[",\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

const HEADER = [
  'id',
  'state',
  'phase',
  'milestone',
  'priority',
  'text',
  'parallel',
  'estimate',
  'depends on',
  'files',
  'body',
]

/** A table of all tasks after RFC 4180: a header, lines that end in CR LF. */
export function toCsv({ phases, tasks }: ExchangePlan): string {
  const byId = new Map(phases.map((phase) => [phase.id, phase]))
  const rows = tasks.map(({ id, state, phase, text, parallel, estimate, dependsOn, files, body }) => [
    id,
    state,
    phase,
    byId.get(phase)?.title ?? '',
    byId.get(phase)?.priority ?? '',
    text,
    parallel ? 'yes' : 'no',
    estimate,
    dependsOn.join(' '),
    files.join('\n'),
    body.join('\n'),
  ])
  return [HEADER, ...rows].map((row) => `${row.map(csvCell).join(',')}\r\n`).join('')
}
