import type { Principle } from '../../model/documents.ts'
import { located, type ReadContext } from '../plan/context.ts'
import { type OutlineNode, walk } from '../outline.ts'
import { joinSoft, plain, stripDecorations } from '../text/inline.ts'

const HEADING =
  /^(?:(?:core|guiding|project|our|key|design|development)\s+)?principles?\b|^(?:grundsätze|leitprinzipien|principes(?: directeurs)?|principios(?: rectores)?|princípios|ilkeler|принципы|原則|基本原則|原则|核心原则|원칙)/iu
const NUMBER = /^(?:(?:article|principle)\s+)?(?:[IVXL]{1,7}|\d{1,3})\s{0,3}[.):：-]\s*/u
const BULLET = /^(?:[-*+]|\d{1,9}[.)])\s+/u
const NAMED = /^\*\*([^*\n]{1,120})\*\*\s*[:：.–—-]?\s*/u
const UNNAMED = /^principle\s+\d{1,3}\s*[:：]?$/iu

/**
 * The principles below headings such as `Core Principles`: headings with their text, else items of a list. Comments
 * count as nothing.
 */
export function principlesBelow(ctx: ReadContext, root: OutlineNode): Principle[] {
  const found: Principle[] = []
  for (const node of walk(root)) {
    if (!HEADING.test(stripDecorations(node.title).text)) continue
    const headed = node.children.filter(({ kind }) => kind === 'heading')
    found.push(...(headed.length > 0 ? headed.map((child) => fromHeading(ctx, child)) : fromLists(ctx, node)))
  }
  return found
}

function fromHeading(ctx: ReadContext, node: OutlineNode): Principle {
  const blocks = node.blocks.filter(({ type }) => type === 'paragraph' || type === 'list')
  const text = blocks.map((block) => ctx.text.slice(block.start, block.end)).find((words) => words.trim() !== '') ?? ''
  return {
    type: 'principle',
    ...located(ctx, { start: node.start, end: node.end }),
    title: plain(stripDecorations(node.head).text.replace(NUMBER, '')),
    text: joinSoft(text).replace(BULLET, ''),
  }
}

function fromLists(ctx: ReadContext, node: OutlineNode): Principle[] {
  return node.blocks
    .filter(({ type }) => type === 'list')
    .flatMap((list) => list.children)
    .map((item) => {
      const words = joinSoft(ctx.text.slice(item.start, item.children[0]?.end ?? item.end)).replace(BULLET, '')
      const name = NAMED.exec(words)
      const title = name === null ? '' : plain(name[1]!).replace(/[:：]\s*$/u, '')
      const text = name === null ? words : words.slice(name[0].length)
      // `**Principle 1**: ...` names nothing.
      const named = title !== '' && !UNNAMED.test(title)
      return { type: 'principle', ...located(ctx, item), title: named ? title : text, text: named ? text : '' }
    })
}
