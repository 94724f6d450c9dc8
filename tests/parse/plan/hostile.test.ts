import { expect, test } from 'vitest'
import { read } from './support.ts'

// Each of these took far longer, or would with a pattern that tries everything twice.
test.each([
  ['columns without end', '# A\n\n' + '## Next\n\n- [ ] one\n\n'.repeat(4000)],
  ['blanks in a heading', `## Phase 1: A ${' '.repeat(50_000)}x (2 days)\n\n- [ ] one\n\n## Phase 2: B\n\n- [ ] two\n`],
  ['brackets in a heading', `## Phase 1: A ${'('.repeat(50_000)}\n\n- [ ] one\n\n## Phase 2: B\n\n- [ ] two\n`],
  ['labels in one item', `## Phase 1: A\n\n- one\n${'**Tasks:**\n'.repeat(10_000)}`],
  ['labels between items', '## Phase 1: A\n\n' + '- one\n**Tasks:**\n'.repeat(5000)],
  [
    'nested items before a label',
    `${Array.from({ length: 100 }, (_, at) => `${' '.repeat(at * 2)}- a\n`).join('')}**Tasks:**\n- b\n`.repeat(20),
  ],
  [
    'series of two',
    Array.from(
      { length: 3000 },
      (_, at) => `## Etap${'abcdefghij'[at % 10]!.repeat(1 + (at % 13))} ${at}: x\n\n- [ ] y\n\n`,
    ).join(''),
  ],
  [
    'columns of a table',
    `## Phase 1: A\n\n|${' Task |'.repeat(2000)}\n|${'---|'.repeat(2000)}\n|${' x |'.repeat(2000)}\n`,
  ],
])('%s are read in time', (_, text) => {
  const start = performance.now()
  read(text)
  expect(performance.now() - start).toBeLessThan(4000)
})
