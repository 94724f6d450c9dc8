import type { ReportedFinding, ReportedSpot, ReportInput } from '../check/reporters/reporter.ts'
import { openPlaces, type Places, type ShownDiagnostic, type Spot } from '../query/places.ts'
import { sourceContent } from '../workspace/source-file.ts'
import type { CheckedTarget } from './check-run.ts'

/** What was found as reporters take it: with the ends of places, and with the documents. */
export function reportInput(checked: readonly Pick<CheckedTarget, 'findings' | 'sources'>[]): ReportInput {
  const sources = new Map(checked.flatMap((target) => target.sources.map((source) => [source.path, source] as const)))
  const places = openPlaces([...sources.values()])
  return {
    findings: checked.flatMap(({ findings }) => findings.map((finding) => reported(finding, places))),
    version: __INTENTK_VERSION__,
    textOf: (file) => {
      const source = sources.get(file)
      return source === undefined ? null : sourceContent(source)
    },
  }
}

function reported(
  { ruleId, severity, message, related = [], ...spot }: ShownDiagnostic,
  places: Places,
): ReportedFinding {
  return {
    ruleId,
    severity,
    message,
    related: related.map((other) => ({ message: other.message, ...withEnd(other, places) })),
    ...withEnd(spot, places),
  }
}

function withEnd({ file, line, column, range }: Spot, places: Places): ReportedSpot {
  if (file === null || line === null || range === null) return { file, line, column, endLine: null, endColumn: null }
  const end = places.spot({ file, start: range.end, end: range.end })
  return { file, line, column, endLine: end.line, endColumn: end.column }
}
