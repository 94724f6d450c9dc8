import { tryEdits, type TextEdit } from '../edit/text-edits.ts'
import type { CompileInput } from '../model/compile.ts'
import type { Execution } from '../model/execution.ts'
import type { SourceFile } from '../model/source.ts'
import type { Gap } from '../model/task.ts'
import { loadParser } from '../parse/markdown.ts'
import { answerEdits, coverEdits, type AnswerEdits } from '../query/answer.ts'
import { coverPlace } from '../query/answer-cover.ts'
import { formProblem } from '../query/answer-form.ts'
import { WorkspaceError } from '../workspace/errors.ts'
import { displayPath } from '../workspace/paths.ts'
import { sourceContent } from '../workspace/source-file.ts'
import { writePair } from '../workspace/write.ts'
import type { Call } from './arguments.ts'
import { compiledOf } from './compiled.ts'
import type { Io } from './io.ts'
import type { Outcome } from './outcome.ts'
import { compileInput, openSession, type Session } from './session.ts'

/** The documents as they stand, and what they leave open. */
export interface Answering {
  readonly session: Session
  readonly input: CompileInput
  readonly execution: Execution
}

/** An answer that was found a place: the document before and after, and what is open then. */
export interface Settled {
  readonly next: Answering
  readonly before: SourceFile
  readonly after: SourceFile
}

/** Reads and compiles what a call names; the outcome where that gives nothing to ask about. */
export async function openAnswering(call: Call, io: Io): Promise<Answering | { readonly outcome: Outcome }> {
  const session = await openSession(call, io)
  const compiled = compiledOf(session, call)
  return 'outcome' in compiled ? compiled : { session, input: session.input, execution: compiled.execution }
}

/** Takes the first edit after which the compiler no longer asks; the documents stay as they are where none does. */
export async function settle(
  now: Answering,
  gap: Gap,
  words: string,
  io: Io,
  more: readonly string[] = [],
): Promise<Settled | { readonly reason: string }> {
  const found = await editsFor(now, gap, words, more)
  if ('reason' in found) return found
  const { before, edits } = found
  if (!edits.ok) return { reason: edits.reason }
  for (const candidate of edits.candidates) {
    const after = edited(before, candidate)
    if (after === null) continue
    const documents = now.input.documents.map((each) => (each.source === before ? { ...each, source: after } : each))
    const input = { ...now.input, documents }
    const result = await compileInput(input, io)
    if (result.status !== 'compiled') continue
    const next = { session: now.session, input, execution: result.execution }
    if (isClosed(gap, now.execution, next.execution)) return { next, before, after }
  }
  return { reason: 'the question would stay open.' }
}

async function editsFor(
  { input, execution }: Answering,
  gap: Gap,
  words: string,
  more: readonly string[],
): Promise<{ readonly before: SourceFile; readonly edits: AnswerEdits } | { readonly reason: string }> {
  const cover = gap.kind === 'uncovered' ? coverPlace(gap, words.trim(), execution) : null
  if (cover !== null && 'reason' in cover) return cover
  const problem = formProblem(gap, words.trim())
  if (problem !== null) return { reason: problem }
  const file = cover === null ? gap.place.file : cover.origin.place.file
  const before = input.documents.find(({ source }) => source.path === file)?.source
  if (before === undefined) return { reason: `${file} is not one of the documents.` }
  const tree = (await loadParser(input.parser))(before.text)
  return {
    before,
    edits: cover === null ? answerEdits(before, tree, gap, words, more) : coverEdits(before, tree, cover),
  }
}

function edited(source: SourceFile, edits: readonly TextEdit[]): SourceFile | null {
  const result = tryEdits(source.text, edits)
  return result.ok ? { ...source, text: result.text } : null
}

/**
 * A gap may be named after the words that were changed: one of its kind less is the sign that it was answered. One
 * question for several places is answered place by place. Nor may an answer open more than it closes, or take work for
 * something else.
 */
function isClosed(gap: Gap, before: Execution, after: Execution): boolean {
  const ofKind = ({ gaps }: Execution): number => gaps.filter(({ kind }) => kind === gap.kind).length
  const same = ({ gaps }: Execution): readonly Gap[] => gaps.filter(({ key }) => key === gap.key)
  const isGone = same(after).length < same(before).length && ofKind(after) < ofKind(before)
  const [still, ...others] = same(after)
  const goesOn =
    still !== undefined &&
    others.length === 0 &&
    (gap.kind === 'decision'
      ? still.place.start !== gap.place.start
      : (gap.kind === 'no-path' || gap.key === 'uncovered:requirements') && still.question !== gap.question)
  const live = ({ tasks }: Execution): number => tasks.filter((task) => task.state !== 'dropped').length
  return (isGone || goesOn) && after.gaps.length <= before.gaps.length && live(after) >= live(before)
}

/** Writes one document; throws (`changed`) where it is not as it was read. */
export function save({ fs, located }: Session, before: SourceFile, after: SourceFile): void {
  const path = located.documents.find((each) => displayPath(located.root, each.path) === before.path)!.path
  const root = located.folder === null ? null : located.root
  writePair(fs, { root, document: { path, before: sourceContent(before), after: sourceContent(after) }, lock: null })
}

export type Given =
  | { readonly kind: 'written'; readonly settled: Settled }
  | { readonly kind: 'refused'; readonly reason: string; readonly now: Answering }
  /** Somebody changed the documents, and this is no longer asked. */
  | { readonly kind: 'gone'; readonly now: Answering }

const ATTEMPTS = 5

/** Settles and writes one answer. Where a document changed meanwhile, it is read again and the answer tried anew. */
export async function give(
  start: Answering,
  gap: Gap,
  words: string,
  call: Call,
  io: Io,
  more: readonly string[] = [],
): Promise<Given> {
  let now = start
  let asked: Gap = gap
  for (let attempt = 1; ; attempt++) {
    const settled = await settle(now, asked, words, io, more)
    if ('reason' in settled) return { kind: 'refused', reason: settled.reason, now }
    if (call.switches.has('dry-run')) return { kind: 'written', settled }
    try {
      save(now.session, settled.before, settled.after)
      return { kind: 'written', settled }
    } catch (error) {
      if (!(error instanceof WorkspaceError && error.code === 'changed') || attempt === ATTEMPTS) throw error
    }
    const again = await openAnswering(call, io)
    if ('outcome' in again) return { kind: 'refused', reason: 'a document changed and no longer compiles.', now }
    now = again
    const still = now.execution.gaps.find(({ key }) => key === asked.key)
    if (still === undefined) return { kind: 'gone', now }
    asked = still
  }
}
