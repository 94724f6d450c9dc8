import type { JournalEntry } from '../contract.ts'

/**
 * Names of tests that fail and are no failures of the next task: those that the last report which counted as passed has
 * among its failures, since a task wrote them before the work that they test.
 */
export function failedBefore(entries: readonly JournalEntry[]): ReadonlySet<string> {
  const last = entries.findLast(
    (entry) => entry.type === 'check-ended' && entry.check.kind === 'tests' && entry.check.verdict === 'passed',
  )
  return new Set(last?.type === 'check-ended' ? (last.check.tests?.failedNames ?? []) : [])
}
