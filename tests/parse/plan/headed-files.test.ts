import { expect, test } from 'vitest'
import { milestonesIn, read, workOf } from './support.ts'

const steps =
  '# Add a limiter\n\n## Implementation Steps\n\n' +
  '### 1. Add the client\n**File:** `src/redis.ts` (new)\n\n```ts\nexport const a = 1\n```\n\n' +
  '### 2. Create the middleware\n**Files:** `src/limit.ts`, `src/keys.ts`\n\n- Token bucket\n\n' +
  '### 3. Wire it up\n\n**Files**\n- `src/app.ts`\n\nUse it.\n\n' +
  '### 4. Tests\n**File:** `tests/limit.test.ts`\n**Verify:** `npm test`\n- returns 429\n'

test('numbered headings below Steps are steps with their files, in order', () => {
  const tasks = workOf(milestonesIn(read(steps))[0]!)
  expect(tasks.map(({ text }) => text)).toEqual(['Add the client', 'Create the middleware', 'Wire it up', 'Tests'])
  expect(tasks.map(({ paths }) => paths.map(({ path }) => path))).toEqual([
    ['src/redis.ts'],
    ['src/limit.ts', 'src/keys.ts'],
    ['src/app.ts'],
    ['tests/limit.test.ts'],
  ])
  expect(tasks.map(({ body }) => body[0])).toEqual([
    '- File: `src/redis.ts` (new)',
    '- Files: `src/limit.ts`, `src/keys.ts`',
    '- `src/app.ts`',
    '- File: `tests/limit.test.ts`',
  ])
  expect(tasks[3]!.body).toEqual(['- File: `tests/limit.test.ts`', '- Verify: `npm test`', '- returns 429'])
  expect(new Set(tasks.map(({ sequence }) => sequence)).size).toBe(1)
  expect(tasks[0]!.sequence).not.toBe('')
})

test('what such headings are judged by is no step', () => {
  const text = '# A\n\n## Implementation\n\n### 1. Parser\n\n- reads\n\n### 2. Success metrics\n\n- < 2 s\n'
  expect(workOf(milestonesIn(read(text))[0]!).map(({ text: words }) => words)).toEqual(['Parser'])
})

test('a label with its number alone on a line opens its list', () => {
  const text = '# A\n\nPhase 1: Collect\n- one\n\nPhase 2: Send\n- two\n- three\n'
  expect(milestonesIn(read(text)).map((one) => [one.title, workOf(one).length])).toEqual([
    ['Collect', 1],
    ['Send', 2],
  ])
})

test('a milestone without a title keeps its label beside the remark', () => {
  const text = '## Sprint 1 (6 to 17 January)\n\n- [ ] one\n\n## Sprint 2 (20 to 31 January)\n\n- [ ] two\n'
  expect(milestonesIn(read(text)).map(({ title }) => title)).toEqual([
    'Sprint 1 (6 to 17 January)',
    'Sprint 2 (20 to 31 January)',
  ])
})

test('tasks need no mark where labelled lines stand below them', () => {
  const text =
    '# A\n\nTask 1: Write the parser\nFile: src/parser.ts\nDepends: none\n\nTask 2: Write the printer\nFile: src/printer.ts\nDepends: Task 1\n'
  const tasks = workOf(milestonesIn(read(text))[0]!)
  expect(tasks.map((task) => [task.text, task.paths[0]?.path, task.stated.map(({ target }) => target)])).toEqual([
    ['Write the parser', 'src/parser.ts', []],
    ['Write the printer', 'src/printer.ts', ['Task 1']],
  ])
})
