import type { Block } from '../../model/blocks.ts'
import type { Span } from '../../model/source.ts'
import { LABEL_RANK, opensOtherwise, readLabel, type ReadLabel } from '../label.ts'
import { readTaskLine, type TaskLine } from '../text/task-line.ts'
import type { ReadContext } from './context.ts'

/** The head of a list item: its first paragraph, or its rest of line where the first block is no paragraph. */
export interface ItemHead extends Span {
  readonly text: string
}

/** A list item taken apart: its head without the bullet, and what that is as a line of a task. */
export interface Item extends ItemHead {
  readonly block: Block
  readonly line: TaskLine | null
}

/** A list taken apart, once for all readers that ask. */
export interface ReadList {
  readonly items: readonly Item[]
  /** An item begins in bold. */
  readonly hasBold: boolean
  /** An item begins with two capitals, as ids do. */
  readonly hasCapitals: boolean
  labels: ListLabels | null
}

/** What the labels that a list's items begin with say of it. */
export interface ListLabels {
  /** The milestone label that each item starts with, behind its box. None: no item has one. */
  readonly labels: readonly (ReadLabel | null)[]
  /** Work that the list stands for: boxes count most, numbered items more than bullets. */
  readonly weight: number
}

const BULLET = /^(?:[-*+]|\d{1,9}[.)])[ \t]*/

/** Takes one item apart; in a list, {@link itemsOf} does. */
export function readAlone(ctx: ReadContext, block: Block): Item {
  const { text } = ctx
  const first = block.children[0]
  if (first?.type === 'paragraph') {
    const { start, end } = first
    const head = text.slice(start, end).trimEnd()
    return { text: head, start, end, block, line: readTaskLine(head, ctx) }
  }
  const bullet = BULLET.exec(text.slice(block.start, block.start + 20))?.[0].length ?? 0
  const at = block.start + bullet
  return { text: '', start: at, end: at, block, line: readTaskLine('', ctx) }
}

const CAPITALS = /^[A-Z]{2}/

const lists = new WeakMap<Block, ReadList>()

/** A list taken apart. */
export function readList(ctx: ReadContext, list: Block): ReadList {
  const known = lists.get(list)
  if (known !== undefined) return known
  const items: Item[] = []
  const { children } = list
  let hasBold = false
  let hasCapitals = false
  for (let at = 0; at < children.length; at += 1) {
    const item = readAlone(ctx, children[at]!)
    items.push(item)
    const code = item.text.charCodeAt(0)
    if (code === 0x2a) hasBold ||= item.text.startsWith('**')
    else if (code >= 0x41 && code <= 0x5a) hasCapitals ||= CAPITALS.test(item.text)
  }
  const read: ReadList = { items, hasBold, hasCapitals, labels: null }
  lists.set(list, read)
  return read
}

/** The items of a list, taken apart. */
export function itemsOf(ctx: ReadContext, list: Block): readonly Item[] {
  return readList(ctx, list).items
}

/** The labels of a list's items and what they make of it. */
export function labelsOf(ctx: ReadContext, list: Block): ListLabels {
  const read = readList(ctx, list)
  return (read.labels ??= readLabels(read.items, list.ordered))
}

function readLabels(items: readonly Item[], ordered: boolean): ListLabels {
  let labels: (ReadLabel | null)[] | null = null
  let weight = 0
  for (let at = 0; at < items.length; at += 1) {
    const { text, line } = items[at]!
    const box = line === null ? null : line.box
    const from = box === null ? 0 : box.end
    // `T001 ...` is a task whatever follows.
    const label =
      (line !== null && line.idForm === 'T') || opensOtherwise(text, from) ? null : readLabel(text.slice(from, 300))
    if (label !== null) (labels ??= items.map(() => null))[at] = label
    // A listed milestone is work of its own heading, not of the one it is listed under.
    if (label !== null && LABEL_RANK[label.kind] <= 5 && label.kind !== 'story' && label.kind !== 'priority')
      weight += 0.3
    else weight += box !== null ? 3 : ordered ? 2 : 1
  }
  return { labels: labels ?? NONE, weight }
}

const NONE: readonly never[] = []
