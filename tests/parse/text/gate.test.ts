import { expect, test } from 'vitest'
import { findGates } from '../../../src/parse/text/gate.ts'

test.each([
  ['Completion rate >95%', 'Completion rate > 95 %'],
  ['Coverage ≥ 90 %', 'Coverage >= 90 %'],
  ['<2s per step', 'per step < 2 s'],
  ['15/15 test cases passing', 'test cases passing = 15 '],
  ['100+ concurrent users with <1s response', 'concurrent users >= 100 ; response < 1 s'],
  ['99.9% uptime for 30 consecutive days', 'uptime for 30 consecutive days >= 99.9 %'],
  ['5+ customers', 'customers >= 5 '],
  ['70%+ code reuse', 'code reuse >= 70 %'],
  ['All 7 library modules', 'library modules = 7 '],
  ['at least 3 examples', 'examples >= 3 '],
  ['Response under 200 ms', 'Response < 200 ms'],
  ['Error rate no more than 5%', 'Error rate <= 5 %'],
  ['0 errors', 'errors = 0 '],
  ['**Lookup**: <1ms (in memory)', 'Lookup < 1 ms'],
  ['(>90% coverage)', 'coverage > 90 %'],
  ['**Coverage** (target: >95%)', 'Coverage > 95 %'],
  ['Gas price (<50 gwei)', 'Gas price < 50 gwei'],
  ['handles more than 10,000 rows', 'rows > 10000 '],
  ['`>= 90%` coverage', 'coverage >= 90 %'],
  ['カバレッジ80%以上', 'カバレッジ >= 80 %'],
  ['応答は200ms未満', '応答 < 200 ms'],
  ['覆盖率至少 90%', '覆盖率 >= 90 %'],
  ['延迟不超过 200 毫秒', '延迟 <= 200 ms'],
  ['Mindestens 80% Abdeckung', 'Abdeckung >= 80 %'],
  ['höchstens 3 Fehler', 'Fehler <= 3 '],
  ['au moins 95 % de réussite', 'réussite >= 95 %'],
  ['pelo menos 10 páginas', 'páginas >= 10 '],
  ['En az 5 örnek', 'örnek >= 5 '],
  ['Не менее 90% тестов', 'тестов >= 90 %'],
  ['커버리지 80% 이상', '커버리지 >= 80 %'],
  ['응답 200ms 이하', '응답 <= 200 ms'],
])('%j', (text, expected) => {
  expect(
    findGates(text)
      .map(({ metric, comparison, value, unit }) => `${metric} ${comparison} ${value} ${unit}`)
      .join('; '),
  ).toBe(expected)
})

test.each([
  'v1.2 is out',
  'Python 3.11+ installed',
  'PowerShell 7+',
  'Node.js 18+',
  'on 2025-11-24',
  'Section 3.2',
  'port 8080',
  'HTTP 200',
  'T001 and FR-020',
  '24/7 watch',
  '80/20 split',
  'a -> 5 b',
  'x => 5',
  'tool>=0.7.0',
  '44x44px',
  '+40% bonus',
  'Step 3 done',
  '9/11 tasks',
  'plain words',
  '`if (x > 5)`',
])('no gate in %j', (text) => expect(findGates(text)).toEqual([]))
