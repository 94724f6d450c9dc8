import type { Diagnostic } from '../model/diagnostic.ts'
import type { Change, Conflict, Kept } from '../model/merge.ts'
import type { DocumentTask, TaskDocument } from '../model/task-document.ts'
import { tasksById } from '../merge/by-id.ts'
import { elementsOf, pieceHasher, type Element } from '../merge/elements.ts'
import type { LockBlock } from '../merge/lock.ts'
import { blockRecord } from '../merge/lock-from.ts'
import { statements } from '../merge/statements.ts'
import { phasesOfHeadings, type HeadingPhases } from '../merge/phases.ts'
import { withoutMentions } from '../merge/mentions.ts'
import { readTaskDocument } from '../parse/tasks/document.ts'
import { blockEdits, removeHeadings } from './block-edits.ts'
import type { BlockInput } from './pieces.ts'
import { insertions, type PlacedTask } from './insertions.ts'
import { locateElements } from './locate-elements.ts'
import { inOrderAfter, orderSections, taskMoves } from './moves.ts'
import { staleSections } from './stale.ts'
import { applyEdits, type TextEdit } from './text-edits.ts'
import type { PatchInput } from './patch-input.ts'
import { mergedTaskEdits, removedTasks } from './patch-tasks.ts'
import { sideOf } from '../merge/take-side.ts'
import { sectionOrder, wantedOrder } from './phase-order.ts'

export interface Patched {
  readonly text: string
  readonly changes: readonly Change[]
  readonly kept: readonly Kept[]
  readonly conflicts: readonly Conflict[]
  /** What is generated now, without the tasks. */
  readonly elements: readonly Element[]
  /** Keys of pieces that are where they were generated, or new; the others are the person's. */
  readonly own: ReadonlySet<string>
  /** Keys of pieces that were generated and are no longer there as they were. */
  readonly missing: ReadonlySet<string>
  /** What the plan alone says of dependencies that a person changed. */
  readonly depends: ReadonlyMap<string, readonly string[]>
  readonly diagnostics: readonly Diagnostic[]
}

/** The hashes the pieces had when they were generated; without a lock, those they have now, so that nothing is put in. */
function knownBlocks({ lock, twoWay }: PatchInput, elements: readonly Element[]): ReadonlyMap<string, LockBlock> {
  if (!twoWay && lock.blocks.length > 0) return new Map(lock.blocks.map((record) => [record.block, record]))
  return new Map(elements.filter((one) => one.kind === 'piece').map((one) => [one.key, blockRecord(one.key, one.hash)]))
}

/** As {@link Patched}, before anything moves. */
interface FieldPass extends Patched {
  readonly added: readonly PlacedTask[]
  /** Tasks that the plan puts into another phase. */
  readonly coming: ReadonlySet<string>
}

/** The document's tasks by id, without those that go away. */
function stayingTasks(doc: TaskDocument, removed: readonly string[]): (id: string) => DocumentTask | undefined {
  const tasks = tasksById(doc)
  const gone = new Set(removed)
  return (id) => (gone.has(id) ? undefined : tasks.get(id))
}

function fieldPass(input: PatchInput): FieldPass {
  const { doc, reconciled, phases } = input
  const hashOf = pieceHasher()
  const elements = elementsOf(input.blocks, hashOf)
  const blocks = knownBlocks(input, elements)
  const hashes = new Map<string, string>()
  for (const [key, record] of blocks) hashes.set(key, record.hash)
  const others = elements.filter((element) => element.kind !== 'task')
  const located = locateElements(doc, hashes, others, phases, { hashOf, leaving: new Set(reconciled.removed) })
  const tasks = mergedTaskEdits(input)
  const gone = removedTasks(input)
  const blockInput: BlockInput = {
    doc,
    elements: others,
    located,
    blocks,
    entries: new Map(input.lock.entries.map((record) => [record.entry, record])),
    sources: input.entrySources,
    statements: statements(input.execution.milestones),
    twoWay: input.twoWay,
    taken: (about) => sideOf(input.take, about),
  }
  const pieces = blockEdits(blockInput)
  const leaving = new Set([...pieces.removed, ...gone.pieces])
  const { coming } = reconciled
  const moving = new Set<number>()
  for (const id of coming) moving.add(reconciled.merged.get(id)!.doc.piece)
  const headings = removeHeadings(blockInput, new Set([...leaving, ...moving]))
  const removed = new Set([...leaving, ...[...headings.removed].filter((at) => !moving.has(at))])
  const added = insertions({
    doc,
    elements,
    located,
    known: blocks,
    removed,
    taskOf: stayingTasks(doc, reconciled.removed),
    coming,
  })
  const edits = [...tasks.edits, ...gone.edits, ...pieces.edits, ...headings.edits, ...added.edits]
  const own = new Set(
    others
      .filter(({ key }) => (located.pieceOf.has(key) || !blocks.has(key)) && !located.isTheirs(key))
      .map((one) => one.key),
  )
  return {
    text: applyEdits(doc.text, withoutInner(edits)),
    changes: [...tasks.changes, ...gone.changes, ...pieces.changes, ...headings.changes, ...added.changes],
    kept: [...tasks.kept, ...pieces.kept, ...headings.kept],
    conflicts: [...tasks.conflicts, ...pieces.conflicts],
    elements: others,
    own,
    added: added.tasks,
    coming,
    depends: tasks.depends,
    missing: new Set([...blocks.keys()].filter((key) => !located.pieceOf.has(key) || located.isTheirs(key))),
    diagnostics: input.twoWay ? [] : [...staleSections(blockInput, pieces.statements), ...headings.diagnostics],
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

/**
 * Brings a document up to date by text edits: fields of tasks and pieces of sections that nobody touched follow the
 * plan, what is new goes in behind what it follows, what moved moves with its bytes. Everything else stays as it is.
 */
export function patch(input: PatchInput): Patched {
  const { added, coming, ...first } = fieldPass(input)
  const reread = (text: string): TaskDocument =>
    text === input.doc.text
      ? input.doc
      : withoutMentions(
          readTaskDocument(
            { path: input.doc.file, text, eol: input.doc.eol },
            { dialect: input.doc.dialect, known: input.known },
          ),
        )
  if (input.twoWay) return first
  const { reconciled } = input
  const order = sectionOrder(input)
  const wanted = { wanted: wantedOrder(reconciled), mayCome: coming }
  const before = { ...wanted, doc: input.doc, phases: input.phases }
  if (order === null && inOrderAfter(before, new Set(reconciled.removed), added)) return first
  let doc = reread(first.text)
  const phasesOf = (one: TaskDocument): HeadingPhases =>
    one === input.doc ? input.phases : phasesOfHeadings(one, input.lock, input.execution.milestones)
  const moves = taskMoves({ ...wanted, doc, phases: phasesOf(doc) })
  if (moves.edits.length > 0) doc = reread(applyEdits(doc.text, moves.edits))
  const sections = order === null ? null : orderSections(doc, phasesOf(doc), order)
  const text = sections === null ? doc.text : applyEdits(doc.text, sections)
  return { ...first, text, changes: [...first.changes, ...moves.changes] }
}
