import { compilerRules } from '../compiler-rules.ts'
import { rules } from '../rules/index.ts'
import { lineHashes } from './line-hashes.ts'
import type { ReportedFinding, ReportedSpot, Reporter, ReportInput } from './reporter.ts'

const LEVELS = { error: 'error', warning: 'warning', info: 'note' } as const

const encoded = (path: string): string => path.split('/').map(encodeURIComponent).join('/')

/** A path of the repository; one that is none is a URI by itself. */
const artifact = (file: string): object =>
  /^(?:\/|[A-Za-z]:\/)/.test(file)
    ? { uri: `file://${file.startsWith('/') ? '' : '/'}${encoded(file).replace('%3A', ':')}` }
    : { uri: encoded(file), uriBaseId: 'SRCROOT' }

function regionOf({ line, column, endLine, endColumn }: ReportedSpot): object | null {
  if (line === null) return null
  const end = endLine === null || endColumn === null ? {} : { endLine, endColumn }
  return { startLine: line, ...(column === null ? {} : { startColumn: column }), ...end }
}

function locations(spot: ReportedSpot): readonly object[] {
  if (spot.file === null) return []
  const region = regionOf(spot)
  return [{ physicalLocation: { artifactLocation: artifact(spot.file), ...(region === null ? {} : { region }) } }]
}

type HashOf = (file: string, line: number) => string | undefined

/** The hashes of each document, made when they are first asked for. */
function hashesOf(textOf: ReportInput['textOf']): HashOf {
  const known = new Map<string, readonly string[]>()
  return (file, line) => {
    const text = known.has(file) ? null : textOf(file)
    if (text !== null) known.set(file, lineHashes(text))
    return known.get(file)?.[line - 1]
  }
}

function result(finding: ReportedFinding, index: ReadonlyMap<string, number>, hashOf: HashOf): object {
  const { ruleId, severity, message, related, file, line } = finding
  const hash = file === null || line === null ? undefined : hashOf(file, line)
  const others = related.flatMap((other) =>
    locations(other).map((each) => ({ ...each, message: { text: other.message } })),
  )
  return {
    ruleId,
    ruleIndex: index.get(ruleId),
    level: LEVELS[severity],
    message: { text: message },
    locations: locations(finding),
    ...(others.length === 0 ? {} : { relatedLocations: others }),
    ...(hash === undefined ? {} : { partialFingerprints: { primaryLocationLineHash: hash } }),
  }
}

function described(findings: readonly ReportedFinding[]): readonly { readonly id: string }[] {
  return [...new Set(findings.map(({ ruleId }) => ruleId))].toSorted().map((id) => {
    const rule = rules.find((each) => each.id === id)
    if (rule === undefined) return { id, shortDescription: { text: compilerRules[id] ?? id } }
    const { checks, why, severity, group } = rule
    return {
      id,
      shortDescription: { text: checks },
      fullDescription: { text: checks },
      help: { text: why, markdown: why },
      defaultConfiguration: { level: LEVELS[severity] },
      properties: { tags: [group] },
    }
  })
}

/** Results for code scanning: SARIF 2.1.0 (OASIS, sarif-v2.1.0-errata01). Columns are UTF-16 units. */
export const sarif: Reporter = ({ findings, version, textOf }) => {
  const used = described(findings)
  const index = new Map(used.map(({ id }, at) => [id, at]))
  const hashOf = hashesOf(textOf)
  const run = {
    tool: { driver: { name: 'intentk', version, rules: used } },
    columnKind: 'utf16CodeUnits',
    originalUriBaseIds: { SRCROOT: { description: { text: 'The root of the repository.' } } },
    results: findings.map((finding) => result(finding, index, hashOf)),
  }
  const log = { $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] }
  return `${JSON.stringify(log, null, 2)}\n`
}
