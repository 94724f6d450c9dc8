import { expect, test } from 'vitest'
import { milestonesIn, read } from './support.ts'

const last = (heading: string) =>
  milestonesIn(read(`## Phase 1: A\n\n- [ ] one\n\n## Phase 2: B\n\n- [ ] two\n\n${heading}\n\n- [ ] three\n`)).at(-1)!

test.each([
  ['## Phase 3: C (depends on Phase 1)', 'C', ['Phase 1']],
  ['## Phase 3: C (after Phase 2)', 'C', ['Phase 2']],
  ['## Phase 3: C [blocked by Phase 2]', 'C', ['Phase 2']],
  ['## Phase 3: C — requires Phase 1', 'C', ['Phase 1']],
  ['## Phase 3: C (1 week; needs Phase 1)', 'C', ['Phase 1']],
  ['## Phase 3: C (@ana, after Phases 1 and 2)', 'C (@ana)', ['Phase 1', 'Phase 2']],
  ['## Phase 3: C (depends on Phases 1, 2; 3 days; Bob)', 'C (Bob)', ['Phase 1', 'Phase 2']],
  ['## Phase 3: C (nach Phase 1)', 'C', ['Phase 1']],
  ['## Phase 3: C (después de la fase 1)', 'C', ['Phase 1']],
  ['## Phase 3: C (après la phase 1)', 'C', ['Phase 1']],
  ['## Фаза 3: C (после фазы 1)', 'C', ['Phase 1']],
  ['## フェーズ3: C（フェーズ1完了後）', 'C', ['Phase 1']],
  ['## 3단계: C (1단계 완료 후)', 'C', ['Phase 1']],
  ['## 阶段3: C（阶段1完成后）', 'C', ['Phase 1']],
])('%s waits', (heading, title, targets) => {
  const { title: read, stated } = last(heading)
  expect(read).toBe(title)
  expect(stated.map(({ target }) => target)).toEqual(targets)
})

test.each([
  '## Phase 3: C (parallel with Phase 1)',
  '## Phase 3: C (after lunch)',
  '## Phase 3: After the storm',
  '## Phase 3: C (see Phase 1)',
])('%s does not', (heading) => {
  expect(last(heading)).toMatchObject({ title: heading.slice('## Phase 3: '.length), stated: [] })
})

test('the place is the one of the words', () => {
  const text = '## Phase 1: A\n\n- [ ] one\n\n## Phase 2: B (2 days, after Phase 1)\n\n- [ ] two\n'
  const [, second] = milestonesIn(read(text))
  const { place } = second!.stated[0]!
  expect(text.slice(place.start, place.end)).toBe('after Phase 1')
  expect(second).toMatchObject({ title: 'B', estimate: { text: '2 days' } })
})

test('what stands behind the bold title of an item', () => {
  const text =
    '- **M1 – Alpha** (due in May)\n  - [ ] one\n- **M2 – Beta** (due in June), depends on M1\n  - [ ] two\n- **M3 – GA**, see M1\n  - [ ] three\n'
  expect(milestonesIn(read(text)).map(({ title, stated }) => [title, ...stated.map(({ target }) => target)])).toEqual([
    ['Alpha'],
    ['Beta', 'M1'],
    ['GA'],
  ])
})
