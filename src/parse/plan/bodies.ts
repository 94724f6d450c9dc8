import type { Block } from '../../model/blocks.ts'
import type { Span } from '../../model/source.ts'
import type { StatedDependency } from '../../model/values.ts'
import { readDependencyLine } from '../text/dependencies.ts'
import { plain } from '../text/inline.ts'
import type { ReadContext } from './context.ts'
import { type Item, type ItemHead, itemsOf } from './item-head.ts'

/** Lines without the indent they share with the item's content. */
export function dedent(ctx: ReadContext, span: Span): string[] {
  const lineStart = ctx.text.lastIndexOf('\n', span.start - 1) + 1
  const column = columnsOf(ctx.text.slice(lineStart, span.start))
  const lines = ctx.text.slice(span.start, span.end).split('\n')
  return lines.map((line, index) => (index === 0 ? line : cutColumns(line, column)).replace(/\r$/, '').trimEnd())
}

function columnsOf(blank: string): number {
  let column = 0
  for (const char of blank) column += char === '\t' ? 4 - (column % 4) : 1
  return column
}

function cutColumns(line: string, columns: number): string {
  let at = 0
  let column = 0
  while (column < columns && (line[at] === ' ' || line[at] === '\t')) {
    column += line[at] === '\t' ? 4 - (column % 4) : 1
    at += 1
  }
  return line.slice(at)
}

export interface Body {
  readonly lines: readonly string[]
  readonly stated: readonly StatedDependency[]
}

/** One nested line that states a dependency is taken out of the body and becomes an edge. */
function statement(ctx: ReadContext, item: Item): readonly StatedDependency[] | null {
  return item.block.children.length > 1 ? null : dependencyLine(ctx, item.text, item.start)
}

/** The edges a line states; null where it is no dependency line, or one that could not be fully read. */
function dependencyLine(ctx: ReadContext, text: string, start: number): readonly StatedDependency[] | null {
  const read = readDependencyLine(text, { file: ctx.file, start })
  if (read === null) return null
  if (read.stated.length > 0 || read.none) return read.stated
  unreadDependency(ctx, text, start)
  return null
}

/** Reports what looks like a dependency and names nothing. */
export function unreadDependency(ctx: ReadContext, text: string, start: number): void {
  ctx.diagnostics.push({
    ruleId: 'unknown-dependency',
    severity: 'info',
    message: `"${plain(text).slice(0, 80)}" reads like a dependency but names no milestone or task; write its label or id to make it one.`,
    place: { file: ctx.file, start, end: start + text.length },
  })
}

/** What stands below an item, one string a line; dependency lines are taken out, and items that are tasks of their own. */
export function readBody(ctx: ReadContext, blocks: readonly Block[], own: ReadonlySet<Item>): Body {
  const lines: string[] = []
  const stated: StatedDependency[] = []
  for (const block of blocks) {
    if (block.type !== 'list') {
      const alone =
        block.type === 'paragraph' ? dependencyLine(ctx, ctx.text.slice(block.start, block.end), block.start) : null
      if (alone !== null) stated.push(...alone)
      else if (block.type !== 'html') lines.push(...dedent(ctx, block))
      continue
    }
    for (const item of itemsOf(ctx, block)) {
      if (own.has(item)) continue
      const found = statement(ctx, item)
      if (found !== null) stated.push(...found)
      else lines.push(...dedent(ctx, item.block))
    }
  }
  return { lines, stated }
}

/** Labelled lines of the head before what stands below; those that state dependencies become edges. */
export function withLines(ctx: ReadContext, lines: readonly ItemHead[], body: Body): Body {
  if (lines.length === 0) return body
  const stated: StatedDependency[] = []
  const shown: string[] = []
  for (const line of lines) {
    const found = dependencyLine(ctx, line.text, line.start)
    if (found === null) shown.push(`- ${line.text}`)
    else stated.push(...found)
  }
  return { lines: [...shown, ...body.lines], stated: [...stated, ...body.stated] }
}
