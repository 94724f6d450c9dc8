import { createHash } from 'node:crypto'
import { byKey } from '../../model/by-key.ts'
import { failureParts } from './html-failures.ts'
import { badge, escapeHtml, tone, wordsHtml } from './html-text.ts'
import type { RunReport } from './model.ts'
import { style } from './style.ts'
import type { TaskLine } from './tasks.ts'
import {
  againstEstimate,
  countWords,
  durationWords,
  minutesWords,
  momentWords,
  outcomeWords,
  rateWords,
} from './words.ts'

/** More tasks than this are folded by phase, so that the page can be read. */
const FOLDED = 60

/** The report of a run as one page that needs nothing else: no script, no request, readable on a phone and in the dark. */
export function htmlReport(report: RunReport): string {
  const policy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; base-uri 'none'; form-action 'none'`
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="intentk ${escapeHtml(report.intentk)}">
<title>${escapeHtml(`${outcomeWords[report.outcome]}: ${report.document}`)}</title>
<style>${style}</style>
</head>
<body>
<main>
${[head(report), cards(report), failures(report), timeline(report), waves(report), phases(report), gates(report), checks(report), left(report)].filter((part) => part !== '').join('\n')}
<footer>Run <code>${escapeHtml(report.run)}</code>, trace <code>${report.traceId}</code>, approved by ${escapeHtml(report.approvedBy)}, made by intentk ${escapeHtml(report.intentk)} from the journal.</footer>
</main>
</body>
</html>
`
}

function head({ outcome, document, agent, jobs, isolation, startedAt, elapsedMs, resumed, why }: RunReport): string {
  const how = [
    `by ${agent}`,
    countWords(jobs, 'job'),
    `isolation ${isolation}`,
    ...(resumed > 0 ? [`resumed ${countWords(resumed, 'time')}`] : []),
  ]
  const reason = why === '' ? '' : `\n<p dir="auto">${wordsHtml(why)}</p>`
  return `<h1 dir="auto">${escapeHtml(document)}</h1>
<p>${badge(outcome, outcomeWords[outcome])} <span class="soft">${momentWords(startedAt)}, ${durationWords(elapsedMs)}, ${escapeHtml(how.join(', '))}</span></p>${reason}`
}

function cards(report: RunReport): string {
  const { counts, rates, tests, timeline: tasks, elapsedMs } = report
  const done = counts.verified + counts.attested
  const estimated = tasks.flatMap(({ estimateMinutes, outcome }) => (outcome === null ? [] : (estimateMinutes ?? [])))
  const minutes = estimated.reduce((sum, each) => sum + each, 0)
  const card = (title: string, value: string, more: string): string =>
    `<div class="card"><dt>${title}</dt><dd>${value}${more === '' ? '' : `<small>${more}</small>`}</dd></div>`
  return `<dl class="cards">
${card('Tasks done', `${done} of ${counts.tasks}`, `${counts.verified} verified, ${counts.attested} attested`)}
${card('Success rate', rateWords(rates.success), counts.failed > 0 ? countWords(counts.failed, 'failure') : 'no failures')}
${card('At the first attempt', rateWords(rates.firstAttempt), `${rateWords(rates.retry)} tried again`)}
${card('Time', durationWords(elapsedMs), minutes === 0 ? 'no estimates' : `estimated ${minutesWords(minutes)} of work`)}
${tests === null ? '' : card('Tests', `${tests.passed} passed`, `${tests.failed} failed, ${tests.skipped} skipped`)}
</dl>`
}

const failures = ({ failures: all }: RunReport): string =>
  all.length === 0
    ? ''
    : `<h2>What went wrong</h2>
<div class="panel">${all.map(failureParts).join('')}</div>`

function timeline({ timeline: tasks, elapsedMs }: RunReport): string {
  const groups = [...byKey(tasks, ({ phase }) => phase)]
  const folded = tasks.length > FOLDED
  const rows = (some: readonly TaskLine[]): string =>
    `<ul class="rows">${some.map((task) => row(task, Math.max(1, elapsedMs))).join('')}</ul>`
  const parts = groups.map(([phase, some]) => {
    const done = some.filter(({ outcome }) => tone(outcome) === 'good' || outcome === 'attested').length
    const isOpen = !folded || some.some(({ outcome }) => tone(outcome) === 'bad')
    return `<details${isOpen ? ' open' : ''}><summary>${escapeHtml(phase)} <span class="soft">${done} of ${some.length} done</span></summary>${rows(some)}</details>`
  })
  return `<h2>Timeline</h2>
<div class="panel">${parts.join('')}</div>
<div class="legend"><span class="good"><span class="dot"></span>verified</span><span class="warn"><span class="dot"></span>attested</span><span class="bad"><span class="dot"></span>failed attempt</span><span class="idle"><span class="dot"></span>under way</span></div>`
}

const share = (part: number, whole: number): string => `${Math.min(100, Math.max(0, (100 * part) / whole)).toFixed(2)}%`

function row(task: TaskLine, whole: number): string {
  const { task: id, text, outcome, start, end, attempts } = task
  const bars = attempts.map(({ start: from, end: to, good }) => {
    const color = good ? tone(outcome) : to === null ? 'idle' : 'bad'
    return `<rect class="f-${color}" x="${share(from, whole)}" y="2" height="10" rx="2" width="${share(Math.max((to ?? whole) - from, whole / 200), whole)}"/>`
  })
  const took = start === null || end === null ? '' : `, ${durationWords(end - start)}`
  const tries = attempts.length > 1 ? `, ${countWords(attempts.length, 'attempt')}` : ''
  const said = outcome ?? (start === null ? 'not begun' : 'under way')
  const title = `${id} ${text}: ${said}${took}${tries}`
  return `<li class="row"><span class="name" dir="auto" title="${escapeHtml(title)}"><b>${escapeHtml(id)}</b>${text === id ? '' : ` ${wordsHtml(text)}`}</span><svg class="bar" role="img" aria-label="${escapeHtml(title)}"><rect class="track" x="0" y="6" width="100%" height="2"/>${bars.join('')}</svg><span class="end ${tone(outcome)}">${said}${took}</span></li>`
}

interface Column {
  readonly title: string
  readonly number?: true
  /** On a phone it stands alone, as the head of its row or below it. */
  readonly as?: 'lead' | 'long'
}

/** A table whose rows become blocks on a narrow screen. The cells are HTML already. */
function table(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const kind = ({ number, as }: Column): string => {
    const names = [number === true ? 'num' : '', as ?? ''].filter((name) => name !== '').join(' ')
    return names === '' ? '' : ` class="${names}"`
  }
  const header = columns.map((column) => `<th scope="col"${kind(column)}>${column.title}</th>`).join('')
  const lines = rows.map(
    (cells) =>
      `<tr>${cells.map((cell, at) => `<td${kind(columns[at]!)} data-label="${columns[at]!.title}">${cell}</td>`).join('')}</tr>`,
  )
  return `<div class="panel scroll"><table class="stack"><thead><tr>${header}</tr></thead><tbody>${lines.join('')}</tbody></table></div>`
}

const shownIds = 12

function waves({ waves: all }: RunReport): string {
  const rows = all.map(({ wave, tasks, done, start, end, estimateMinutes }) => {
    const more = tasks.length > shownIds ? ` and ${tasks.length - shownIds} more` : ''
    const when =
      start === null
        ? 'not begun'
        : `${start === 0 ? 'begin' : durationWords(start)} to ${end === null ? 'now' : durationWords(end)}`
    return [
      `Wave ${wave + 1}`,
      `${escapeHtml(tasks.slice(0, shownIds).join(' '))}${more}`,
      `${done} of ${tasks.length}`,
      when,
      minutesWords(estimateMinutes),
    ]
  })
  const columns: readonly Column[] = [
    { title: 'Wave', as: 'lead' },
    { title: 'Planned together', as: 'long' },
    { title: 'Done', number: true },
    { title: 'When', number: true },
    { title: 'Longest estimate', number: true },
  ]
  return `<h2>Waves against the plan</h2>\n${table(columns, rows)}`
}

function phases({ phases: all }: RunReport): string {
  const rows = all.map(({ phase, verdict, tasks, done, workMs, elapsedMs, estimateMinutes }) => {
    const against = againstEstimate(workMs, estimateMinutes)
    return [
      `${escapeHtml(phase)} ${badge(verdict)}`,
      `${done} of ${tasks}`,
      workMs === 0 ? 'none' : durationWords(workMs),
      elapsedMs === 0 ? 'none' : durationWords(elapsedMs),
      `<span>${minutesWords(estimateMinutes)}${against === '' ? '' : ` <span class="soft">(${against})</span>`}</span>`,
    ]
  })
  const columns: readonly Column[] = [
    { title: 'Milestone or phase', as: 'lead' },
    { title: 'Done', number: true },
    { title: 'Work', number: true },
    { title: 'From begin to end', number: true },
    { title: 'Estimate', number: true },
  ]
  return `<h2>Time by milestone</h2>\n${table(columns, rows)}`
}

function gates({ gates: all }: RunReport): string {
  if (all.length === 0) return ''
  const words = { passed: 'holds', failed: 'does not hold', skipped: 'not measured' }
  const rows = all.map(({ task, gate, verdict, said }) => [
    `<span dir="auto">${wordsHtml(gate)}</span>`,
    badge(verdict, words[verdict]),
    escapeHtml(task),
    `<span dir="auto">${wordsHtml(said)}</span>`,
  ])
  const columns: readonly Column[] = [
    { title: 'Gate', as: 'lead' },
    { title: 'Verdict' },
    { title: 'Task' },
    { title: 'Measured', as: 'long' },
  ]
  return `<h2>Gates</h2>\n${table(columns, rows)}`
}

function checks({ checks: all }: RunReport): string {
  if (all.length === 0) return ''
  const rows = all.map(({ kind, passed, failed, ms }) => [kind, String(passed), String(failed), durationWords(ms)])
  const columns: readonly Column[] = [
    { title: 'Check', as: 'lead' },
    { title: 'Passed', number: true },
    { title: 'Failed', number: true },
    { title: 'Time', number: true },
  ]
  return `<h2>Checks</h2>\n${table(columns, rows)}`
}

function left({ left: all }: RunReport): string {
  if (all.length === 0) return ''
  const rows = all.map(({ task, text, phase, why }) => [
    `${escapeHtml(task)}`,
    `<span dir="auto">${text === task ? '' : wordsHtml(text)}</span>`,
    escapeHtml(phase),
    badge(why),
  ])
  const columns: readonly Column[] = [
    { title: 'Task', as: 'lead' },
    { title: 'What', as: 'long' },
    { title: 'Phase' },
    { title: 'Why' },
  ]
  return `<h2>What is left</h2>\n${table(columns, rows)}`
}
