import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readTaskDocument } from '../../../src/parse/tasks/document.ts'
import { mayHaveTaskIds } from '../../../src/parse/tasks/may-have-ids.ts'

const pieces = [
  '- ',
  '* ',
  '1. ',
  '## ',
  '> ',
  '  ',
  '\n',
  '\n\n',
  ' ',
  '~~',
  '**',
  '`',
  '_',
  ':',
  '- [ ] ',
  '- [x] ',
  '- [ ]* ',

  '[ ]',
  '[v]',
  '[N/A]',
  '[]',
  '[P]',
  '[US1]',
  '[M1] ',
  '(P1)',
  '✅ ',
  'T001',
  'T-1',
  '1.1 ',
  '1. ',
  '#12 ',
  '03-02 ',

  'TASK-1 ',
  'WP01 ',
  'Task 1: ',
  'Tarea 2: ',
  'Tâche 3: ',
  '任务1：',
  'word ',
  'Create ',
  'A',
  'ü',
  '[',
  ']',
  '[T1]',
]

const hasIds = (text: string): boolean =>
  readTaskDocument({ path: 'plan.md', text, eol: '\n' }).tasks.some(({ id }) => id !== '')

describe('whether a task may have an id', () => {
  it.each(['- [ ] Create `src/a.ts`\n', '- [x] **Create** it\n', '# Plan\n\n1. Write 1.1 of it\n'])(
    'no: %j',
    (text) => {
      expect(mayHaveTaskIds(text)).toBe(false)
    },
  )

  it.each(['- [ ] 1.1 Write\n', '- [ ]\n  1.1 Write\n', '- T001 Write\n', '### T1: Write\n', '- [ ] Task 1: Write\n'])(
    'yes: %j',
    (text) => {
      expect(hasIds(text)).toBe(true)
      expect(mayHaveTaskIds(text)).toBe(true)
    },
  )

  it('never denies an id that is there', () => {
    const text = fc.array(fc.constantFrom(...pieces), { maxLength: 14 }).map((parts) => parts.join(''))
    fc.assert(
      fc.property(text, (words) => mayHaveTaskIds(words) || !hasIds(words)),
      { numRuns: 5_000 },
    )
  })
})
