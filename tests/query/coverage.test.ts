import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { noEvidence } from '../../src/check/evidence.ts'
import type { TracedDocument } from '../../src/derive/traced.ts'
import type { Evidence } from '../../src/model/evidence.ts'
import type { InputRole } from '../../src/model/compile.ts'
import { readDocument } from '../../src/parse/document.ts'
import { loadParser } from '../../src/parse/markdown.ts'
import { coverageCsv, coverageMarkdown } from '../../src/query/coverage-print.ts'
import { coverageView } from '../../src/query/coverage.ts'
import type { CoverageView } from '../../src/query/coverage-view.ts'
import { openPlaces } from '../../src/query/places.ts'
import { compileDocuments, compiled, document, source } from '../support/compiling.ts'

const parse = await loadParser()

type Texts = Partial<Record<InputRole, string>>

async function view(texts: Texts, written: string | null = null, evidence: Evidence = noEvidence) {
  const documents = Object.entries(texts).map(([role, text]) => document(role as InputRole, text))
  const { execution } = compiled(
    await compileDocuments(documents, {
      written: written === null ? null : source(written, 'execute.md'),
    }),
  )
  const traced = documents.map(({ role, source: own }): TracedDocument => {
    const { vision, goal } = readDocument(role, own, parse, null)
    return { file: own.path, text: own.text, vision, goal }
  })
  const places = openPlaces(documents.map(({ source: own }) => own))
  return coverageView({ execution, documents: traced, places, evidence, written: 'execute.md' })
}

const VISION = `# Vision Document: Notes

### Intent 1 - Leave at any time

### Intent 2 - Read by everyone
`

const GOAL = `# Goal Definition: Notes

### Objective 1: Complete export

Serves Intent 1.

### Objective 2: Quick archive

### Objective 3: Nothing to do with it
`

const PLAN = `# Plan: Notes

## Milestone 1: Writer

**Goal**: Reach Objective 1

- [ ] Create \`src/csv.ts\` (FR-001)

## Milestone 2: Archive for quick readers

- [ ] Create \`src/zip.ts\`
  - Verify: \`npm test\`

## Milestone 3: Menu

- [ ] Create \`src/menu.ts\`
`

const SPEC = `# Specification: Notes

### Functional Requirements

- **FR-001**: Write CSV
- **FR-002**: Keep the order
`

const rowsOf = ({ rows }: CoverageView) =>
  rows.map(({ intents, objectives, requirements, milestone, task }) =>
    [intents, objectives, requirements]
      .map((links) => links.map(({ id, link }) => `${id}${link === 'inferred' ? '~' : ''}`).join(' '))
      .concat(milestone ?? '', task ?? '')
      .join('|'),
  )

test('from intents to tasks, with stated and inferred links', async () => {
  const found = await view({ vision: VISION, goal: GOAL, plan: PLAN, spec: SPEC })
  expect(rowsOf(found).filter((row) => /T00[135]|\|$/.test(row))).toEqual([
    'Intent 1|Objective 1|FR-001|M1|T001',
    '|Objective 2~||M2|T003',
    '|||M3|T005',
    '||FR-002||',
    '|Objective 3|||',
    'Intent 2||||',
  ])
  expect(found.totals).toEqual({
    intent: { total: 2, covered: 1 },
    objective: { total: 3, covered: 2 },
    requirement: { total: 2, covered: 1 },
    milestone: { total: 3, covered: 3 },
    task: { total: 6, covered: 6 },
  })
  expect(found.uncovered.map(({ level, id, direction }) => `${level} ${id} ${direction}`)).toEqual([
    'intent Intent 2 down',
    'objective Objective 3 down',
    'requirement FR-002 down',
    'milestone M3 up',
  ])
  expect(found.items.requirement[1]).toMatchObject({ id: 'FR-002', text: 'Keep the order', file: 'spec.md', line: 6 })
  expect(structuredClone(found)).toEqual(found)
})

test('without a goal, milestones serve the intents', async () => {
  const found = await view({
    vision: VISION,
    plan: PLAN.replace('Objective 1', 'Intent 1').replace('Menu', 'Menu for everyone'),
  })
  expect(rowsOf(found).filter((row) => /T00[135]/.test(row))).toEqual([
    'Intent 1|||M1|T001',
    '|||M2|T003',
    'Intent 2~|||M3|T005',
  ])
})

test('evidence of ticked tasks', async () => {
  const plan = PLAN.replaceAll('- [ ] Create', '- [x] Create')
  const evidence: Evidence = {
    ...noEvidence,
    files: (written, paths) => {
      expect(written).toBe('execute.md')
      return paths.map((path) => (path === 'src/menu.ts' ? 'never' : 'there'))
    },
    check: (_, task) => (task === 'T003' ? 'unverified' : null),
  }
  const found = await view({ plan }, null, evidence)
  const told = found.uncovered.map(({ id, why }) => `${id}: ${why}`)
  expect(told).toEqual([
    'T003: It is ticked, but its check was left out.',
    'T005: It is ticked, but src/menu.ts was never made.',
  ])
  expect(found.totals.task).toEqual({ total: 6, covered: 4 })
  expect(coverageMarkdown(found)).toContain('| T001 Create `src/csv.ts` (FR-001) | done, 1 of 1 files there |')
  expect(coverageMarkdown(found)).toContain('| done, missing src/menu.ts |')
})

test('tasks of a person that belong nowhere', async () => {
  const written = '# Execution: Notes\n\n## Phase 1: Setup\n\n- [ ] T090 Buy a domain\n'
  const found = await view({ plan: PLAN }, written)
  expect(found.uncovered).toContainEqual({
    level: 'task',
    id: 'T090',
    direction: 'up',
    why: 'It belongs to no milestone and names no requirement.',
  })
})

test('as Markdown and CSV', async () => {
  const plan =
    '# Plan: A | B\n\n## Milestone 1: One\n\n- [ ] =HYPERLINK("x"), a \\| b in `src/a.ts`\n- [ ] Say "yes", then go\n'
  const found = await view({ plan })
  const lines = coverageMarkdown(found).split('\n')
  expect(lines).toContain('| Milestone | Task | Evidence |')
  expect(lines).toContain('- Tasks: 3 of 3 covered')
  const columns = lines.filter((line) => line.startsWith('| M1')).map((line) => line.split(/(?<!\\)\|/).length)
  expect(new Set(columns)).toEqual(new Set([5]))
  const csv = coverageCsv(found)
  expect(csv.split('\r\n')[0]).toBe('Intent,Objective,Requirement,Milestone,Task,Evidence')
  expect(csv).toContain(',M1 One,"T002 Say ""yes"", then go",open\r\n')
})

test('the worked example', async () => {
  const roles = ['vision', 'goal', 'strategy', 'plan', 'milestones'] as const
  const texts = Object.fromEntries(
    roles.map((role) => [role, readFileSync(`visions/001-lossless-regeneration/${role}.md`, 'utf8')]),
  )
  const { totals, uncovered, rows } = await view(texts)
  expect(totals.intent).toEqual({ total: 3, covered: 3 })
  expect(totals.objective).toEqual({ total: 3, covered: 3 })
  expect(uncovered.map(({ id, direction }) => `${id} ${direction}`)).toEqual(['M1 up'])
  // The goal names the intents; nothing names the objectives.
  expect(rows.find(({ milestone }) => milestone === 'M4')).toMatchObject({
    intents: [{ id: 'Intent 3', link: 'inferred' }],
    objectives: [{ id: 'Objective 3', link: 'inferred' }],
  })
})
