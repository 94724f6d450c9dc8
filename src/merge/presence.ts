import type { Derived } from '../derive/index.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { Offer, Take } from '../model/merge.ts'
import type { SectionEntry, SectionName } from '../model/plan.ts'
import type { TaskDocument, UnreadTask } from '../model/task-document.ts'
import { tasksById } from './by-id.ts'
import { entryKey } from './first.ts'
import type { Lock, LockEntry, LockGone, LockTask } from './lock.ts'

/** What a document still has of what was generated, and what a person took out. */
export interface Presence {
  /** Without the items and entries that a person deleted. */
  readonly derived: Derived
  /** Numbers what is left: the records of deleted tasks are gone, those that were taken back are there. */
  readonly numbering: Lock
  /** Records of tasks that a person put into a comment or a fence: neither there nor deleted. */
  readonly hidden: readonly LockTask[]
  /** Records of entries that stand in a quote, a table, a comment or a fence. */
  readonly hiddenEntries: readonly LockEntry[]
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
  // Most documents have none anywhere.
  if (entryLines(doc).size === 0) return found
  for (let at = 0; at < doc.pieces.length; at++) {
    const piece = doc.pieces[at]!
    if (piece.kind !== 'item') continue
    const id = ENTRY.exec(doc.text.slice(piece.start, Math.min(piece.end, piece.start + 60)))?.[1]
    if (id !== undefined && !found.has(id)) found.set(id, at)
  }
  return found
}

/** Several ask, and each answer is a look at the whole text. */
const linesOf = new WeakMap<TaskDocument, ReadonlyMap<string, string>>()

/** The words behind every id of an entry, wherever it stands: also in a quote, a table or a fence. */
export function entryLines(doc: TaskDocument): ReadonlyMap<string, string> {
  const known = linesOf.get(doc)
  if (known !== undefined) return known
  const found = new Map<string, string>()
  linesOf.set(doc, found)
  for (const [, id, words] of doc.text.matchAll(/\*\*([A-Z]{1,6}-\d{1,6})\*\*:?[ \t]*([^\n]*)/g))
    if (!found.has(id!)) found.set(id!, words!.trim())
  return found
}

/** What was not read as a task, and the line with which a comment opens. */
function hiddenLines(doc: TaskDocument): readonly UnreadTask[] {
  const opening: UnreadTask[] = []
  for (let at = 0; at < doc.pieces.length; at++) {
    const { kind, start } = doc.pieces[at]!
    if (kind !== 'comment' || !/^<!--[ \t]*[-*+] \[.\]/u.test(doc.text.slice(start, start + 40))) continue
    const newline = doc.text.indexOf('\n', start)
    opening.push({ where: 'comment', start, end: newline < 0 ? doc.text.length : newline })
  }
  return opening.length === 0 ? doc.unread : [...opening, ...doc.unread]
}

/** Lines that would be tasks if they did not stand in a comment, in code or in a table: their ids and words. */
export function unreadTasks(doc: TaskDocument): Map<string, string> {
  const found = new Map<string, string>()
  for (const { start, end } of hiddenLines(doc)) {
    const [, id, words] = UNREAD.exec(doc.text.slice(start, end)) ?? []
    if (id !== undefined && !found.has(id)) found.set(id, words!)
  }
  return found
}

const UNREAD = /\[.\][ \t|]+[*_~`]*(T\d{1,9}[a-z]?)\b[*_~`:.]*((?:[ \t]*\[[^\]]*\])*[ \t]*.*)/u

function newTombstones(doc: TaskDocument | null, lock: Lock, hidden: ReadonlySet<string>): LockGone[] {
  if (doc === null) return []
  const there = tasksById(doc)
  const entries = entryLines(doc)
  return [
    ...lock.tasks
      .filter(({ id }) => !there.has(id) && !hidden.has(id))
      .map(({ id, key, source, text }): LockGone => ({ gone: id, key, source, by: 'hand', text })),
    ...lock.entries
      .filter((record) => ENTRY_ID.test(record.entry) && !entries.has(record.entry))
      .map(({ entry, key, source, text }): LockGone => ({ gone: entry, key, source, by: 'hand', text })),
  ]
}

const ENTRY_ID = /^[A-Z]{1,6}-\d{1,6}$/

const idsIn = (doc: TaskDocument): ReadonlySet<string> =>
  new Set([...doc.tasks.map((task) => task.id), ...entryIds(doc).keys()])

function hiddenTasks(doc: TaskDocument | null, lock: Lock): LockTask[] {
  if (doc === null) return []
  const unread = unreadTasks(doc)
  if (unread.size === 0) return []
  const there = new Set(doc.tasks.map((task) => task.id))
  return lock.tasks.filter((task) => unread.has(task.id) && !there.has(task.id))
}

function hiddenOf(doc: TaskDocument, lock: Lock): LockEntry[] {
  if (lock.entries.length === 0) return []
  const [lines, items] = [entryLines(doc), entryIds(doc)]
  return lock.entries.filter(({ entry }) => lines.has(entry) && !items.has(entry))
}

/** Says which tasks are no tasks where they stand. */
export function hiddenNotes(doc: TaskDocument, hidden: readonly LockTask[]): Diagnostic[] {
  const ids = new Set(hidden.map((task) => task.id))
  return hiddenLines(doc).flatMap((line): Diagnostic[] => {
    const id = UNREAD.exec(doc.text.slice(line.start, line.end))?.[1]
    if (id === undefined || !ids.delete(id)) return []
    const where = { code: 'code', comment: 'a comment', html: 'HTML', table: 'a table', indented: 'indented code' }[
      line.where
    ]
    return [
      {
        ruleId: 'hidden-task',
        severity: 'info',
        message: `${id} stands in ${where}, where it is no task; it counts again as soon as it stands in a list.`,
        place: { file: doc.file, start: line.start, end: line.end },
      },
    ]
  })
}

/** Records for what is brought back, where the lock has none any more. */
function returning(
  lock: Lock,
  all: readonly LockGone[],
  restored: ReadonlySet<string>,
): Pick<Lock, 'tasks' | 'entries'> {
  const known =
    restored.size === 0
      ? null
      : new Set([...lock.tasks.map((task) => task.id), ...lock.entries.map((record) => record.entry)])
  const records = known === null ? [] : all.filter((record) => restored.has(record.gone) && !known.has(record.gone))
  const entries = records
    .filter((record) => ENTRY_ID.test(record.gone))
    .map(({ gone: entry, key, source, text }): LockEntry => ({ entry, key, source, text, noted: [] }))
  const tasks = records
    .filter((record) => !ENTRY_ID.test(record.gone))
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
  return { tasks, entries }
}

/**
 * Finds what a person deleted since the last run, and leaves it out from here on. Without a lock nobody knows what was
 * there, so nothing counts as deleted.
 */
export function presenceOf(
  derived: Derived,
  lock: Lock,
  doc: TaskDocument | null,
  { take, twoWay }: { readonly take: Take | undefined; readonly twoWay: boolean },
): Presence {
  const hidden = hiddenTasks(doc, lock)
  const hiddenEntries = doc === null ? [] : hiddenOf(doc, lock)
  const fresh = newTombstones(twoWay ? null : doc, lock, new Set(hidden.map((task) => task.id)))
  const all = [...lock.gone, ...fresh]
  // What stands there again was brought back by hand.
  const there = doc === null || lock.gone.length === 0 ? new Set() : idsIn(doc)
  const restored = new Set(
    all.filter(({ by, gone: id }) => by === 'hand' && (takes(take, id) || there.has(id))).map((record) => record.gone),
  )
  const gone = all.filter((record) => !restored.has(record.gone))
  const byHand = new Set(gone.filter((record) => record.by === 'hand').map((record) => record.key))
  const items = new Map<string, Derived['items'][number]>()
  if (byHand.size > 0) for (const item of derived.items) if (byHand.has(item.key)) items.set(item.key, item)
  const offers: Offer[] = []
  const tombstones = gone.map((record): LockGone => {
    const item = record.by === 'hand' ? items.get(record.key) : undefined
    if (item === undefined || item.source === record.source) return record
    // Offered once: from here on the new wording is the one that was turned down.
    offers.push({ id: record.gone, text: item.text })
    return { ...record, source: item.source }
  })
  const left = new Set(gone.map((record) => record.gone))
  const back = returning(lock, all, restored)
  return {
    derived: without(derived, new Set([...byHand, ...[...hidden, ...hiddenEntries].map((one) => one.key)])),
    hidden,
    hiddenEntries,
    numbering: {
      ...lock,
      tasks:
        left.size + back.tasks.length === 0
          ? lock.tasks
          : [...lock.tasks.filter((task) => !left.has(task.id)), ...back.tasks],
      entries: [...lock.entries.filter((record) => !left.has(record.entry)), ...back.entries],
      gone: tombstones,
    },
    gone: tombstones,
    deleted: fresh.filter((record) => !restored.has(record.gone)).map((record) => record.gone),
    offers,
    restored,
  }
}

function without(derived: Derived, gone: ReadonlySet<string>): Derived {
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
