import { expect, test } from 'vitest'
import { compileText } from '../support/compiling.ts'

const lines = async (text: string): Promise<readonly string[] | string> => {
  const result = await compileText(text)
  return result.status === 'compiled' ? result.execution.tasks.map((task) => task.text) : result.status
}

test.each([
  [
    'numbered lines below a title',
    '# Dark mode\n\n1. Write the tokens\n2. Load them\n',
    ['Write the tokens', 'Load them'],
  ],
  ['numbered lines alone', '1. Write the tokens\n2. Load them\n', ['Write the tokens', 'Load them']],
  [
    'points that name files',
    '# Dark mode\n\n- Create `a/b.css`\n- Load it in `c/d.ts`\n',
    ['Create `a/b.css`', 'Load it in `c/d.ts`'],
  ],
  [
    'what changes',
    '# Dark mode\n\n## Approach\n\nWe do.\n\n## Changes\n\n- Create `a/b.css`\n- Load it in `c/d.ts`\n\n## Testing\n\n- `npm test`\n',
    ['Create `a/b.css`', 'Load it in `c/d.ts`'],
  ],
])('%s compile', async (_, text, expected) => {
  expect(await lines(text)).toEqual([...expected, 'Validate Milestone 1'])
})

test.each([
  ['remarks', '# Dark mode\n\n- It is dark\n- It is nice\n'],
  ['one line', '# Dark mode\n\n1. Write it\n'],
  ['a list further down', '# Dark mode\n\n## Background\n\n1. It was light\n2. It was bright\n'],
])('%s do not', async (_, text) => {
  expect(await lines(text)).toBe('refused')
})

test('where anything else gives a milestone, plain lists are none', async () => {
  expect(await lines('# Dark mode\n\n1. Read this\n2. Read that\n\n## Tasks\n\n- [ ] Write it\n')).toEqual([
    'Write it',
    'Validate Milestone 1',
  ])
})
