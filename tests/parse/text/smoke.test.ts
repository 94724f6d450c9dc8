import { expect, test } from 'vitest'
import { findEstimate } from '../../../src/parse/text/estimate.ts'
import { plain } from '../../../src/parse/text/inline.ts'
import { findPriority } from '../../../src/parse/text/priority.ts'
import { readTaskLine } from '../../../src/parse/text/task-line.ts'

test('the four readers of a heading work together', () => {
  const text = '#### T004 [P] [M1] Parse **times** (2-3 h) (Priority: P2)'.slice(5)
  expect(readTaskLine(text)).toMatchObject({ id: 'T004', parallel: true, milestoneTags: ['M1'] })
  expect(findEstimate(text)?.estimate).toEqual({ low: 120, high: 180, text: '2-3 h' })
  expect(findPriority(text)?.priority).toEqual({ level: 2, word: 'P2' })
  expect(plain('Parse **times**')).toBe('Parse times')
})
