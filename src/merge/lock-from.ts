import type { CompileInput } from '../model/compile.ts'
import type { Execution, RenderedBlock } from '../model/execution.ts'
import type { Conflict } from '../model/merge.ts'
import type { SectionName } from '../model/plan.ts'
import type { PhaseId, Task } from '../model/task.ts'
import { hashOfSource, hashText } from '../model/hash.ts'
import type { Derived } from '../derive/index.ts'
import { tagOf } from './computed.ts'
import { elementsOf, familyOf, type Element } from './elements.ts'
import { entryKey } from './first.ts'
import { lockVersion, type Lock, type LockBlock, type LockEntry, type LockGone, type LockTask } from './lock.ts'
import { statements, wordsOfParagraph } from './statements.ts'
import { noteOf, type Printer } from './merge-task.ts'

/** What a merge leaves to be remembered. */
export interface MergedLock {
  /** Tombstones of what a person deleted, now and before. */
  readonly gone: readonly LockGone[]
  /** Ids of tasks that left the plan and were taken out. */
  readonly removed: readonly string[]
  /** Records of tasks that left the plan and stay. */
  readonly left: readonly LockTask[]
  /** Records of entries that stand where they are none. */
  readonly leftEntries: readonly LockEntry[]
  readonly conflicts: readonly Conflict[]
  readonly elements: readonly Element[]
  /** Keys of pieces that stand as they were generated; the base of the others does not advance. */
  readonly own: ReadonlySet<string>
  /** Keys of pieces that were generated and are no longer there as they were. */
  readonly missing: ReadonlySet<string>
  /** What the plan alone says of dependencies that a person changed. */
  readonly depends: ReadonlyMap<string, readonly string[]>
}

export interface LockInput {
  /** The lock as it stood, with the keys of the plan as it is now. */
  readonly lock: Lock
  readonly input: CompileInput
  readonly derived: Derived
  readonly execution: Execution
  /** The tasks as the plan gives them, in the order of execute.md. */
  readonly tasks: readonly Task[]
  readonly blocks: readonly RenderedBlock[]
  /** Hash of execute.md as written. */
  readonly after: string
  readonly generator: string
  readonly templates: Readonly<Record<string, { readonly source: string }>>
  readonly print: Printer
  /** Null where execute.md is new. */
  readonly merged: MergedLock | null
}

/** A field in conflict keeps its base, and so does the hash of the source: the next run sees the same conflict. */
function withConflicts(record: LockTask, base: LockTask | undefined, conflicts: readonly Conflict[]): LockTask {
  if (conflicts.length === 0 || base === undefined) return record
  const kept = Object.fromEntries(conflicts.map(({ field }) => [field, base[field as keyof LockTask]]))
  return {
    ...record,
    ...kept,
    source: base.source,
    noted: conflicts.map(({ field, plan }) => noteOf(field, plan)).sort(),
  }
}

function byAbout(conflicts: readonly Conflict[]): Map<string, Conflict[]> {
  const found = new Map<string, Conflict[]>()
  for (const conflict of conflicts) {
    const list = found.get(conflict.about)
    if (list === undefined) found.set(conflict.about, [conflict])
    else list.push(conflict)
  }
  return found
}

function taskRecords({ execution, tasks, print, merged, lock }: LockInput): LockTask[] {
  const last = new Map<string, string>()
  const conflicts = byAbout(merged?.conflicts ?? [])
  // A base is asked for where there is a conflict alone.
  const bases = new Map(conflicts.size === 0 ? [] : lock.tasks.map((task) => [task.id, task]))
  const { graph } = execution
  // The tag follows the section that a person put the task into.
  const phases = new Map<string, PhaseId>()
  if (execution.tasks !== tasks) for (const { id, phase } of execution.tasks) phases.set(id, phase)
  const tags = new Map<PhaseId, number | null>()
  const tag = (phase: PhaseId): number | null => {
    let known = tags.get(phase)
    if (known === undefined) tags.set(phase, (known = tagOf(phase)))
    return known
  }
  const records = tasks.map((task): LockTask => {
    const after = last.get(task.phase) ?? ''
    last.set(task.phase, task.id)
    const record: LockTask = {
      id: task.id,
      key: task.key,
      source: task.source,
      phase: task.phase,
      after,
      p: Object.hasOwn(graph.parallel, task.id) && graph.parallel[task.id]!.parallel,
      m: tag(phases.get(task.id) ?? task.phase),
      text: print.text(task),
      estimate: print.estimate(task),
      depends: merged?.depends.get(task.id) ?? (Object.hasOwn(graph.printed, task.id) ? graph.printed[task.id]! : []),
      body: print.body(task),
      noted: [],
    }
    return withConflicts(record, bases.get(task.id), conflicts.get(task.id) ?? [])
  })
  return [...records, ...(merged?.left ?? [])]
}

/** Ids of tasks that left the plan stay used up. */
function goneRecords({ lock, execution, merged }: LockInput): LockGone[] {
  if (lock.tasks.length + lock.gone.length === 0 && merged === null) return []
  const before = merged?.gone ?? lock.gone
  const live = new Set(execution.tasks.map((task) => task.id))
  const known = new Set([...before.map((record) => record.gone), ...(merged?.left ?? []).map((record) => record.id)])
  const left = lock.tasks
    .filter((task) => !live.has(task.id) && !known.has(task.id))
    .map(({ id, key, source, text }): LockGone => ({ gone: id, key, source, by: 'plan', text }))
  return [...before.filter((record) => !live.has(record.gone)), ...left]
}

function milestoneRecords(lock: Lock, execution: Execution): Lock['milestones'] {
  const live = new Set(execution.milestones.map((milestone) => milestone.key))
  return [
    ...lock.milestones.filter((record) => !live.has(record.key)),
    ...execution.milestones.map((milestone) => ({
      milestone: milestone.number,
      key: milestone.key,
      title: milestone.title,
    })),
  ]
}

/** Blocks that hold pieces. A task is no piece, and a plan has ten thousand of them. */
export const pieceBlocks = (blocks: readonly RenderedBlock[]): RenderedBlock[] =>
  blocks.filter((block) => !block.key.startsWith('task:'))

/** The record of a piece that nobody touched, or for which there is no base. */
export const blockRecord = (block: string, hash: string): LockBlock => ({
  block,
  hash,
  source: '',
  text: '',
  noted: [],
})

/** The record of a paragraph with the plan's words; a conflict that is open keeps its base. */
function statementRecord(
  { key, hash, text }: Element,
  source: string,
  before: LockBlock | undefined,
  isOwn: boolean,
  conflict: Conflict | undefined,
): LockBlock {
  if (before !== undefined && conflict !== undefined) return { ...before, noted: [hashText(conflict.plan)] }
  // An earlier version kept no words, without which nobody can tell who changed them.
  if (before !== undefined && !isOwn && before.source === '' && before.hash !== hash) return before
  return { block: key, hash, source, text: wordsOfParagraph(text), noted: [] }
}

function blockRecords({ lock, merged, blocks, execution }: LockInput): LockBlock[] {
  const elements = merged?.elements ?? elementsOf(pieceBlocks(blocks))
  const before = new Map(lock.blocks.map((record) => [record.block, record]))
  const sources = statements(execution.milestones)
  const conflicts = byAbout(merged?.conflicts ?? [])
  const records = elements
    .filter((element) => element.kind === 'piece')
    .map((element) => {
      const { key, hash } = element
      const record = before.get(key)
      const isOwn = merged === null || merged.own.has(key)
      const source = sources.get(key)
      if (source !== undefined) return statementRecord(element, source, record, isOwn, conflicts.get(key)?.[0])
      return record !== undefined && !isOwn ? record : blockRecord(key, hash)
    })
  return [...records, ...(merged === null ? [] : deletedRecords(lock, execution, merged.missing, records))]
}

/**
 * What a person took out of a milestone whose tasks are all deleted does not come back with the next task; a list of
 * which they took out a line stays theirs.
 */
function deletedRecords(
  lock: Lock,
  { milestones }: Execution,
  missing: ReadonlySet<string>,
  now: readonly LockBlock[],
): LockBlock[] {
  const keys = new Set(now.map((record) => record.block))
  const families = new Set(now.map((record) => familyOf(record.block)))
  const phases = new Set(milestones.map(({ number }) => `M${number}`))
  return lock.blocks.filter(({ block }) => {
    const phase = /^(?:phase|checkpoint):(M\d+)#/.exec(block)?.[1]
    const asked = families.has(familyOf(block)) || (phase !== undefined && phases.has(phase))
    return asked && missing.has(block) && !keys.has(block)
  })
}

function entryRecords({ execution, merged, lock }: LockInput): LockEntry[] {
  const conflicts = byAbout(merged?.conflicts ?? [])
  const bases = new Map(lock.entries.map((record) => [record.entry, record]))
  const sections = Object.entries(execution.sections) as [SectionName, Execution['sections'][SectionName]][]
  const records = sections.flatMap(([name, entries]) =>
    (entries ?? []).map((entry): LockEntry => {
      const [conflict] = conflicts.get(entry.id) ?? []
      const record = {
        entry: entry.id,
        key: entryKey(name, entry.from),
        source: hashText(entry.from.text),
        text: entry.text,
      }
      const base = bases.get(entry.id)
      if (conflict === undefined || base === undefined) return { ...record, noted: [] }
      return { ...record, source: base.source, text: base.text, noted: [hashText(conflict.plan)] }
    }),
  )
  return [...records, ...(merged?.leftEntries ?? [])]
}

/** The lock that belongs to an execute.md: what was generated, as the base of the next merge. */
export function lockFrom(from: LockInput): Lock {
  const { lock, input, derived, execution } = from
  const plan = input.documents.find((document) => document.source.path === derived.planFile)
  const sources = Object.entries(from.templates).sort(([a], [b]) => (a < b ? -1 : 1))
  return {
    header: {
      lock: lockVersion,
      generator: from.generator,
      template: hashText(sources.map(([name, template]) => `${name}\n${template.source}`).join('\n')),
      plan: plan?.link ?? '',
      date: execution.date,
    },
    documents: input.documents.map((document) => ({ doc: document.link, hash: hashOfSource(document.source) })),
    after: from.after,
    choice: input.options.choice ?? lock.choice,
    milestones: milestoneRecords(lock, execution),
    headings: from.blocks
      .filter((block) => block.key.startsWith('phase:'))
      .map((block) => ({ heading: block.key, text: block.text.split(/\r?\n/, 1)[0]! })),
    blocks: blockRecords(from),
    tasks: taskRecords(from),
    entries: entryRecords(from),
    gone: goneRecords(from),
    unknown: lock.unknown,
  }
}
