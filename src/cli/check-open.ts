import { compilerRules } from '../check/compiler-rules.ts'
import type { Subject } from '../check/engine.ts'
import type { Evidence } from '../check/evidence.ts'
import { checkedDocument, type CheckedDocument, type DocumentInput } from '../check/subject.ts'
import type { ActiveRule } from '../check/settings.ts'
import { plainId } from '../edit/find-tasks.ts'
import { parseLock, type Lock } from '../merge/lock.ts'
import type { CompileInput, CompileResult } from '../model/compile.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { SourceFile } from '../model/source.ts'
import { readDocument, type ReadDocument } from '../parse/document.ts'
import { checkLimits } from '../parse/limits.ts'
import { parserFor } from '../parse/markdown.ts'
import type { LocatedKind } from '../workspace/layouts.ts'
import type { Io } from './io.ts'
import { compileInput, type ReadSession } from './session.ts'

/** Documents by path, in place of what was read: what they are after mending. */
export type Texts = ReadonlyMap<string, string>

/**
 * What was read, as rules see it: each document by itself, and together what they compile to. A task list that stands
 * alone is judged without a compiler and without the Markdown engine, unless a rule asks for it.
 */
export async function openSubject(
  { input, written, located }: ReadSession,
  texts: Texts,
  active: readonly ActiveRule[],
  evidence: Evidence,
  io: Io,
): Promise<Subject> {
  const now = (source: SourceFile): SourceFile => ({ ...source, text: texts.get(source.path) ?? source.text })
  const inputs = input.documents.map((each) => ({ ...each, source: now(each.source) }))
  const own = written === null ? null : now(written)
  const lock = input.lock === null ? null : parseLock(input.lock).lock
  const isKiro = located.kind === 'kiro' || inputs.some(({ source }) => /(?:^|\/)\.kiro\//.test(source.path))
  const needsEngine = active.some(({ rule }) => rule.engine === true)
  // In a folder a plan is a plan, however many boxes it has.
  const alone = located.kind === 'file' || located.kind === 'stdin'
  const lists = inputs.every(({ role, source }) =>
    alone ? checkedDocument({ role, source }).isTaskList : role === 'tasks',
  )
  const parse = lists && !needsEngine ? undefined : await parserFor(textsOf(inputs, own), input.parser)
  const reader = rememberingReader()
  const see = (seen: Pick<DocumentInput, 'role' | 'source' | 'generated'>): CheckedDocument =>
    checkedDocument({
      ...seen,
      evidence,
      reader,
      ...(isKiro ? { dialect: 'kiro' } : {}),
      ...(parse === undefined ? {} : { parse }),
    })
  const generated = own === null || inputs.length === 0 ? new Set<string>() : generatedIds(lock)
  const documents = [
    ...inputs.map(({ role, source }) => see({ role, source })),
    ...(own === null ? [] : [see({ role: 'execute', source: own, generated })]),
  ]
  const limits = documents.flatMap(({ file, text }) => checkLimits(file, text) ?? [])
  if (limits.length > 0) return refusedSubject(input, documents, limits)
  if (lists && own === null) return { documents, vision: null }
  const result = await compileInput({ ...input, documents: inputs, written: own }, io, {
    read: reader,
    judge: true,
    parse,
  })
  const execution = result.status === 'compiled' ? result.execution : null
  return {
    documents,
    vision: { id: input.id, documents, execution, result: said(result, documents, located.kind), lock },
  }
}

const textsOf = (inputs: readonly { readonly source: SourceFile }[], own: SourceFile | null): readonly string[] =>
  [...inputs.map(({ source }) => source), ...(own === null ? [] : [own])].map(({ text }) => text)

/** Reads each document once, for the compiler and for the rules; which of several plans is wanted makes a difference. */
function rememberingReader(): typeof readDocument {
  const known = new Map<SourceFile, Map<number | null, ReadDocument>>()
  return (role, source, parse, choice) => {
    const own = known.get(source) ?? new Map<number | null, ReadDocument>()
    known.set(source, own)
    const read = own.get(choice) ?? readDocument(role, source, parse, choice)
    own.set(choice, read)
    return read
  }
}

/** Ids of tasks whose words come from a plan. */
const generatedIds = (lock: Lock | null): ReadonlySet<string> =>
  new Set((lock?.tasks ?? []).flatMap(({ id, source }) => (source === '' ? [] : [plainId(id)])))

/** No rule sees a document over a limit. */
function refusedSubject(
  { id }: CompileInput,
  documents: readonly CheckedDocument[],
  diagnostics: readonly Diagnostic[],
): Subject {
  const over = new Set(diagnostics.map(({ place }) => place?.file))
  const seen = documents.filter(({ file }) => !over.has(file))
  return {
    documents: seen,
    vision: { id, documents, execution: null, result: { status: 'refused', diagnostics }, lock: null },
  }
}

const plans: ReadonlySet<string> = new Set(['plan', 'milestones', 'tasks'])

/**
 * That there are no milestones is a mistake in a vision with a plan alone: other tools have plans without. Several plans
 * in one document are told.
 */
function said(result: CompileResult, documents: readonly CheckedDocument[], kind: LocatedKind): CompileResult {
  const hasPlan = kind === 'vision' && documents.some(({ role }) => plans.has(role))
  const diagnostics = result.diagnostics.filter(({ ruleId }) => hasPlan || ruleId !== 'no-milestone')
  if (result.status !== 'several-plans') return { ...result, diagnostics }
  const [document] = documents
  const message = `${document?.file ?? 'The document'} holds ${result.choices.length} plans. Choose one with --plan N.`
  return { ...result, diagnostics: [...diagnostics, { ruleId: 'several-plans', severity: 'warning', message }] }
}

export const compilerIds = Object.keys(compilerRules)
