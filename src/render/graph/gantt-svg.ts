import type { GanttBar, GanttView } from '../../model/gantt.ts'
import { formatMinutes } from '../estimate.ts'
import { marksOf, unitOf } from './gantt-unit.ts'
import { colors, FONT } from './style.ts'
import { markupText, shortened, widthOf, wordsOf } from './words.ts'

const ROW = 26
const NAMES = 330
const CHART = 850
const EDGE = 16
const TOP = 74

const style = `<style>${colors}svg{background:var(--bg)}text{fill:var(--text);font:12px ${FONT}}
.title{font-size:16px;font-weight:bold}.section{font-weight:bold}.soft{fill:var(--soft);font-size:11px}
.band{fill:var(--panel)}.grid{stroke:var(--frame)}
.bar{fill:var(--open);stroke:var(--line);stroke-width:1}.done .bar{fill:var(--done);stroke:var(--done-line)}
.started .bar{fill:var(--started);stroke:var(--started-line)}.critical .bar{stroke:var(--critical);stroke-width:2.5}
</style>`

const text = (x: number, y: number, words: string, look = ''): string =>
  `<text x="${round(x)}" y="${round(y)}"${look}>${markupText(words)}</text>`

const round = (value: number): number => Math.round(value * 10) / 10

/** A Gantt chart by our own hand: a row for each bar, light or dark as the reader has it. Linear in the bars. */
export function svgGantt({ title, minutes, sections }: GanttView): string {
  const scale = CHART / Math.max(minutes, 1)
  const left = EDGE + NAMES
  const at = (time: number): number => left + time * scale
  const rows: string[] = []
  let y = TOP
  for (const section of sections) {
    if (section.title !== '') {
      const band = `<rect class="band" x="${EDGE}" y="${y}" width="${NAMES + CHART}" height="${ROW}"/>`
      rows.push(band, text(EDGE + 6, y + 17, shortened(wordsOf(section.title), 110), ' class="section"'))
      y += ROW
    }
    for (const bar of section.bars) {
      rows.push(barRow(bar, y, at))
      y += ROW
    }
  }
  const unit = unitOf(minutes)
  const bottom = y + 6
  const grid = marksOf(minutes, unit, 12).flatMap((mark) => {
    const x = round(at(mark * unit.minutes))
    return [
      `<path class="grid" d="M${x} ${TOP - 8}V${bottom}"/>`,
      text(x, TOP - 14, `${mark} ${unit.name}`, ' class="soft" text-anchor="middle"'),
    ]
  })
  const width = left + CHART + EDGE + 34
  const height = bottom + 40
  const name = shortened(wordsOf(title), 100)
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<title>${markupText(name)}</title>`,
    style,
    text(EDGE, 30, name, ' class="title"'),
    ...grid,
    ...rows,
    ...legend(bottom + 22),
    '</svg>',
    '',
  ].join('\n')
}

function barRow(
  { text: words, state, critical, start, finish, worker }: GanttBar,
  y: number,
  at: (time: number) => number,
): string {
  const shown = shortened(wordsOf(words), 48)
  const [from, to] = [at(start), at(finish)]
  const mark = state === 'done' ? '✓ ' : state === 'started' ? '~ ' : ''
  const length = formatMinutes(finish - start) || '0 min'
  const tip = `${wordsOf(words)} (${length}${worker === null ? '' : `, worker ${worker}`}${critical ? ', critical path' : ''})`
  const middle = y + ROW / 2
  // What takes no time is a point.
  const shape =
    start === finish
      ? `<path class="bar" d="M${round(from)} ${middle - 7}l7 7l-7 7l-7 -7z"/>`
      : `<rect class="bar" x="${round(from)}" y="${y + 5}" width="${round(Math.max(to - from, 2))}" height="${ROW - 10}" rx="3"/>`
  const who = worker === null ? '' : `#${worker}`
  const fits = to - from > widthOf(who) * 7 + 8
  return [
    `<g class="${state}${critical ? ' critical' : ''}"><title>${markupText(tip)}</title>`,
    // A name wider than it was measured ends at the edge of its own frame.
    `<svg x="${EDGE + 6}" y="${y}" width="${NAMES - 14}" height="${ROW}">${text(0, 17, `${mark}${shown}`)}</svg>`,
    shape,
    who === '' ? '' : text(fits ? from + 5 : to + 5, y + 17, who, ' class="soft"'),
    '</g>',
  ].join('')
}

function legend(y: number): readonly string[] {
  const entries = [
    ['open', 'open'],
    ['started', '~ started'],
    ['done', '✓ done'],
    ['open critical', 'critical path'],
  ] as const
  return entries.map(([look, words], number) => {
    const x = EDGE + 6 + number * 120
    return `<g class="${look}"><rect class="bar" x="${x}" y="${y - 10}" width="18" height="12" rx="3"/>${text(x + 26, y, words, ' class="soft"')}</g>`
  })
}
