import { MdastReader, createMdastHandle, dropHandle, serializeHandle } from 'satteri'
import type { BlockType } from '../model/blocks.ts'
import type { RawBlock } from './block-spans.ts'

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
export function readWithSatteri(masked: string): readonly RawBlock[] {
  const handle = createMdastHandle(masked, FEATURES, true)
  try {
    const reader = new MdastReader(serializeHandle(handle))
    return readChildren(reader, 0)
  } finally {
    dropHandle(handle)
  }
}

function readChildren(reader: MdastReader, parent: number): readonly RawBlock[] {
  const blocks: RawBlock[] = []
  for (const id of reader.getChildIds(parent)) {
    const type = TYPES[reader.getNodeType(id)]
    if (type !== undefined) blocks.push(readBlock(reader, id, type))
  }
  return blocks
}

function readBlock(reader: MdastReader, id: number, type: BlockType): RawBlock {
  const position = reader.getPosition(id)
  const list = type === 'list' ? reader.getListData(id) : null
  return {
    type,
    start: position?.start.offset ?? 0,
    end: position?.end.offset ?? 0,
    children: CONTAINERS.has(type) ? readChildren(reader, id) : [],
    depth: type === 'heading' ? reader.fieldU8(id, 0, 1) : 0,
    ordered: list?.ordered ?? false,
    first: list?.ordered === true ? list.start : 0,
    value: type === 'code' ? () => reader.fieldString(id, 16) : null,
  }
}
