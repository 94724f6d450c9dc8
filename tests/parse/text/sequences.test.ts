import { expect, test } from 'vitest'
import { sequenceIn } from '../../../src/parse/text/sequences.ts'

test.each([
  ['T013-T016 are sequential except T016', ['T013', 'T014', 'T015']],
  ['- **Phase 5**: T001, T002 and T005 are sequential (T002 builds on T001)', ['T001', 'T002', 'T005']],
  ['T-8–T-10 must be sequential', ['T-8', 'T-9', 'T-10']],
  ['T011-T14 run strictly in sequence', ['T011', 'T012', 'T013', 'T014']],
  ['T001-T008 run one after another, but not T003, T005-T007', ['T001', 'T002', 'T004', 'T008']],
  // Nothing is named, or something else comes in between, or it is about something else.
  ['Steps are sequential', []],
  ['T001 adds ids that are sequential', []],
  ['`T001`-`T118` sequential numbering is preserved', []],
  ['T001-T118 sequential-access storage', []],
  ['T008/T009/T010 can run in parallel', []],
  ['T001-T118 sequential numbering is kept', []],
  ['US2 (T004-T005 sequential)', ['T004', 'T005']],
  ['T001 → T002 sequential', ['T002']],
])('%j', (text, ids) => expect(sequenceIn(text)).toEqual(ids))

test('a long text takes no more than its share of time', () => {
  const start = performance.now()
  for (const part of ['T001, ', ' ', 'are ', 'T1-', 'must be '])
    sequenceIn(`${part.repeat(100_000 / part.length)}sequential`)
  expect(performance.now() - start).toBeLessThan(1000)
})
