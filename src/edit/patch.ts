import type { Diagnostic } from '../model/diagnostic.ts'
import type { Execution, RenderedBlock } from '../model/execution.ts'
import type { Change, Conflict, Kept, Take } from '../model/merge.ts'
import type { DocumentTask, TaskDocument } from '../model/task-document.ts'
import type { PhaseId } from '../model/task.ts'
import { computedFields, dependsBase, dependsConflict, tagOf, type ComputedFields } from '../merge/computed.ts'
import { elementsOf, type Element } from '../merge/elements.ts'
import type { Lock, LockBlock } from '../merge/lock.ts'
import { phasesOfHeadings, type HeadingPhases } from '../merge/phases.ts'
import type { MergedTask, Printer, Reconciled } from '../merge/reconcile.ts'
import { readTaskDocument } from '../parse/tasks/document.ts'
import type { KnownLines } from '../parse/tasks/known-lines.ts'
import { blockEdits, removeHeadings, type BlockInput } from './block-edits.ts'
import { removeBlock } from './gaps.ts'
import { insertions } from './insertions.ts'
import { locateElements, type Located } from './locate-elements.ts'
import { orderSections, taskMoves } from './moves.ts'
import { staleSections } from './stale.ts'
import { taskEdits, type TaskChange } from './task-edits.ts'
import { applyEdits, type TextEdit } from './text-edits.ts'

export interface PatchInput {
  readonly doc: TaskDocument
  readonly blocks: readonly RenderedBlock[]
  /** As last generated, with the keys of the plan as it is now. */
  readonly lock: Lock
  readonly reconciled: Reconciled
  readonly execution: Execution
  readonly phases: HeadingPhases
  /** Lines that stand as they were printed, for reading the document again between two passes. */
  readonly known: KnownLines
  readonly twoWay: boolean
  readonly take: Take | undefined
  readonly print: Printer
  /** Hash of the source of each list entry, by its id. */
  readonly entrySources: ReadonlyMap<string, string>
}

export interface Patched {
  readonly text: string
  readonly changes: readonly Change[]
  readonly kept: readonly Kept[]
  readonly conflicts: readonly Conflict[]
  readonly elements: readonly Element[]
  /** Keys of pieces that are where they were generated, or new; the others are the person's. */
  readonly own: ReadonlySet<string>
  /** Keys of pieces that were generated and are no longer there as they were. */
  readonly missing: ReadonlySet<string>
  /** What the plan alone says of dependencies that a person changed. */
  readonly depends: ReadonlyMap<string, readonly string[]>
  readonly diagnostics: readonly Diagnostic[]
}

const isTaken = (take: Take | undefined, about: string): 'plan' | 'mine' | null => {
  if (take === undefined) return null
  if (take.plan === 'all' || take.plan.includes(about)) return 'plan'
  return take.mine === 'all' || take.mine.includes(about) ? 'mine' : null
}

interface TaskResult {
  readonly edits: TextEdit[]
  readonly changes: Change[]
  readonly kept: Kept[]
  readonly conflicts: Conflict[]
  readonly depends: Map<string, readonly string[]>
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim()

function changeOf(
  input: PatchInput,
  task: MergedTask,
  fields: ComputedFields,
  phase: PhaseId,
  conflicts: readonly Conflict[],
): TaskChange {
  const { execution, print } = input
  const { plan, doc } = task
  return {
    text: task.text === 'plan' ? print.text(plan) : null,
    estimate: task.estimate === 'plan' ? print.estimate(plan) : null,
    depends: fields.depends === 'plan' ? fields.names : null,
    parallel: fields.parallel === 'plan' ? execution.graph.parallel[doc.id]?.parallel === true : null,
    milestone: fields.milestone === 'plan' ? (tagOf(phase) ?? 0) : null,
    body: task.bodyEdits,
    notes: conflicts.map((one) => ({ field: one.field, plan: one.plan })),
  }
}

function report(task: MergedTask, change: TaskChange, print: Printer, phase: string): Change[] {
  const { doc, plan, sourceChanged, base } = task
  const cause = sourceChanged ? 'the plan changed' : 'it follows from the plan and the tasks'
  const about = doc.id
  const changes: Change[] = []
  const add = (field: Change['field'], before: string, after: string, why = cause): void => {
    changes.push({ kind: 'change', about, field, before: oneLine(before), after: oneLine(after), why })
  }
  if (change.text !== null) add('text', doc.text, change.text)
  if (change.estimate !== null) add('estimate', doc.estimate?.text ?? '', change.estimate)
  if (change.depends !== null)
    add('depends', doc.depends?.text ?? '', change.depends.join(', '), 'the order of tasks changed')
  if (change.parallel !== null)
    add(
      'parallel',
      doc.parallel ? '[P]' : '',
      change.parallel ? '[P]' : '',
      change.parallel ? 'nothing stands in its way' : 'it is no longer independent',
    )
  if (change.milestone !== null) add('milestone', String(base?.m ?? ''), phase)
  if (change.body.length > 0) add('body', doc.body.join(' '), print.body(plan).join(' '))
  return changes
}

/** A task of which nothing changes: its words and body stay, and its tags and dependencies say what the graph says. */
function stands({ doc, base, plan, text, estimate, body, place }: MergedTask, graph: Execution['graph']): boolean {
  if (base === null || text !== 'same' || estimate !== 'same' || body !== 'same' || place !== 'same') return false
  const names = Object.hasOwn(graph.printed, doc.id) ? graph.printed[doc.id]! : base.depends
  return (
    doc.state !== 'dropped' &&
    doc.parallel === (graph.parallel[doc.id]?.parallel === true) &&
    (doc.milestones[0] ?? null) === tagOf(plan.phase) &&
    names.length === base.depends.length &&
    names.every((name, at) => name === base.depends[at]) &&
    (doc.depends?.text ?? '') === (names.length === 0 ? '' : `depends on ${names.join(', ')}`)
  )
}

function mergedTaskEdits(input: PatchInput): TaskResult {
  const { doc, execution, reconciled, take } = input
  const result: TaskResult = {
    edits: [],
    changes: [],
    kept: [],
    conflicts: [...reconciled.conflicts],
    depends: new Map(),
  }
  const indexOf = new Map(doc.tasks.map((task, at) => [task, at]))
  const nested = new Map<number, DocumentTask[]>()
  for (const task of doc.tasks)
    if (task.parent >= 0) nested.set(task.parent, [...(nested.get(task.parent) ?? []), task])
  const phaseOf = new Map(reconciled.tasks.map((task) => [task.id, task.phase]))
  const byAbout = new Map<string, Conflict[]>()
  const noted = (conflict: Conflict): void =>
    void byAbout.set(conflict.about, [...(byAbout.get(conflict.about) ?? []), conflict])
  reconciled.conflicts.forEach(noted)
  const mentioned = new Set(doc.conflicts.map((note) => note.about))
  const told = new Set(doc.conflicts.filter((note) => note.field === 'depends').map((note) => note.about))
  for (const [id, task] of reconciled.merged) {
    if (stands(task, execution.graph) && !byAbout.has(id) && !mentioned.has(id)) continue
    const phase = phaseOf.get(id) ?? task.plan.phase
    let fields = computedFields(task, phase, execution.graph)
    const side = isTaken(take, id)
    const conflict = dependsConflict(
      task,
      fields,
      (note) => side !== null || (task.base?.noted.includes(note) === true && !told.has(id)),
    )
    if (conflict !== null) {
      result.conflicts.push(conflict)
      noted(conflict)
    } else if (fields.depends === 'conflict') fields = { ...fields, depends: side === 'plan' ? 'plan' : 'mine' }
    const before = dependsBase(task, fields)
    if (before !== null) result.depends.set(id, before)
    const change = changeOf(input, task, fields, phase, byAbout.get(id) ?? [])
    if (fields.depends === 'mine' && !input.twoWay && task.doc.state !== 'dropped')
      result.kept.push({ about: id, what: 'dependencies' })
    if (fields.parallel === 'mine' && !input.twoWay && task.doc.state !== 'dropped')
      result.kept.push({ about: id, what: '[P]' })
    const edits = taskEdits(doc, task.doc, change, nested.get(indexOf.get(task.doc)!) ?? [])
    if (edits.length === 0) continue
    result.edits.push(...edits)
    result.changes.push(...report(task, change, input.print, phase))
  }
  return result
}

/** The hashes the pieces had when they were generated; without a lock, those they have now, so that nothing is put in. */
function knownBlocks({ lock, twoWay }: PatchInput, elements: readonly Element[]): ReadonlyMap<string, LockBlock> {
  if (!twoWay && lock.blocks.length > 0) return new Map(lock.blocks.map((record) => [record.block, record]))
  return new Map(
    elements.filter((one) => one.kind === 'piece').map((one) => [one.key, { block: one.key, hash: one.hash }]),
  )
}

/** Tasks that left the plan and that nobody touched go, with the line they stand on. */
function removedTasks(input: PatchInput): {
  readonly edits: TextEdit[]
  readonly changes: Change[]
  readonly pieces: Set<number>
} {
  const { doc, reconciled } = input
  const gone = new Set(reconciled.removed)
  const tasks = gone.size === 0 ? [] : doc.tasks.filter((task) => gone.delete(task.id))
  return {
    edits: tasks.map((task) => removeBlock(doc, task)),
    changes: tasks.map((task): Change => ({
      kind: 'remove',
      about: task.id,
      field: 'whole',
      before: task.text,
      after: '',
      why: 'it left the plan',
    })),
    pieces: new Set(tasks.filter((task) => task.parent < 0).map((task) => task.piece)),
  }
}

function fieldPass(input: PatchInput): Omit<Patched, 'text'> & { readonly text: string } {
  const { doc, reconciled, phases } = input
  const elements = elementsOf(input.blocks)
  const blocks = knownBlocks(input, elements)
  const hashes = new Map([...blocks].map(([key, record]) => [key, record.hash]))
  const located: Located = locateElements(doc, hashes, elements, phases)
  const tasks = mergedTaskEdits(input)
  const gone = removedTasks(input)
  const blockInput: BlockInput = {
    doc,
    elements,
    located,
    blocks,
    entries: new Map(input.lock.entries.map((record) => [record.entry, record])),
    sources: input.entrySources,
    twoWay: input.twoWay,
    taken: (about) => isTaken(input.take, about),
  }
  const pieces = blockEdits(blockInput)
  const leaving = new Set([...pieces.removed, ...gone.pieces])
  const moving = new Set(
    [...reconciled.merged.values()].filter((task) => task.place === 'plan').map((task) => task.doc.piece),
  )
  const headings = removeHeadings(blockInput, new Set([...leaving, ...moving]), () => false)
  const removed = new Set([...leaving, ...[...headings.removed].filter((at) => !moving.has(at))])
  const staying = new Map<string, DocumentTask>()
  const goneIds = new Set(reconciled.removed)
  for (const task of doc.tasks)
    if (task.id !== '' && !goneIds.has(task.id) && !staying.has(task.id)) staying.set(task.id, task)
  const added = insertions({
    doc,
    elements,
    located,
    known: blocks,
    removed,
    tasks: staying,
    coming: comingOf(reconciled),
  })
  const edits = [...tasks.edits, ...gone.edits, ...pieces.edits, ...headings.edits, ...added.edits]
  const own = new Set(
    elements
      .filter(({ key }) => (located.pieceOf.has(key) || !blocks.has(key)) && !located.isTheirs(key))
      .map((one) => one.key),
  )
  return {
    text: applyEdits(doc.text, withoutInner(edits)),
    changes: [...tasks.changes, ...gone.changes, ...pieces.changes, ...headings.changes, ...added.changes],
    kept: [...tasks.kept, ...pieces.kept, ...headings.kept],
    conflicts: [...tasks.conflicts, ...pieces.conflicts],
    elements,
    own,
    depends: tasks.depends,
    missing: new Set([...blocks.keys()].filter((key) => !located.pieceOf.has(key))),
    diagnostics: input.twoWay ? [] : [...staleSections(blockInput), ...headings.diagnostics],
  }
}

/** Edits inside of what goes away altogether are not made; two cuts that meet are one. */
function withoutInner(edits: readonly TextEdit[]): TextEdit[] {
  const cuts = edits
    .filter((edit) => edit.text === '' && edit.end > edit.start)
    .sort((a, b) => a.start - b.start || b.end - a.end)
  const result: TextEdit[] = []
  let end = -1
  const spans: TextEdit[] = []
  for (const cut of cuts) {
    if (cut.end <= end) continue
    const own = cut.start < end ? { ...cut, start: end } : cut
    spans.push(own)
    end = own.end
  }
  let next = 0
  const others = edits.filter((edit) => !(edit.text === '' && edit.end > edit.start)).sort((a, b) => a.start - b.start)
  for (const edit of others) {
    while (next < spans.length && spans[next]!.end <= edit.start) next++
    const span = spans[next]
    const inside = span !== undefined && span.start < edit.start && edit.end <= span.end && edit.start < span.end
    if (!inside) result.push(edit)
    // Something is put in where lines go: behind them.
    else if (edit.start === edit.end) result.push({ ...edit, start: span.end, end: span.end })
  }
  return [...spans, ...result]
}

/** Tasks that the plan puts into another phase. */
const comingOf = ({ merged }: Reconciled): ReadonlySet<string> =>
  new Set([...merged].filter(([, task]) => task.place === 'plan').map(([id]) => id))

function wantedOrder(reconciled: Reconciled): Map<PhaseId, string[]> {
  const wanted = new Map<PhaseId, string[]>()
  for (const { id, phase } of reconciled.tasks) {
    const list = wanted.get(phase)
    if (list === undefined) wanted.set(phase, [id])
    else list.push(id)
  }
  return wanted
}

/** The order in which phases were generated: the n of their `## Phase n`. */
function generatedOrder(lock: Lock): PhaseId[] {
  return lock.headings
    .map((record) => ({
      phase: record.heading.replace(/^phase:/, '') as PhaseId,
      n: Number(/Phase (\d+)/.exec(record.text)?.[1] ?? 0),
    }))
    .sort((a, b) => a.n - b.n)
    .map((one) => one.phase)
}

/** The sections move only where the person left them in the order in which they were generated. */
function sectionOrder(input: PatchInput): PhaseId[] | null {
  const before = generatedOrder(input.lock)
  const now: PhaseId[] = [
    'setup',
    'foundational',
    ...input.execution.milestones.map(({ number }): PhaseId => `M${number}`),
    'polish',
  ]
  const known = new Set(before)
  const common = now.filter((phase) => known.has(phase))
  const old = before.filter((phase) => common.includes(phase))
  if (common.every((phase, at) => phase === old[at])) return null
  const seen = new Set<PhaseId>()
  const mine = input.phases.filter(
    (phase): phase is PhaseId => phase !== null && !seen.has(phase) && seen.add(phase) !== undefined,
  )
  const standing = mine.filter((phase) => known.has(phase))
  return standing.every((phase, at) => phase === before.filter((one) => standing.includes(one))[at]) ? now : null
}

/**
 * Brings a document up to date by text edits: fields of tasks and pieces of sections that nobody touched follow the
 * plan, what is new goes in behind what it follows, what moved moves with its bytes. Everything else stays as it is.
 */
export function patch(input: PatchInput): Patched {
  const first = fieldPass(input)
  const reread = (text: string): TaskDocument =>
    text === input.doc.text
      ? input.doc
      : readTaskDocument(
          { path: input.doc.file, text, eol: input.doc.eol },
          { dialect: input.doc.dialect, known: input.known },
        )
  if (input.twoWay) return first
  let doc = reread(first.text)
  const phasesOf = (one: TaskDocument): HeadingPhases =>
    one === input.doc ? input.phases : phasesOfHeadings(one, input.lock, input.execution.milestones)
  const mayCome = comingOf(input.reconciled)
  const moves = taskMoves({ doc, phases: phasesOf(doc), wanted: wantedOrder(input.reconciled), mayCome })
  if (moves.edits.length > 0) doc = reread(applyEdits(doc.text, moves.edits))
  const order = sectionOrder(input)
  const sections = order === null ? null : orderSections(doc, phasesOf(doc), order)
  const text = sections === null ? doc.text : applyEdits(doc.text, sections)
  return { ...first, text, changes: [...first.changes, ...moves.changes] }
}
