import type { Place, Span } from './source.ts'

/** `error` stops the command (exit 1), `warning` and `info` are reported and the result is still written. */
export type Severity = 'error' | 'warning' | 'info'

/** The other end of a diagnostic: a first definition, the second side of a conflict. */
export interface Related {
  readonly message: string
  readonly place?: Place
}

/** How a finding is mended: edits of the document it stands in, all or none, against its text as it was read. */
export interface Fix {
  /** What it does, as an order: `Remove the second mark`. */
  readonly title: string
  readonly edits: readonly (Span & { readonly text: string })[]
}

/**
 * One finding about a document. The message says what is unexpected, what is expected and what to do,
 * in words that stand alone without the place.
 */
export interface Diagnostic {
  /** Stable kebab-case name, for example `unclosed-fence`. */
  readonly ruleId: string
  readonly severity: Severity
  readonly message: string
  readonly place?: Place
  readonly related?: readonly Related[]
  readonly fix?: Fix
  readonly url?: string
}

const LISTED = 5

/** Names for a message, each once: `"Phase 7", "Phase 8"`; of many the first, and how many more there are. */
export function listed(names: readonly string[]): string {
  const once = [...new Set(names)]
  const more = once.length > LISTED ? ` and ${once.length - LISTED} more` : ''
  return `${once
    .slice(0, LISTED)
    .map((name) => `"${name}"`)
    .join(', ')}${more}`
}
