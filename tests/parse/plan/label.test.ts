import { describe, expect, test } from 'vitest'
import { labelInteger, readLabel } from '../../../src/parse/label.ts'

describe('labels', () => {
  test.each([
    ['Phase 1: Setup', 'phase', '1', 'Setup'],
    ['Phase A:', 'phase', 'A', ''],
    ['Phase One: Core', 'phase', '1', 'Core'],
    ['Phase two - Core', 'phase', '2', 'Core'],
    ['Fase due: Cuore', 'phase', '2', 'Cuore'],
    ['Этап два: Ядро', 'stage', '2', 'Ядро'],
    ['**Phase B**: Exporter', 'phase', 'B', 'Exporter'],
    ['🚀 Phase II — Pilot', 'phase', 'II', 'Pilot'],
    ['2. Phase 3.1 - Gates', 'phase', '3.1', 'Gates'],
    ['✅ Milestone 4 (done)', 'milestone', '4', ''],
    ['Completed: Phase 1 - Audit', 'phase', '1', 'Audit'],
    ['IVe phase', 'phase', 'IV', ''],
    ['Sprint 2 Payments', 'sprint', '2', 'Payments'],
    ['M1 Skeleton', 'milestone', '1', 'Skeleton'],
    ['P0: Crashes', 'priority', '0', 'Crashes'],
    ['US2: Undo', 'story', '2', 'Undo'],
    ['User Story 3 - Alerts', 'story', '3', 'Alerts'],
    ['WP01: Parser', 'workpackage', '01', 'Parser'],
    ['PR 2: Writer', 'pr', '2', 'Writer'],
    ['v1.4 Templates', 'version', '1.4', 'Templates'],
    ['Q4 2026 - Identity', 'quarter', 'Q4 2026', 'Identity'],
    ['H1 2027 - Scale', 'quarter', 'H1 2027', 'Scale'],
    ['Step [N]: Finish', 'step', '[N]', 'Finish'],
    ['Meilenstein 1: Kasse', 'milestone', '1', 'Kasse'],
    ['2. Woche: Zuschauen', 'week', '2', 'Zuschauen'],
    ['Jalon 2 – Prise de vue', 'milestone', '2', 'Prise de vue'],
    ['Hito 3: Informe', 'milestone', '3', 'Informe'],
    ['1ª Fase: Diagnóstico', 'phase', '1', 'Diagnóstico'],
    ['1. Aşama: Hazırlık', 'phase', '1', 'Hazırlık'],
    ['Веха А — Студия', 'milestone', 'А', 'Студия'],
    ['Этап 2. Приёмка', 'stage', '2', 'Приёмка'],
    ['フェーズ３：公開', 'phase', '3', '公開'],
    ['第一阶段：基础数据', 'phase', '一', '基础数据'],
    ['阶段 2: 基础', 'phase', '2', '基础'],
    ['2단계: 결제', 'phase', '2', '결제'],
  ])('%j', (text, kind, number, rest) => {
    const label = readLabel(text)
    expect(label).toMatchObject({ number, rest })
    // Some words name a phase in one language and a stage in its neighbour; both are outer levels.
    expect(kind === 'stage' || kind === 'phase' ? ['stage', 'phase'] : [kind]).toContain(label!.kind)
  })

  test.each([
    'Phase A new idea',
    'Phases 1-2 and Phase 4 have no shared files',
    'PR #146 Analysis',
    'PR #87: Documentation',
    'Story 17.4 Validation Remediation Summary',
    'P001: commitlint',
    'S001: spec',
    'P1 items come first',
    'Q1: Should the table be shorter?',
    'Q7: no quarter',
    'Milestone goals',
    'Enhance/phase 1',
    'Stages of grief',
    'Setup (Phase 1)',
    '',
  ])('no label: %j', (text) => {
    expect(readLabel(text)).toBeNull()
  })

  test.each([
    ['7', 7],
    ['M2', 2],
    ['IV', 4],
    ['IX', 9],
    ['十二', 12],
    ['三', 3],
    ['3.1', null],
    ['A', null],
  ])('the integer of %j is %j', (number, integer) => {
    expect(labelInteger(number)).toBe(integer)
  })
})
