import type { PhaseStatus, StatusCounts, StatusView } from '../query/status.ts'
import type { Call } from './arguments.ts'
import { callOf, callOfTasks } from './call-of.ts'
import { columnLines, fit, type Cell } from './columns.ts'
import { count } from './compiled.ts'
import { oneLine, styled, type Line } from './terminal.ts'

/** A vision or feature with how far it is; null where it has no tasks yet. */
export interface StatusRow {
  readonly id: string
  readonly view: StatusView | null
  /** The one command to go on with; null where all is done. */
  readonly command: string | null
}

const BAR = 20

/** Done and dropped tasks as a bar of 20; a started one shows as half. */
function barOf({ done, dropped, started, total }: StatusCounts): string {
  const share = (number: number): number => (total === 0 ? 0 : Math.floor((number * BAR) / total))
  const full = share(done + dropped)
  const begun = share(done + dropped + started) - full
  return `${'█'.repeat(full)}${'▒'.repeat(begun)}${'░'.repeat(BAR - full - begun)}`
}

/** `1 d 4 h`, by days of eight hours. */
export function timeOf(minutes: number): string {
  const whole = Math.round(minutes)
  const [days, hours, rest] = [Math.floor(whole / 480), Math.floor((whole % 480) / 60), whole % 60]
  const parts = [
    ...(days > 0 ? [`${days} d`] : []),
    ...(hours > 0 ? [`${hours} h`] : []),
    ...(rest > 0 && days === 0 ? [`${rest} min`] : []),
  ]
  return parts.length === 0 ? '0 min' : parts.join(' ')
}

const over = ({ done, dropped }: StatusCounts): number => done + dropped

function countWords(counts: StatusCounts): string {
  const words = (['started', 'ready', 'blocked', 'dropped'] as const).flatMap((status) =>
    counts[status] === 0 ? [] : [`${counts[status]} ${status}`],
  )
  return words.length === 0 ? 'done' : words.join(', ')
}

function phaseRow({ title, counts, effort, waitsFor }: PhaseStatus): readonly Cell[] {
  const left = effort.estimated === 0 ? '' : `${timeOf(effort.left)} left`
  const waits = waitsFor.length === 0 || counts.ready + counts.started > 0 ? '' : ` (waits for ${waitsFor[0]})`
  return [
    { text: barOf(counts), style: counts.total === over(counts) ? 'green' : 'cyan' },
    { text: `${over(counts)}/${counts.total}` },
    { text: left, style: 'dim' },
    { text: countWords(counts), style: 'dim' },
    { text: `${title === '' ? 'Tasks' : title}${waits}` },
  ]
}

/** A text cut to what a terminal leaves of a line behind so many columns. */
const cut = (text: string, columns: number | null, behind: number): string =>
  columns === null ? text : fit(text, columns - behind)

/** More gates than this are only counted. */
const GATES = 10

/** Gates, those first of which nothing is known. */
function gateLines({ phases }: StatusView, columns: number | null): readonly Line[] {
  const all = phases.flatMap(({ id, gates }) => gates.map((gate) => ({ ...gate, phase: id })))
  if (all.length === 0) return []
  const unknown = all.filter(({ state }) => state === 'unknown')
  return [
    `Gates: ${all.length - unknown.length} of ${all.length} met`,
    ...unknown
      .slice(0, GATES)
      .map(({ text, phase, task }): Line => [
        styled('dim', '  unknown '),
        cut(
          `${oneLine(text)}${task === '' ? '' : ` (${task}${phase.startsWith('M') ? `, ${phase}` : ''})`}`,
          columns,
          10,
        ),
      ]),
    ...(unknown.length > GATES ? [`  and ${unknown.length - GATES} more unknown`] : []),
  ]
}

/** How far one document is, for people. */
export function statusLines(
  view: StatusView,
  command: string | null,
  columns: number | null,
  call: Call,
): readonly Line[] {
  const { counts, effort, criticalPath, started, conflicts, questions, changed } = view
  const share = counts.total === 0 ? 0 : Math.floor((over(counts) * 100) / counts.total)
  const estimates =
    effort.estimated === 0
      ? []
      : [
          `Effort: ${timeOf(effort.done)} done, ${timeOf(effort.left)} left (${effort.estimated} of ${effort.of} estimated)`,
        ]
  const path =
    criticalPath.tasks.length === 0
      ? []
      : [
          `Longest chain left: ${count(criticalPath.tasks.length, 'task')}${criticalPath.estimated === 0 ? '' : `, ${timeOf(criticalPath.minutes)}`}`,
        ]
  const call1 = { ...call, doc: call.doc ?? view.file }
  return [
    [styled('bold', view.file), `  ${over(counts)} of ${counts.total} tasks, ${share} %`],
    '',
    ...columnLines(view.phases.map(phaseRow), columns),
    '',
    ...estimates,
    ...path,
    ...gateLines(view, columns),
    ...started.map(({ id, line, text, as }): Line => [
      'Started ',
      styled('bold', id === '' ? `L${line}` : id),
      cut(
        ` ${as === null ? '' : `(${oneLine(as)}) `}${oneLine(text)}`,
        columns,
        8 + (id === '' ? `L${line}` : id).length,
      ),
    ]),
    ...(conflicts === 0 ? [] : [[styled('red', count(conflicts, 'conflict')), `: ${callOf(call1, 'execute')}`]]),
    ...(questions === 0 ? [] : [`${count(questions, 'blocking question')}: ${callOf(call1, 'gaps')}`]),
    ...(changed === null || changed.length === 0 ? [] : [`Changed since the last run: ${changed.join(', ')}`]),
    command === null ? 'All done.' : `Next ${command}`,
  ]
}

/** What to do about a document next: settle what stands in the way, else begin the best task; null where all is done. */
export function nextCommand(view: StatusView, call: Call): string | null {
  const { conflicts, changed, next, counts } = view
  if (conflicts > 0 || (changed !== null && changed.length > 0)) return callOf(call, 'execute')
  if (next !== null) return `${callOfTasks(call, 'start', [next.id === '' ? `L${next.line}` : next.id])} --as YOU`
  const [started] = view.started
  if (started !== undefined) return callOfTasks(call, 'done', [started.id === '' ? `L${started.line}` : started.id])
  return counts.total > 0 && over(counts) === counts.total ? null : callOf(call, 'list')
}

/** All documents, one a line. */
export function statusTable(rows: readonly StatusRow[], columns: number | null): readonly Line[] {
  const cells = rows.map(({ id, view }): readonly Cell[] => {
    if (view === null) return [{ text: '' }, { text: '' }, { text: 'no tasks yet', style: 'dim' }, { text: id }]
    const { counts, changed, conflicts } = view
    const more = [
      countWords(counts),
      ...(conflicts > 0 ? [count(conflicts, 'conflict')] : []),
      ...(changed !== null && changed.length > 0 ? ['plan changed'] : []),
    ]
    return [
      { text: barOf(counts), style: counts.total === over(counts) ? 'green' : 'cyan' },
      { text: `${over(counts)}/${counts.total}` },
      { text: more.join(', '), style: 'dim' },
      { text: id, style: 'bold' },
    ]
  })
  return columnLines(cells, columns)
}
