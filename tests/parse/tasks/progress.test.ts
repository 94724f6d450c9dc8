import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ProgressDocument } from '../../../src/model/task-document.ts'
import { readTaskDocument } from '../../../src/parse/tasks/document.ts'
import { readProgress } from '../../../src/parse/tasks/progress.ts'
import { compileText, hasReal, realCases, realFolders, source, WITHOUT_DOCUMENTS } from '../../support/compiling.ts'
import { planTexts } from '../../support/plans.ts'

/* What progress reads in one pass is what the whole reading says, for every document that it does not leave to it. */

const known = ({ file, text, headings, tasks, conflicts }: ProgressDocument): object => ({
  file,
  text,
  conflicts,
  headings: headings.map(({ start, end, level, text: words, textSpan }) => ({ start, end, level, words, textSpan })),
  tasks: tasks.map((task) => ({
    id: task.id,
    kind: task.kind,
    state: task.state,
    start: task.start,
    text: task.text,
    parallel: task.parallel,
    estimate: task.estimate?.text,
    depends: task.depends?.text,
    body: task.body,
    section: task.section,
    parent: task.parent,
  })),
})

/** Whether the document was read in one pass. */
function expectSame(text: string): boolean {
  const document = source(text, 'execute.md')
  const quick = readProgress(document)
  if (quick !== null) expect(known(quick)).toEqual(known(readTaskDocument(document)))
  return quick !== null
}

const begin = fc.constantFrom(
  '- [ ] T001 Write',
  '- [x] T002 [P] [M1] `a.ts`',
  '- [~] T003 Read (30 min)',
  '- [-] T004 Drop it',
  '- [ ] T012a',
  '- [ ] without an id',
  '- [ ] 1.1 numbered',
  '- words',
  '- T005 bare',
  '- **T006** bold',
  '- [x](link)',
  '-',
  '- ',
  '  - below',
  '  - [ ] T007 below',
  '  - [ ] box',
  '    - deep',
  '  words',
  ' one',
  '      code',
  '  **bold**',
  '\t- tab',
  '  _Depends: T001_',
  '  Verify: `npm test`',
  '  ```',
  '  > quote',
  '  1. one',
  '  - - two',
  '  * star',
  '  <b>',
  '  # h',
  '# Title',
  '## Phase 1: Setup',
  '### T008: heading',
  '## [x] box',
  '####### seven',
  '#tag',
  '##',
  '# Closed #',
  '---',
  '***',
  '___',
  '===',
  '- - -',
  '10. ten',
  '> - a',
  '> - [ ] b',
  '> - [ ] T012 b',
  '> 1. c',
  '   - three',
  '    1. four',
  '  - #1 e',
  '- # f',
  '  - [ ] [P]',
  '* * *',
  '--',
  '* star',
  '+ plus',
  '1. one',
  '2) two',
  '**bold** words',
  '*it* words',
  '> quote',
  '> - [ ] T009 quoted',
  '>',
  '> **Open (2)**',
  '> ```',
  '> <b>',
  '| a | b |',
  '|---|---|',
  '[link]: x',
  '_it_',
  '```',
  '```ts',
  ' ```',
  '````',
  '`code` words',
  '```a```',
  '~~~',
  '<!-- a -->',
  '<!-- a',
  '-->',
  '<div>',
  '</div>',
  '<b>',
  '<!-- intentk:conflict T001 plan: "b" -->',
  '',
  '',
  '',
  '',
  ' ',
  '\t',
  'words',
  'T010 words',
  '漢字',
  '—',
  '\\- [ ] T011 no',
)
const end = fc.constantFrom(
  '',
  '',
  '',
  ' it',
  ' (depends on T001)',
  ' (60 min) (depends on T001, T002)',
  ' ~~',
  ' ]',
  ' (a [b])',
  '  ',
  ' （依存: T002）',
  ' (a (b) c)',
  ')',
  ' <!-- c -->',
  '\r',
  '\u00a0',
)
const line = fc.tuple(begin, end).map((parts) => parts.join(''))

test('over lines of every kind in any order', () => {
  let quick = 0
  fc.assert(
    fc.property(
      fc.array(line, { maxLength: 14 }),
      fc.constantFrom('\n', '\n', '\r\n'),
      fc.boolean(),
      (lines, eol, ends) => {
        if (expectSame(lines.join(eol) + (ends ? eol : ''))) quick++
      },
    ),
    { numRuns: 30_000 },
  )
  expect(quick).toBeGreaterThan(3000)
})

test('over two lines of every kind, one below the other, and a task below them', () => {
  const each = fc.sample(line, 400)
  for (const one of each)
    for (const two of each.slice(0, 60)) expectSame(`- [ ] T020 A\n${one}\n${two}\n- [ ] T021 B\n`)
})

test('over what plans compile to, which it reads itself', { timeout: 60_000 }, async () => {
  let [all, quick] = [0, 0]
  await fc.assert(
    fc.asyncProperty(planTexts, async (plan) => {
      const result = await compileText(plan)
      if (result.status !== 'compiled') return
      all++
      if (expectSame(result.text)) quick++
    }),
    { numRuns: 200 },
  )
  expect(quick / all).toBeGreaterThan(0.5)
})

test.skipIf(!hasReal)(`over real documents ${WITHOUT_DOCUMENTS}`, () => {
  let quick = 0
  for (const { documents } of [...realCases(), ...realFolders()])
    for (const one of documents) if (expectSame(one.source.text)) quick++
  expect(quick).toBeGreaterThan(0)
})
