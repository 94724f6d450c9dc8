import type { Failure } from '../../contract.ts'
import { firstLines, withoutColors, type TestReport } from './report.ts'

// `=== 1 failed, 2 passed, 1 skipped in 0.12s ===`; with -q without the signs around it.
const SUMMARY =
  /^(?:=+ )?((?:\d{1,9} (?:failed|passed|skipped|errors?|xfailed|xpassed|deselected|warnings?|rerun|subtests passed)(?:, )?){1,10}) in \d/
const NONE = /^(?:=+ )?no tests (?:ran|collected)/

/** Reads what pytest prints at its end; null where it did not print it. */
export function readPytest(output: string): TestReport | null {
  const lines = withoutColors(output)
    .split('\n')
    .map((line) => line.trimEnd())
  const summary = lines.findLast((line) => SUMMARY.test(line) || NONE.test(line))
  if (summary === undefined) return null
  const counts = new Map<string, number>()
  for (const [, number, word] of (SUMMARY.exec(summary)?.[1] ?? '').matchAll(/(\d{1,9}) ([a-z]{4,12})/g))
    counts.set(word!.replace(/^error$/, 'errors'), Number(number))
  const of = (word: string): number => counts.get(word) ?? 0
  const places = placesIn(lines)
  const failed = lines.flatMap((line) => {
    const [, name, message = ''] = /^(?:FAILED|ERROR) (\S.{0,500}?)(?: - (.{0,2000}))?$/.exec(line) ?? []
    return name === undefined ? [] : [{ name, message }]
  })
  return {
    counts: {
      passed: of('passed') + of('xpassed'),
      failed: of('failed') + of('errors'),
      skipped: of('skipped') + of('xfailed'),
      failedNames: [...new Set(failed.map(({ name }) => name))],
    },
    failures: failed.map(({ name, message }): Failure => {
      const file = name.split('::')[0]!.replaceAll('\\', '/')
      const kind = /^(?:ModuleNotFoundError|ImportError|NameError)\b/.test(message) ? 'missing-import' : 'test'
      return { kind, file, line: places.get(file)?.shift() ?? 0, message: firstLines(`${name}: ${message}`) }
    }),
  }
}

/** The lines at which tests of a file failed, in the order of the report: `tests/test_a.py:12: AssertionError`. */
function placesIn(lines: readonly string[]): Map<string, number[]> {
  const places = new Map<string, number[]>()
  for (const line of lines) {
    const [, file, number] = /^([^\s:]{1,300}\.py):(\d{1,7}): [A-Z]\w{2,80}$/.exec(line) ?? []
    if (file === undefined) continue
    const known = places.get(file)
    if (known === undefined) places.set(file, [Number(number)])
    else known.push(Number(number))
  }
  return places
}
