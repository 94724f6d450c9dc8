import type { Reporter } from './reporter.ts'

const LEVELS = { error: 'error', warning: 'warning', info: 'notice' } as const

const data = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')

/** Annotations by workflow commands of GitHub Actions ("Workflow commands for GitHub Actions", docs.github.com). */
export const github: Reporter = (findings) =>
  findings
    .map(({ severity, ruleId, message, file, line, column }) => {
      const place = [
        ...(file === null ? [] : [`file=${property(file)}`]),
        ...(line === null ? [] : [`line=${line}`]),
        ...(column === null ? [] : [`col=${column}`]),
        `title=${property(`intentk ${ruleId}`)}`,
      ]
      return `::${LEVELS[severity]} ${place.join(',')}::${data(message)}\n`
    })
    .join('')
