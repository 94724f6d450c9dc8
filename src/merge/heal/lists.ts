import type { Conflict } from '../../model/merge.ts'
import type { LockTask } from '../lock.ts'
import { printBranchNote } from './branch-note.ts'
import type { Node, NodeList } from './nodes.ts'
import { gapBetween, isReordered, keyed, ordered } from './order.ts'
import { mergeTaskHead, noteLines } from './task.ts'

/** Where a task stands in one version: itself, and the names of what is around it. */
export interface Standing {
  readonly node: Node
  readonly path: string
}

/** A field that both sides changed, before its place in the result is known. */
export type Clash = Omit<Conflict, 'place'>

/** What merging lists needs to know about the whole documents, and what it reports. */
export interface Merging {
  readonly eol: string
  /** Tasks inside of the places by id; `base` is null where the common ancestor is not known. */
  readonly base: ReadonlyMap<string, Standing> | null
  readonly ours: ReadonlyMap<string, Standing>
  readonly theirs: ReadonlyMap<string, Standing>
  /** The lock's record of a task or entry where it has exactly one. */
  readonly record: (id: string) => LockTask | null
  readonly entry: (id: string) => string | null
  /** The lock says that the task was dropped. */
  readonly isGone: (id: string) => boolean
  /** How many pieces of a computed text the lock knows. */
  readonly locked: (text: string) => number
  readonly clashes: Clash[]
  /** Ids of tasks that one side deleted and the other changed. */
  readonly revived: string[]
}

/** A part of the result. */
export interface Merged {
  readonly gap: string
  readonly head: string
  readonly children: readonly Merged[]
}

const trimmed = (text: string): string => text.replace(/\s+/g, ' ').trim()

/** Whether two parts say the same, whatever blank lines and indents they have. */
function isSame(a: Node, b: Node): boolean {
  if (trimmed(a.head) !== trimmed(b.head) || a.children.length !== b.children.length) return false
  return a.children.every((child, at) => isSame(child, b.children[at]!))
}

/** A part as it is. */
export const whole = (node: Node): Merged => ({ gap: node.gap, head: node.head, children: node.children.map(whole) })

const idOf = (node: Node): string => (node.key.startsWith('id:') ? node.key.slice(3) : '')

/** Which side's place counts for a task that stands in different places: that of the side that moved it. */
function placeOwner(id: string, merging: Merging): 'ours' | 'theirs' {
  const [base, ours, theirs] = [merging.base?.get(id), merging.ours.get(id), merging.theirs.get(id)]
  return base !== undefined && base.path === ours?.path && base.path !== theirs?.path ? 'theirs' : 'ours'
}

/** A part that one side alone has in this list. Null where it goes. */
function alone(node: Node, local: Node | undefined, side: 'ours' | 'theirs', merging: Merging): Merged | null {
  const id = idOf(node)
  // Where a section moved, its tasks have their ancestor in another list.
  const base = local ?? (id === '' ? undefined : merging.base?.get(id)?.node)
  // Of several tasks with one id it is the first that may have moved.
  const isFirst = id !== '' && merging[side].get(id)?.node.at === node.at
  const elsewhere = isFirst ? merging[side === 'ours' ? 'theirs' : 'ours'].get(id) : undefined
  if (elsewhere !== undefined) {
    if (placeOwner(id, merging) !== side) return null
    const before = merging.base?.get(id)?.node
    return side === 'ours' ? both(before, node, elsewhere.node, merging) : both(before, elsewhere.node, node, merging)
  }
  if (base === undefined) return wasDropped(node, id, merging) ? null : taken(node, side, merging)
  if (isSame(base, node)) return null
  if (node.kind === 'section') return remainder(node, base, side, merging)
  if (id !== '') merging.revived.push(id)
  return node.named === 'computed' ? null : taken(node, side, merging)
}

/** A part that stays although one side alone has it; what is in it may stand elsewhere on the other side. */
function taken(node: Node, side: 'ours' | 'theirs', merging: Merging): Merged {
  if (node.children.length === 0) return whole(node)
  const [ours, theirs] = side === 'ours' ? [node.children, []] : [[], node.children]
  return { gap: node.gap, head: node.head, children: mergeNodes(null, ours, theirs, merging) }
}

/** Without an ancestor a tombstone in the lock tells a dropped task from a new one. */
function wasDropped({ task, children }: Node, id: string, merging: Merging): boolean {
  if (merging.base !== null || id === '' || task === null || !merging.isGone(id)) return false
  const record = merging.record(id)
  const untouched = record !== null && trimmed(record.text) === trimmed(task.text) && task.state === 'open'
  return untouched && children.length <= record.body.length
}

/** What is left of a section that the other side deleted: its heading and what was changed in it. */
function remainder(node: Node, base: Node, side: 'ours' | 'theirs', merging: Merging): Merged | null {
  const none: readonly Node[] = []
  const [ours, theirs] = side === 'ours' ? [node.children, none] : [none, node.children]
  const children = mergeNodes(base.children, ours, theirs, merging)
  return children.length === 0 ? null : { gap: node.gap, head: node.head, children }
}

/** A part that both sides have. */
export function both(base: Node | undefined, ours: Node, theirs: Node, merging: Merging): Merged {
  const id = idOf(ours)
  const { eol } = merging
  if (ours.kind === 'line' || theirs.kind === 'line') return mergeLine(base, ours, theirs, merging)
  const head = mergeTaskHead(base ?? null, ours, theirs, merging.record(id))
  const about = id === '' ? ours.key.replace(/^heading:/, '') : id
  // Headings that are matched by a name may read otherwise.
  const clash = ours.kind === 'section' ? headingClash(base, ours, theirs) : null
  const conflicts = clash === null ? head.conflicts : [{ field: 'text' as const, ...clash }]
  for (const conflict of conflicts) merging.clashes.push({ about, ...conflict })
  const gap = ours.kind === 'section' ? eol : ''
  const notes = noteLines(about, ours, { conflicts }, eol).map((line): Merged => ({ gap, head: line, children: [] }))
  const children = mergeNodes(base?.children ?? null, ours.children, theirs.children, merging)
  const missing = notes.filter((note) => !children.some((child) => child.head.trim() === note.head.trim()))
  return { gap: ours.gap, head: head.head, children: [...missing, ...children] }
}

function headingClash(base: Node | undefined, ours: Node, theirs: Node): Pick<Clash, 'base' | 'mine' | 'plan'> | null {
  const [before, mine, plan] = [trimmed(base?.head ?? ''), trimmed(ours.head), trimmed(theirs.head)]
  if (ours.task !== null || mine === plan || before === mine || before === plan) return null
  // The number, the priority and the mark of the MVP are computed.
  const words = (text: string): string => text.replace(/Phase \d+: /, '').replace(/ \(Priority: [^)]*\)| 🎯 MVP/gu, '')
  return words(mine) === words(plan) ? null : { base: before, mine, plan }
}

/** Lines and blocks that are known by name have one text; all others are equal but for their box. */
function mergeLine(base: Node | undefined, ours: Node, theirs: Node, merging: Merging): Merged {
  const [mine, plan] = [trimmed(ours.head), trimmed(theirs.head)]
  const before = base === undefined ? lockedText(ours, merging) : trimmed(base.head)
  if (mine === plan || before === plan) return whole(ours)
  if (before === mine) return { ...whole(theirs), gap: ours.gap }
  if (ours.named === 'computed')
    return merging.locked(ours.head) < merging.locked(theirs.head) ? { ...whole(theirs), gap: ours.gap } : whole(ours)
  if (ours.named === '') return isTicked(theirs.head) ? { ...whole(theirs), gap: ours.gap } : whole(ours)
  const about = ours.key.replace(/^[a-z]+:/, '')
  merging.clashes.push({ about, field: 'text', base: before ?? '', mine, plan })
  if (ours.named !== 'entry') return whole(ours)
  const note = `  ${printBranchNote({ about, field: 'text', other: textOfEntry(plan) })}${merging.eol}`
  return { gap: ours.gap, head: ours.head, children: [{ gap: '', head: note, children: [] }] }
}

const isTicked = (line: string): boolean => /^\s*(?:>\s*)*(?:[-*+]|\d{1,9}[.)])\s+\[[xXvV✓✔]\]/u.test(line)

const textOfEntry = (line: string): string => line.replace(/^[-*+]\s+\*\*[^*]*\*\*:\s*/, '')

function lockedText({ named, key, head }: Node, merging: Merging): string | null {
  if (named !== 'entry') return null
  const text = merging.entry(key.slice('entry:'.length))
  return text === null ? null : trimmed(head).replace(textOfEntry(trimmed(head)), () => trimmed(text))
}

/** Merges two lists of parts, with or without the list that both come from. */
export function mergeNodes(
  base: readonly Node[] | null,
  ours: readonly Node[],
  theirs: readonly Node[],
  merging: Merging,
): readonly Merged[] {
  const [first, second] = [keyed(ours), keyed(theirs)]
  const before = base === null ? null : keyed(base)
  const kept = new Map<string, Merged>()
  const keep = (key: string, merged: Merged | null): void => void (merged !== null && kept.set(key, merged))
  for (const [key, node] of first.nodes) {
    const other = second.nodes.get(key)
    const old = before?.nodes.get(key)
    keep(key, other === undefined ? alone(node, old, 'ours', merging) : both(old, node, other, merging))
  }
  for (const [key, node] of second.nodes)
    if (!first.nodes.has(key)) keep(key, alone(node, before?.nodes.get(key), 'theirs', merging))
  const order = isReordered(before, first, second)
    ? ordered(second, first, kept, false)
    : ordered(first, second, kept, true)
  let last = ''
  return order.map((key) => {
    const gap = gapBetween(last, key, before, first, second, merging.eol)
    last = key
    return { ...kept.get(key)!, gap }
  })
}

/** Prints parts; where a part lacks its line end and another follows, it gets one. */
export function printMerged(list: readonly Merged[], eol: string): string {
  const pieces: string[] = []
  let open = false
  const put = (text: string): void => {
    if (text === '') return
    if (open) pieces.push(eol)
    pieces.push(text)
    open = !text.endsWith('\n')
  }
  const print = ({ gap, head, children }: Merged): void => {
    put(gap)
    put(head)
    children.forEach(print)
  }
  list.forEach(print)
  return pieces.join('')
}

/** Merges what stands in one place of three versions, blank lines at its end included. */
export function mergePlaces(base: NodeList | null, ours: NodeList, theirs: NodeList, merging: Merging): string {
  const merged = mergeNodes(base?.nodes ?? null, ours.nodes, theirs.nodes, merging)
  const text = printMerged(merged, merging.eol)
  const tail = (base !== null && base.tail === ours.tail) || ours.tail === '' ? theirs.tail : ours.tail
  return text !== '' && !text.endsWith('\n') && tail !== '' ? text + merging.eol + tail : text + tail
}

/** All tasks with an id of a list, at any depth; of several with the same id the first that is wanted. */
export function standings(
  nodes: readonly Node[],
  isWanted: (node: Node) => boolean = () => true,
): Map<string, Standing> {
  const found = new Map<string, Standing>()
  const visit = (list: readonly Node[], path: string): void => {
    for (const node of list) {
      const id = idOf(node)
      if (id !== '' && !found.has(id) && isWanted(node)) found.set(id, { node, path })
      if (node.children.length > 0) visit(node.children, `${path}\n${node.key}`)
    }
  }
  visit(nodes, '')
  return found
}
