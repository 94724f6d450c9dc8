import type { Severity } from '../model/diagnostic.ts'

/** Something that is wrong with the set-up. */
export interface Finding {
  /** Stable name in kebab case. */
  readonly ruleId: string
  readonly severity: Severity
  /** What is wrong, as a sentence. */
  readonly message: string
  readonly file: string | null
  readonly line: number | null
  /** What to do, as a sentence. */
  readonly mend: string
}

/** A finding; a warning unless said otherwise. */
export const finding = (
  ruleId: string,
  file: string | null,
  message: string,
  mend: string,
  severity: Severity = 'warning',
): Finding => ({ ruleId, severity, message, file, line: null, mend })
