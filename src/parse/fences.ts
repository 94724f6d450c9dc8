import type { Block } from '../model/blocks.ts'
import type { Diagnostic } from '../model/diagnostic.ts'

/** The blocks that are no prose wherever they stand, in document order: code, HTML and front matter. */
export function blocksApart(blocks: readonly Block[], found: Block[] = []): Block[] {
  for (let at = 0; at < blocks.length; at += 1) {
    const block = blocks[at]!
    const { type, children } = block
    if (type === 'code' || type === 'html' || type === 'frontMatter') found.push(block)
    // Nearly all items of a large plan hold one paragraph.
    else if (children.length > 1 || (children.length === 1 && children[0]!.type !== 'paragraph'))
      blocksApart(children, found)
  }
  return found
}

/** A fence that never closes swallows the rest of its document; reported where it opens. */
export function unclosedFences(file: string, apart: readonly Block[]): Diagnostic[] {
  const found: Diagnostic[] = []
  for (const block of apart) {
    if (block.type !== 'code' || !block.fenced || block.closed) continue
    found.push({
      ruleId: 'unclosed-fence',
      severity: 'warning',
      place: { file, start: block.start, end: block.start + 3 },
      message:
        'This code fence is never closed, so everything below it is code and no work. Close it with the same marks on a line of their own.',
    })
  }
  return found
}
