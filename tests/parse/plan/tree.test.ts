import { expect, test } from 'vitest'
import { read } from './support.ts'

const tree = (lines: string): [string, boolean, string][] =>
  read(`# A\n\n## Phase 1: x\n\n- y\n\n## Structure\n\n\`\`\`\n${lines}\n\`\`\`\n`).plan.tree.map((entry) => [
    entry.path,
    entry.existing,
    entry.comment,
  ])

test.each([
  [
    'src/\n├── a.ts      # reads\n└── lib/\n    └── b.ts',
    [
      ['src/', false, ''],
      ['src/a.ts', false, 'reads'],
      ['src/lib/', false, ''],
      ['src/lib/b.ts', false, ''],
    ],
  ],
  [
    'src/\n├── a.ts  # existing\n└── b.ts ← new',
    [
      ['src/', false, ''],
      ['src/a.ts', true, ''],
      ['src/b.ts', false, 'new'],
    ],
  ],
  [
    'src/\n|-- a.ts\n`-- b.ts',
    [
      ['src/', false, ''],
      ['src/a.ts', false, ''],
      ['src/b.ts', false, ''],
    ],
  ],
])('%j', (lines, expected) => {
  expect(tree(lines)).toEqual(expected)
})

test.each([
  ['the documents of a feature', 'specs/001-a/\n├── plan.md\n├── spec.md\n└── tasks.md'],
  ['names without a folder', '├── a.ts\n└── b.ts'],
  ['no tree at all', 'npm test\nnpm run build'],
])('%s give no entries', (_name, lines) => {
  expect(tree(lines)).toEqual([])
})
