import type { TaskDocument, Piece } from '../model/task-document.ts'
import { REGION_LEVEL, familyOf, type Element } from '../merge/elements.ts'
import type { HeadingPhases } from '../merge/phases.ts'
import { entryIds } from '../merge/presence.ts'

/** Where the things of the generated document stand in a person's document. */
export interface Located {
  /** Piece of an element by its key: one that says what was last generated, or an entry by its id. */
  readonly pieceOf: ReadonlyMap<string, number>
  /** Index of the region that a piece stands in: that of its heading among the headings, -1 before the first. */
  readonly regionAt: (piece: number) => number
  /** Whether a piece is one of several of which a person edited or deleted one: then all of them are theirs. */
  readonly isTheirs: (key: string) => boolean
  /** Hash of what a piece says, '' for one with tasks. */
  readonly hashOf: (piece: number) => string
  /** Where the words of a piece end: before tasks in it that go away. */
  readonly endOf: (piece: number) => number
  /** Region of an element's region key; undefined where its heading is not there. */
  readonly regionOf: ReadonlyMap<string, number>
}

function regions(doc: TaskDocument): number[] {
  let region = -1
  return doc.headings.map((heading, at) => {
    if (heading.level <= REGION_LEVEL) region = at
    return region
  })
}

/**
 * Where the own words of each piece end: at its end, or before its tasks where all of these go away and nothing stands
 * behind them; -1 for any other piece with tasks.
 */
function ownEnds({ pieces, tasks, text }: TaskDocument, leaving: ReadonlySet<string>): Int32Array {
  const ends = new Int32Array(pieces.length)
  for (let at = 0; at < pieces.length; at++) ends[at] = pieces[at]!.end
  const cuts = new Map<number, number>()
  for (let at = 0; at < tasks.length; at++) {
    const { kind, id, piece, start, end } = tasks[at]!
    if (kind !== 'item' || ends[piece]! < 0) continue
    const mayGo = leaving.has(id) && start > pieces[piece]!.start
    const cut = mayGo ? (cuts.get(piece) ?? start) : start
    const isGoing = mayGo && text.slice(cut, start).trim() === ''
    ends[piece] = isGoing ? Math.min(ends[piece]!, start) : -1
    if (isGoing) cuts.set(piece, Math.max(cut, end))
  }
  for (const [piece, cut] of cuts) if (text.slice(cut, pieces[piece]!.end).trim() !== '') ends[piece] = -1
  return ends
}

/** Pieces by the hash of what they say; those with tasks in them are no candidates. */
function piecesByHash(doc: TaskDocument, ends: Int32Array, hashOf: (text: string) => string): Map<string, number[]> {
  const found = new Map<string, number[]>()
  for (let at = 0; at < doc.pieces.length; at++) {
    const piece = doc.pieces[at]!
    if (ends[at]! < 0 || piece.kind === 'front-matter') continue
    const text = doc.text.slice(piece.start, ends[at])
    // A line end says nothing but inside a fence, and elements have none.
    const hash = hashOf(/`{3}|~{3}/.test(text) ? text : text.replace(/\r?\n$/, ''))
    const list = found.get(hash)
    if (list === undefined) found.set(hash, [at])
    else list.push(at)
  }
  return found
}

function hashesOf(byHash: ReadonlyMap<string, readonly number[]>): ReadonlyMap<number, string> {
  const hashes = new Map<number, string>()
  for (const [hash, list] of byHash) for (const at of list) hashes.set(at, hash)
  return hashes
}

/** The key of a heading, which nothing else is that says the same: indented it is code. */
const HEADING = /[#/]heading(?:~\d+)?$/

const isRegion = (element: Pick<Element, 'level'>): boolean => element.level > 0 && element.level <= REGION_LEVEL

/** The heading of a phase by the section that is this phase, also under other words. */
function phaseHeading(doc: TaskDocument, key: string, phases: HeadingPhases): number {
  const phase = /^phase:(\w+)#heading$/.exec(key)?.[1]
  return phase === undefined
    ? -1
    : doc.headings.findIndex((heading, at) => heading.level <= REGION_LEVEL && phases[at] === phase)
}

/** Keys of the headings that open sections, now and before. */
function headingKeys(known: ReadonlyMap<string, string>, elements: readonly Element[]): ReadonlySet<string> {
  const now = new Set(elements.filter(isRegion).map((element) => element.key))
  return new Set([...known.keys(), ...now].filter((key) => key.endsWith('#heading') || now.has(key)))
}

/** Keys of which a person edited or deleted one of several, as a family. */
function theirFamilies(
  known: ReadonlyMap<string, string>,
  families: ReadonlySet<string>,
  found: ReadonlyMap<string, number>,
): ReadonlySet<string> {
  return new Set([...known.keys()].filter((key) => families.has(familyOf(key)) && !found.has(key)).map(familyOf))
}

/**
 * Finds the elements other than tasks that the document was last generated with. `known` maps each key to the hash it had then; an
 * element that does not say the same any more was changed or deleted by a person, and is not found.
 */
export function locateElements(
  doc: TaskDocument,
  known: ReadonlyMap<string, string>,
  elements: readonly Element[],
  phases: HeadingPhases,
  { hashOf, leaving }: { readonly hashOf: (text: string) => string; readonly leaving: ReadonlySet<string> },
): Located {
  const region = regions(doc)
  const regionAt = (at: number): number => {
    const { section }: Piece = doc.pieces[at]!
    return section < 0 ? -1 : region[section]!
  }
  const ends = ownEnds(doc, leaving)
  const byHash = piecesByHash(doc, ends, hashOf)
  const hashes = hashesOf(byHash)
  const pieceOf = new Map<string, number>()
  const regionOf = new Map<string, number>([['', -1]])
  const used = new Set<number>()
  const find = (key: string, hash: string, wanted: number | undefined): number | undefined => {
    const heading = HEADING.test(key)
    const list = (byHash.get(hash) ?? []).filter(
      (at) => !used.has(at) && (doc.pieces[at]!.kind === 'heading') === heading,
    )
    return list.find((at) => wanted !== undefined && regionAt(at) === wanted) ?? list[0]
  }
  const take = (key: string, wanted: number | undefined): void => {
    const best = find(key, known.get(key)!, wanted)
    if (best === undefined) return
    used.add(best)
    pieceOf.set(key, best)
  }
  const sectionOf = new Map(elements.map((element) => [element.key, element.region]))
  const headings = headingKeys(known, elements)
  const headingAt = new Map(doc.headings.map((heading, at) => [heading.piece, at]))
  for (const key of headings) {
    if (known.has(key)) take(key, undefined)
    const exact = pieceOf.get(key)
    const at = exact === undefined ? phaseHeading(doc, key, phases) : headingAt.get(exact)
    if (at !== undefined && at >= 0) regionOf.set(key, at)
  }
  for (const key of known.keys()) {
    if (pieceOf.has(key) || headings.has(key)) continue
    const home = sectionOf.get(key) ?? regionKeyOf(key, sectionOf)
    take(key, regionOf.get(home))
  }
  const families = new Set([...known.keys(), ...sectionOf.keys()].filter((key) => key.includes('~')).map(familyOf))
  const theirs = theirFamilies(known, families, pieceOf)
  // A person may have written what is generated now.
  for (const { key, hash, region: home } of elements) {
    if (!known.has(key) || pieceOf.has(key) || headings.has(key) || families.has(familyOf(key))) continue
    const wanted = regionOf.get(home)
    const same = find(key, hash, wanted)
    if (same === undefined || regionAt(same) !== wanted) continue
    used.add(same)
    pieceOf.set(key, same)
  }
  for (const [id, at] of entryIds(doc)) pieceOf.set(`entry:${id}`, at)
  return {
    pieceOf,
    regionAt,
    regionOf,
    isTheirs: (key) => theirs.has(familyOf(key)),
    hashOf: (at) => hashes.get(at) ?? '',
    endOf: (at) => (ends[at]! < 0 ? doc.pieces[at]!.end : ends[at]!),
  }
}

/** The region of a key that is no longer generated: that of another piece of its block. */
function regionKeyOf(key: string, sectionOf: ReadonlyMap<string, string>): string {
  const block = key.slice(0, key.indexOf('#'))
  return sectionOf.get(`${block}#heading`) ?? `${block}#heading`
}
