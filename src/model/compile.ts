import type { Diagnostic } from './diagnostic.ts'
import type { Execution } from './execution.ts'
import type { MergeReport, Take } from './merge.ts'
import type { SourceFile } from './source.ts'

/**
 * What a document is for; the same names as the files of a vision or feature folder. In reading order, so that a result
 * never hangs on the order in which a folder lists its files.
 */
export const INPUT_ROLES = [
  'vision',
  'goal',
  'strategy',
  'plan',
  'milestones',
  'research',
  'validation',
  'spec',
  'data-model',
  'contract',
  'quickstart',
  'tasks',
  'design',
  'requirements',
  'proposal',
  'constitution',
] as const

export type InputRole = (typeof INPUT_ROLES)[number]

/** One document given to the compiler. */
export interface InputDocument {
  readonly role: InputRole
  readonly source: SourceFile
  /** Path for links in execute.md, relative to the folder of execute.md. */
  readonly link: string
}

export interface CompileOptions {
  /** ISO date to print; '' takes the lock's, then the plan's own, else none. */
  readonly date: string
  /** Print every heading of the template, each gap in its place. */
  readonly full: boolean
  /** Whether acceptance scenarios become test tasks. `auto`: where a document asks for tests. */
  readonly tests: 'auto' | 'always' | 'never'
  /** Which of several plans in one document, from 1; null takes the lock's choice, else asks. */
  readonly choice: number | null
  readonly hoursPerDay: number
  readonly daysPerWeek: number
  readonly sharedPaths: readonly string[]
  /** Extension (`.ps1`) to the folder a bare file name of it lives in. */
  readonly conventions: Readonly<Record<string, string>>
}

/** Everything `compile` needs; plain values, nothing is read from disk. */
export interface CompileInput {
  /** Folder name of the vision or the file's stem. */
  readonly id: string
  readonly documents: readonly InputDocument[]
  /** Repository-relative paths that exist already; they make no set-up task and resolve bare names. */
  readonly existing: ReadonlySet<string>
  /** Text of the lock as it stands; null where there is none. */
  readonly lock: string | null
  /** The execute.md that is there, to merge with; a new one is generated without it. */
  readonly written?: SourceFile | null
  /** How to settle conflicts; they stay open where it is not given. */
  readonly take?: Take
  readonly options: CompileOptions
  /** Template overrides by block name: source and the path to show for it. */
  readonly overrides: Readonly<Record<string, { readonly source: string; readonly path: string }>>
  /** Which Markdown parser to use; both give the same result. */
  readonly parser: 'auto' | 'satteri' | 'remark'
  /** Line end of the text that is written. */
  readonly eol: '\n' | '\r\n'
}

/** A plan found inside a document that holds several. */
export interface PlanChoice {
  /** From 1, for `--plan N`. */
  readonly number: number
  readonly title: string
  readonly line: number
  readonly milestones: number
  readonly steps: number
}

/**
 * `compiled`: text and lock are there. `several-plans`: choose one of `choices`. `refused`: an error diagnostic
 * (no milestone, a cycle, a limit) stands in the way; nothing may be written.
 */
export type CompileResult =
  | {
      readonly status: 'compiled'
      readonly execution: Execution
      readonly text: string
      readonly lock: string
      /** What changes against `written`, and what of it was kept. */
      readonly merged: MergeReport
      readonly diagnostics: readonly Diagnostic[]
    }
  | {
      readonly status: 'several-plans'
      readonly choices: readonly PlanChoice[]
      readonly diagnostics: readonly Diagnostic[]
    }
  | { readonly status: 'refused'; readonly diagnostics: readonly Diagnostic[] }
