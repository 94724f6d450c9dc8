import type { Block, BlockType } from '../model/blocks.ts'
import type { Span } from '../model/source.ts'

/** A block as an engine reports it; {@link normaliseBlocks} makes it what it is, in its place. */
export type RawBlock = { -readonly [Key in keyof Omit<Block, 'children'>]: Block[Key] } & { children: RawBlock[] }

/** What an engine reads from a masked text. Offsets are UTF-16 units. */
export interface RawBlocks {
  readonly blocks: RawBlock[]
  /** Content of a code block, asked for only where the text alone cannot tell whether the fence is closed. */
  readonly contentOf: (block: RawBlock) => string
}

/** Reads the blocks of a masked text. */
export type BlockEngine = (masked: string) => RawBlocks

/** A block of an engine. All have the same fields from the start: a large plan has tens of thousands. */
export function rawBlock(type: BlockType, start: number, end: number, children: RawBlock[]): RawBlock {
  return { type, start, end, children, depth: 0, ordered: false, first: 0, lang: '', fenced: false, closed: true }
}

/**
 * Brings the blocks of either engine to the span rules of {@link Block}. Every difference between the engines that is
 * accepted is evened out here and nowhere else.
 */
export function normaliseBlocks(text: string, raw: RawBlocks, frontMatter: Span | null): readonly Block[] {
  return withFrontMatter(normaliseAll(text, raw, raw.blocks, false), frontMatter)
}

/** The blocks behind the front matter, with it. */
export function withFrontMatter(blocks: readonly Block[], frontMatter: Span | null): readonly Block[] {
  if (frontMatter === null) return blocks
  return [rawBlock('frontMatter', frontMatter.start, frontMatter.end, []), ...blocks]
}

function normaliseAll(text: string, raw: RawBlocks, blocks: RawBlock[], quoted: boolean): RawBlock[] {
  let before: RawBlock | undefined
  let joined = false
  for (const block of blocks) {
    normaliseBlock(text, raw, block, quoted)
    // By CommonMark 4.4 such neighbours are one block; after a thematic break satteri starts a second one.
    if (before !== undefined && isIndentedCode(before) && isIndentedCode(block)) {
      before.end = block.end
      block.end = -1
      joined = true
    } else before = block
  }
  return joined ? blocks.filter((block) => block.end >= 0) : blocks
}

function isIndentedCode(block: Block): boolean {
  return block.type === 'code' && !block.fenced
}

function normaliseBlock(text: string, raw: RawBlocks, block: RawBlock, quoted: boolean): void {
  const inQuote = quoted || block.type === 'blockquote'
  if (block.children.length > 0) block.children = normaliseAll(text, raw, block.children, inQuote)
  // The engines disagree on whether trailing `>` lines and blank lines belong to a container.
  const last = block.children[block.children.length - 1]
  const given = block.end
  block.end = last === undefined ? trimBlankEnd(text, block, inQuote) : last.end
  if (block.type === 'html') block.start = skipIndent(text, block.start, block.end)
  const fence = block.type === 'code' ? openingFence(text, block.start, given) : null
  if (fence === null) return
  block.lang = fence.lang
  block.fenced = true
  block.closed = isClosed(text, raw, block, fence)
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

function openingFence(text: string, start: number, end: number): Fence | null {
  const char = text.charAt(start)
  if (char !== '`' && char !== '~') return null
  let at = start
  while (at < end && text.charAt(at) === char) at += 1
  const length = at - start
  const info = /^[ \t]*([^ \t\r\n]*)/.exec(text.slice(at, Math.min(end, at + 200)))
  return { char, length, lang: info?.[1] ?? '' }
}

function isClosed(text: string, raw: RawBlocks, block: RawBlock, fence: Fence): boolean {
  const { start, end } = block
  let lineStart = end
  while (lineStart > start && !isLineEnd(text.charCodeAt(lineStart - 1))) lineStart -= 1
  if (lineStart === start) return false
  const last = /^([ \t>]*)(`+|~+)[ \t]*$/.exec(text.slice(lineStart, end))
  if (last === null || !last[2]!.startsWith(fence.char) || last[2]!.length < fence.length) return false
  // Indented by four or more inside its container the line would be content; only the engine knows the container.
  if (!/\t| {4}/.test(last[1]!)) return true
  const value = raw.contentOf(block)
  return value === '' || countLines(value) < countLines(text.slice(start, end)) - 1
}

function isLineEnd(code: number): boolean {
  return code === 10 || code === 13
}

function countLines(text: string): number {
  return text.split(/\r\n|\n|\r/).length
}
