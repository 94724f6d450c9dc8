import type { Statement } from '../../model/documents.ts'
import { located, type ReadContext } from '../plan/context.ts'
import { type OutlineNode, walk } from '../outline.ts'
import { oneLine } from '../plan/items.ts'
import { type Item, itemsOf } from '../plan/item-head.ts'

const ID = /^(?:\*\*|__|`)?([A-Z]{1,5}-?\d{1,4}[a-z]?)(?:\*\*|__|`)?\s*[:：.)\]–—-]?\s*(?:\*\*|__)?\s*[:：]?\s*/u

const MAY_HAVE_ID = /\s*(?:\*\*|__|`)?[A-Z][A-Z\d-]/y

/** Two capitals, or a capital and a digit: how few of a plan's items begin. */
function mayHaveId(text: string, from: number): boolean {
  MAY_HAVE_ID.lastIndex = from
  return MAY_HAVE_ID.test(text)
}

function statement(
  ctx: ReadContext,
  item: Item,
  heading: string,
  prefixes: ReadonlySet<string> | null,
): Statement | null {
  const { text: head, line } = item
  if (prefixes !== null && !mayHaveId(head, line?.box?.end ?? 0)) return null
  const text = line?.box == null ? head : head.slice(line.box.end).trim()
  const id = ID.exec(text)
  const prefix = id === null ? '' : id[1]!.replace(/-?\d.*$/, '')
  if (prefixes !== null && !prefixes.has(prefix)) return null
  return {
    type: 'statement',
    ...located(ctx, item.block),
    id: prefixes === null && id === null ? '' : (id?.[1] ?? ''),
    text: oneLine(id === null ? text : text.slice(id[0].length)),
    heading,
  }
}

/** All list items of a document that start with an id of one of the prefixes (`FR`, `NFR`). */
export function statementsWith(ctx: ReadContext, root: OutlineNode, prefixes: readonly string[]): Statement[] {
  const found: Statement[] = []
  if (!new RegExp(`(?:${prefixes.join('|')})-?\\d`).test(ctx.text)) return found
  const wanted = new Set(prefixes)
  for (const node of walk(root)) {
    if (node.section === 'out' || node.section === 'example') continue
    for (const block of node.blocks) {
      if (block.type !== 'list') continue
      for (const item of itemsOf(ctx, block)) {
        const read = statement(ctx, item, node.title, wanted)
        if (read !== null) found.push(read)
      }
    }
  }
  return found
}

/** The items listed directly under headings that a test accepts. */
export function itemsUnder(ctx: ReadContext, root: OutlineNode, accepts: (node: OutlineNode) => boolean): Statement[] {
  const found: Statement[] = []
  for (const node of walk(root)) {
    if (!accepts(node)) continue
    for (const block of node.blocks) {
      if (block.type !== 'list') continue
      for (const item of itemsOf(ctx, block)) {
        const read = statement(ctx, item, node.title, null)
        if (read !== null && read.text !== '') found.push(read)
      }
    }
  }
  return found
}
