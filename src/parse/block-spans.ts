import type { Block, BlockType } from '../model/blocks.ts'
import type { Span } from '../model/source.ts'

/** A block as an engine reports it, before {@link normaliseBlocks}. Offsets are UTF-16 units. */
export interface RawBlock extends Span {
  readonly type: BlockType
  readonly children: readonly RawBlock[]
  readonly depth: number
  readonly ordered: boolean
  readonly first: number
  /** Content of a code block, asked for only where the text alone cannot tell whether the fence is closed. */
  readonly value: (() => string) | null
}

/** Reads the blocks of a masked text. */
export type BlockEngine = (masked: string) => readonly RawBlock[]

/**
 * Brings the blocks of either engine to the span rules of {@link Block}. Every difference between the engines that is
 * accepted is evened out here and nowhere else.
 */
export function normaliseBlocks(text: string, blocks: readonly RawBlock[], frontMatter: Span | null): readonly Block[] {
  const out = normaliseAll(text, blocks, false)
  return frontMatter === null ? out : [frontMatterBlock(frontMatter), ...out]
}

function normaliseAll(text: string, raws: readonly RawBlock[], quoted: boolean): Block[] {
  const blocks: Block[] = []
  for (const raw of raws) {
    const block = normaliseBlock(text, raw, quoted)
    const before = blocks.at(-1)
    // By CommonMark 4.4 such neighbours are one block; after a thematic break satteri starts a second one.
    if (before !== undefined && isIndentedCode(before) && isIndentedCode(block)) {
      blocks[blocks.length - 1] = { ...before, end: block.end }
    } else blocks.push(block)
  }
  return blocks
}

function isIndentedCode(block: Block): boolean {
  return block.type === 'code' && !block.fenced
}

function normaliseBlock(text: string, raw: RawBlock, quoted: boolean): Block {
  const inQuote = quoted || raw.type === 'blockquote'
  const children = raw.children.length === 0 ? [] : normaliseAll(text, raw.children, inQuote)
  const fence = raw.type === 'code' ? openingFence(text, raw) : null
  // The engines disagree on whether trailing `>` lines and blank lines belong to a container.
  const end = children.at(-1)?.end ?? trimBlankEnd(text, raw, inQuote)
  return {
    type: raw.type,
    start: raw.type === 'html' ? skipIndent(text, raw.start, end) : raw.start,
    end,
    children,
    depth: raw.depth,
    ordered: raw.ordered,
    first: raw.first,
    lang: fence === null ? '' : fence.lang,
    fenced: fence !== null,
    closed: fence === null || isClosed(text, raw, end, fence),
  }
}

function frontMatterBlock(span: Span): Block {
  const leaf = { depth: 0, ordered: false, first: 0, lang: '', fenced: false, closed: true }
  return { type: 'frontMatter', start: span.start, end: span.end, children: [], ...leaf }
}

/** An engine ends an unclosed fence at the end of its container, blank lines and bare `>` included. */
function trimBlankEnd(text: string, { start, end }: Span, quoted: boolean): number {
  let at = end
  let lineEnd = end
  while (at > start) {
    const code = text.charCodeAt(at - 1)
    if (isLineEnd(code)) lineEnd = at - 1
    else if (code !== 32 && code !== 9 && !(quoted && code === 62)) break
    at -= 1
  }
  return lineEnd
}

/** After a lazy line remark counts the indent to an HTML block. */
function skipIndent(text: string, start: number, end: number): number {
  let at = start
  while (at < end && (text.charCodeAt(at) === 32 || text.charCodeAt(at) === 9)) at += 1
  return at
}

interface Fence {
  readonly char: string
  readonly length: number
  readonly lang: string
}

function openingFence(text: string, span: Span): Fence | null {
  const char = text.charAt(span.start)
  if (char !== '`' && char !== '~') return null
  let at = span.start
  while (at < span.end && text.charAt(at) === char) at += 1
  const length = at - span.start
  const info = /^[ \t]*([^ \t\r\n]*)/.exec(text.slice(at, Math.min(span.end, at + 200)))
  return { char, length, lang: info?.[1] ?? '' }
}

function isClosed(text: string, raw: RawBlock, end: number, fence: Fence): boolean {
  let lineStart = end
  while (lineStart > raw.start && !isLineEnd(text.charCodeAt(lineStart - 1))) lineStart -= 1
  if (lineStart === raw.start) return false
  const last = /^([ \t>]*)(`+|~+)[ \t]*$/.exec(text.slice(lineStart, end))
  if (last === null || !last[2]!.startsWith(fence.char) || last[2]!.length < fence.length) return false
  // Indented by four or more inside its container the line would be content; only the engine knows the container.
  if (!/\t| {4}/.test(last[1]!)) return true
  const value = raw.value?.() ?? ''
  return value === '' || countLines(value) < countLines(text.slice(raw.start, end)) - 1
}

function isLineEnd(code: number): boolean {
  return code === 10 || code === 13
}

function countLines(text: string): number {
  return text.split(/\r\n|\n|\r/).length
}
