import type { Fix, Severity } from '../../model/diagnostic.ts'
import type { Span } from '../../model/source.ts'

/** A place as lines and columns, both from 1; null where it is not known. */
export interface ReportedSpot {
  readonly file: string | null
  readonly line: number | null
  readonly column: number | null
  readonly range: Span | null
}

/** A finding as it is printed. */
export interface ReportedFinding extends ReportedSpot {
  readonly ruleId: string
  readonly severity: Severity
  readonly message: string
  readonly related?: readonly (ReportedSpot & { readonly message: string })[]
  readonly fix?: Fix
}

/** Prints findings as one document; `version` is that of the program. */
export type Reporter = (findings: readonly ReportedFinding[], version: string) => string
