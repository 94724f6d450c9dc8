import { expect, test } from 'vitest'
import { sketch } from './support.ts'

const two = (first: string, second: string): string => `# Plan\n\n${first}\n\n- [ ] one\n\n${second}\n\n- [ ] two\n`
const both = (first: string, second: string): unknown => [
  [first, ['one']],
  [second, ['two']],
]

test.each([
  ['## Etap 1: Model', '## Etap 2: API', 'Model', 'API'],
  ['## Giai đoạn 1: Model', '## Giai đoạn 2: API', 'Model', 'API'],
  ['## Fáze 1 – Model', '## Fáze 2 – API', 'Model', 'API'],
  ['## Epic: Search', '## Epic: Billing', 'Search', 'Billing'],
  ['## Milestone - Alpha', '## Milestone - Beta', 'Alpha', 'Beta'],
  ['## Feature: Search', '## Feature: Billing', 'Search', 'Billing'],
])('%s and %s are milestones', (first, second, one, other) => {
  expect(sketch(two(first, second))).toEqual(both(one, other))
})

test('so they are below headings of their own', () => {
  const text =
    '# Q3 Roadmap\n\n## July\n\n### Epic: Search\n\n- [ ] one\n\n## August\n\n### Epic: Billing\n\n- [ ] two\n'
  expect(sketch(text)).toEqual(both('Search', 'Billing'))
})

test.each([
  ['## Option 1: Redis', '## Option 2: Kafka'],
  ['## Risk 1: Delay', '## Risk 2: Cost'],
  ['## Etap 1: Model', '## Etap 1: API'],
  ['## Etap 1: Model', '## Stopień 2: API'],
  ['## Note: one', '## Note: two'],
])('%s and %s are not', (first, second) => {
  expect(sketch(two(first, second))).toEqual([['Plan', ['one', 'two']]])
})

test('a series without work is none', () => {
  const text = '# Plan\n\n## Etap 1: A\n\nwords\n\n## Etap 2: B\n\nwords\n\n## Work\n\n- [ ] one\n'
  expect(sketch(text)).toEqual([['Plan', ['one']]])
})
