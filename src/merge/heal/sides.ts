import type { Span } from '../../model/source.ts'
import type { DocumentTask, TaskDocument } from '../../model/task-document.ts'
import { readTaskDocument } from '../../parse/tasks/document.ts'
import { scanDocument } from '../../parse/tasks/scan.ts'
import { hashOfPiece } from '../elements.ts'
import type { Lock, LockTask } from '../lock.ts'
import { areDifferent, idsOfLock, idSource, likeness, renameIn, type IdSource } from './ids.ts'
import { both, mergePlaces, printMerged, standings, whole, type Clash, type Merging } from './lists.ts'
import { lastAt, lineKey, nodesOf, versionOf, type Node, type NodeList, type Version } from './nodes.ts'

/** A place where two versions of a document differ; offsets count in the version. */
export interface Place {
  readonly ours: Span
  readonly theirs: Span
  readonly base: Span | null
}

/** Two versions of a document and perhaps the one that both come from, with the places where they differ. */
export interface Sides {
  readonly ours: string
  readonly theirs: string
  readonly base: string | null
  readonly places: readonly Place[]
}

/** A task that got another id because two branches had given the same one. */
export interface Renamed {
  readonly from: string
  readonly to: string
  readonly side: 'ours' | 'theirs' | 'unknown'
  readonly words: string
}

/** What the two sides become. */
export interface MergedSides {
  readonly text: string
  readonly clashes: readonly Clash[]
  readonly renamed: readonly Renamed[]
  /** Tasks that one side deleted and the other changed: they stay. */
  readonly revived: readonly string[]
}

export const eolOf = (text: string): '\n' | '\r\n' => {
  const first = text.indexOf('\n')
  return first > 0 && text[first - 1] === '\r' ? '\r\n' : '\n'
}

/** Reads a text as a task document. */
export const documentOf = (text: string, path: string): TaskDocument =>
  readTaskDocument({ path, text, eol: eolOf(text) })

/** Whether offsets given in order are inside of spans. */
function insideTest(spans: readonly Span[]): (offset: number) => boolean {
  let at = 0
  return (offset) => {
    while (at < spans.length && spans[at]!.end <= offset) at++
    return at < spans.length && spans[at]!.start <= offset
  }
}

interface Occurrence {
  readonly task: DocumentTask
  readonly side: 'both' | 'ours' | 'theirs'
}

/** All tasks with an id: those outside of the places once, inside them by side. */
function occurrences(ours: TaskDocument, theirs: TaskDocument, places: readonly Place[]): Map<string, Occurrence[]> {
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
interface Read {
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
function withoutDuplicates(sides: Sides, path: string, lock: Lock | null): Read {
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

/** Takes tasks that have moved out of the places out of a list, and answers them. */
function takeOut(list: NodeList, moved: ReadonlySet<string>): { list: NodeList; taken: readonly Node[] } {
  if (moved.size === 0) return { list, taken: [] }
  const taken: Node[] = []
  const visit = (nodes: readonly Node[]): readonly Node[] => {
    const left = nodes.filter((node) => {
      const isOut = node.key.startsWith('id:') && moved.has(node.key.slice(3))
      if (isOut) taken.push(node)
      return !isOut
    })
    return left.map((node) => (node.children.length === 0 ? node : { ...node, children: visit(node.children) }))
  }
  const nodes = visit(list.nodes)
  return taken.length === 0 ? { list, taken } : { list: { nodes, tail: list.tail }, taken }
}

/** Ids of tasks that one side moved to where git saw no conflict, and that the other side still has inside of one. */
function movedOut(ours: TaskDocument, theirs: TaskDocument, places: readonly Place[]): Set<string> {
  const ids = new Set<string>()
  for (const [id, list] of occurrences(ours, theirs, places))
    if (list.length === 2 && list.filter(({ side }) => side === 'both').length === 1) ids.add(id)
  return ids
}

function standingsInside(version: Version, spans: readonly Span[]): ReturnType<typeof standings> {
  const isInside = insideTest(spans)
  return standings(wholeOf(version).nodes, ({ at }) => isInside(at))
}

const wholeOf = (version: Version): NodeList => nodesOf(version, { start: 0, end: version.doc.text.length })

/**
 * Merges two versions of a document by section, task, field and line, in the places where they differ. With the version
 * that both come from, what one side alone changed or deleted is done; without it, what stands on either side stays.
 * Linear.
 */
export function mergeSides(given: Sides, path: string, lock: Lock | null): MergedSides {
  const read = withoutDuplicates(given, path, lock)
  const { sides, renamed } = read
  const [ours, theirs] = [versionOf(read.ours), versionOf(read.theirs)]
  const base = read.base === null ? null : versionOf(read.base)
  const records = recordsOf(lock)
  const entries = new Map(lock?.entries.map(({ entry, text, differs }) => [entry, differs === undefined ? text : null]))
  const hashes = new Set(lock?.blocks.flatMap(({ hash, differs }) => (differs === undefined ? [hash] : [])))
  const gone = new Set(lock?.gone.map((record) => record.gone))
  const inside = (version: Version, side: 'ours' | 'theirs' | 'base'): ReturnType<typeof standings> =>
    standingsInside(
      version,
      sides.places.flatMap((place) => place[side] ?? []),
    )
  const merging: Merging = {
    eol: eolOf(sides.ours === '' ? sides.theirs : sides.ours),
    base: base === null ? null : inside(base, 'base'),
    ours: inside(ours, 'ours'),
    theirs: inside(theirs, 'theirs'),
    record: (id) => (records.get(id)?.length === 1 ? records.get(id)![0]! : null),
    entry: (id) => entries.get(id) ?? null,
    isGone: (id) => gone.has(id),
    locked: (text) =>
      scanDocument(text).pieces.filter((piece) => hashes.has(hashOfPiece(text.slice(piece.start, piece.end)))).length,
    clashes: [],
    revived: [],
  }
  const spans = sides.places.map((place) => place.ours)
  const moved = movedOut(ours.doc, theirs.doc, sides.places)
  const folded: Node[] = []
  const edits = sides.places.map((place): Edit => {
    const lists = (['ours', 'theirs'] as const).map((side) => {
      const { list, taken } = takeOut(nodesOf(side === 'ours' ? ours : theirs, place[side]), moved)
      folded.push(...taken)
      return list
    })
    const before = base === null || place.base === null ? null : nodesOf(base, place.base)
    const local = place.base === null ? { ...merging, base: null } : merging
    return { ...place.ours, text: mergePlaces(before, lists[0]!, lists[1]!, local) }
  })
  const outside = folded.length === 0 ? [] : foldedEdits(folded, wholeOf(ours).nodes, spans, merging)
  const text = assemble(ours.doc.text, [...edits, ...outside], merging.eol)
  return { text, clashes: merging.clashes, renamed, revived: merging.revived }
}

type Edit = Span & { readonly text: string }

/** Applies edits of whole lines; a line end is added where a last line without one gets a line behind it. */
function assemble(text: string, edits: readonly Edit[], eol: string): string {
  const pieces: string[] = []
  let open = false
  const put = (piece: string): void => {
    if (piece === '') return
    pieces.push(open ? eol + piece : piece)
    open = !piece.endsWith('\n')
  }
  let at = 0
  for (const edit of edits.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    if (edit.start < at) continue
    put(text.slice(at, edit.start))
    put(edit.text)
    at = edit.end
  }
  put(text.slice(at))
  return pieces.join('')
}

/** What one side changed in tasks that the other side moved to a place where git saw no conflict. */
function foldedEdits(
  folded: readonly Node[],
  nodes: readonly Node[],
  places: readonly Span[],
  merging: Merging,
): readonly Edit[] {
  const isInside = insideTest(places)
  const fixed = standings(nodes, ({ at }) => !isInside(at))
  const edits = new Map<number, Edit>()
  for (const node of folded) {
    const id = node.key.slice(3)
    const standing = fixed.get(id)?.node
    if (standing === undefined || edits.has(standing.at)) continue
    const merged = both(merging.base?.get(id)?.node, standing, node, merging)
    const before = printMerged([{ ...whole(standing), gap: '' }], merging.eol)
    const place = places[lastAt(places, standing.at + before.length - 1)]
    // A conflict inside the task is merged by itself; then only the head is left to this one.
    const crosses = place !== undefined && place.end > standing.at
    const text = crosses ? merged.head : printMerged([{ ...merged, gap: '' }], merging.eol)
    const end = standing.at + (crosses ? standing.head.length : before.length)
    edits.set(standing.at, { start: standing.at, end, text })
  }
  return [...edits.values()]
}
