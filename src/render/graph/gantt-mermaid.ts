import type { GanttBar, GanttView } from '../../model/gantt.ts'
import { mermaidLabel } from '../mermaid.ts'
import { unitOf } from './gantt-unit.ts'

// Words with which a line of a Gantt chart says something else than the name of a task.
const KEYWORD =
  /^(?:gantt|dateFormat|inclusiveEndDates|topAxis|axisFormat|tickInterval|includes|excludes|todayMarker|weekday|weekend|title|acc(?:Title|Descr)|section|click|call|href|\d{4}-)/i

/** A label whose first letter is a number of a character where it would be a keyword. */
const barLabel = (text: string): string => {
  const label = mermaidLabel(text)
  return KEYWORD.test(label) ? `#${label.charCodeAt(0)};${label.slice(1)}` : label
}

/**
 * A Gantt chart for Mermaid. The plan says how long work takes and not when it begins, so the axis counts hours or days
 * of work: one second of Mermaid's time is one of them, which shows the same in every time zone.
 */
export function mermaidGantt({ title, minutes, sections }: GanttView): string {
  const unit = unitOf(minutes)
  const time = (at: number): number => Math.round((at * 1000) / unit.minutes)
  let number = 0
  const barLine = ({ text, state, critical, start, finish }: GanttBar): string => {
    const tags = [
      ...(critical ? ['crit'] : []),
      ...(state === 'done' ? ['done'] : state === 'started' ? ['active'] : []),
      ...(time(start) === time(finish) ? ['milestone'] : []),
    ]
    return `  ${barLabel(text)} :${[...tags, `t${++number}`, time(start), time(finish)].join(', ')}`
  }
  return [
    'gantt',
    `  title ${mermaidLabel(title)}`,
    '  dateFormat x',
    `  axisFormat %s ${unit.name}`,
    '  todayMarker off',
    ...sections.flatMap((section) => [
      ...(section.title === '' ? [] : [`  section ${mermaidLabel(section.title)}`]),
      ...section.bars.map(barLine),
    ]),
    '',
  ].join('\n')
}
