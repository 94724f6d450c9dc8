import { describe, expect, it } from 'vitest'
import type { Block } from '../../../src/model/blocks.ts'
import { loadParser } from '../../../src/parse/markdown.ts'

function types(text: string, blocks: readonly Block[]): unknown[] {
  return blocks.map((block) => {
    const line = `${block.type} ${JSON.stringify(text.slice(block.start, block.end))}`
    return block.children.length === 0 ? line : [line, ...types(text, block.children)]
  })
}

describe.each(['satteri', 'remark', 'auto'] as const)('%s', (kind) => {
  it.each([
    ['headings', '# A #\n\nB\n---\n', ['heading "# A #"', 'heading "B\\n---"']],
    ['a box', '- [ ] T001 a\n', [['list "- [ ] T001 a"', ['listItem "- [ ] T001 a"', 'paragraph "[ ] T001 a"']]]],
    [
      'a nested box, CRLF',
      '1. a\r\n   - [x] b\r\n',
      [
        [
          'list "1. a\\r\\n   - [x] b"',
          [
            'listItem "1. a\\r\\n   - [x] b"',
            'paragraph "a"',
            ['list "- [x] b"', ['listItem "- [x] b"', 'paragraph "[x] b"']],
          ],
        ],
      ],
    ],
    [
      'a table with a pipe in code',
      '| a | b |\n|-|-|\n| `x|y` |\n',
      [
        [
          'table "| a | b |\\n|-|-|\\n| `x|y` |"',
          ['tableRow "| a | b |"', 'tableCell "| a "', 'tableCell "| b |"'],
          ['tableRow "| `x|y` |"', 'tableCell "| `x"', 'tableCell "|y` |"'],
        ],
      ],
    ],
    ['an open fence', '> ```js\n> a\n>\n', [['blockquote "> ```js\\n> a"', 'code "```js\\n> a"']]],
  ])('%s', async (_name, text, expected) => {
    expect(types(text, (await loadParser(kind))(text).blocks)).toEqual(expected)
  })

  it.each([
    ['```js title\na\n```', 'js', true, true],
    ['~~~\na\n~~~~', '', true, true],
    ['```js\na', 'js', true, false],
    ['````\na\n```', '', true, false],
    ['```\n    ```', '', true, false],
    ['```\n~~~', '', true, false],
    ['    a', '', false, true],
  ])('fence of %j', async (text, lang, fenced, closed) => {
    expect((await loadParser(kind))(text).blocks).toMatchObject([{ type: 'code', lang, fenced, closed }])
  })

  it('knows numbers and levels', async () => {
    const { blocks } = (await loadParser(kind))('### A\n\n7) x\n\n- y\n')
    expect(blocks.map(({ depth, ordered, first }) => [depth, ordered, first])).toEqual([
      [3, false, 0],
      [0, true, 7],
      [0, false, 0],
    ])
  })
})
