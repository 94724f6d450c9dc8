import { expect, test } from 'vitest'
import { outline, walk } from '../../../src/parse/outline.ts'
import { parse } from './support.ts'

/** Every node as `depth-of-nesting kind title`, with its fields and blocks. */
function drawn(text: string): string[] {
  const lines: string[] = []
  const draw = (node: ReturnType<typeof outline>, depth: number): void => {
    const fields = node.fields.map((field) => ` ${field.key}=${field.value}`).join('')
    if (node.kind !== 'root')
      lines.push(
        `${' '.repeat(depth)}${node.kind} ${node.title}${fields} [${node.blocks.map((block) => block.type).join(' ')}]`,
      )
    for (const child of node.children) draw(child, depth + 1)
  }
  draw(outline(text, parse(text).blocks), -1)
  return lines
}

test.each([
  [
    'headings nest by depth',
    '# A\n\n## B\n\n### C\n\n## D\n',
    ['heading A []', ' heading B []', '  heading C []', ' heading D []'],
  ],
  ['a bold line is a label', '## A\n\n**Tasks**:\n\n- x\n', ['heading A []', ' label Tasks [list]']],
  [
    'a bold line with a value is a field',
    '## A\n\n**Owner**: Ana\n**Effort**: 2 days\n',
    ['heading A Owner=Ana Effort=2 days []'],
  ],
  ['key and value may share the marks', '## A\n\n**Owner: Ana**\n\n- x\n', ['heading A Owner=Ana [list]']],
  ['a stated value owns no list', '## A\n\n**Depends on**: B\n\n- x\n', ['heading A Depends on=B [list]']],
  [
    'the last field without a value owns the list below',
    '## A\n**Goal**: g\n**Success Criteria** (all):\n\n- x\n',
    ['heading A Goal=g []', ' label Success Criteria [list]'],
  ],
  [
    'a label right after a list item',
    '## A\n\n**Steps**:\n1. x\n**Plans**:\n- [ ] y\n',
    ['heading A []', ' label Steps [list]', ' label Plans [list]'],
  ],
  [
    'an introducing line',
    '## A\n\nExpand what is supported:\n\n- x\n',
    ['heading A []', ' label Expand what is supported [list]'],
  ],
  ['an italic introducing line', '## A\n\n_Done when:_\n\n- x\n', ['heading A []', ' label Done when [list]']],
  [
    'weeks stand inside of sprints',
    '**Sprint 1**\n\n**Week 1**\n\n- x\n\n**Sprint 2**\n\n- y\n',
    ['label Sprint 1 []', ' label Week 1 [list]', 'label Sprint 2 [list]'],
  ],
  [
    'a summary is a heading below its heading',
    '## A\n\n<details>\n<summary>B</summary>\n\n- x\n\n</details>\n\ny\n',
    ['heading A [html paragraph]', ' heading B [list]'],
  ],
  ['closing marks of a heading', '## A ##\n\n## C#\n', ['heading A []', 'heading C# []']],
])('%s', (_name, text, expected) => {
  expect(drawn(text)).toEqual(expected)
})

test('walk goes in document order', () => {
  const text = '# A\n\n**Phase 1**\n\n- x\n\n## B\n\n**Phase 2**\n'
  const starts = [...walk(outline(text, parse(text).blocks))].map((node) => node.start)
  expect(starts).toEqual([...starts].sort((a, b) => a - b))
  expect(starts.length).toBe(5)
})
