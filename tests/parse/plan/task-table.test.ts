import { expect, test } from 'vitest'
import { milestonesIn, read, workOf } from './support.ts'

const tasks = (table: string) => workOf(milestonesIn(read(`## Milestone 1: A\n\n${table}\n`))[0]!)

test('each column says what it is called', () => {
  const [first, second] = tasks(
    '| # | Task | Owner | File | Est. | Depends | Notes |\n|---|---|---|---|---|---|---|\n' +
      '| 1 | Write it | Ana | `src/a.ts` | 2d | - | – |\n| 2 | Test `src/b.ts` | | `src/b.ts` | 1d | #1 | slow |\n',
  )
  expect(first).toMatchObject({
    ownId: '1',
    text: 'Write it',
    estimate: { text: '2d' },
    body: ['- Owner: Ana', '- File: `src/a.ts`'],
    stated: [],
  })
  expect(first!.paths.map(({ path }) => path)).toEqual(['src/a.ts'])
  expect(second!.body).toEqual(['- Notes: slow'])
  expect(second!.stated.map(({ target }) => target)).toEqual(['1'])
})

test.each([
  'Depends',
  'Depends on',
  'Deps',
  'Blocked by',
  'Prereqs',
  'Abhängig von',
  'Dépend de',
  'Зависит от',
  '依存先',
])('a column %s states what comes first', (name) => {
  const read = tasks(`| ID | Task | ${name} |\n|---|---|---|\n| A1 | one | None |\n| A2 | two | A1 |\n`)
  expect(read.map(({ stated }) => stated.map(({ target }) => target))).toEqual([[], ['A1']])
})
