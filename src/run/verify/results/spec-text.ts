import { firstLines, withoutColors, type TestReport } from './report.ts'

// `ℹ pass 3` of node's spec reporter, `  3 passing (20ms)` of mocha.
const NODE = /^(?:ℹ|#) (pass|fail|cancelled|skipped|todo) (\d{1,9})$/
const MOCHA = /^\s{1,8}(\d{1,9}) (passing|failing|pending)\b/
const FAILED = /^\s{0,40}(?:✖|\d{1,5}\)) (\S.{0,500}?)(?: \(\d{1,12}(?:\.\d{1,12})?ms\))?(?::)?$/

/** Reads the closing lines of node's spec reporter and of mocha; null where they are not there. */
export function readSpecText(output: string): TestReport | null {
  const lines = withoutColors(output)
    .split('\n')
    .map((line) => line.trimEnd())
  const counts = new Map<string, number>()
  for (const line of lines) {
    const [, word, number] = NODE.exec(line) ?? []
    if (word !== undefined) counts.set(word, Number(number))
    const [, amount, said] = MOCHA.exec(line) ?? []
    if (said !== undefined) counts.set({ passing: 'pass', failing: 'fail', pending: 'skipped' }[said]!, Number(amount))
  }
  if (!counts.has('pass')) return null
  const failed = (counts.get('fail') ?? 0) + (counts.get('cancelled') ?? 0)
  const names = [...new Set(lines.flatMap((line) => FAILED.exec(line)?.[1] ?? []))].filter(
    (name) => name !== 'failing tests',
  )
  const shown = failed === 0 ? [] : names.slice(0, 200)
  return {
    counts: {
      passed: counts.get('pass')!,
      failed,
      skipped: (counts.get('skipped') ?? 0) + (counts.get('todo') ?? 0),
      failedNames: shown,
    },
    failures: shown.map((name) => ({ kind: 'test', file: '', line: 0, message: firstLines(name) })),
  }
}
