import type { Node } from './nodes.ts'

type Keyed = ReadonlyMap<string, Node>
/** The parts of one version in one list. */
export interface Side {
  readonly nodes: Keyed
  /** What comes before each part, '' for the first. */
  readonly before: ReadonlyMap<string, string>
}

/** Parts by key; the second of the same key gets a number. */
export function keyed(nodes: readonly Node[]): Side {
  const byKey = new Map<string, Node>()
  const before = new Map<string, string>()
  const counts = new Map<string, number>()
  let last = ''
  for (const node of nodes) {
    const count = (counts.get(node.key) ?? 0) + 1
    counts.set(node.key, count)
    const key = count === 1 ? node.key : `${node.key}\n${count}`
    byKey.set(key, node)
    before.set(key, last)
    last = key
  }
  return { nodes: byKey, before }
}

const orderOf = (side: Side, other: Side): string =>
  [...side.nodes.keys()].filter((key) => other.nodes.has(key)).join('\u0000')

/** The second side's order counts only where it alone changed the order. */
export function isReordered(base: Side | null, ours: Side, theirs: Side): boolean {
  if (base === null) return false
  const order = orderOf(ours, theirs)
  if (order === orderOf(theirs, ours)) return false
  const shared = new Set(order.split('\u0000'))
  const before = [...base.nodes.keys()].filter((key) => shared.has(key)).join('\u0000')
  return before === order
}

/** Parts that stand in one side only, by the shared part that they follow. */
function grouped(side: Side, other: Side, kept: ReadonlyMap<string, unknown>): Map<string, string[]> {
  const groups = new Map<string, string[]>()
  let anchor = ''
  for (const key of side.nodes.keys()) {
    if (other.nodes.has(key)) anchor = key
    else if (kept.has(key)) {
      const group = groups.get(anchor)
      if (group === undefined) groups.set(anchor, [key])
      else group.push(key)
    }
  }
  return groups
}

/** The keys of the result: the order of one side, what the other one added after what it follows there. */
export function ordered(main: Side, second: Side, kept: ReadonlyMap<string, unknown>, mainFirst: boolean): string[] {
  const result: string[] = []
  const added = [grouped(main, second, kept), grouped(second, main, kept)]
  if (!mainFirst) added.reverse()
  const flush = (anchor: string): void => added.forEach((groups) => result.push(...(groups.get(anchor) ?? [])))
  flush('')
  for (const key of main.nodes.keys()) {
    if (!second.nodes.has(key)) continue
    if (kept.has(key)) result.push(key)
    flush(key)
  }
  return result
}

/** Blank lines between two parts: as where they stand side by side, else as few as the two bear. */
export function gapBetween(
  last: string,
  key: string,
  base: Side | null,
  ours: Side,
  theirs: Side,
  eol: string,
): string {
  const gap = (side: Side | null): string | null =>
    side !== null && side.nodes.has(key) && side.before.get(key) === last ? side.nodes.get(key)!.gap : null
  const [before, first, second] = [gap(base), gap(ours), gap(theirs)]
  if (first !== null) return second !== null && before === first ? second : first
  if (second !== null) return second
  const node = (ours.nodes.get(key) ?? theirs.nodes.get(key))!
  const other = ours.nodes.get(last) ?? theirs.nodes.get(last)
  if (other === undefined) return node.gap
  if (isItem(node) && isItem(other)) return ''
  // Text right behind an item would become a part of it.
  return node.gap !== '' || (node.kind === 'line' && other.kind === 'line' && !isItem(other)) ? node.gap : eol
}

const isItem = (node: Node): boolean => node.kind === 'task' || /^\s*(?:[-*+]|\d{1,9}[.)])\s/.test(node.head)
