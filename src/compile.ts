import type { CompileInput, CompileResult } from './model/compile.ts'
import type { Diagnostic } from './model/diagnostic.ts'
import type { Execution } from './model/execution.ts'
import type { Conflict } from './model/merge.ts'
import { hashText } from './model/hash.ts'
import { once } from './model/once.ts'
import { byImportance } from './derive/importance.ts'
import { derive, type Derived } from './derive/index.ts'
import { linksOf } from './derive/links.ts'
import { noMilestone } from './derive/no-milestone.ts'
import { orderGaps } from './derive/order.ts'
import { inReadingOrder, parseAll, type DocumentReader } from './derive/read-documents.ts'
import { withPlainLists } from './derive/plain-lists.ts'
import { buildGraph, orderPhases } from './graph/index.ts'
import { inOne } from './merge/changes.ts'
import { existingBefore } from './merge/existing.ts'
import { settleBranchNotes } from './edit/branch-notes.ts'
import { memoryOf, memoryOfUntouched, nothingMerged, reportOf } from './edit/memory.ts'
import { patch, type Patched } from './edit/patch.ts'
import { standsInOrder } from './edit/stands-in-order.ts'
import { mayNeedHealing } from './merge/may-need-healing.ts'
import { lockFrom, type MergedLock } from './merge/lock-from.ts'
import { emptyLock, formatLock, parseLock, type Lock } from './merge/lock.ts'
import { hiddenNotes } from './merge/presence.ts'
import type { Printer } from './merge/merge-task.ts'
import { checkLimits } from './parse/limits.ts'
import { parserFor, type BlockParser } from './parse/markdown.ts'
import { titleOr } from './parse/plan/title.ts'
import { render, type Rendered } from './render/render.ts'
import { builtInTemplates, type TemplateSet } from './render/templates.ts'
import { formerOf, merge, noLock, type Merge } from './merge/merge.ts'
import { linesStand, mayBeUntouched } from './merge/untouched.ts'
import { printer } from './render/printer.ts'

/** The version that a lock names as its generator; bump it when the same plan compiles to other text. */
export const GENERATOR = 'intentk 1'

const isError = (diagnostic: Diagnostic): boolean => diagnostic.severity === 'error'

function refused(diagnostics: readonly Diagnostic[]): CompileResult {
  return { status: 'refused', diagnostics }
}

/** The date of the option, else the lock's, else the plan's own; never today's. */
function dateOf(input: CompileInput, lock: Lock, derived: Derived): string {
  return input.options.date || lock.header.date || derived.date
}

interface Healing {
  readonly input: CompileInput
  readonly lock: Lock
  readonly diagnostics: readonly Diagnostic[]
  /** What two branches worded differently. */
  readonly conflicts: readonly Conflict[]
}

/** Reads the lock, and makes good what a merge of git left in it and in execute.md. */
async function heal(given: CompileInput): Promise<Healing> {
  const written = given.written ?? null
  const { lock, conflicted, diagnostics } =
    given.lock === null ? { lock: emptyLock, conflicted: false, diagnostics: [] } : parseLock(given.lock)
  const doubled = diagnostics.some(
    ({ ruleId }) => ruleId === 'lock-duplicate-id' || ruleId === 'lock-duplicate-milestone',
  )
  const own = written === null ? null : settleBranchNotes(written, given.take)
  const input = own === null ? given : { ...given, written: own }
  if (own === null || diagnostics.some(isError) || !(conflicted || doubled || mayNeedHealing(own.text)))
    return { input, lock, diagnostics, conflicts: [] }
  const { healPair } = await import('./merge/heal.ts')
  const pair = healPair(own.text, given.lock, own.path)
  const again = pair.lock === null ? { lock, diagnostics: [] } : parseLock(pair.lock)
  return {
    input: { ...input, written: { ...own, text: pair.written }, lock: pair.lock },
    lock: again.lock,
    diagnostics: [...again.diagnostics, ...pair.diagnostics],
    conflicts: pair.conflicts,
  }
}

function assemble(
  input: CompileInput,
  derived: Derived,
  { lock, numbered, into, presence }: Merge,
  diagnostics: readonly Diagnostic[],
): Execution {
  const tasks = into?.reconciled.tasks ?? numbered.tasks
  const { graph, diagnostics: found } = buildGraph({
    tasks,
    milestones: numbered.milestones,
    sharedPaths: input.options.sharedPaths,
  })
  const hidden = into === null ? [] : hiddenNotes(into.doc, presence.hidden)
  const all = [...diagnostics, ...derived.diagnostics, ...hidden, ...(into?.reconciled.diagnostics ?? []), ...found]
  const texts = new Map(input.documents.map(({ source }) => [source.path, source.text]))
  return {
    id: input.id,
    title: titleOr(derived.title, input.id),
    date: dateOf(input, lock, derived),
    links: linksOf(input.documents),
    milestones: numbered.milestones,
    ...formerOf(lock, numbered.milestones, tasks),
    tasks,
    graph,
    gaps: byImportance([...numbered.gaps, ...orderGaps(all, texts)]),
    sections: numbered.sections,
    answered: derived.answered,
    coverables: derived.coverables,
    diagnostics: all,
  }
}

/** The same ones for every document, so that their hash is made once. */
const shipped = once(builtInTemplates)

function templatesOf(input: CompileInput): TemplateSet {
  if (Object.keys(input.overrides).length === 0) return shipped()
  const overrides = Object.entries(input.overrides).map(
    ([name, { source, path }]) => [name, { source, origin: path }] as const,
  )
  return { ...shipped(), ...Object.fromEntries(overrides) }
}

/** Render: built-in templates here and now, a repository's own ones in a worker with a deadline. */
async function print(input: CompileInput, execution: Execution, printed: Printer): Promise<Rendered> {
  const templates = templatesOf(input)
  const options = { full: input.options.full, templates, eol: input.eol, print: printed }
  if (Object.keys(input.overrides).length === 0) return render(execution, options)
  const { renderOverrides } = await import('./render/overrides.ts')
  const own = await renderOverrides(execution, { full: options.full, templates })
  const rendered = render(execution, { ...options, printed: own.printed })
  return own.diagnostics.length > 0 ? { ...rendered, diagnostics: own.diagnostics } : rendered
}

/** Patch: the printed blocks into the document that is there. Null where there is none. */
function patched(
  input: CompileInput,
  merged: Merge,
  execution: Execution,
  rendered: Rendered,
  printed: Printer,
): Patched | null {
  if (merged.into === null) return null
  const entries = Object.values(execution.sections).flat()
  return patch({
    ...merged.into,
    blocks: rendered.blocks,
    lock: merged.lock,
    execution,
    twoWay: merged.twoWay,
    take: input.take,
    print: printed,
    entrySources: new Map(entries.map((entry) => [entry.id, hashText(entry.from.text)])),
  })
}

/**
 * Where a plan compiled afresh, with the numbers of the lock, gives the document and the lock that are there, nobody
 * touched anything and there is nothing to merge: the document is not even read. Null where that is not so.
 */
async function unchanged(
  input: CompileInput,
  lock: Lock,
  derived: Derived,
  notes: readonly Diagnostic[],
): Promise<CompileResult | null> {
  if (!mayBeUntouched(input, lock)) return null
  const printed = printer()
  const merged = merge({ ...input, written: null }, lock, derived, printed, orderPhases)
  const text = input.written!.text
  if (!linesStand(text, merged.numbered.tasks)) return null
  const execution = assemble(input, derived, merged, notes)
  if (execution.diagnostics.some(isError)) return null
  const rendered = await print(input, execution, printed)
  if (rendered.text !== text || rendered.diagnostics.some(isError)) return null
  const next = nextLock(input, derived, merged, execution, rendered, {
    after: lock.after,
    print: printed,
    merged: memoryOfUntouched(merged, merged.lock, rendered.blocks),
  })
  if (next !== input.lock) return null
  const diagnostics = [...execution.diagnostics, ...rendered.diagnostics]
  const report = reportOf(input.documents, merged, null, [])
  return { status: 'compiled', execution, text, lock: next, merged: report, diagnostics }
}

/** The text of the lock that belongs to what was printed. */
function nextLock(
  input: CompileInput,
  derived: Derived,
  { lock, numbered }: Merge,
  execution: Execution,
  { blocks }: Rendered,
  written: { readonly after: string; readonly print: Printer; readonly merged: MergedLock | null },
): string {
  return formatLock(
    lockFrom({
      lock,
      input,
      derived,
      execution,
      tasks: numbered.tasks,
      blocks,
      after: written.after,
      generator: GENERATOR,
      templates: templatesOf(input),
      print: written.print,
      merged: written.merged,
    }),
  )
}

/** How to compile for somebody who needs less than all of it. */
export interface CompileHow {
  /** Reads a document, in place of reading it anew. */
  readonly read?: DocumentReader
  /** Text and lock are not wanted: they stay empty where nothing stands there to be compared with. */
  readonly judge?: boolean
  /** Parses these documents, where one is at hand that was made for them. */
  readonly parse?: BlockParser | undefined
}

/**
 * Compiles the documents of a vision, a feature or one plan into execute.md and its lock: parse, derive, merge with
 * the execute.md that is there, graph, render, patch. Pure but for loading its own modules; the same input gives the
 * same bytes. Whatever is in a document becomes a diagnostic.
 */
export async function compile(given: CompileInput, how: CompileHow = {}): Promise<CompileResult> {
  const first = await compileOnce(given, how)
  if (!given.written || first.status !== 'compiled' || first.text === given.written.text) return first
  // What was taken, and where things went, change what follows from the tasks: their order, [P], sums.
  if (given.take === undefined && standsInOrder(first.execution.tasks, first.text)) return first
  const written = { ...given.written, text: first.text }
  const { take: _, ...rest } = given
  const second = await compileOnce({ ...rest, written, lock: first.lock }, how)
  if (second.status !== 'compiled') return second
  const { changes, kept, offers, drift } = first.merged
  return {
    ...second,
    merged: { changes: inOne(changes, second.merged.changes), kept, conflicts: second.merged.conflicts, offers, drift },
  }
}

async function compileOnce(given: CompileInput, how: CompileHow): Promise<CompileResult> {
  const limits = [...given.documents.map(({ source }) => source), ...(given.written ? [given.written] : [])].flatMap(
    (source) => checkLimits(source.path, source.text) ?? [],
  )
  if (limits.length > 0) return refused(limits)
  const healing = await heal({ ...given, documents: inReadingOrder(given.documents) })
  const { input, lock, diagnostics: lockNotes } = healing
  if (lockNotes.some(isError)) return refused(lockNotes)
  const healed = input.documents.some(({ source }) => !given.documents.some((each) => each.source === source))
  const texts = input.documents.map(({ source }) => source.text)
  const parse = (healed ? undefined : how.parse) ?? (await parserFor(texts, input.parser))
  const parsed = await parseAll(input, parse, lock, how.read)
  const notes = [...lockNotes, ...parsed.diagnostics]
  if (parsed.open !== null)
    return {
      status: 'several-plans',
      choices: parsed.open.choices,
      diagnostics: [...notes, ...parsed.open.diagnostics],
    }
  const judged = how.judge === true && Object.keys(input.overrides).length === 0
  const unlocked = judged && !input.written && input.lock === null
  const around = { existing: existingBefore(input.existing, lock), options: input.options, unlocked }
  const plain = (): Derived | null => {
    const documents = withPlainLists(parsed.documents)
    return documents === null ? null : derive({ documents, ...around })
  }
  const derived = derive({ documents: parsed.documents, ...around }) ?? plain()
  if (derived === null)
    return refused([...notes, ...parsed.documents.flatMap((document) => document.diagnostics), noMilestone(input)])
  const same = healing.conflicts.length > 0 ? null : await unchanged(input, lock, derived, notes)
  if (same !== null) return same
  const printed = printer()
  const merged = merge(input, lock, derived, printed, orderPhases)
  const execution = assemble(input, derived, merged, merged.twoWay ? [...notes, noLock(input)] : notes)
  if (execution.diagnostics.some(isError)) return refused(execution.diagnostics)
  if (judged && merged.into === null) {
    const report = unlocked ? nothingMerged : reportOf(input.documents, merged, null, [])
    return { status: 'compiled', execution, text: '', lock: '', merged: report, diagnostics: execution.diagnostics }
  }
  const rendered = await print(input, execution, printed)
  const diagnostics = [...execution.diagnostics, ...rendered.diagnostics]
  if (diagnostics.some(isError)) return refused(diagnostics)
  const result = patched(input, merged, execution, rendered, printed)
  const text = result?.text ?? rendered.text
  const said = result === null ? diagnostics : [...diagnostics, ...result.diagnostics]
  const next = nextLock(input, derived, merged, execution, rendered, {
    after: hashText(text),
    print: printed,
    merged: memoryOf(merged, result),
  })
  return {
    status: 'compiled',
    execution,
    text,
    lock: next,
    merged: reportOf(input.documents, merged, result, healing.conflicts),
    diagnostics: said,
  }
}
