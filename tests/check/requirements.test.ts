import { expect, test } from 'vitest'
import { codesIn, numbersIn, statedIn } from '../../src/check/facts/requirements.ts'
import { checkedDocument } from '../../src/check/subject.ts'
import { source } from '../support/compiling.ts'

const ids = (text: string): readonly string[] =>
  statedIn(checkedDocument({ role: 'requirements', source: source(text, 'requirements.md') })).map(({ id }) => id)

test.each([
  ['- **FR-001**: System MUST export', ['FR-1']],
  ['* FR001 - System MUST export\n* NFR-2: fast', ['FR-1', 'NFR-2']],
  ['| FR-003 | Export |\n| `FR-004` | Import |', ['FR-3', 'FR-4']],
  ['### FR-005a: Export', ['FR-5A']],
  ['As FR-001 says, nothing is new.', []],
  ['- **FR-001**: a\n\nSee below.\n\n- FR-001 again', ['FR-1']],
  ['- ~~**FR-001**: a~~\n- **FR-002**: (deferred) b', []],
  ['## Out of Scope\n\n- **FR-009**: Sharing\n\n## Scope\n\n- **FR-010**: Export', ['FR-10']],
  ['```\n- **FR-001**: a\n```', []],
  [
    '### Requirement 1: A\n\n#### Acceptance Criteria\n\n1. WHEN a\n2. WHEN b\n\n### Requirement 2: B',
    ['1', '1.1', '1.2', '2'],
  ],
  ['### 需求 1：导出\n\n#### 验收标准\n\n1. 当用户导出时\n', ['1', '1.1']],
  ['### 要件 2: 出力\n\n#### 受け入れ基準\n\n1. 利用者が\n', ['2', '2.1']],
  ['### Anforderung 3: Ausgabe\n\n#### Akzeptanzkriterien\n\n1. WENN a\n', ['3', '3.1']],
  ['### Requirement 1.2: A', []],
  ['### User Story 2 - Export', ['US-2']],
])('%j states %j', (text, expected) => {
  expect(ids(text)).toEqual(expected)
})

test.each([
  ['(FR-001, FR-2)', ['FR-1', 'FR-2']],
  ['FR-001 to FR-003', ['FR-1', 'FR-2', 'FR-3']],
  ['FR-001-FR-003', ['FR-1', 'FR-2', 'FR-3']],
  ['FR-010–012', ['FR-10', 'FR-11', 'FR-12']],
  ['FR-001..FR-002, SC-4', ['FR-1', 'FR-2', 'SC-4']],
  ['FR-001 to SC-003', ['FR-1']],
  ['[US3] and User Story 4', ['US-3', 'US-4']],
  ['XFR-001 FR-12345', []],
])('%j names %j', (text, expected) => {
  const named = new Set<string>()
  codesIn(text, named)
  expect([...named].toSorted()).toEqual(expected)
})

test.each([
  ['_Requirements: 1.1, 2.3_', ['1.1', '2.3'], false],
  ['_Requirements: [1.1, 1.2]_', ['1.1', '1.2'], false],
  ['_Requirements: 1.1-1.3, 4_', ['1.1', '1.2', '1.3', '4'], false],
  ['_Requirements: 2.x_', ['2'], false],
  ['_Requirements: All_', [], true],
  ['**Validates: Requirements 2.1, 2.2**', ['2.1', '2.2'], false],
  ['_需求: 4.1, 4.2_', ['4.1', '4.2'], false],
  ['_要件: 1_', ['1'], false],
  ['There are 3 requirements.', [], false],
])('%j names the numbers %j', (text, expected, all) => {
  const named = numbersIn(text)
  expect([[...named.ids].toSorted(), named.all]).toEqual([expected, all])
})
