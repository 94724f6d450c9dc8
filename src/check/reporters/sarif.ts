import { compilerRules } from '../compiler-rules.ts'
import { rules } from '../rules/index.ts'
import type { ReportedFinding, ReportedSpot, Reporter } from './reporter.ts'

const LEVELS = { error: 'error', warning: 'warning', info: 'note' } as const

const uri = (file: string): string => file.split('/').map(encodeURIComponent).join('/')

const location = ({ file, line, column, range }: ReportedSpot): readonly object[] =>
  file === null
    ? []
    : [
        {
          physicalLocation: {
            artifactLocation: { uri: uri(file), uriBaseId: 'SRCROOT' },
            ...(line === null
              ? {}
              : {
                  region: {
                    startLine: line,
                    startColumn: column,
                    ...(range === null ? {} : { charOffset: range.start, charLength: range.end - range.start }),
                  },
                }),
          },
        },
      ]

function result({ ruleId, severity, message, related = [], ...spot }: ReportedFinding): object {
  return {
    ruleId,
    level: LEVELS[severity],
    message: { text: message },
    locations: location(spot),
    ...(related.length === 0
      ? {}
      : {
          relatedLocations: related.flatMap((other) =>
            location(other).map((each) => ({ ...each, message: { text: other.message } })),
          ),
        }),
  }
}

/** Results for code scanning: SARIF 2.1.0 (OASIS, sarif-v2.1.0-errata01). Columns and offsets are UTF-16 units. */
export const sarif: Reporter = (findings, version) => {
  const used = new Set(findings.map(({ ruleId }) => ruleId))
  const known = rules.filter(({ id }) => used.has(id))
  const others = [...used].filter((id) => !known.some((rule) => rule.id === id))
  const described = [
    ...known.map(({ id, checks, why, severity }) => ({
      id,
      shortDescription: { text: checks },
      fullDescription: { text: checks },
      help: { text: why, markdown: why },
      defaultConfiguration: { level: LEVELS[severity] },
    })),
    ...others.map((id) => ({ id, shortDescription: { text: compilerRules[id] ?? id } })),
  ]
  const run = {
    tool: { driver: { name: 'intentk', version, rules: described } },
    columnKind: 'utf16CodeUnits',
    originalUriBaseIds: { SRCROOT: { description: { text: 'The root of the repository.' } } },
    results: findings.map(result),
  }
  const log = { $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] }
  return `${JSON.stringify(log, null, 2)}\n`
}
