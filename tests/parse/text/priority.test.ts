import { expect, test } from 'vitest'
import { findPriority } from '../../../src/parse/text/priority.ts'

test.each([
  ['Map (Priority: P1) 🎯', 1, 'P1', '(Priority: P1)'],
  ['Map (Priority: P1, 2h)', 1, 'P1', 'Priority: P1'],
  ['P0: Fix it', 0, 'P0', 'P0'],
  ['[P2] do it', 2, 'P2', '[P2]'],
  ['**Priority**: Medium', 2, 'Medium', '**Priority**: Medium'],
  ['**Priority:** 🔴 High', 1, 'High', '**Priority:** 🔴 High'],
  ['Priority: Critical', 1, 'Critical', 'Priority: Critical'],
  ['[LOW] later', 3, 'LOW', '[LOW]'],
  ['优先级：高', 1, '高', '优先级：高'],
  ['優先度: 中', 2, '中', '優先度: 中'],
  ['Priorität: Niedrig', 3, 'Niedrig', 'Priorität: Niedrig'],
  ['Priorité : haute', 1, 'haute', 'Priorité : haute'],
  ['Prioridade: média', 2, 'média', 'Prioridade: média'],
  ['Prioridad: baja', 3, 'baja', 'Prioridad: baja'],
  ['Öncelik: yüksek', 1, 'yüksek', 'Öncelik: yüksek'],
  ['Приоритет: низкий', 3, 'низкий', 'Приоритет: низкий'],
  ['우선순위: 높음', 1, '높음', '우선순위: 높음'],
])('%j', (text, level, word, cut) => {
  const found = findPriority(text)
  expect(found?.priority).toEqual({ level, word })
  expect(text.slice(found!.start, found!.end)).toBe(cut)
})

test.each([
  'Why this priority: Critical for trust',
  'Fix P1 bugs',
  'highest-priority item',
  '(P1 → P2 → P3)',
  '`[P1]`',
  'P2P network',
  '[P]',
  '[P1](x.md)',
  'Schemas & Medium Priority',
  'mid-low range',
])('none in %j', (text) => expect(findPriority(text)).toBeNull())
