import { MdastReader, createMdastHandle, dropHandle, serializeHandle } from 'satteri'
import type { BlockType } from '../model/blocks.ts'
import { rawBlock, type RawBlock, type RawBlocks } from './block-spans.ts'

const FEATURES = { gfm: true, frontmatter: false } as const

// Node numbers of satteri's arena. Inline nodes are absent: they are never visited.
const TYPES: Readonly<Record<number, BlockType>> = {
  1: 'paragraph',
  2: 'heading',
  3: 'thematicBreak',
  4: 'blockquote',
  5: 'list',
  6: 'listItem',
  7: 'html',
  8: 'code',
  9: 'definition',
  19: 'footnoteDefinition',
  21: 'table',
  22: 'tableRow',
  23: 'tableCell',
}

const CONTAINERS: ReadonlySet<BlockType> = new Set([
  'blockquote',
  'list',
  'listItem',
  'footnoteDefinition',
  'table',
  'tableRow',
])

/** Reads blocks from satteri's serialised tree, without building that tree as objects. */
export function readWithSatteri(masked: string): RawBlocks {
  const handle = createMdastHandle(masked, FEATURES, true)
  try {
    const reader = new MdastReader(serializeHandle(handle))
    const codes = new Map<RawBlock, number>()
    return { blocks: readChildren(reader, 0, codes), contentOf: (block) => reader.fieldString(codes.get(block)!, 16) }
  } finally {
    dropHandle(handle)
  }
}

function readChildren(reader: MdastReader, parent: number, codes: Map<RawBlock, number>): RawBlock[] {
  const blocks: RawBlock[] = []
  for (const id of reader.getChildIds(parent)) {
    const type = TYPES[reader.getNodeType(id)]
    if (type !== undefined) blocks.push(readBlock(reader, id, type, codes))
  }
  return blocks
}

function readBlock(reader: MdastReader, id: number, type: BlockType, codes: Map<RawBlock, number>): RawBlock {
  const position = reader.getPosition(id)
  const children = CONTAINERS.has(type) ? readChildren(reader, id, codes) : []
  const block = rawBlock(type, position?.start.offset ?? 0, position?.end.offset ?? 0, children)
  if (type === 'heading') block.depth = reader.fieldU8(id, 0, 1)
  else if (type === 'code') codes.set(block, id)
  else if (type === 'list') {
    const list = reader.getListData(id)
    block.ordered = list.ordered
    block.first = list.ordered ? list.start : 0
  }
  return block
}
