import type { BlockTree } from '../model/blocks.ts'
import { frontMatterSpan } from './front-matter-span.ts'
import { isOverLimits } from './limits.ts'
import { maskInline } from './mask.ts'
import { normaliseBlocks, withFrontMatter } from './block-spans.ts'
import type { BlockEngine } from './block-spans.ts'
import { readPlainBlocks } from './plain-blocks.ts'

/** Names of the parsers that {@link loadParser} knows. */
export type ParserKind = 'satteri' | 'remark'

/**
 * Reads the blocks of one document. Pure and synchronous, never throws on content. A text that is nested too deep
 * or is too long gives no blocks at all; `checkLimits` of limits.ts says so as a diagnostic.
 */
export type BlockParser = (text: string) => BlockTree

/**
 * Loads one Markdown engine and nothing else. `auto` is satteri, or remark on a platform where satteri's binary does
 * not load. Both give the same blocks. Rejects only where the wanted engine cannot be loaded.
 */
export async function loadParser(kind: ParserKind | 'auto' = 'auto'): Promise<BlockParser> {
  if (kind === 'remark') return loadRemark()
  if (kind === 'satteri') return loadSatteri()
  try {
    return await loadSatteri()
  } catch {
    return loadRemark()
  }
}

/**
 * The parser for these texts: `auto` reads those without an engine that need none, and loads an engine only where some
 * need it. What it answers for a text is what {@link loadParser}'s answers.
 */
export async function parserFor(texts: readonly string[], kind: ParserKind | 'auto'): Promise<BlockParser> {
  if (kind !== 'auto') return loadParser(kind)
  const plain = new Map<string, BlockTree>()
  for (const text of texts) {
    const tree = readPlain(text)
    if (tree !== null) plain.set(text, tree)
  }
  // A plain text has no fences, whose insides are all that is parsed besides.
  const parse = texts.every((text) => plain.has(text)) ? null : await loadParser(kind)
  return (text) => plain.get(text) ?? parse?.(text) ?? readPlain(text) ?? { blocks: [], parser: 'plain' }
}

/** The blocks of a text that needs no engine; null for any other. */
export function readPlain(text: string): BlockTree | null {
  if (isOverLimits(text)) return null
  const frontMatter = frontMatterSpan(text)
  const blocks = readPlainBlocks(text, frontMatter === null ? 0 : frontMatter.end)
  return blocks === null ? null : { blocks: withFrontMatter(blocks, frontMatter), parser: 'plain' }
}

async function loadSatteri(): Promise<BlockParser> {
  const { readWithSatteri } = await import('./markdown-satteri.ts')
  return composeParser('satteri', readWithSatteri)
}

async function loadRemark(): Promise<BlockParser> {
  const { readWithRemark } = await import('./markdown-remark.ts')
  return composeParser('remark', readWithRemark)
}

function composeParser(parser: ParserKind, engine: BlockEngine): BlockParser {
  return (text) => {
    if (isOverLimits(text)) return { blocks: [], parser }
    const frontMatter = frontMatterSpan(text)
    const masked = maskInline(text, frontMatter === null ? 0 : frontMatter.end)
    return { blocks: normaliseBlocks(text, engine(masked), frontMatter), parser }
  }
}
