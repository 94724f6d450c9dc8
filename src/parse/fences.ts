import type { Block } from '../model/blocks.ts'
import type { Diagnostic } from '../model/diagnostic.ts'

/** A fence that never closes swallows the rest of its document; reported where it opens. */
export function unclosedFences(file: string, blocks: readonly Block[]): Diagnostic[] {
  return blocks.flatMap((block) => {
    const inner = unclosedFences(file, block.children)
    if (block.type !== 'code' || !block.fenced || block.closed) return inner
    return [
      ...inner,
      {
        ruleId: 'unclosed-fence',
        severity: 'warning' as const,
        place: { file, start: block.start, end: block.start + 3 },
        message:
          'This code fence is never closed, so everything below it is code and no work. Close it with the same marks on a line of their own.',
      },
    ]
  })
}
