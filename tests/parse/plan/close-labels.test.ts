import { expect, test } from 'vitest'
import { milestonesIn, read, sketch } from './support.ts'

const criteria = (text: string): string[][] =>
  milestonesIn(read(text)).map(({ children }) =>
    children.flatMap((child) => (child.type === 'criterion' || child.type === 'scenario' ? [child.text] : [])),
  )

test('labels need no blank line before them', () => {
  const text =
    '## Phase 1: A\n**Goal**: it works\n**Tasks:**\n- one\n- two\n**Acceptance Criteria:**\n- fast\n- small\n' +
    '## Phase 2: B\nAcceptance criteria:\n- nice\nTasks:\n1. three\n2. four\n'
  expect(sketch(text)).toEqual([
    ['A', ['one', 'two']],
    ['B', ['three', 'four']],
  ])
  expect(criteria(text)).toEqual([['fast', 'small'], ['nice']])
})

test('nor below a nested list', () => {
  const text =
    '## Phase 1: A\n\n**Tasks**\n- one\n  - a part\n**Success Criteria**\n- fast\n\n## Phase 2: B\n\n- [ ] two\n'
  expect(sketch(text)).toEqual([
    ['A', ['one']],
    ['B', ['two']],
  ])
  expect(criteria(text)[0]).toEqual(['fast'])
})

test('a label as the last line of a paragraph opens the list below', () => {
  const text = '## Phase 1: A\n\n**Story A-7**: as a user\nTasks:\n- one\n- two\n\n## Phase 2: B\n\n- [ ] three\n'
  expect(sketch(text)).toEqual([
    ['A', ['one', 'two']],
    ['B', ['three']],
  ])
})

test('what a task says of itself stays with it', () => {
  const [milestone] = milestonesIn(read('## Phase 1: A\n\n- [ ] T001 one\n**Files**: `src/a.ts`\n- [ ] T002 two\n'))
  expect(milestone!.children).toMatchObject([
    { ownId: 'T001', text: 'one', body: ['- **Files**: `src/a.ts`'] },
    { ownId: 'T002', text: 'two', body: [] },
  ])
})

test.each([
  'Done when all screens pass `npm test`.',
  'This phase is complete when nobody waits for more than 2 s.',
  'Fertig, wenn alle Tests laufen.',
  'Terminado cuando todo pasa.',
  'Готово, когда все тесты проходят.',
])('"%s" is what the milestone is checked by', (sentence) => {
  expect(criteria(`## Phase 1: A\n\n- [ ] one\n\n${sentence}\n\n## Phase 2: B\n\n- [ ] two\n`)).toEqual([
    [sentence],
    [],
  ])
})

test('values below plain points are the milestone’s', () => {
  const text =
    '## Fase 1: A\n**Entregables**:\n- `src/a.ts`\n**Criterios de aceptación**:\n- rápido\n**Duración**: 5 días\n\n## Fase 2: B\n\n- [ ] b\n'
  const [first] = milestonesIn(read(text))
  expect(first).toMatchObject({ estimate: { text: '5 días' } })
  expect(criteria(text)[0]).toEqual(['rápido'])
})
