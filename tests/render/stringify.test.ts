import type { Root } from 'mdast'
import { unified } from 'unified'
import { describe, expect, test } from 'vitest'
import { intentkParser } from '../../src/parse/unified.ts'
import { intentkStringify, printNodes } from '../../src/render/stringify.ts'

const roundTrip = (text: string): string => String(unified().use(intentkParser).use(intentkStringify).processSync(text))

describe('printing nodes', () => {
  test.each([
    ['- [ ] T001 [P] [M1] Create `src/a.ts`\n'],
    ['- [x] T002 [US1/2] Use __init__ as **name**\n'],
    ['1. one\n2. two\n'],
    ['| a | b |\n| - | - |\n| 1 | 2 |\n'],
  ])('keeps %j', (text) => {
    const printed = roundTrip(text)
    expect(printed).not.toContain('\\[')
    expect(unified().use(intentkParser).parse(printed).children[0]?.type).toBe(
      unified().use(intentkParser).parse(text).children[0]?.type,
    )
    expect(roundTrip(printed)).toBe(printed)
  })

  test('prints built nodes in the form of execute.md', () => {
    const tree: Root = {
      type: 'root',
      children: [
        {
          type: 'list',
          ordered: false,
          spread: false,
          children: [
            {
              type: 'listItem',
              checked: false,
              spread: false,
              children: [
                {
                  type: 'paragraph',
                  children: [
                    { type: 'text', value: 'T001 [P] ' },
                    { type: 'inlineCode', value: 'a.ts' },
                  ],
                },
              ],
            },
          ],
        },
      ],
    }
    expect(printNodes(tree)).toBe('- [ ] T001 [P] `a.ts`\n')
  })

  test('a bracket that is no tag stays escaped', () => {
    expect(
      printNodes({ type: 'root', children: [{ type: 'paragraph', children: [{ type: 'text', value: '[link](x)' }] }] }),
    ).toContain('\\[link]')
  })
})
