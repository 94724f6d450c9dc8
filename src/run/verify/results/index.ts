import { readCargoTest } from './cargo-test.ts'
import { readGoTest } from './go-test.ts'
import { readPytest } from './pytest.ts'
import { readSpecText } from './spec-text.ts'
import { readTap } from './tap.ts'
import { readVitestJson } from './vitest-json.ts'
import { readVitestText } from './vitest-text.ts'
import type { TestReport } from './report.ts'

/** The certain formats before those that are lines among others. */
const readers = [readGoTest, readVitestJson, readTap, readPytest, readCargoTest, readVitestText, readSpecText]

/** Reads a test report out of the output of any program; null where none of the known formats is in it. */
export async function readTestReport(output: string): Promise<TestReport | null> {
  if (output.includes('<testsuite')) {
    const { readJunit } = await import('./junit.ts')
    const report = readJunit(output)
    if (report !== null) return report
  }
  for (const read of readers) {
    const report = read(output)
    if (report !== null) return report
  }
  return null
}

/** Whether a program says that there is nothing to test yet, which some of them call a failure. */
export const saysNoTests = (output: string): boolean =>
  /^(?:No test files found, exiting|No tests found, exiting|.{0,40}no tests ran in |.{0,40}collected 0 items)/m.test(
    output,
  )
