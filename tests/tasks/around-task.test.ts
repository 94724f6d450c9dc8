import fc from 'fast-check'
import { expect, test } from 'vitest'
import { viewedAround, type Opened } from '../../src/cli/viewed.ts'
import { readTaskDocument } from '../../src/parse/tasks/document.ts'
import { indexAt } from '../../src/query/board-tasks.ts'
import { boardShow } from '../../src/query/show.ts'
import { aroundTask } from '../../src/tasks/around-task.ts'
import type { TaskTarget } from '../../src/workspace/task-target.ts'
import { noise, planTexts } from '../support/plans.ts'
import { compileText, hasReal, realCases, source, WITHOUT_DOCUMENTS } from '../support/compiling.ts'

const target: TaskTarget = {
  path: '/r/execute.md',
  shown: 'execute.md',
  root: '/r',
  bound: null,
  lockPath: '/r/execute.lock.json',
  own: true,
  dialect: undefined,
}

/** Holds the part of a document to the whole, for some of its tasks; answers how much of it was left out at most. */
function expectSame(text: string, every = 1): number {
  const file = source(text, 'execute.md')
  const opened = { fs: null as never, target, source: file } satisfies Opened
  const { tasks, dialect } = readTaskDocument(file)
  let least = 1
  tasks.forEach((task, at) => {
    if (at % every !== 0) return
    const show = (short: number): unknown => {
      const { board, places, inner } = viewedAround(opened, { task, dialect }, short)
      return boardShow(board, places, indexAt(board, inner?.(task.start) ?? task.start), task)
    }
    expect(show(0)).toEqual(show(Number.POSITIVE_INFINITY))
    const around = dialect === 'kiro' ? null : aroundTask(file.text, task)
    if (around !== null) least = Math.min(least, around.text.length / file.text.length)
  })
  return least
}

/** The boxes of a document marked anew, by numbers. */
const marked = (text: string, marks: readonly number[]): string => {
  let at = 0
  return text.replace(/^- \[[ x~-]\]/gm, () => `- [${' xxx~-'[marks[at++ % marks.length]! % 6]}]`)
}

const marks = fc.array(fc.nat(5), { minLength: 1, maxLength: 30 })

test('what is left out of a compiled document has no say about a task', { timeout: 60_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(planTexts, marks, async (plan, numbers) => {
      const result = await compileText(plan)
      if (result.status === 'compiled') expectSame(marked(result.text, numbers))
    }),
    { numRuns: 100 },
  )
})

const line = fc.oneof(
  { weight: 8, arbitrary: fc.nat(40).map((id) => `- [ ] T${String(id).padStart(3, '0')} Do`) },
  {
    weight: 5,
    arbitrary: fc
      .tuple(fc.nat(40), fc.nat(40), fc.constantFrom('depends on', 'after', 'see', '30 min) (depends on'))
      .map(([id, on, how]) => `- [ ] T${String(id).padStart(3, '0')} Do (${how} T${String(on).padStart(3, '0')})`),
  },
  noise,
  fc.constantFrom(
    '',
    '',
    '## Phase 1: Setup',
    '## Phase 2: Foundational',
    '## Phase 3: Milestone 1 - A',
    '## Phase 4: Milestone 2 - B',
    '**Depends on**: Milestone 1',
    'Set up\n---',
    '### More',
    '## Polish',
    '- [ ] T030 [M1] Validate Milestone 1',
    '- [ ] T031 Range (depends on T002-T009)',
    '- [ ] T032 ~~Gone~~',
    '- [ ] T033 Late (depends on T004) [P]',
    '- [ ] no id',
    '  - [ ] T034 part',
    '  - Depends on: T003',
    '  words',
    '```',
    '<!--',
    '- [ ] T035 x -->',
    '<div>',
    '> quote',
    '1. [ ] T036 numbered',
    'text',
    '\t- odd',
  ),
)

test('nor of any other', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(
      fc.array(line, { minLength: 1, maxLength: 40 }),
      marks,
      fc.constantFrom('\n', '\r\n'),
      (lines, numbers, eol) => {
        expectSame(marked(lines.join('\n'), numbers).replaceAll('\n', eol))
      },
    ),
    { numRuns: 600 },
  )
})

test.skipIf(!hasReal)(`nor of real ones ${WITHOUT_DOCUMENTS}`, { timeout: 120_000 }, () => {
  for (const { documents } of realCases())
    for (const {
      source: { text },
    } of documents)
      expectSame(text, 1 + Math.floor(text.length / 20_000))
})

test('of a long document little is left', () => {
  const text = Array.from({ length: 2_000 }, (_, at) => {
    const head = at % 50 === 0 ? `\n## Phase ${at / 50 + 1}: Part\n\n` : ''
    return `${head}- [ ] T${String(at + 1).padStart(5, '0')} Create \`src/a${at}.ts\`${at % 5 === 4 ? ` (depends on T${String(at).padStart(5, '0')})` : ''}\n`
  }).join('')
  expect(expectSame(text, 97)).toBeLessThan(0.2)
})
