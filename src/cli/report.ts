import type { ShownDiagnostic, Spot } from '../query/places.ts'
import type { GapView } from '../query/gaps.ts'
import { oneLine, styled, type Line, type Part } from './terminal.ts'

/** `visions/001/plan.md:12`, as editors and terminals link it. */
export function spotText({ file, line }: Spot): string {
  if (file === null) return ''
  return line === null ? file : `${file}:${line}`
}

const colors = { error: 'red', warning: 'yellow', info: 'cyan' } as const

/** Diagnostics, errors first, grouped by rule; at most `most`, then how many there are. */
export function diagnosticLines(
  diagnostics: readonly ShownDiagnostic[],
  most: number,
  where = 'intentk gaps',
): readonly Line[] {
  const lines: Line[] = []
  const shown = grouped(diagnostics).slice(0, most)
  for (const { severity, message, ruleId, related = [], ...spot } of shown) {
    const at = spotText(spot)
    lines.push([
      styled(colors[severity], severity),
      ` ${at === '' ? '' : `${at}  `}${oneLine(message)} `,
      styled('dim', ruleId),
    ])
    for (const other of related) {
      const there = spotText(other)
      lines.push(`  ${there === '' ? '' : `${there}  `}${oneLine(other.message)}`)
    }
  }
  if (diagnostics.length > shown.length) lines.push(`and ${diagnostics.length - shown.length} more (${where})`)
  return lines
}

/** By severity, then by the rule that comes first; inside a rule as they are. */
function grouped(diagnostics: readonly ShownDiagnostic[]): readonly ShownDiagnostic[] {
  const groups = new Map<string, ShownDiagnostic[]>()
  for (const severity of ['error', 'warning', 'info']) {
    for (const diagnostic of diagnostics) {
      if (diagnostic.severity !== severity) continue
      const key = `${severity} ${diagnostic.ruleId}`
      const group = groups.get(key)
      if (group === undefined) groups.set(key, [diagnostic])
      else group.push(diagnostic)
    }
  }
  return [...groups.values()].flat()
}

/** Questions with their places, and below each the form of the answer unless it is the one before. */
export function gapLines(gaps: readonly GapView[]): readonly Line[] {
  return gaps.flatMap(({ kind, question, answer, blocking, ...spot }, index): readonly Line[] => {
    const at = spotText(spot)
    const head: Part[] = [
      `  ${at === '' ? '' : `${at}  `}`,
      styled(blocking ? 'bold' : 'dim', kind),
      ` ${oneLine(question)}`,
    ]
    return answer === '' || answer === gaps[index - 1]?.answer ? [head] : [head, `    ${oneLine(answer)}`]
  })
}
