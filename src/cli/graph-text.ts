import type { GanttView } from '../model/gantt.ts'
import type { GraphView } from '../model/graph-view.ts'
import type { ScheduleView } from '../model/schedule.ts'
import { formatMinutes } from '../render/estimate.ts'
import { treeLines, waveLines, type GraphLine } from '../render/graph/text.ts'
import { columnLines, fit, widthOf, type Cell } from './columns.ts'
import { count } from './compiled.ts'
import { oneLine, styled, type Line } from './terminal.ts'

const MARKS = { done: '✓ ', started: '~ ', open: '' } as const

/** Minutes for people, also none. */
export const inWords = (minutes: number): string => formatMinutes(minutes) || '0 h'

/** A time since the start. In one unit, or the rows of a column could not be compared: 15 h, 16 h, 17 h. */
const atTime = (minutes: number): string => `${Number((minutes / 60).toFixed(2))} h`

/** Waves or a tree, cut to the columns of a terminal. */
export function graphLines(view: GraphView, format: string, columns: number | null): readonly Line[] {
  return (format === 'tree' ? treeLines(view) : waveLines(view)).map((line) => lineOf(line, view.by, columns))
}

function lineOf({ lead, node, text }: GraphLine, by: GraphView['by'], columns: number | null): Line {
  if (node === null) return [styled('bold', text)]
  const { state, critical, parallel } = node
  const front = `${lead}${MARKS[state]}`
  const name = by === 'task' ? node.id : oneLine(node.text)
  const id = columns === null ? name : fit(name, Math.max(10, columns - widthOf(front)))
  const rest = by === 'task' ? `${parallel ? '[P] ' : ''}${oneLine(node.text)}` : ''
  const words = text === '' ? ` ${rest}`.trimEnd() : ` ${text}`
  const room = columns === null ? Number.POSITIVE_INFINITY : columns - widthOf(front) - widthOf(id)
  const shown = columns === null ? words : room < 2 ? '' : fit(words, room)
  return [front, critical ? styled('bold', id) : id, state === 'done' ? styled('dim', shown) : shown]
}

/** Who does what when, a task a line: from, to, worker, slack, task. */
export function scheduleLines(view: GraphView, schedule: ScheduleView, columns: number | null): readonly Line[] {
  const nodes = new Map(view.nodes.map((node) => [node.id, node]))
  const rows = schedule.tasks.flatMap(({ id, worker, start, finish, slack }): (readonly Cell[])[] => {
    const node = nodes.get(id)
    if (node === undefined) return []
    return [
      [
        { text: atTime(start) },
        { text: atTime(finish) },
        { text: `#${worker}` },
        { text: slack > 0 ? inWords(slack) : '-' },
        { text: `${MARKS[node.state]}${id}`, ...(node.critical ? { style: 'bold' } : {}) },
        { text: node.text },
      ],
    ]
  })
  const heads = ['From', 'To', 'Who', 'Slack', 'Task', ''].map((text): Cell => ({ text, style: 'dim' }))
  // A program reads rows alone.
  return columnLines(columns === null ? rows : [heads, ...rows], columns)
}

/** When each phase is worked on, a phase a line: from, to, phase. */
export function phaseLines({ sections }: GanttView, columns: number | null): readonly Line[] {
  const rows = sections.flatMap(({ bars }) =>
    bars.map(({ text, state, critical, start, finish }): readonly Cell[] => [
      { text: atTime(start) },
      { text: atTime(finish) },
      { text: `${MARKS[state]}${text}`, ...(critical ? { style: 'bold' } : {}) },
    ]),
  )
  const heads = ['From', 'To', ''].map((text): Cell => ({ text, style: 'dim' }))
  return columnLines(columns === null ? rows : [heads, ...rows], columns)
}

/** How long a schedule is, beside what cannot be beaten. */
export function scheduleNotes(schedule: ScheduleView): readonly Line[] {
  const { workers, busy, minutes, lowerBound, criticalPath, total, unestimated, tasks, left } = schedule
  if (tasks.length === 0) return []
  const who = workers === null ? `${count(busy, 'worker')}, as many as there is work for` : count(workers, 'worker')
  const idle = workers !== null && busy < workers ? ` (${busy} have work)` : ''
  const more = minutes - lowerBound
  const best =
    more < 1
      ? 'nothing is shorter'
      : `at most ${inWords(Math.ceil(more))} longer than the shortest possible, which takes ${inWords(Math.ceil(lowerBound))} or more`
  const assumed =
    unestimated === 0
      ? []
      : unestimated === tasks.length
        ? ['No task states an estimate: each counts 1 h.']
        : [`${unestimated} of ${count(tasks.length, 'task')} state no estimate: each of them counts 1 h.`]
  return [
    `${who}${idle}: ${inWords(minutes)}, ${best}`,
    `longest chain ${inWords(criticalPath)}, all work ${inWords(total)}${left.minutes < minutes ? `, what is left ${inWords(left.minutes)}` : ''}`,
    ...assumed,
  ]
}
