import type { Severity } from '../../model/diagnostic.ts'

/**
 * A place as lines and columns, all from 1, columns in UTF-16 units; the end is behind the last character. Null where
 * it is not known.
 */
export interface ReportedSpot {
  readonly file: string | null
  readonly line: number | null
  readonly column: number | null
  readonly endLine: number | null
  readonly endColumn: number | null
}

/** A finding as it is printed. */
export interface ReportedFinding extends ReportedSpot {
  readonly ruleId: string
  readonly severity: Severity
  readonly message: string
  readonly related: readonly (ReportedSpot & { readonly message: string })[]
}

/** What reporters print. */
export interface ReportInput {
  readonly findings: readonly ReportedFinding[]
  /** Of the program. */
  readonly version: string
  /** The whole text of a document, its byte order mark included; null where it is not known. */
  readonly textOf: (file: string) => string | null
}

/** Prints findings as one document. */
export type Reporter = (input: ReportInput) => string
