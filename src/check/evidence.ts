import type { Evidence } from '../model/evidence.ts'

/** Nothing is known: documents that were read from a pipe, tests, pages of the manual. */
export const noEvidence: Evidence = {
  files: (_, paths) => paths.map(() => null),
  changedSince: () => null,
  check: () => null,
  hasChecks: () => false,
}

export type { Evidence }
