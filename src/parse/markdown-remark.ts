import type { Nodes, Root } from 'mdast'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import { unified } from 'unified'
import type { BlockType } from '../model/blocks.ts'
import type { RawBlock } from './block-spans.ts'

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
export function readWithRemark(masked: string): readonly RawBlock[] {
  return readChildren(processor.parse(masked))
}

function readChildren(parent: Root | Nodes): readonly RawBlock[] {
  if (!('children' in parent) || LEAVES.has(parent.type)) return []
  return parent.children.filter((node) => TYPES.has(node.type)).map(readBlock)
}

function readBlock(node: Nodes): RawBlock {
  return {
    type: node.type as BlockType,
    start: node.position?.start.offset ?? 0,
    end: node.position?.end.offset ?? 0,
    children: readChildren(node),
    depth: node.type === 'heading' ? node.depth : 0,
    ordered: node.type === 'list' && node.ordered === true,
    first: node.type === 'list' && node.ordered === true ? (node.start ?? 1) : 0,
    value: node.type === 'code' ? () => node.value : null,
  }
}
