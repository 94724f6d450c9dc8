import type { Span } from '../../model/source.ts'
import type { TaskDocument } from '../../model/task-document.ts'
import { scanDocument } from '../../parse/tasks/scan.ts'
import { hashOfPiece } from '../elements.ts'
import type { Lock } from '../lock.ts'
import { occurrences, recordsOf, withoutDuplicates } from './double-ids.ts'
import { both, mergePlaces, printMerged, standings, whole, type Clash, type Merging } from './lists.ts'
import { withoutSharedNumbers, type Renumbered } from './milestones.ts'
import { lastAt, nodesOf, versionOf, type Node, type NodeList, type Version } from './nodes.ts'
import { eolOf, insideTest, type Place, type Renamed, type Sides } from './places.ts'

/** What the two sides become. */
export interface MergedSides {
  readonly text: string
  readonly clashes: readonly Clash[]
  readonly renamed: readonly Renamed[]
  readonly renumbered: readonly Renumbered[]
  /** Tasks that one side deleted and the other changed: they stay. */
  readonly revived: readonly string[]
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
  const { sides: apart, renumbered } = withoutSharedNumbers(given, path, lock)
  const read = withoutDuplicates(apart, path, lock)
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
  return { text, clashes: merging.clashes, renamed, renumbered, revived: merging.revived }
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
