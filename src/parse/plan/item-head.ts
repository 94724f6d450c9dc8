import type { Block } from '../../model/blocks.ts'
import type { Span } from '../../model/source.ts'
import { readLabel, type ReadLabel } from '../label.ts'
import { readTaskLine, type TaskLine } from '../text/task-line.ts'
import type { ReadContext } from './context.ts'

/** The head of a list item: its first paragraph, or its rest of line where the first block is no paragraph. */
export interface ItemHead extends Span {
  readonly text: string
}

const BULLET = /^(?:[-*+]|\d{1,9}[.)])[ \t]*/

function headOf(ctx: ReadContext, item: Block): ItemHead {
  const first = item.children[0]
  if (first?.type === 'paragraph') {
    const { start, end } = first
    return { text: ctx.text.slice(start, end).trimEnd(), start, end }
  }
  const bullet = BULLET.exec(ctx.text.slice(item.start, item.start + 20))?.[0].length ?? 0
  const at = item.start + bullet
  return { text: '', start: at, end: at }
}

/** An item as far as it was read: line and label are read when first asked for. */
interface ReadItem {
  readonly head: ItemHead
  line: TaskLine | null | undefined
  label: ReadLabel | null | undefined
}

const readItems = new WeakMap<Block, ReadItem>()

function readItem(ctx: ReadContext, item: Block): ReadItem {
  const known = readItems.get(item)
  if (known !== undefined) return known
  const read: ReadItem = { head: headOf(ctx, item), line: undefined, label: undefined }
  readItems.set(item, read)
  return read
}

/** The head of a list item without its bullet. */
export function itemHead(ctx: ReadContext, item: Block): ItemHead {
  return readItem(ctx, item).head
}

/** An item's head taken apart, once for all readers that ask. */
export function itemLine(ctx: ReadContext, item: Block): { readonly head: ItemHead; readonly line: TaskLine | null } {
  const read = readItem(ctx, item)
  if (read.line === undefined) read.line = readTaskLine(read.head.text, ctx)
  return read as { readonly head: ItemHead; readonly line: TaskLine | null }
}

/** The milestone label an item starts with, behind its box. */
export function itemLabel(ctx: ReadContext, item: Block): ReadLabel | null {
  const read = readItem(ctx, item)
  if (read.label === undefined) {
    const { head, line } = itemLine(ctx, item)
    // `T001 ...` is a task whatever follows.
    read.label = line !== null && line.idForm === 'T' ? null : readLabel(head.text.slice(line?.box?.end ?? 0, 300))
  }
  return read.label
}
