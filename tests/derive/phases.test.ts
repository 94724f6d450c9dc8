import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compile } from '../../src/compile.ts'
import type { InputRole } from '../../src/model/compile.ts'
import type { Execution } from '../../src/model/execution.ts'

const options = {
  date: '',
  full: false,
  tests: 'never',
  choice: null,
  hoursPerDay: 8,
  daysPerWeek: 5,
  sharedPaths: [],
  conventions: {},
} as const

async function compiled(texts: Partial<Record<InputRole, string>>, parser: 'satteri' | 'remark' = 'satteri') {
  const documents = Object.entries(texts).map(([role, text]) => ({
    role: role as InputRole,
    link: `${role}.md`,
    source: { path: `${role}.md`, text, bom: false, eol: '\n' as const },
  }))
  const given = { id: 'x', documents, existing: new Set<string>(), lock: null, overrides: {}, eol: '\n' as const }
  const result = await compile({ ...given, parser, options })
  if (result.status !== 'compiled') throw new Error(JSON.stringify(result))
  return result.execution
}

const phases = (titles: readonly string[], task: (at: number) => string): string =>
  titles.map((title, at) => `## Phase ${at + 1}: ${title}\n\n- [ ] ${task(at)}\n`).join('\n')

const plan = (...titles: string[]): string => `# P\n\n${phases(titles, (at) => `Plan ${at}`)}`
const list = (...titles: string[]): string => `# Tasks\n\n${phases(titles, (at) => `T00${at + 1} List ${at}`)}`

/** The milestones with the ids of their listed tasks; fixed phases by their name. */
function shape({ milestones, tasks }: Execution): string[] {
  const ids = (phase: string): string =>
    tasks.flatMap((task) => (task.phase === phase && task.text.startsWith('List') ? [task.id] : [])).join(' ')
  const fixed = (['setup', 'foundational', 'polish'] as const).flatMap((phase) =>
    ids(phase) === '' ? [] : [`${phase}: ${ids(phase)}`],
  )
  return [...fixed, ...milestones.map(({ title, number, origin }) => `${title} (${origin.file}): ${ids(`M${number}`)}`)]
}

describe('a plan and the list of tasks made from it', () => {
  test.each([
    [
      'the same phases',
      plan('Import', 'Search'),
      list('Import of old records', 'Search'),
      ['Import (plan.md): T001', 'Search (plan.md): T002'],
    ],
    [
      'a phase in two',
      plan('Schema and importer', 'Pages'),
      list('Schema', 'Importer', 'Pages'),
      ['Schema and importer (plan.md): T001 T002', 'Pages (plan.md): T003'],
    ],
    [
      'a set-up that both call so',
      plan('Setup', 'Import', 'Search'),
      list('Setup', 'Import', 'Search'),
      ['setup: T001', 'Import (plan.md): T002', 'Search (plan.md): T003'],
    ],
    [
      'polish that is a phase of the plan',
      plan('Import', 'Search', 'Handbook'),
      list('Import', 'Search', 'Handbook & Polish'),
      ['Import (plan.md): T001', 'Search (plan.md): T002', 'Handbook (plan.md): T003'],
    ],
    // The list speaks for itself.
    [
      'other words',
      plan('Import', 'Search'),
      list('Reading', 'Finding'),
      ['Reading (tasks.md): T001', 'Finding (tasks.md): T002'],
    ],
    [
      'another order',
      plan('Import', 'Search'),
      list('Search', 'Import'),
      ['Search (tasks.md): T001', 'Import (tasks.md): T002'],
    ],
    [
      'a phase that only the list has',
      plan('Import', 'Search'),
      list('Import', 'Audit', 'Search'),
      ['Import (tasks.md): T001', 'Audit (tasks.md): T002', 'Search (tasks.md): T003'],
    ],
    [
      'a phase that only the plan has',
      plan('Import', 'Audit', 'Search'),
      list('Import', 'Search'),
      ['Import (tasks.md): T001', 'Search (tasks.md): T002'],
    ],
    [
      'phases in which documents are written',
      plan('Research', 'Design'),
      list('Research the market', 'Design the page'),
      ['Research the market (tasks.md): T001', 'Design the page (tasks.md): T002'],
    ],
  ])('%s', async (_name, one, other, expected) => {
    const execution = await compiled({ plan: one, tasks: other })
    expect(shape(execution)).toEqual(expected)
    const spec = '# Feature Specification: X\n\n- **FR-001**: System MUST shine.\n'
    expect(shape(await compiled({ plan: one, tasks: other, spec }))).toEqual(expected)
  })

  test('files tell where a phase belongs whose title says nothing', async () => {
    const one = '# P\n\n## Phase 1: Alpha\n\n- [ ] Write `a.ts`\n\n## Phase 2: Beta\n\n- [ ] Write `b.ts`\n'
    const other = '# T\n\n## Phase 1: Alpha\n\n- [ ] T001 List\n\n## Phase 2: More\n\n- [ ] T002 List `src/b.ts`\n'
    expect(shape(await compiled({ plan: one, tasks: other }))).toEqual([
      'Alpha (plan.md): T001',
      'Beta (plan.md): T002',
    ])
  })

  test('what the list says of its phases is said of those of the plan', async () => {
    const read = (name: InputRole): string =>
      readFileSync(join(import.meta.dirname, `../fixtures/derive/phases-cut-anew/${name}.md`), 'utf8')
    const texts = { spec: read('spec'), plan: read('plan'), tasks: read('tasks') }
    const execution = await compiled(texts)
    const waits = execution.milestones.flatMap(({ number, dependsOn }) =>
      dependsOn.map((one) => `M${number} <- M${one.number}`),
    )
    expect(waits.toSorted()).toEqual(['M2 <- M1', 'M3 <- M1', 'M4 <- M1', 'M4 <- M2', 'M4 <- M3'])
    expect(execution.tasks.find(({ id }) => id === 'T006')!.stated.map(({ target }) => target)).toEqual(['Phase 1'])
    expect(execution.diagnostics.filter(({ ruleId }) => ruleId.includes('dependency'))).toEqual([])
    expect(await compiled(texts, 'remark')).toEqual(execution)
  })

  test('whatever the phases are called, every listed task is kept once and in order', async () => {
    const titles = fc.array(fc.constantFrom('Import', 'Search', 'Setup', 'Handbook & Polish', 'Import and search'), {
      minLength: 1,
      maxLength: 5,
    })
    await fc.assert(
      fc.asyncProperty(titles, titles, async (one, more) => {
        const other = ['Import', ...more]
        const { tasks } = await compiled({ plan: plan(...one), tasks: list(...other) })
        const kept = tasks.filter(({ text }) => text.startsWith('List')).map(({ id }) => id)
        expect(kept.toSorted()).toEqual(other.map((_, at) => `T00${at + 1}`))
      }),
      { numRuns: 100 },
    )
  })

  test('thousands of phases take no more than their share of time', async () => {
    const titles = Array.from({ length: 1500 }, (_, at) => `Part ${at} of it`)
    const start = performance.now()
    await compiled({ plan: plan(...titles), tasks: list(...titles) })
    expect(performance.now() - start).toBeLessThan(20_000)
  }, 60_000)
})
