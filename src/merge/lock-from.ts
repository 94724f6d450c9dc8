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
  const conflicts = byAbout(merged?.conflicts ?? [])
  // A base is asked for where there is a conflict alone.
  const bases = new Map(conflicts.size === 0 ? [] : lock.tasks.map((task) => [task.id, task]))
  const { parallel, printed } = execution.graph
  // The tag follows the section that a person put the task into.
  const phases = new Map<string, PhaseId>()
  if (execution.tasks !== tasks) for (const { id, phase } of execution.tasks) phases.set(id, phase)
  const last = new Map<PhaseId, string>()
  let phase: PhaseId | null = null
  let after = ''
  let tag: number | null = null
  const records: LockTask[] = []
  for (let at = 0; at < tasks.length; at++) {
    const task = tasks[at]!
    const { id } = task
    if (task.phase !== phase) {
      if (phase !== null) last.set(phase, after)
      phase = task.phase
      after = last.get(phase) ?? ''
      tag = tagOf(phase)
    }
    const now = phases.size === 0 ? phase : (phases.get(id) ?? phase)
    // What an object has from birth under the name of an id is no verdict and no list.
    const names = printed[id]
    const record: LockTask = {
      id,
      key: task.key,
      source: task.source,
      phase,
      after,
      p: parallel[id]?.parallel === true,
      m: now === phase ? tag : tagOf(now),
      text: print.text(task),
      estimate: task.estimate === null ? '' : print.estimate(task),
      depends: merged?.depends.get(id) ?? (Array.isArray(names) ? names : []),
      body: task.body.length + task.gates.length === 0 ? none : print.body(task),
      noted: none,
    }
    after = id
    records.push(conflicts.size === 0 ? record : withConflicts(record, bases.get(id), conflicts.get(id) ?? []))
  }
  return merged === null ? records : [...records, ...merged.left]
}

const none: readonly string[] = []

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
export function pieceBlocks(blocks: readonly RenderedBlock[]): RenderedBlock[] {
  const pieces: RenderedBlock[] = []
  for (let at = 0; at < blocks.length; at++) {
    const block = blocks[at]!
    if (!block.key.startsWith('task:')) pieces.push(block)
  }
  return pieces
}

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

function blockRecords({ lock, merged, execution }: LockInput, blocks: readonly RenderedBlock[]): LockBlock[] {
  const elements = merged?.elements ?? elementsOf(blocks)
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

const hashes = new WeakMap<LockInput['templates'], string>()

/** One hash for all templates; those that are shipped are the same for every document. */
function hashOfTemplates(templates: LockInput['templates']): string {
  const known = hashes.get(templates)
  if (known !== undefined) return known
  const sources = Object.entries(templates).sort(([a], [b]) => (a < b ? -1 : 1))
  const hash = hashText(sources.map(([name, template]) => `${name}\n${template.source}`).join('\n'))
  hashes.set(templates, hash)
  return hash
}

function firstLine(text: string): string {
  const end = text.indexOf('\n')
  if (end < 0) return text
  return text.slice(0, text[end - 1] === '\r' ? end - 1 : end)
}

/** The lock that belongs to an execute.md: what was generated, as the base of the next merge. */
export function lockFrom(from: LockInput): Lock {
  const { lock, input, derived, execution } = from
  const plan = input.documents.find((document) => document.source.path === derived.planFile)
  const pieces = pieceBlocks(from.blocks)
  return {
    header: {
      lock: lockVersion,
      generator: from.generator,
      template: hashOfTemplates(from.templates),
      plan: plan?.link ?? '',
      date: execution.date,
    },
    documents: input.documents.map((document) => ({ doc: document.link, hash: hashOfSource(document.source) })),
    after: from.after,
    choice: input.options.choice ?? lock.choice,
    milestones: milestoneRecords(lock, execution),
    headings: pieces
      .filter((block) => block.key.startsWith('phase:'))
      .map((block) => ({ heading: block.key, text: firstLine(block.text) })),
    blocks: blockRecords(from, pieces),
    tasks: taskRecords(from),
    entries: entryRecords(from),
    gone: goneRecords(from),
    unknown: lock.unknown,
  }
}
