import type { RuleOptions } from '../model/check-config.ts'
import type { Fix, Related, Severity } from '../model/diagnostic.ts'
import type { Span } from '../model/source.ts'
import type { CheckedDocument, CheckedVision } from './subject.ts'

/** What a rule looks at; the order in which rules are listed. */
export const RULE_GROUPS = ['structure', 'graph', 'content', 'trace', 'evidence', 'text'] as const

export type RuleGroup = (typeof RULE_GROUPS)[number]

/** What a rule found. The place is what is unexpected and nothing more: it is underlined. */
export interface Found extends Span {
  /** The document, as shown; needed where a rule judges a vision. */
  readonly file?: string
  /** What is unexpected, what is expected, where the other end is. Stands alone, ends with a full stop. */
  readonly message: string
  readonly related?: readonly Related[]
  readonly fix?: Fix
  /** Where one finding is less certain or less harmful than the rule. */
  readonly severity?: Severity
}

export type Report = (found: Found) => void

/** One setting of a rule in `.intentk/config.yaml`. */
export interface RuleOption {
  readonly default: number | readonly string[]
  /** As a sentence. */
  readonly summary: string
}

/** A document, or several, in which a rule finds something or nothing: its tests and its page of the manual. */
export interface RuleExample {
  /** What it shows, as the end of "An example: ...". */
  readonly shows: string
  /** The text of `tasks.md`, or texts by file name: with a plan among them they are compiled as one vision. */
  readonly files: string | Readonly<Record<string, string>>
  /** The text at the place of each finding, in order; none in an example that must not fire. */
  readonly finds?: readonly string[]
  /** The same document after `--fix`. */
  readonly fixed?: string
  readonly options?: RuleOptions
  /** What disk, git and the local records say; nothing is known unless given. */
  readonly evidence?: ExampleEvidence
}

export interface ExampleEvidence {
  readonly there?: readonly string[]
  readonly gone?: readonly string[]
  /** Files that are there and did not change since the document was added. */
  readonly unchanged?: readonly string[]
  /** How tasks were checked when they were ticked. */
  readonly checks?: Readonly<Record<string, 'passed' | 'unverified'>>
}

/** One rule of the linter. */
export interface Rule {
  /** Stable kebab-case name. */
  readonly id: string
  readonly group: RuleGroup
  /** Unless settings or a finding say otherwise. */
  readonly severity: Severity
  /** On without any settings: what it finds is nearly always right. */
  readonly recommended: boolean
  /** What it checks, as one sentence. */
  readonly checks: string
  /** Why that matters and how to mend it, as a paragraph of Markdown. */
  readonly why: string
  readonly options?: Readonly<Record<string, RuleOption>>
  readonly fires: readonly RuleExample[]
  readonly silent: readonly RuleExample[]
  /** Reads more than lines and tasks: the Markdown engine is needed (`doc.read`). */
  readonly engine?: boolean
  /** Judges one document by itself. */
  readonly document?: (document: CheckedDocument, report: Report, options: RuleOptions) => void
  /** Judges what documents compile to together. */
  readonly vision?: (vision: CheckedVision, report: Report, options: RuleOptions) => void
}

/** Gives a rule its type where it stands. */
export const rule = (value: Rule): Rule => value
