import type { Span } from '../../model/source.ts'
import type { DocumentTask, TaskDocument } from '../../model/task-document.ts'
import type { Lock, LockTask } from '../lock.ts'
import { areDifferent, idsOfLock, idSource, likeness, renameIn, type IdSource } from './ids.ts'
import { lineKey } from './nodes.ts'
import { documentOf, insideTest, type Place, type Renamed, type Sides } from './places.ts'

export interface Occurrence {
  readonly task: DocumentTask
  readonly side: 'both' | 'ours' | 'theirs'
}

/** All tasks with an id: those outside of the places once, inside them by side. */
export function occurrences(
  ours: TaskDocument,
  theirs: TaskDocument,
  places: readonly Place[],
): Map<string, Occurrence[]> {
  const found = new Map<string, Occurrence[]>()
  const add = (task: DocumentTask, side: Occurrence['side']): void => {
    const list = found.get(task.id)
    if (list === undefined) found.set(task.id, [{ task, side }])
    else list.push({ task, side })
  }
  const inOurs = insideTest(places.map((place) => place.ours))
  for (const task of ours.tasks) if (task.id !== '') add(task, inOurs(task.line.start) ? 'ours' : 'both')
  const inTheirs = insideTest(places.map((place) => place.theirs))
  for (const task of theirs.tasks) if (task.id !== '' && inTheirs(task.line.start)) add(task, 'theirs')
  return found
}

/** The versions as read. */
export interface Read {
  readonly sides: Sides
  readonly ours: TaskDocument
  readonly theirs: TaskDocument
  readonly base: TaskDocument | null
  readonly renamed: readonly Renamed[]
}

interface Duplicates {
  readonly renamed: readonly Renamed[]
  /** Starts of the lines of the renamed tasks. */
  readonly starts: Readonly<Record<'ours' | 'theirs', ReadonlyMap<number, string>>>
}

/** Records by id; null for an id that has several. */
export function recordsOf(lock: Lock | null): ReadonlyMap<string, readonly LockTask[]> {
  const records = new Map<string, LockTask[]>()
  for (const record of lock?.tasks ?? []) {
    const list = records.get(record.id)
    if (list === undefined) records.set(record.id, [record])
    else list.push(record)
  }
  return records
}

/** Which of two tasks with one id keeps it: the one that the lock knows, else the first. */
export function keepsFirst(first: string, second: string, records: readonly LockTask[]): boolean {
  if (records.length !== 1) return true
  return likeness(first, records[0]!.text) >= likeness(second, records[0]!.text)
}

/** Finds ids that the two branches gave to different tasks. */
function findDuplicates(
  found: ReadonlyMap<string, readonly Occurrence[]>,
  old: ReadonlySet<string> | null,
  records: ReadonlyMap<string, readonly LockTask[]>,
  ids: IdSource,
): Duplicates {
  const renamed: Renamed[] = []
  // An id that both sides gave anew has been reworded by nobody.
  const hasBase = old !== null
  const starts = { ours: new Map<number, string>(), theirs: new Map<number, string>() }
  for (const [id, list] of found) {
    if (list.length < 2 || old?.has(id) === true) continue
    const known = records.get(id) ?? []
    const first = (side: Occurrence['side']): Occurrence | undefined => list.find((one) => one.side === side)
    const [outside, ours, theirs] = [first('both'), first('ours'), first('theirs')]
    let keeper = outside ?? ours
    const others = outside === undefined ? [theirs] : [ours, theirs]
    for (let other of others) {
      if (keeper === undefined || other === undefined) continue
      if (!areDifferent(keeper.task.text, other.task.text, hasBase ? 0 : known.length)) continue
      if (outside === undefined && !keepsFirst(keeper.task.text, other.task.text, known))
        [keeper, other] = [other, keeper]
      const side = other.side === 'theirs' ? 'theirs' : 'ours'
      const to = ids.next(id)
      renamed.push({ from: id, to, side, words: other.task.text })
      starts[side].set(other.task.line.start, to)
    }
  }
  return { renamed, starts }
}

/** Gives a version its new ids, in the tasks themselves and where its own lines refer to them. */
function renameSide(
  doc: TaskDocument,
  spans: readonly Span[],
  renames: ReadonlyMap<string, string>,
  starts: ReadonlyMap<number, string>,
  foreign: ReadonlySet<string>,
): { text: string; spans: Span[] } {
  const { text } = doc
  const idAt = new Map(
    doc.tasks.flatMap((task) => (starts.has(task.line.start) ? [[task.line.start, task] as const] : [])),
  )
  const pieces: string[] = []
  const moved: Span[] = []
  let at = 0
  let length = 0
  const put = (piece: string): void => {
    pieces.push(piece)
    length += piece.length
  }
  for (const span of spans) {
    put(text.slice(at, span.start))
    const start = length
    for (at = span.start; at < span.end;) {
      const newline = text.indexOf('\n', at)
      const end = newline < 0 || newline >= span.end ? span.end : newline + 1
      const line = text.slice(at, end)
      const task = idAt.get(at)
      if (task?.idSpan != null) {
        const { start: from, end: to } = task.idSpan
        put(text.slice(at, from) + starts.get(at)! + renameIn(text.slice(to, end), renames))
      } else put(foreign.has(lineKey(line)) ? line : renameIn(line, renames))
      at = end
    }
    moved.push({ start, end: length })
  }
  put(text.slice(at))
  return { text: pieces.join(''), spans: moved }
}

const linesOf = (text: string): Set<string> => new Set(text.split('\n').map(lineKey))

/** Ids of the ancestor's tasks. Outside of the places its text is what git has merged, which tells nothing. */
function idsInside(base: TaskDocument, places: readonly Place[]): Set<string> {
  const isInside = insideTest(places.flatMap((place) => place.base ?? []))
  return new Set(base.tasks.flatMap(({ id, line }) => (isInside(line.start) ? [id] : [])))
}

/** Sides whose ids mean the same task on both. */
export function withoutDuplicates(sides: Sides, path: string, lock: Lock | null): Read {
  const [ours, theirs] = [documentOf(sides.ours, path), documentOf(sides.theirs, path)]
  const base = sides.base === null ? null : documentOf(sides.base, path)
  const old = base === null ? null : idsInside(base, sides.places)
  const found = occurrences(ours, theirs, sides.places)
  const ids = idSource([
    ...[ours, theirs].flatMap((doc) => doc.tasks.map(({ id }) => id)),
    ...(old ?? []),
    ...idsOfLock(lock),
  ])
  const { renamed, starts } = findDuplicates(found, old, recordsOf(lock), ids)
  if (renamed.length === 0) return { sides, ours, theirs, base, renamed }
  const rename = (side: 'ours' | 'theirs', doc: TaskDocument, other: string): ReturnType<typeof renameSide> => {
    const renames = new Map(renamed.filter((one) => one.side === side).map(({ from, to }) => [from, to]))
    const spans = sides.places.map((place) => place[side])
    if (renames.size === 0) return { text: doc.text, spans }
    const foreign = new Set([...linesOf(other), ...linesOf(sides.base ?? '')])
    return renameSide(doc, spans, renames, starts[side], foreign)
  }
  const [first, second] = [rename('ours', ours, sides.theirs), rename('theirs', theirs, sides.ours)]
  const places = sides.places.map((place, at) => ({ ...place, ours: first.spans[at]!, theirs: second.spans[at]! }))
  const again = (doc: TaskDocument, { text }: { text: string }): TaskDocument =>
    text === doc.text ? doc : documentOf(text, path)
  const changed = { ...sides, ours: first.text, theirs: second.text, places }
  return { sides: changed, ours: again(ours, first), theirs: again(theirs, second), base, renamed }
}
