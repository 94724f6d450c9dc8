import type { HistoryEntry, HistoryView } from '../query/history.ts'
import type { ShowView } from '../query/show.ts'
import type { Claim, LastCheck } from '../workspace/claims.ts'
import { edgeLines, originLines } from './edges.ts'
import { gapLines, spotText } from './report.ts'
import { oneLine, styled, type Line } from './terminal.ts'

/** A task with what local records and git know of it. */
export interface Shown extends ShowView {
  readonly claim: Claim | null
  readonly check: LastCheck | null
  /** Null outside git, and where it was not asked for. */
  readonly history: HistoryView | null
}

/** Everything about one task for a person to read. */
export function showLines(view: Shown): readonly Line[] {
  const { id, line, text, status, phase, body, files, estimate, checks, plan, parallel, tags } = view
  const words = [
    status,
    ...(phase.title === '' ? [] : [oneLine(phase.title)]),
    ...(parallel ? ['[P]'] : []),
    ...tags.map(oneLine),
    ...(plan === null || plan.planId === '' ? [] : [`${plan.planId} in the plan`]),
    ...(plan?.hand === true ? ['written by hand'] : []),
  ]
  return [
    [styled('bold', id === '' ? `L${line}` : id), `  ${oneLine(text)}`],
    words.join(', '),
    ...body.map((each): Line => `  ${each}`),
    ...workLines(view),
    ...(estimate === null
      ? []
      : [[styled('bold', 'Estimate'), `  ${oneLine(estimate.text)} (${minutes(estimate.low, estimate.high)})`]]),
    ...section(
      'Files',
      files.map(
        ({ path, role, unresolved, kind }) =>
          `  ${role === 'write' ? 'writes' : 'reads'}  ${path}${kind === 'file' ? '' : ` (${kind})`}${unresolved ? ' (folder unknown)' : ''}`,
      ),
    ),
    ...section(
      'Gates',
      (plan?.gates ?? []).map(
        ({ metric, comparison, value, unit }) => `  ${metric} ${comparison} ${value}${unit === '' ? '' : ` ${unit}`}`,
      ),
    ),
    ...section(
      'Check',
      checks.map((command) => `  ${oneLine(command)}`),
    ),
    ...familyLines(view),
    ...edgeLines('Waits for', view.waitsFor, view.afterPhases),
    ...edgeLines('Waited for by', view.waitedForBy),
    ...(plan === null ? [] : [plan.parallel.words]),
    ...section('Open', gapLines(plan?.gaps ?? [])),
    ...(plan === null ? [[styled('bold', 'From'), `  ${spotText(view)}`] as const] : originLines(plan.origin)),
    ...historyLines(view.history),
  ]
}

/** Who works on it, and how it was checked. */
function workLines({ claim, check }: Shown): readonly Line[] {
  return [
    ...(claim === null ? [] : [[styled('cyan', oneLine(claim.as)), ` has it until ${minuteOf(claim.until)}`] as const]),
    ...(check === null ? [] : [checkLine(check)]),
  ]
}

function checkLine({ result, commands, at }: LastCheck): Line {
  const what = commands.length === 0 ? '' : ` ${commands.map((command) => `\`${oneLine(command)}\``).join(', ')}`
  const when = at === '' ? '' : `, ${minuteOf(at)}`
  return result === 'passed' ? `Checked by${what}${when}` : `Unverified: ticked without its check${what}${when}`
}

function familyLines({ parent, parts }: Shown): readonly Line[] {
  return [
    ...section('Part of', parent === null ? [] : [`  ${parent.id}  ${oneLine(parent.text)}`]),
    ...section(
      'Parts',
      parts.map(({ id, text, status }) => ['  ', styled('bold', id), `  ${oneLine(text)} `, styled('dim', status)]),
    ),
  ]
}

const SHOWN = 12

function historyLines(history: HistoryView | null): readonly Line[] {
  if (history === null || history.entries.length === 0) return []
  const last = history.entries.slice(-SHOWN)
  const before = history.entries.length - last.length
  return [
    styled('bold', 'History'),
    ...(history.cut ? ['  older commits are not read: there are many'] : []),
    ...(before > 0 ? [`  ${before} before`] : []),
    ...last.map(historyLine),
  ]
}

function historyLine({ what, commit, author, date, subject }: HistoryEntry): Line {
  if (commit === '') return `  ${what}, not committed yet`
  return [
    `  ${what}  ${date.slice(0, 10)}  `,
    styled('dim', `${commit.slice(0, 8)} ${oneLine(author)}: ${oneLine(subject)}`),
  ]
}

const section = (title: string, lines: readonly Line[]): readonly Line[] =>
  lines.length === 0 ? [] : [styled('bold', title), ...lines]

const minutes = (low: number, high: number): string => (low === high ? `${low} min` : `${low} to ${high} min`)

/** A time in UTC to the minute, in the form of ISO 8601. */
const minuteOf = (time: string): string => time.replace(/:\d\d(?:\.\d+)?Z$/, 'Z')
