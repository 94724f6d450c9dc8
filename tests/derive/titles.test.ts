import { expect, test } from 'vitest'
import { isGenericTitle, titleOr } from '../../src/parse/plan/title.ts'
import { compileDocuments, document } from '../support/compiling.ts'

const titleOf = async (plan: string, vision: string): Promise<string> => {
  const result = await compileDocuments([
    document('vision', `# ${vision}\n`),
    document('plan', `# ${plan}\n\n- [ ] one\n`),
  ])
  return result.status === 'compiled' ? result.execution.title : result.status
}

test.each([
  ['Implementation Plan', 'Vision: Lending Library', 'Lending Library'],
  ["Plan d'exécution", 'Vision : Bibliothèque', 'Bibliothèque'],
  ['Umsetzungsplan', 'Bücherei', 'Bücherei'],
  ['Implementation Plan: Kiosk', 'Vision: Lending Library', 'Kiosk'],
  ['Kiosk', 'Vision: Lending Library', 'Kiosk'],
  ['Implementation Plan', 'Vision', 'example'],
])('a plan called "%s" of "%s" is about %s', async (plan, vision, title) => {
  expect(await titleOf(plan, vision)).toBe(title)
})

test.each(['Plan', 'Tasks', 'Project Roadmap', 'Plan de implementación', 'План', '実装計画', 'TODO'])(
  '%s says nothing',
  (title) => {
    expect(isGenericTitle(title)).toBe(true)
  },
)

test.each(['Plan B', 'Planner', 'Goal setting', 'The plan', 'Tasks API'])('%s says something', (title) => {
  expect(isGenericTitle(title)).toBe(false)
})

test.each([
  ['Tasks', '2026-02-09-add-url-ingest', 'add url ingest'],
  ['Implementation Plan', '003-lending-library', 'lending library'],
  ['Plan', 'plan', 'Plan'],
  ['Kiosk', '003-lending-library', 'Kiosk'],
])('%s in %s is called %s', (title, id, expected) => {
  expect(titleOr(title, id)).toBe(expected)
})

test('front matter names a document without a heading of its own', async () => {
  const text = '---\nid: task-7\ntitle: "Fix the numbering"\n---\n\n## Description\n\nWords.\n\n## Tasks\n\n- [ ] one\n'
  const result = await compileDocuments([document('plan', text)])
  expect(result.status === 'compiled' && result.execution.title).toBe('Fix the numbering')
})
