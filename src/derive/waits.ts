/**
 * What waits for what, while statements are added one by one and none may close a circle. Many things that are named
 * at once are one node, so that a statement costs no more than what it names and not all its pairs.
 */
export interface Waits {
  /** How many things there are; nodes from there on stand for several of them. */
  readonly count: number
  /** What each node waits for. */
  readonly next: number[][]
  readonly links: Set<number>
  /** Nodes for several things, by the node of all but the last of them and the last one. */
  readonly several: Map<number, number>
  /** The searches that still hold, by the node they start at. */
  readonly searches: Map<number, Search>
  /** The last of all things for which something before it waits; most plans have none. */
  against: number
}

/** For each node the first of some things that leads to it, and whether another one of them does too; -1 for none. */
interface Search {
  readonly first: Int32Array
  readonly again: Uint8Array
}

// A statement is looked at for one thing after the other that it is about; what it names changes seldom.
const MAX_SEARCHES = 8
// Nodes are fewer than the documents have letters.
const NODES = 2 ** 26

/** None of the things, which are numbers below `count` in the order of their plan, waits for anything yet. */
export function noWaits(count: number): Waits {
  return { count, next: [], links: new Set(), several: new Map(), searches: new Map(), against: -1 }
}

function link(waits: Waits, from: number, to: number): boolean {
  const key = from * NODES + to
  if (waits.links.has(key)) return false
  waits.links.add(key)
  const known = waits.next[from]
  if (known === undefined) waits.next[from] = [to]
  else known.push(to)
  return true
}

/** Things that are named together, and the node that stands for them. */
export interface Named {
  readonly things: readonly number[]
  readonly node: number
  /** The last of them in the plan; -1 where there is none. */
  readonly last: number
}

/** Lists that begin alike share their nodes: all milestones before the third are those before the second and one more. */
export function together(waits: Waits, things: readonly number[]): Named {
  let node = things[0] ?? -1
  let last = node
  for (let at = 1; at < things.length; at += 1) {
    const thing = things[at]!
    const key = node * NODES + thing
    let both = waits.several.get(key)
    if (both === undefined) {
      both = waits.count + waits.several.size
      waits.several.set(key, both)
      waits.next[both] = [node, thing]
    }
    node = both
    last = Math.max(last, thing)
  }
  return { things, node, last }
}

/** One of the things that lead somewhere does not tell whether another one does; two of them always do. */
function search(waits: Waits, things: readonly number[]): Search {
  const size = waits.count + waits.several.size
  const first = new Int32Array(size).fill(-1)
  const again = new Uint8Array(size)
  const open: number[] = []
  const reach = (node: number, source: number): void => {
    if (first[node] === -1) first[node] = source
    else if (first[node] === source || again[node] === 1) return
    else again[node] = 1
    open.push(node, source)
  }
  for (const thing of things) reach(thing, thing)
  for (let source = open.pop(); source !== undefined; source = open.pop()) {
    const next = waits.next[open.pop()!]
    if (next !== undefined) for (let at = 0; at < next.length; at += 1) reach(next[at]!, source)
  }
  return { first, again }
}

/** Null where nothing can be found: what is named stands before `to`, and nothing there waits for so late a thing. */
function searchFor(waits: Waits, { things, node, last }: Named, to: number): Search | null {
  if (to > last && to > waits.against) return null
  const known = waits.searches.get(node)
  if (known !== undefined) return known
  const found = search(waits, things)
  if (waits.searches.size >= MAX_SEARCHES) waits.searches.delete(waits.searches.keys().next().value!)
  waits.searches.set(node, found)
  return found
}

/** Whether one of what is named is this thing or waits for it, directly or through others. */
export function leadsTo(waits: Waits, named: Named, to: number): boolean {
  const found = named.last < 0 ? null : searchFor(waits, named, to)
  return found !== null && found.first[to] !== -1
}

/** The same, but for the thing itself, which may be among what is named. */
export function othersLeadTo(waits: Waits, named: Named, to: number): boolean {
  const found = named.last < 0 ? null : searchFor(waits, named, to)
  return found !== null && (found.again[to] === 1 || (found.first[to] !== -1 && found.first[to] !== to))
}

/** Something waits for what is named, which it may be part of. */
export function waitFor(waits: Waits, from: number, named: Named): void {
  if (named.last < 0 || !link(waits, from, named.node)) return
  if (named.last >= from) waits.against = Math.max(waits.against, named.last)
  for (const [node, { first }] of waits.searches) if (first[from] !== -1) waits.searches.delete(node)
}
