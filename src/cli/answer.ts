import { tryEdits, type TextEdit } from '../edit/text-edits.ts'
import type { CompileInput } from '../model/compile.ts'
import type { Execution } from '../model/execution.ts'
import type { SourceFile } from '../model/source.ts'
import type { Gap } from '../model/task.ts'
import { loadParser } from '../parse/markdown.ts'
import { answerEdits } from '../query/answer.ts'
import { gapView } from '../query/gaps.ts'
import { openPlaces } from '../query/places.ts'
import { displayPath } from '../workspace/paths.ts'
import { sourceContent } from '../workspace/source-file.ts'
import { writePair } from '../workspace/write.ts'
import type { Call } from './arguments.ts'
import { questionOf } from './ask.ts'
import { callOf } from './call-of.ts'
import { compiledOf, count } from './compiled.ts'
import type { Io } from './io.ts'
import { Misuse } from './misuse.ts'
import type { Outcome } from './outcome.ts'
import { gapLines } from './report.ts'
import { compileInput, openSession, type Session } from './session.ts'
import { printLines, wantsColor, type Line } from './terminal.ts'

/** Asks for the answers of all gaps, most important first, and writes each into the plan as soon as it is given. */
export async function answerGaps(call: Call, io: Io): Promise<Outcome> {
  const { switches } = call
  if (switches.has('json') || call.doc === '-')
    throw new Misuse('`--answer` asks a person about a file.', 'Leave out `--json`, and name the file.')
  const ask = await terminalQuestion(io)
  const session = await openSession(call, io)
  const compiled = compiledOf(session, call)
  if ('outcome' in compiled) return compiled.outcome
  const say = (lines: readonly Line[]): void =>
    void io.stderr.write(printLines(lines, wantsColor(io.stderr, io.env, switches.has('no-color'))))
  const asked = new Set<string>()
  const written = new Set<string>()
  let answered = 0
  let state: State = stateOf(session.input, compiled.execution)
  let ended = false
  while (!ended) {
    const gap = state.gaps.find(({ key, blocking }) => !asked.has(key) && (blocking || !switches.has('blocking')))
    if (gap === undefined) break
    asked.add(gap.key)
    say(gapLines([gapView(gap, openPlaces(state.input.documents.map(({ source }) => source)))]))
    const words = await ask('Answer (empty skips, q ends)')
    ended = words === null || words.trim() === 'q'
    if (ended || words === null || words.trim() === '') continue
    const step = await settle(state, gap, words, io)
    if ('reason' in step) {
      say([`  Not written: ${step.reason} Write it by hand.`])
      continue
    }
    if (!switches.has('dry-run')) save(session, step.before, step.after)
    say([`  ${switches.has('dry-run') ? 'Would write' : 'Wrote'} ${step.after.path}`])
    state = step.state
    answered++
    written.add(step.after.path)
  }
  const next = answered === 0 ? [] : [`Next ${callOf(call, 'execute')}`]
  const where = written.size === 0 ? '' : ` in ${[...written].join(', ')}`
  const notes = [`Answered ${count(answered, 'question')}${where}, ${state.gaps.length} open`, ...next]
  return { code: 0, data: { answered, open: state.gaps.length }, diagnostics: [], out: [], notes }
}

interface State {
  readonly input: CompileInput
  readonly gaps: readonly Gap[]
  /** Tasks that are not dropped. */
  readonly tasks: number
}

interface Settled {
  readonly state: State
  readonly before: SourceFile
  readonly after: SourceFile
}

/** Takes the first edit after which the compiler no longer asks; the document stays as it is where none does. */
async function settle(state: State, gap: Gap, words: string, io: Io): Promise<Settled | { readonly reason: string }> {
  const before = state.input.documents.find(({ source }) => source.path === gap.place.file)?.source
  if (before === undefined) return { reason: `${gap.place.file} is not one of the documents.` }
  const parse = await loadParser(state.input.parser)
  const edits = answerEdits(before, parse(before.text), gap, words)
  if (!edits.ok) return { reason: edits.reason }
  for (const candidate of edits.candidates) {
    const after = edited(before, candidate)
    if (after === null) continue
    const documents = state.input.documents.map((each) => (each.source === before ? { ...each, source: after } : each))
    const input = { ...state.input, documents }
    const result = await compileInput(input, io)
    if (result.status !== 'compiled') continue
    const next = stateOf(input, result.execution)
    if (isClosed(gap, state, next)) return { state: next, before, after }
  }
  return { reason: 'the question would stay open.' }
}

function edited(source: SourceFile, edits: readonly TextEdit[]): SourceFile | null {
  const result = tryEdits(source.text, edits)
  return result.ok ? { ...source, text: result.text } : null
}

const stateOf = (input: CompileInput, { gaps, tasks }: Execution): State => ({
  input,
  gaps,
  tasks: tasks.filter((task) => task.state !== 'dropped').length,
})

/**
 * A gap may be named after the words that were changed: one of its kind less is the sign that it was answered. Nor may
 * an answer open more than it closes, or take work for something else.
 */
function isClosed(gap: Gap, before: State, after: State): boolean {
  const number = ({ gaps }: State): number => gaps.filter(({ kind }) => kind === gap.kind).length
  const closed = !after.gaps.some(({ key }) => key === gap.key) && number(after) < number(before)
  return closed && after.gaps.length <= before.gaps.length && after.tasks >= before.tasks
}

function save({ fs, located }: Session, before: SourceFile, after: SourceFile): void {
  const path = located.documents.find((each) => displayPath(located.root, each.path) === before.path)!.path
  const root = located.folder === null ? null : located.root
  writePair(fs, { root, document: { path, before: sourceContent(before), after: sourceContent(after) }, lock: null })
}

async function terminalQuestion(io: Io): Promise<(question: string) => Promise<string | null>> {
  const ask = await questionOf(io)
  if (ask !== null) return ask
  throw new Misuse(
    '`--answer` needs a terminal to ask on.',
    '`intentk gaps` lists the questions with the place where each answer goes.',
  )
}
