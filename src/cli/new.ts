import type { Diagnostic } from '../model/diagnostic.ts'
import { loadParser } from '../parse/markdown.ts'
import { DOCUMENT_KINDS, type DocumentKind, type DocumentView } from '../render/author/views.ts'
import { documentTemplate } from '../workspace/authored.ts'
import { diskFileSystem, type FileSystem } from '../workspace/file-system.ts'
import { closest } from '../workspace/suggest.ts'
import type { Call } from './arguments.ts'
import { count } from './compiled.ts'
import type { Io } from './io.ts'
import { Misuse } from './misuse.ts'
import { bareDiagnostic, type Outcome } from './outcome.ts'
import type { Line } from './terminal.ts'

/** What `new` wrote, as JSON. */
export interface NewData {
  readonly status: 'written' | 'would-write'
  readonly kind: DocumentKind
  /** Name of the vision's folder; null for a constitution. */
  readonly vision: string | null
  /** Relative to the repository. */
  readonly path: string
  /** The branch that was created; null without one. */
  readonly branch: string | null
  /** How many intents, objectives, milestones or principles it has. */
  readonly parts: number
  /** How many questions it asks. */
  readonly questions: number
  /** The next command lines. */
  readonly next: readonly string[]
}

/** Writes one document of a vision, or the constitution. */
export async function run(call: Call, io: Io): Promise<Outcome> {
  const kind = kindOf(call)
  const fs = io.fs ?? diskFileSystem
  if (call.switches.has('branch') && kind !== 'vision')
    throw new Misuse('`--branch` belongs to `intentk new vision`.', 'Leave it out.')
  if (call.switches.has('compare')) {
    if (kind !== 'strategy') throw new Misuse('`--compare` belongs to `intentk new strategy`.', 'Leave it out.')
    const { compareOptions } = await import('./new-compare.ts')
    return compareOptions(call, io, fs)
  }
  if (kind === 'vision') return (await import('./new-vision.ts')).newVision(call, io, fs)
  if (kind === 'constitution') return (await import('./new-constitution.ts')).newConstitution(call, io, fs)
  return (await import('./new-document.ts')).newDocument(kind, call, io, fs)
}

const SYNONYMS: Readonly<Record<string, DocumentKind>> = {
  visions: 'vision',
  goals: 'goal',
  strategies: 'strategy',
  plans: 'plan',
  milestone: 'milestones',
  principles: 'constitution',
}

function kindOf({ ids, command }: Call): DocumentKind {
  const [word] = ids
  if (word === undefined)
    throw new Misuse(
      '`intentk new` needs to know what: vision, goal, strategy, plan, milestones or constitution.',
      `For example \`${command.examples[0]![0]}\`.`,
    )
  const found = DOCUMENT_KINDS.find((kind) => kind === word.toLowerCase()) ?? SYNONYMS[word.toLowerCase()]
  if (found !== undefined) return found
  const near = closest(word, DOCUMENT_KINDS)
  throw new Misuse(
    `There is no document \`${word}\`.`,
    near === null ? `Expected one of ${DOCUMENT_KINDS.join(', ')}.` : `Did you mean \`intentk new ${near}\`?`,
  )
}

/** A document by the repository's own template where it has one, else by the shipped one. */
export async function printedDocument(
  fs: FileSystem,
  root: string,
  kind: DocumentKind,
  view: DocumentView,
): Promise<{ readonly text: string } | { readonly refused: readonly Diagnostic[] }> {
  const { printDocument, printOwnDocument } = await import('../render/author/print.ts')
  const own = documentTemplate(fs, root, kind)
  if (own === null) return { text: printDocument(kind, view) }
  const printed = await printOwnDocument(kind, view, own, await loadParser('auto'))
  return printed.ok ? { text: printed.text } : { refused: printed.diagnostics }
}

/** The outcome where a template of the repository may not be used. */
export const refusedOutcome = (diagnostics: readonly Diagnostic[]): Outcome => ({
  code: 1,
  data: { status: 'refused' },
  diagnostics: diagnostics.map(({ ruleId, message }) => bareDiagnostic(ruleId, message)),
  out: [],
  notes: [...diagnostics.map(({ message }): Line => `error ${message}`), 'Nothing is written.'],
})

/** The questions that a text asks in places of their own. */
export const questionsIn = (text: string): number => text.split('[NEEDS CLARIFICATION').length - 1

/** What is told of a document that was written, or would be. */
export function writtenOutcome(data: NewData, what: string): Outcome {
  const { path, questions, next, status, branch } = data
  const verb = status === 'written' ? 'Wrote' : 'Would write'
  const parts = [...(data.parts === 0 ? [] : [count(data.parts, what)]), count(questions, 'question')]
  return {
    code: 0,
    data,
    diagnostics: [],
    out: [],
    notes: [
      `${verb} ${path}: ${parts.join(', ')}`,
      ...(branch === null ? [] : [`${status === 'written' ? 'On' : 'Would be on'} the new branch ${branch}`]),
      ...(status === 'written' ? next.map((line, index) => `${index === 0 ? 'Next' : 'then'} ${line}`) : []),
    ],
  }
}
