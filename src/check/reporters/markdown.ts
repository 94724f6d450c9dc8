import { codeCell, markdownCell } from './cell.ts'
import type { ReportedFinding, Reporter } from './reporter.ts'

function row({ severity, file, line, message, ruleId }: ReportedFinding): string {
  const place = file === null ? '' : codeCell(`${file}${line === null ? '' : `:${line}`}`)
  return `| ${severity} | ${place} | ${markdownCell(message)} | ${codeCell(ruleId)} |`
}

/** A table, for a comment or a summary. */
export const markdown: Reporter = ({ findings }) => {
  if (findings.length === 0) return 'Nothing found.\n'
  return ['| | place | finding | rule |', '| --- | --- | --- | --- |', ...findings.map(row), ''].join('\n')
}
