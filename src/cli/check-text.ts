import { escapeVisible } from '../model/escape.ts'
import type { ShownDiagnostic, Spot } from '../query/places.ts'
import type { CheckedTarget } from './check-run.ts'
import { fit, widthOf } from './columns.ts'
import { oneLine, styled, type Line } from './terminal.ts'

const colors = { error: 'red', warning: 'yellow', info: 'cyan' } as const

/** `tasks.md:12:7`, as editors link it and problem matchers read it. */
const spotOf = ({ file, line, column }: Spot): string =>
  file === null ? '' : line === null ? file : `${file}:${line}:${column}`

/**
 * Findings for people: `file:line:column: severity: message [rule]`, below it the line of the document with the place
 * underlined, and what else it has to do with. A line is cut to the terminal around the place.
 */
export function textLines(checked: readonly CheckedTarget[], columns: number | null): readonly Line[] {
  return checked.flatMap(({ findings, sources }) => {
    const texts = new Map(sources.map(({ path, text }) => [path, text]))
    return findings.flatMap((finding): readonly Line[] => {
      const { severity, message, ruleId, related = [] } = finding
      const at = spotOf(finding)
      const head: Line = [
        at === '' ? '' : `${at}: `,
        styled(colors[severity], `${severity}: `),
        `${oneLine(message)} `,
        styled('dim', `[${ruleId}]`),
      ]
      const source = finding.file === null ? undefined : texts.get(finding.file)
      const shown = source === undefined ? [] : sourceLines(source, finding, columns)
      const others = related.map((other): Line => {
        const there = spotOf(other)
        return `    ${there === '' ? '' : `${there}: `}${oneLine(other.message)}`
      })
      return [head, ...shown, ...others]
    })
  })
}

/** The line of a finding and its underline. */
function sourceLines(text: string, { range, line }: ShownDiagnostic, columns: number | null): readonly Line[] {
  if (range === null || line === null) return []
  const start = text.lastIndexOf('\n', range.start - 1) + 1
  const newline = text.indexOf('\n', range.start)
  const stop = newline < 0 ? text.length : newline
  const end = text[stop - 1] === '\r' ? stop - 1 : stop
  const visible = (from: number, to: number): string => escapeVisible(text.slice(from, to).replace(/\t/g, ' '))
  const number = String(line)
  const room = columns === null ? 160 : Math.max(20, columns - number.length - 5)
  const marked = visible(range.start, Math.max(range.start, Math.min(range.end, end)))
  const before = visible(start, range.start)
  const cutBefore = widthOf(before) > room / 2 ? `…${tail(before, Math.floor(room / 2) - 1)}` : before
  const whole = `${cutBefore}${marked}${visible(Math.min(Math.max(range.end, range.start), end), end).trimEnd()}`
  const underline = Math.max(1, Math.min(widthOf(marked), room - widthOf(cutBefore)))
  const indent = ' '.repeat(number.length)
  return [
    [styled('dim', `  ${number} | `), fit(whole, room)],
    [styled('dim', `  ${indent} | `), `${' '.repeat(widthOf(cutBefore))}`, styled('red', '^'.repeat(underline))],
  ]
}

/** The end of a text that takes at most a width. */
function tail(text: string, width: number): string {
  let taken = 0
  const chars = Array.from(text)
  let at = chars.length
  while (at > 0 && taken + widthOf(chars[at - 1]!) <= width) taken += widthOf(chars[--at]!)
  return chars.slice(at).join('')
}
