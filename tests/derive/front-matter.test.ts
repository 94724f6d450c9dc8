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

/** Compiles documents given by name; the role is that of a plan except where the name is a role's. */
async function compiled(texts: Readonly<Record<string, string>>, parser: 'satteri' | 'remark' = 'satteri') {
  const roleOf = (name: string): InputRole =>
    name === 'milestones.md'
      ? 'milestones'
      : name === 'tasks.md'
        ? 'tasks'
        : name === 'research.md'
          ? 'research'
          : 'plan'
  const documents = Object.entries(texts).map(([name, text]) => ({
    role: roleOf(name),
    link: name,
    source: { path: name, text, bom: false, eol: '\n' as const },
  }))
  const given = { id: 'x', documents, existing: new Set<string>(), lock: null, overrides: {}, eol: '\n' as const }
  const result = await compile({ ...given, parser, options })
  if (result.status !== 'compiled') throw new Error(JSON.stringify(result))
  return result.execution
}

const waits = ({ milestones }: Execution): string[] =>
  milestones.flatMap((milestone) => [
    ...milestone.dependsOn.map((one) => `M${milestone.number} <- M${one.number} (${one.stated.form})`),
    ...(milestone.dependsOnTasks ?? []).map((one) => `M${milestone.number} <- ${one.task}`),
  ])

const plan = (head: string, title: string, task: string): string =>
  `---\n${head}\n---\n# ${title}\n\n## Tasks\n\n- [ ] ${task}\n`

const PHASES = '# P\n\n## Phase 1: One\n\n- [ ] a\n\n## Phase 2: Two\n\n- [ ] b\n\n## Phase 3: Three\n\n- [ ] c\n'

describe('front matter of plans side by side', () => {
  const first = plan('depends_on: []', 'Harbour', 'Dig the `src/harbour.ts`')

  test.each(['01-01', '01-01-PLAN.md', '01-01-plan', '"./01-01-PLAN.md"', 'Harbour'])('%s', async (name) => {
    const texts = { '01-01-PLAN.md': first, '01-02-PLAN.md': plan(`depends_on: [${name}]`, 'Ships', 'Build it') }
    const execution = await compiled(texts)
    expect(execution.milestones.map(({ title }) => title)).toEqual(['Harbour', 'Ships'])
    expect(execution.milestones[0]!.independent).toBe(true)
    expect(waits(execution)).toEqual(['M2 <- M1 (front-matter)'])
    expect(execution.diagnostics.filter(({ ruleId }) => ruleId === 'unknown-dependency')).toEqual([])
    expect(await compiled(texts, 'remark')).toEqual(execution)
  })

  test('the order of the files is not the order of the work', async () => {
    const texts = { '01-01-PLAN.md': plan('depends_on: ["01-02"]', 'Ships', 'Build it'), '01-02-PLAN.md': first }
    expect(waits(await compiled(texts))).toEqual(['M1 <- M2 (front-matter)'])
  })

  test('a circle is left open', async () => {
    const texts = {
      '01-01-PLAN.md': plan('depends_on: ["01-02"]', 'Ships', 'Build it'),
      '01-02-PLAN.md': plan('depends_on: ["01-01"]', 'Harbour', 'Dig it'),
    }
    expect(waits(await compiled(texts))).toEqual(['M1 <- M2 (front-matter)'])
  })

  test('plans with the same words stay two milestones', async () => {
    const texts = {
      '01-01-PLAN.md': plan('plan: 1', 'Harbour', 'Dig it'),
      '01-02-PLAN.md': plan('depends_on: ["01-01"]', 'Harbour', 'Fill it'),
    }
    expect(waits(await compiled(texts))).toEqual(['M2 <- M1 (front-matter)'])
  })
})

describe('front matter of one document', () => {
  test.each([
    ['depends_on: Phase 1', ['M2 <- M1 (front-matter)', 'M3 <- M1 (front-matter)']],
    ['dependencies: [Two]', ['M3 <- M2 (front-matter)']],
    ['depends_on: []', []],
    ['depends_on: all previous', ['M2 <- M1 (front-matter)', 'M3 <- M1 (front-matter)', 'M3 <- M2 (front-matter)']],
  ])('%s', async (head, expected) => {
    const execution = await compiled({ 'plan.md': `---\n${head}\n---\n${PHASES}` })
    expect(waits(execution)).toEqual(expected)
    expect(execution.diagnostics.filter(({ ruleId }) => ruleId === 'unknown-dependency')).toEqual([])
  })

  test('a milestone document and a list of tasks count, what carries no work does not', async () => {
    const head = '---\ndepends_on: Phase 1\n---\n'
    const both = { 'plan.md': '# P\n', 'milestones.md': head + PHASES }
    expect(waits(await compiled(both))).toHaveLength(2)
    expect(waits(await compiled({ 'tasks.md': head + PHASES }))).toHaveLength(2)
    const beside = await compiled({ 'plan.md': PHASES, 'research.md': '---\ndepends_on: nothing known\n---\n# R\n' })
    expect(beside.diagnostics).toEqual([])
  })

  test('a name that nothing has is reported and asked for once, where it stands', async () => {
    const text = `---\nid: TASK-3\ndependencies:\n  - TASK-2\n---\n${PHASES}`
    const { diagnostics, gaps } = await compiled({ 'plan.md': text })
    const found = diagnostics.filter(({ ruleId }) => ruleId === 'unknown-dependency')
    expect(found.map(({ place, severity }) => [text.slice(place!.start, place!.end), severity])).toEqual([
      ['TASK-2', 'warning'],
    ])
    expect(gaps.filter(({ kind }) => kind === 'order').map(({ question }) => question)).toEqual([
      '"TASK-2" names no known milestone or task. What is to be waited for?',
    ])
  })
})

test('names of one statement that nothing has are one report', async () => {
  const text =
    '# P\n\n## Phase 1: One\n\n**Depends on**: Phase 7 and Phase 8, the moon\n\n- [ ] a\n\n## Phase 2: Two\n\n- [ ] b\n'
  const { diagnostics } = await compiled({ 'plan.md': text })
  const found = diagnostics.filter(({ ruleId }) => ruleId === 'unknown-dependency')
  expect(found.map(({ message }) => message)).toEqual([
    '"Phase 7", "Phase 8", "moon", for which Phase 1 One waits, name no known milestone; expected a label such as "Milestone 1", or None.',
  ])
})
