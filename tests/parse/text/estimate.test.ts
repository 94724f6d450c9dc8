import { describe, expect, test } from 'vitest'
import { estimateOf, findEstimate } from '../../../src/parse/text/estimate.ts'

describe('findEstimate', () => {
  test.each([
    ['C1: Draw the map (2.5 hours)', 150, 150, '(2.5 hours)'],
    ['Phase 1: Base (0-45 min)', 0, 45, '(0-45 min)'],
    ['Phase 2 - 28h', 1680, 1680, '- 28h'],
    ['Phase 2 (Week 4: 40 hours)', 2400, 2400, ': 40 hours'],
    ['Trim (1 HOUR - NOW)', 60, 60, '1 HOUR - '],
    ['**Effort:** 2 hours **Risk:** low', 120, 120, '**Effort:** 2 hours'],
    ['_Estimated: 30min_', 30, 30, '_Estimated: 30min_'],
    ['Duration: 2 weeks', 4800, 4800, 'Duration: 2 weeks'],
    ['x (Estimate: 2h)', 120, 120, '(Estimate: 2h)'],
    ['x (1h30m)', 90, 90, '(1h30m)'],
    ['x (30 min - 1 h)', 30, 60, '(30 min - 1 h)'],
    ['x (~20 min) 🚀', 20, 20, '(~20 min)'],
    ['x (0.5d)', 240, 240, '(0.5d)'],
    ['Phase 7 (Part 2) (1.5 hours)', 90, 90, '(1.5 hours)'],
    ['任务 (2-3 天)', 960, 1440, '(2-3 天)'],
    ['設計（3日）', 1440, 1440, '（3日）'],
    ['実装 (2時間)', 120, 120, '(2時間)'],
    ['確認 (30分)', 30, 30, '(30分)'],
    ['Aufbau (3 Tage)', 1440, 1440, '(3 Tage)'],
    ['x (2,5 Std.)', 150, 150, '(2,5 Std.)'],
    ['x (2 heures)', 120, 120, '(2 heures)'],
    ['x (2 horas)', 120, 120, '(2 horas)'],
    ['x (3 dias)', 1440, 1440, '(3 dias)'],
    ['x (2 saat)', 120, 120, '(2 saat)'],
    ['x (3 gün)', 1440, 1440, '(3 gün)'],
    ['x (2 часа)', 120, 120, '(2 часа)'],
    ['x (3 дня)', 1440, 1440, '(3 дня)'],
    ['x (3일)', 1440, 1440, '(3일)'],
    ['x (2시간)', 120, 120, '(2시간)'],
  ])('%j', (text, low, high, cut) => {
    const found = findEstimate(text)
    expect(found).not.toBeNull()
    expect([found!.estimate.low, found!.estimate.high]).toEqual([low, high])
    expect(text.slice(found!.start, found!.end)).toBe(cut)
  })

  test.each([
    'Week 1-2: Draw',
    'Day 3-4',
    'Weeks 3',
    '<2s per step',
    '99.9% uptime for 30 days',
    'Checks (within 30 minutes)',
    'Before (2-4 weeks before)',
    'token expiry (24 hours)',
    'session timeout (30 min)',
    'x (>24h)',
    'x (5d ago)',
    'release (11月3日)',
    'Sprint - 2 Week Plan',
    '`(2 hours)`',
    'T-minus 7 days',
    'x (3 people)',
    'x (2 dogs)',
    'poll after 30 minutes',
  ])('no estimate in %j', (text) => expect(findEstimate(text)).toBeNull())

  test('uses the configured working time', () => {
    expect(findEstimate('x (1 day)', { hoursPerDay: 6, daysPerWeek: 4 })?.estimate.low).toBe(360)
    expect(findEstimate('x (1 week)', { hoursPerDay: 6, daysPerWeek: 4 })?.estimate.low).toBe(1440)
  })
})

test.each([
  ['4 hours', 240, 240, '4 hours'],
  ['6-7 hours', 360, 420, '6-7 hours'],
  ['45 minutes (with a break of 3 min)', 45, 45, '45 minutes'],
  ['1 engineer, 3 weeks', 7200, 7200, '3 weeks'],
  ['**2 days**', 960, 960, '2 days'],
  ['~51 hours (2-3 sprints)', 3060, 3060, '~51 hours'],
])('estimateOf %j', (text, low, high, printed) => expect(estimateOf(text)).toEqual({ low, high, text: printed }))

test.each(['Weeks 1-2', 'Q3', '[Total duration]', '', 'soon'])('estimateOf %j is null', (text) =>
  expect(estimateOf(text)).toBeNull(),
)
