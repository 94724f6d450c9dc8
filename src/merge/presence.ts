import type { Derived } from '../derive/index.ts'
import type { Offer, Take } from '../model/merge.ts'
import type { SectionEntry, SectionName } from '../model/plan.ts'
import type { TaskDocument } from '../model/task-document.ts'
import { entryKey } from './first.ts'
import type { Lock, LockGone } from './lock.ts'

/** What a document still has of what was generated, and what a person took out. */
export interface Presence {
  /** Without the items and entries that a person deleted. */
  readonly derived: Derived
  /** Numbers what is left: the records of deleted tasks are gone, those that were taken back are there. */
  readonly numbering: Lock
  /** Tombstones of everything that was deleted, now and before. */
  readonly gone: readonly LockGone[]
  /** Deleted in this run: ids of tasks and entries. */
  readonly deleted: readonly string[]
  readonly offers: readonly Offer[]
  /** Ids that are brought back although the document lacks them. */
  readonly restored: ReadonlySet<string>
}

const takes = (take: Take | undefined, id: string): boolean =>
  take !== undefined && take.plan !== 'all' && take.plan.includes(id)

const ENTRY = /\*\*([A-Z]{1,6}-\d{1,6})\*\*/

/** Ids of the list entries that a document holds: `- **RM-001**: ...`. */
export function entryIds(doc: TaskDocument): Map<string, number> {
  const found = new Map<string, number>()
  doc.pieces.forEach((piece, at) => {
    if (piece.kind !== 'item') return
    const id = ENTRY.exec(doc.text.slice(piece.start, Math.min(piece.end, piece.start + 60)))?.[1]
    if (id !== undefined && !found.has(id)) found.set(id, at)
  })
  return found
}

function newTombstones(doc: TaskDocument | null, lock: Lock): LockGone[] {
  if (doc === null) return []
  const there = new Set(doc.tasks.map((task) => task.id))
  const entries = entryIds(doc)
  return [
    ...lock.tasks
      .filter((task) => !there.has(task.id))
      .map(({ id, key, source, text }): LockGone => ({ gone: id, key, source, by: 'hand', text })),
    ...lock.entries
      .filter((record) => /^[A-Z]{1,6}-\d{1,6}$/.test(record.entry) && !entries.has(record.entry))
      .map(({ entry, key, source, text }): LockGone => ({ gone: entry, key, source, by: 'hand', text })),
  ]
}

/** Finds what a person deleted since the last run, and leaves it out from here on. */
export function presenceOf(derived: Derived, lock: Lock, doc: TaskDocument | null, take: Take | undefined): Presence {
  const fresh = newTombstones(doc, lock)
  const all = [...lock.gone, ...fresh]
  const restored = new Set(
    all.filter((record) => record.by === 'hand' && takes(take, record.gone)).map((record) => record.gone),
  )
  const items = new Map(derived.items.map((item) => [item.key, item]))
  const gone = all.filter((record) => !restored.has(record.gone))
  const byHand = new Map(gone.filter((record) => record.by === 'hand').map((record) => [record.key, record]))
  const offers: Offer[] = []
  const tombstones = gone.map((record): LockGone => {
    const item = record.by === 'hand' ? items.get(record.key) : undefined
    if (item === undefined || item.source === record.source) return record
    // Offered once: from here on the new wording is the one that was turned down.
    offers.push({ id: record.gone, text: item.text })
    return { ...record, source: item.source }
  })
  const left = new Set(gone.map((record) => record.gone))
  const back = all
    .filter((record) => restored.has(record.gone) && !lock.tasks.some((task) => task.id === record.gone))
    .map(({ gone: id, key, source, text }): Lock['tasks'][number] => ({
      id,
      key,
      source,
      text,
      phase: 'polish',
      after: '',
      p: false,
      m: null,
      estimate: '',
      depends: [],
      body: [],
      noted: [],
    }))
  return {
    derived: without(derived, byHand),
    numbering: {
      ...lock,
      tasks: [...lock.tasks.filter((task) => !left.has(task.id)), ...back],
      entries: lock.entries.filter((record) => !left.has(record.entry)),
      gone: tombstones,
    },
    gone: tombstones,
    deleted: fresh.filter((record) => !restored.has(record.gone)).map((record) => record.gone),
    offers,
    restored,
  }
}

function without(derived: Derived, gone: ReadonlyMap<string, LockGone>): Derived {
  if (gone.size === 0) return derived
  const sections = Object.entries(derived.sections) as [SectionName, readonly SectionEntry[]][]
  return {
    ...derived,
    items: derived.items.filter((item) => !gone.has(item.key)),
    sections: Object.fromEntries(
      sections.map(([name, entries]) => [name, entries.filter((entry) => !gone.has(entryKey(name, entry)))]),
    ),
  }
}
