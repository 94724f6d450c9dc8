import type { ShownDiagnostic } from '../query/places.ts'
import type { Line } from './terminal.ts'

/** What a command answers; `main` prints it, as text or as JSON. */
export interface Outcome {
  /** 0 done, 1 the answer is no, 2 misuse or I/O, 3 unsettled conflicts, 130 interrupted. */
  readonly code: 0 | 1 | 2 | 3 | 130
  /** The `data` of the JSON envelope. */
  readonly data: unknown
  readonly diagnostics: readonly ShownDiagnostic[]
  /** More at the top of the JSON envelope. */
  readonly more?: Readonly<Record<string, unknown>>
  /** For standard output: a document byte for byte, or lines. */
  readonly out: { readonly document: string } | readonly Line[]
  /** For standard error. */
  readonly notes: readonly Line[]
}

/** An error without a place of its own, in the shape of all diagnostics. */
export const bareDiagnostic = (ruleId: string, message: string, file: string | null = null): ShownDiagnostic => ({
  ruleId,
  severity: 'error',
  message,
  file,
  line: null,
  column: null,
  range: null,
})
