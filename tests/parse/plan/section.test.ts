import { expect, test } from 'vitest'
import { classifySection } from '../../../src/parse/section.ts'

test.each([
  ['Success Criteria', 'criteria'],
  ['## ✅ Success Criteria (must hold)'.slice(3), 'criteria'],
  ['3. Acceptance Criteria:', 'criteria'],
  ['Risks of the migration', 'risks'],
  ['Milestone Success Criteria', 'criteria'],
  ['Release Readiness Checklist', 'checklist'],
  ['Table of Contents', 'appendix'],
  ['Future Rollout Runbook', 'steps'],
  ['Features', 'scope'],
  ['Roadmap', 'milestones'],
  ['Completed', 'log'],
  ['Verfassungsprüfung', 'checklist'],
  ['Laptop-Checkliste', 'checklist'],
  ['Checkliste Laptop (zum Ausdrucken)', null],
  ['Comprobaciones', 'checklist'],
  ['Después (otro día)', 'out'],
  ['Critères de succès', 'criteria'],
  ['Aceite', 'criteria'],
  ['Ficou para depois', 'out'],
  ['Anayasa Kontrolü', 'checklist'],
  ['Проверка конституции', 'checklist'],
  ['リリース前チェックリスト', 'checklist'],
  ['五、上线检查清单', 'checklist'],
  ['验收标准', 'criteria'],
  ['완료 기준', 'criteria'],
])('%j announces %j', (title, kind) => {
  expect(classifySection(title)).toBe(kind)
})

test.each([
  'Production Commerce consent gate',
  'Tests to DELETE',
  'Parser',
  'The gate keeper service',
  'A'.repeat(500),
  '',
])('a title of its own: %j', (title) => {
  expect(classifySection(title)).toBeNull()
})
