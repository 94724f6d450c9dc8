import { escapeVisible } from '../../model/escape.ts'
import type { ReportedFinding, Reporter } from './reporter.ts'

const cell = (text: string): string => escapeVisible(text.replace(/\s+/g, ' ')).replace(/[|<>]/g, (char) => `\\${char}`)

function row({ severity, file, line, message, ruleId }: ReportedFinding): string {
  const place = file === null ? '' : `\`${file}${line === null ? '' : `:${line}`}\``
  return `| ${severity} | ${place} | ${cell(message)} | \`${ruleId}\` |`
}

/** A table, for a comment or a summary. */
export const markdown: Reporter = (findings) => {
  if (findings.length === 0) return 'Nothing found.\n'
  return ['| | place | finding | rule |', '| --- | --- | --- | --- |', ...findings.map(row), ''].join('\n')
}
