import type { Failure, TestCounts } from '../../contract.ts'

/** What a test report says: counts, names of what failed, and the failures with their places. */
export interface TestReport {
  readonly counts: TestCounts
  readonly failures: readonly Failure[]
}

/** One test of a report. */
export interface TestOutcome {
  readonly name: string
  readonly outcome: 'passed' | 'failed' | 'skipped'
  /** Relative to the working folder; '' where the report does not say. */
  readonly file?: string
  /** From 1; 0 where unknown. */
  readonly line?: number
  readonly message?: string
}

/** More failures than this tell nobody more. */
const MOST_FAILURES = 200

/** The report over single tests. */
export function reportOf(tests: readonly TestOutcome[]): TestReport {
  const failed = tests.filter(({ outcome }) => outcome === 'failed')
  return {
    counts: {
      passed: tests.filter(({ outcome }) => outcome === 'passed').length,
      failed: failed.length,
      skipped: tests.filter(({ outcome }) => outcome === 'skipped').length,
      failedNames: failed.slice(0, MOST_FAILURES).map(({ name }) => name),
    },
    failures: failed.slice(0, MOST_FAILURES).map(({ name, file = '', line = 0, message = '' }) => ({
      kind: 'test',
      file,
      line,
      message: firstLines(message === '' ? name : `${name}: ${message}`),
    })),
  }
}

/** Several reports of one run as one. */
export function joinReports(reports: readonly TestReport[]): TestReport {
  const sum = (of: 'passed' | 'failed' | 'skipped'): number =>
    reports.reduce((total, { counts }) => total + counts[of], 0)
  return {
    counts: {
      passed: sum('passed'),
      failed: sum('failed'),
      skipped: sum('skipped'),
      failedNames: reports.flatMap(({ counts }) => counts.failedNames).slice(0, MOST_FAILURES),
    },
    failures: reports.flatMap(({ failures }) => failures).slice(0, MOST_FAILURES),
  }
}

const LONGEST = 1000

/** The beginning of a message, without colours. */
export function firstLines(text: string): string {
  const plain = withoutColors(text.slice(0, LONGEST * 2)).trim()
  return plain.length <= LONGEST ? plain : `${plain.slice(0, LONGEST)} ...`
}

/** Text without the escape sequences that colour it on a terminal. */
export const withoutColors = (text: string): string =>
  // oxlint-disable-next-line no-control-regex
  text.includes('\u001b') ? text.replace(/\u001b\[[0-9;:]{0,40}[A-Za-z]/g, '') : text
