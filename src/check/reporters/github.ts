import type { ReportedFinding, Reporter } from './reporter.ts'

const LEVELS = { error: 'error', warning: 'warning', info: 'notice' } as const

const data = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')

/** Columns are taken by GitHub only where the place is on one line. */
function placeOf({ file, line, column, endLine, endColumn }: ReportedFinding): readonly string[] {
  if (file === null) return []
  if (line === null) return [`file=${property(file)}`]
  const isOneLine = endLine === null || endLine === line
  return [
    `file=${property(file)}`,
    `line=${line}`,
    ...(endLine === null ? [] : [`endLine=${endLine}`]),
    ...(isOneLine && column !== null ? [`col=${column}`] : []),
    ...(isOneLine && endColumn !== null ? [`endColumn=${endColumn}`] : []),
  ]
}

/** Annotations by workflow commands of GitHub Actions ("Workflow commands for GitHub Actions", docs.github.com). */
export const github: Reporter = ({ findings }) =>
  findings
    .map((finding) => {
      const { severity, ruleId, message } = finding
      const properties = [...placeOf(finding), `title=${property(`intentk ${ruleId}`)}`]
      return `::${LEVELS[severity]} ${properties.join(',')}::${data(message)}\n`
    })
    .join('')
