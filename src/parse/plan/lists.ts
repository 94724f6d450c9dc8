import type { Block } from '../../model/blocks.ts'
import type { ReadContext } from './context.ts'
import type { Frame } from './frame.ts'
import { type Item, itemsOf, labelsOf } from './item-head.ts'
import { isMarked } from './roles.ts'

const idCounts = new WeakMap<ReadContext, ReadonlyMap<string, number>>()

/** Whether a task id stands in front of more than one item: a log or a checklist repeats the task. */
export function isRepeated(ctx: ReadContext, id: string): boolean {
  let counts = idCounts.get(ctx)
  if (counts === undefined) {
    const found = new Map<string, number>()
    for (const match of ctx.text.matchAll(/^[ \t]{0,12}[-*+] \[[^\]\n]\] {0,3}[*_[]{0,3}([A-Z][A-Z\d.-]{0,20})/gm)) {
      const key = match[1]!.replace(/[.-]+$/, '')
      found.set(key, (found.get(key) ?? 0) + 1)
    }
    counts = found
    idCounts.set(ctx, counts)
  }
  return (counts.get(id) ?? 0) > 1
}

export const SEQUENTIAL: ReadonlySet<string> = new Set(['step', 'day', 'week'])

/** A list whose items are labelled `Step n`, `Day n` or `Week n`. */
export function isLabelledSequence(ctx: ReadContext, list: Block): boolean {
  return labelsOf(ctx, list).labels.some((label) => label !== null && SEQUENTIAL.has(label.kind))
}

/** Boxes below an item make it a group; a numbered item stays the task, unless they have ids of their own. */
export function hasNestedBoxes(ctx: ReadContext, item: Block, numbered: boolean): boolean {
  return item.children.some(
    (child) =>
      child.type === 'list' &&
      itemsOf(ctx, child).some(({ line }) => line?.box != null && (!numbered || line.id !== '')),
  )
}

/** Marks before every item are bullets of statements, not the states of steps. */
export function isMarkedList(items: readonly Item[], frame: Frame): boolean {
  if (!frame.labelled && frame.section !== 'scope') return false
  return items.length > 1 && items.every(({ text }) => isMarked(text.slice(0, 20)))
}
