import type { Nodes, Root } from 'mdast'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import { unified } from 'unified'
import type { BlockType } from '../model/blocks.ts'
import { rawBlock, type RawBlock, type RawBlocks } from './block-spans.ts'

const processor = unified().use(remarkParse).use(remarkGfm).freeze()

const TYPES: ReadonlySet<string> = new Set<BlockType>([
  'heading',
  'paragraph',
  'list',
  'listItem',
  'code',
  'html',
  'table',
  'tableRow',
  'tableCell',
  'blockquote',
  'thematicBreak',
  'definition',
  'footnoteDefinition',
])

const LEAVES: ReadonlySet<string> = new Set(['heading', 'paragraph', 'tableCell'])

/** Reads blocks with remark: the oracle of the tests, and the fallback where satteri's binary does not load. */
export function readWithRemark(masked: string): RawBlocks {
  const codes = new Map<RawBlock, string>()
  return { blocks: readChildren(processor.parse(masked), codes), contentOf: (block) => codes.get(block) ?? '' }
}

function readChildren(parent: Root | Nodes, codes: Map<RawBlock, string>): RawBlock[] {
  if (!('children' in parent) || LEAVES.has(parent.type)) return []
  return parent.children.filter((node) => TYPES.has(node.type)).map((node) => readBlock(node, codes))
}

function readBlock(node: Nodes, codes: Map<RawBlock, string>): RawBlock {
  const { start, end } = node.position ?? {}
  const block = rawBlock(node.type as BlockType, start?.offset ?? 0, end?.offset ?? 0, readChildren(node, codes))
  if (node.type === 'heading') block.depth = node.depth
  else if (node.type === 'code') codes.set(block, node.value)
  else if (node.type === 'list') {
    block.ordered = node.ordered === true
    block.first = node.ordered === true ? (node.start ?? 1) : 0
  }
  return block
}
