import { INPUT_ROLES, type CompileInput, type CompileResult, type InputDocument } from './model/compile.ts'
import type { Diagnostic } from './model/diagnostic.ts'
import type { Execution } from './model/execution.ts'
import { hashText } from './model/hash.ts'
import { compareNatural } from './model/order.ts'
import { byImportance } from './derive/importance.ts'
import { derive, type Derived, type ParsedDocument } from './derive/index.ts'
import { orderGaps } from './derive/order.ts'
import { buildGraph, orderPhases } from './graph/index.ts'
import { existingBefore } from './merge/existing.ts'
import { numberAll, type Numbered } from './merge/first.ts'
import { lockFrom } from './merge/lock-from.ts'
import { emptyLock, formatLock, parseLock, type Lock } from './merge/lock.ts'
import { readDocument, type ReadDocument } from './parse/document.ts'
import { loadFrontMatter } from './parse/front-matter.ts'
import { checkLimits } from './parse/limits.ts'
import { loadParser, type BlockParser } from './parse/markdown.ts'
import { render, type Rendered } from './render/render.ts'
import { builtInTemplates, type TemplateSet } from './render/templates.ts'

/** The version that a lock names as its generator; bump it when the same plan compiles to other text. */
export const GENERATOR = 'intentk 1'

const isError = (diagnostic: Diagnostic): boolean => diagnostic.severity === 'error'

function refused(diagnostics: readonly Diagnostic[]): CompileResult {
  return { status: 'refused', diagnostics }
}

interface Parsed {
  readonly documents: readonly ParsedDocument[]
  /** The document with several plans inside, where no choice was made. */
  readonly open: ReadDocument | null
  readonly diagnostics: readonly Diagnostic[]
}

/** Parse: every document by one and the same reader, and by its role as what it is. */
async function parseAll(input: CompileInput, parse: BlockParser, lock: Lock): Promise<Parsed> {
  const frontMatter = await loadFrontMatter(input.documents.map((document) => document.source.text))
  const diagnostics: Diagnostic[] = []
  const documents: ParsedDocument[] = []
  let open: ReadDocument | null = null
  const choice = input.options.choice ?? lock.choice
  for (const { role, source } of input.documents) {
    diagnostics.push(...frontMatter(source.path, source.text).diagnostics)
    const read = readDocument(role, source, parse, input.documents.length === 1 ? choice : null)
    if (read.choices.length > 1 && (choice === null || choice > read.choices.length || choice < 1)) open = read
    documents.push({ role, source, ...read })
  }
  return { documents, open: input.documents.length === 1 ? open : null, diagnostics }
}

function noMilestone(input: CompileInput): Diagnostic {
  const names = input.documents.map((document) => document.source.path).join(', ')
  const first = input.documents[0]
  const blank = input.documents.every((document) => document.source.text.trim() === '')
  return {
    ruleId: 'no-milestone',
    severity: 'error',
    message: blank
      ? `${names === '' ? 'The plan' : names} is empty. Write "## Milestone 1: Title" with a list of tasks below it.`
      : `No milestone and no listed work was found in ${names}. Write headings such as "## Milestone 1: Title" or "## Phase 1: Title" with a list of tasks ("- [ ] ...") below them.`,
    ...(first === undefined
      ? {}
      : { place: { file: first.source.path, start: 0, end: Math.min(first.source.text.length, 1) } }),
  }
}

const ROLE_NAMES: Readonly<Record<string, string>> = {
  vision: 'Vision',
  goal: 'Goal',
  strategy: 'Strategy',
  plan: 'Plan',
  milestones: 'Milestones',
  spec: 'Spec',
  tasks: 'Tasks',
  research: 'Research',
  validation: 'Validation',
  design: 'Design',
  requirements: 'Requirements',
  proposal: 'Proposal',
  'data-model': 'Data model',
  contract: 'Contract',
  quickstart: 'Quickstart',
  constitution: 'Constitution',
}
const LINKED = [
  'plan',
  'milestones',
  'spec',
  'tasks',
  'strategy',
  'goal',
  'vision',
  'design',
  'requirements',
  'proposal',
]

function linksOf(documents: readonly InputDocument[]): Execution['links'] {
  return LINKED.flatMap((role) => documents.filter((document) => document.role === role && document.link !== '')).map(
    (document) => ({ role: ROLE_NAMES[document.role] ?? document.role, path: document.link }),
  )
}

/** Documents in reading order: what they say first must not hang on the order in which a folder lists them. */
function inReadingOrder(documents: readonly InputDocument[]): readonly InputDocument[] {
  return documents.toSorted(
    (a, b) => INPUT_ROLES.indexOf(a.role) - INPUT_ROLES.indexOf(b.role) || compareNatural(a.source.path, b.source.path),
  )
}

/** The date of the option, else the lock's, else the plan's own; never today's. */
function dateOf(input: CompileInput, lock: Lock, derived: Derived): string {
  return input.options.date || lock.header.date || derived.date
}

function assemble(
  input: CompileInput,
  lock: Lock,
  derived: Derived,
  numbered: Numbered,
  diagnostics: readonly Diagnostic[],
): { execution: Execution; diagnostics: readonly Diagnostic[] } {
  const { graph, diagnostics: found } = buildGraph({
    tasks: numbered.tasks,
    milestones: numbered.milestones,
    sharedPaths: input.options.sharedPaths,
  })
  const all = [...diagnostics, ...derived.diagnostics, ...found]
  const texts = new Map(input.documents.map(({ source }) => [source.path, source.text]))
  const execution: Execution = {
    id: input.id,
    title: derived.title,
    date: dateOf(input, lock, derived),
    links: linksOf(input.documents),
    milestones: numbered.milestones,
    tasks: numbered.tasks,
    graph,
    gaps: byImportance([...numbered.gaps, ...orderGaps(all, texts)]),
    sections: numbered.sections,
    answered: derived.answered,
    diagnostics: all,
  }
  return { execution, diagnostics: all }
}

function templatesOf(input: CompileInput): TemplateSet {
  const overrides = Object.entries(input.overrides).map(
    ([name, { source, path }]) => [name, { source, origin: path }] as const,
  )
  return { ...builtInTemplates(), ...Object.fromEntries(overrides) }
}

/** Render: built-in templates here and now, a repository's own ones in a worker with a deadline. */
async function print(input: CompileInput, execution: Execution): Promise<Rendered> {
  const templates = templatesOf(input)
  const options = { full: input.options.full, templates, eol: input.eol }
  if (Object.keys(input.overrides).length === 0) return render(execution, options)
  const { renderOverrides } = await import('./render/overrides.ts')
  const { printed, diagnostics } = await renderOverrides(execution, { full: options.full, templates })
  const rendered = render(execution, { ...options, printed })
  return diagnostics.length > 0 ? { ...rendered, diagnostics } : rendered
}

/**
 * Compiles the documents of a vision, a feature or one plan into execute.md and its lock: parse, derive, number by
 * the lock, graph, render. Pure but for loading its own modules; the same input gives the same bytes. Whatever is in
 * a document becomes a diagnostic.
 */
export async function compile(given: CompileInput): Promise<CompileResult> {
  const input: CompileInput = { ...given, documents: inReadingOrder(given.documents) }
  const limits = input.documents.flatMap(({ source }) => checkLimits(source.path, source.text) ?? [])
  if (limits.length > 0) return refused(limits)
  const { lock, diagnostics: lockNotes } =
    input.lock === null ? { lock: emptyLock, diagnostics: [] } : parseLock(input.lock)
  if (lockNotes.some(isError)) return refused(lockNotes)
  const parse = await loadParser(input.parser)
  const parsed = await parseAll(input, parse, lock)
  const notes = [...lockNotes, ...parsed.diagnostics]
  if (parsed.open !== null)
    return {
      status: 'several-plans',
      choices: parsed.open.choices,
      diagnostics: [...notes, ...parsed.open.diagnostics],
    }
  const derived = derive({
    documents: parsed.documents,
    existing: existingBefore(input.existing, lock),
    options: input.options,
  })
  if (derived === null)
    return refused([...notes, ...parsed.documents.flatMap((document) => document.diagnostics), noMilestone(input)])
  const numbered = numberAll(derived, lock, orderPhases)
  const { execution, diagnostics } = assemble(input, lock, derived, numbered, notes)
  if (diagnostics.some(isError)) return refused(diagnostics)
  const rendered = await print(input, execution)
  if (rendered.diagnostics.some(isError)) return refused([...diagnostics, ...rendered.diagnostics])
  const next = lockFrom({
    lock,
    input,
    derived,
    execution,
    blocks: rendered.blocks,
    after: hashText(rendered.text),
    generator: GENERATOR,
    templates: templatesOf(input),
  })
  return {
    status: 'compiled',
    execution,
    text: rendered.text,
    lock: formatLock(next),
    merged: { changes: [], kept: [], conflicts: [], offers: [] },
    diagnostics: [...diagnostics, ...rendered.diagnostics],
  }
}
