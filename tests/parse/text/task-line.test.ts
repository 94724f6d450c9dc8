import { describe, expect, test } from 'vitest'
import { readTaskLine } from '../../../src/parse/text/task-line.ts'

/** box|state|id|tags|text */
function summary(text: string, dialect: 'kiro' | '' = ''): string | null {
  const line = readTaskLine(text, { dialect })
  if (line === null) return null
  const tags = [
    line.parallel ? 'P' : '',
    ...line.milestoneTags,
    ...line.storyTags,
    ...line.wordTags,
    line.priority?.word ?? '',
    line.optional ? '*' : '',
    line.legend ? 'legend' : '',
  ]
  return [line.state, line.id, tags.filter((tag) => tag !== '').join(','), line.text].join('|')
}

describe('boxes', () => {
  test.each([
    ['[ ] Draw', 'open|||Draw'],
    ['[x] Draw', 'done|||Draw'],
    ['[X] Draw', 'done|||Draw'],
    ['[✓] Draw', 'done|||Draw'],
    ['[v] Draw', 'done|||Draw'],
    ['[~] Draw', 'started|||Draw'],
    ['[/] Draw', 'started|||Draw'],
    ['[-] Draw', 'dropped|||Draw'],
    ['[N/A] Draw', 'dropped|||Draw'],
    ['[ ]* 2.1 Draw', 'open|2.1|*|Draw'],
    ['[ ]', 'open|||'],
    ['~~[ ] Draw~~', 'dropped|||Draw'],
    ['[x] ~~T3 Draw~~ (moved)', 'dropped|T3||Draw (moved)'],
    ['[ ] ~~Draw~~', 'dropped|||~~Draw~~'],
    ['[x] ~~old~~ new words', 'done|||~~old~~ new words'],
    ['[x](a.md) link', null],
    ['[1] footnote', null],
    ['plain words', null],
    ['T004, T005 can run together', null],
    ['**1.1 → 1.2**: base first', null],
    ['T029-T031 come last', null],
    ['40-50% fewer tokens', null],
    ['', null],
  ])('%j', (text, expected) => expect(summary(text)).toBe(expected))

  test('a dash means started in Kiro files', () => expect(summary('[-] 1.1 Draw', 'kiro')).toBe('started|1.1||Draw'))

  test.each([
    ['[] Draw', ''],
    ['[?] Draw', '?'],
  ])('unknown mark in %j is open and said to be unknown', (text, mark) => {
    expect(readTaskLine(text)).toMatchObject({ state: 'open', box: { mark, known: false } })
  })

  test('the span encloses the brackets', () => {
    const text = '  [X]* T1 Draw'
    const line = readTaskLine(text)!
    expect(text.slice(line.box!.start, line.box!.end)).toBe('[X]')
    expect(text.slice(line.idSpan!.start, line.idSpan!.end)).toBe('T1')
  })
})

describe('ids', () => {
  test.each([
    ['[ ] T001 Draw', 'T001'],
    ['[ ] T019b Draw', 'T019b'],
    ['[ ] T-1 Draw', 'T-1'],
    ['[ ] T1.2 Draw', 'T1.2'],
    ['[ ] T031-MIN Draw', 'T031-MIN'],
    ['[ ] **T001** Draw', 'T001'],
    ['[ ] **T001:** Draw', 'T001'],
    ['[ ] **T001**: Draw', 'T001'],
    ['[ ] T001: Draw', 'T001'],
    ['[ ] T001. Draw', 'T001'],
    ['[ ] T001 - Draw', 'T001'],
    ['[ ] [T001] Draw', 'T001'],
    ['[ ] `T001` Draw', 'T001'],
    ['[ ] 1.1 Draw', '1.1'],
    ['[ ] 1.1.1. Draw', '1.1.1'],
    ['[ ] 1. Draw', '1'],
    ['[ ] 03-02: Draw', '03-02'],
    ['[ ] TASK-1.1: Draw', 'TASK-1.1'],
    ['[ ] ABC-12 Draw', 'ABC-12'],
    ['[ ] WP01 Draw', 'WP01'],
    ['[ ] S001: Draw', 'S001'],
    ['[ ] #12 Draw', '#12'],
    ['[ ] Task 1: Draw', 'Task 1'],
    ['T011: Draw', 'T011'],
    ['Task 4 — Draw', 'Task 4'],
    ['任务 1：Draw', '任务 1'],
    ['C1: Draw', 'C1'],
    ['✅ T001: Draw', 'T001'],
  ])('%j', (text, id) => {
    expect(readTaskLine(text)).toMatchObject({ id, text: 'Draw' })
  })

  test.each([
    '[ ] UTF-8 names',
    '[ ] S3 bucket',
    '[ ] 3 tests pass',
    '[ ] 1.5 hours of it',
    '[ ] P1: high',
    '[ ] M1: first',
    '[ ] US1 done',
    '[ ] Step 1: Draw',
    '[ ] (P) T001 x',
    '[ ] ES2020 target',
  ])('none in %j', (text) => expect(readTaskLine(text)!.id).toBe(''))

  test.each(['CHK001 Are names given', 'FR-001: System draws', 'SC-002 fast'])(
    '%j is a reference, no task id',
    (text) => {
      expect(readTaskLine(`[ ] ${text}`)!.idForm).toBe('reference')
    },
  )

  test('a plan file keeps its name', () =>
    expect(summary('[ ] 03-02-PLAN.md - Draw')).toBe('open|03-02||03-02-PLAN.md - Draw'))
  test('bold around id and title', () =>
    expect(summary('[ ] **Task 1: Draw** the map')).toBe('open|Task 1||Draw the map'))
  test('done by a check mark behind the number', () => expect(summary('1.3 ✅ Draw')).toBe('done|1.3||Draw'))
})

describe('tags', () => {
  test.each([
    ['[ ] T1 [P] Draw', 'open|T1|P|Draw'],
    ['[ ] T1 [P] [M1] [US1] Draw', 'open|T1|P,M1,US1|Draw'],
    ['[ ] T1 [P][US1] Draw', 'open|T1|P,US1|Draw'],
    ['[ ] T1 [US1/2] Draw', 'open|T1|US1,US2|Draw'],
    ['[ ] T1 [US1, US2] Draw', 'open|T1|US1,US2|Draw'],
    ['[ ] T1 [US1-US3] Draw', 'open|T1|US1,US2,US3|Draw'],
    ['[ ] T1 [US1] [US2] Draw', 'open|T1|US1,US2|Draw'],
    ['[ ] T1 [PL] Draw', 'open|T1|PL|Draw'],
    ['[ ] T1 [P2] Draw', 'open|T1|P2|Draw'],
    ['[ ] T1 (P) Draw', 'open|T1||(P) Draw'],
    ['[ ] **T1** [P]: Draw', 'open|T1|P|Draw'],
    ['[ ] [P] Draw', 'open||P|Draw'],
    ['T1: Draw [P]', 'open|T1|P|Draw'],
    ['[ ] T1 Draw [US1] [P]', 'open|T1|P,US1|Draw'],
    ['[ ] T1 Draw [P] (depends on T0)', 'open|T1|P|Draw (depends on T0)'],
    ['[ ] T1 Draw app/[id]/page.tsx', 'open|T1||Draw app/[id]/page.tsx'],
    ['[ ] T1 [id]/page.tsx drawn', 'open|T1||[id]/page.tsx drawn'],
    ['[ ] T1 [service] drawn', 'open|T1||[service] drawn'],
    ['[ ] T1 [TODO] drawn', 'open|T1||[TODO] drawn'],
    ['[ ] T1 [US1](a.md) drawn', 'open|T1||[US1](a.md) drawn'],
    ['[ ] T1 say `[P]`', 'open|T1||say `[P]`'],
    ['[P] tasks = different files', 'open||P,legend|tasks = different files'],
    ['**[P]**: can run beside', 'open||P,legend|can run beside'],
    ['[Story] maps to stories', 'open||Story,legend|maps to stories'],
  ])('%j', (text, expected) => expect(summary(text)).toBe(expected))
})
