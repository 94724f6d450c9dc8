import type { Block } from '../../model/blocks.ts'
import type { Span } from '../../model/source.ts'
import { readLabel, type ReadLabel } from '../label.ts'
import { readTaskLine, type TaskLine } from '../text/task-line.ts'
import type { ReadContext } from './context.ts'
import { lazyLabel } from '../label-lines.ts'

/** The head of a list item: its first paragraph, or its rest of line where the first block is no paragraph. */
export interface ItemHead extends Span {
  readonly text: string
}

const BULLET = /^(?:[-*+]|\d{1,9}[.)])[ \t]*/

/** The head of a list item without its bullet. */
export function itemHead(ctx: ReadContext, item: Block): ItemHead {
  const first = item.children[0]
  if (first?.type === 'paragraph') {
    const end = lazyLabel(ctx.text, first)?.start ?? first.end
    return { text: ctx.text.slice(first.start, end).trimEnd(), start: first.start, end }
  }
  const bullet = BULLET.exec(ctx.text.slice(item.start, item.start + 20))?.[0].length ?? 0
  const at = item.start + bullet
  return { text: '', start: at, end: at }
}

interface ReadItem {
  readonly head: ItemHead
  readonly line: TaskLine | null
  /** Read when first asked for. */
  label?: ReadLabel | null
}

const readItems = new WeakMap<Block, ReadItem>()

/** An item's head taken apart, once for all readers that ask. */
export function itemLine(ctx: ReadContext, item: Block): ReadItem {
  const known = readItems.get(item)
  if (known !== undefined) return known
  const head = itemHead(ctx, item)
  const read: ReadItem = { head, line: readTaskLine(head.text, { dialect: ctx.dialect }) }
  readItems.set(item, read)
  return read
}

/** The milestone label an item starts with, behind its box. */
export function itemLabel(ctx: ReadContext, item: Block): ReadLabel | null {
  const read = itemLine(ctx, item)
  if (read.label === undefined) {
    const { head, line } = read
    // `T001 ...` is a task whatever follows.
    read.label = line !== null && line.idForm === 'T' ? null : readLabel(head.text.slice(line?.box?.end ?? 0, 300))
  }
  return read.label
}
