import type { Block } from '../model/blocks.ts'
import type { Diagnostic } from '../model/diagnostic.ts'

/** A fence that never closes swallows the rest of its document; reported where it opens. */
export function unclosedFences(file: string, blocks: readonly Block[], found: Diagnostic[] = []): Diagnostic[] {
  for (const block of blocks) {
    if (block.children.length > 0) unclosedFences(file, block.children, found)
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
