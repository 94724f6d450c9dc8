import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readTaskDocument } from '../../../src/parse/tasks/document.ts'
import { hasReal, realCases, realFolders, source, WITHOUT_DOCUMENTS } from '../../support/compiling.ts'

/* A line in the common form is read at a glance, to the same task as when it is taken apart. */

function expectSame(text: string, dialect: '' | 'kiro'): number {
  const document = source(text, 'tasks.md')
  const slow = readTaskDocument(document, { dialect, plain: false })
  expect(readTaskDocument(document, { dialect })).toEqual(slow)
  return slow.tasks.filter(({ content }) => /^\[.\] T\d+ /.test(text.slice(content, content + 12))).length
}

const piece = fc.constantFrom(
  '[ ]',
  '[x]',
  '[X]',
  '[~]',
  '[-]',
  '[]',
  '[ ]*',
  'T001',
  'T01',
  'T12a',
  'T1234567',
  'T001:',
  '**T002**',
  '1.1',
  '[P]',
  '[M1]',
  '[M12.3]',
  '[US1]',
  '[US1, US2]',
  '[P1]',
  '[API]',
  '[link](x)',
  '~~',
  '~~gone~~',
  '`[x]`',
  '`a.ts`',
  'Write',
  'it',
  'in',
  'src/[id]/page.tsx',
  '(60 min)',
  '(depends on T001)',
  '（依存: T002）',
  '(see [a])',
  ')',
  ']',
  '-',
  '—',
  'é',
  '漢字',
  '👍',
  '✅',
  '#',
  '*',
  '_',
  ':',
  '\t',
  '  ',
  '',
  '\\',
  '\u00a0',
  '...',
  'T004, T005',
  '**bold**',
  '**',
)
const line = fc
  .tuple(
    fc.constantFrom('- ', '* ', '+ ', '1. ', '  - ', '    - ', '> - ', '-\t', '-   ', ''),
    fc.oneof(
      fc.constantFrom('[ ] T001 ', '[x] T002 [P] ', '[ ] T003 [P] [US1] ', '[~] T004 [M2] ', '[ ] '),
      fc.constant(''),
    ),
    fc.array(piece, { maxLength: 8 }),
    fc.constantFrom(' ', ''),
  )
  .map(([bullet, head, pieces, gap]) => `${bullet}${head}${pieces.join(gap === '' ? ' ' : gap)}`)

test('for lines of every kind', () => {
  let common = 0
  fc.assert(
    fc.property(
      fc.array(line, { minLength: 1, maxLength: 12 }),
      fc.constantFrom('\n', '\r\n'),
      fc.constantFrom('' as const, 'kiro' as const),
      (lines, eol, dialect) => {
        common += expectSame(lines.join(eol), dialect)
      },
    ),
    { numRuns: 5000 },
  )
  expect(common).toBeGreaterThan(1000)
})

test.skipIf(!hasReal)(`for real documents ${WITHOUT_DOCUMENTS}`, { timeout: 120_000 }, () => {
  let common = 0
  for (const { documents } of [...realCases(), ...realFolders()])
    for (const { source: document } of documents) common += expectSame(document.text, '')
  expect(common).toBeGreaterThan(1000)
})
