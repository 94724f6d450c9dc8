import type { Root } from 'mdast'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import remarkStringify from 'remark-stringify'
import { unified } from 'unified'
import { describe, expect, it } from 'vitest'
import { intentkParser } from '../../../src/parse/unified.ts'

const TEXT = '# A *b*\n\n- [x] T1 `c`\n- [ ] T2\n\n| a | b |\n|---|:-:|\n| 1 | 2 |\n\n> q\n\n```js x\ny\n```\n'

// Positions of inline nodes and of boxes are the engine's own; the tree is what plugins walk.
function shape(tree: Root): unknown {
  return JSON.parse(
    JSON.stringify(tree, (key, value: unknown) => (key === 'position' || value === null ? undefined : value)),
  )
}

describe('intentkParser', () => {
  it('gives the tree that remark gives', () => {
    const own = unified().use(intentkParser).parse(TEXT)
    expect(shape(own)).toEqual(shape(unified().use(remarkParse).use(remarkGfm).parse(TEXT)))
  })

  it('serves remark plugins', async () => {
    const upper = () => (tree: Root) => {
      const first = tree.children[0]
      if (first?.type === 'heading') first.depth = 2
    }
    const file = await unified().use(intentkParser).use(upper).use(remarkGfm).use(remarkStringify).process('# A\n\nb\n')
    expect(String(file)).toBe('## A\n\nb\n')
  })
})
