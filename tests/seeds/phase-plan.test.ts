import { describe, expect, test } from 'vitest'
import type { Execution } from '../../src/model/execution.ts'
import { compileText, compiled, hasSeeds, seed } from '../support/compiling.ts'

/* A plan of three phases with shared files and groups of steps: every task, edge and mark of it, worked out by hand. */

const ids = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, at) => `T${String(from + at).padStart(3, '0')}`)

/** All edges between tasks for one reason, as `T011 T010`. */
const edges = ({ graph }: Execution, ...reasons: readonly string[]): string[] =>
  graph.edges
    .filter(({ reason }) => reasons.includes(reason))
    .map(({ from, to }) => `${from} ${to}`)
    .toSorted()

describe.skipIf(!hasSeeds)('a phase plan with a shared library (skipped where it is not at hand)', async () => {
  const { execution, text } = hasSeeds
    ? compiled(await compileText(seed('execution-pattern-phase-plan.md')))
    : ({} as never)
  const byId = new Map((execution?.tasks ?? []).map((task) => [task.id, task]))
  const parallel = Object.entries(execution?.graph.parallel ?? {})
    .filter(([, verdict]) => verdict.parallel)
    .map(([id]) => id)

  test('Setup makes the folder, Foundational has nothing', () => {
    expect(execution.tasks.filter(({ phase }) => phase === 'setup').map((task) => task.text)).toEqual([
      'Create the folder `patterns/executors/lib/`',
    ])
    expect(execution.tasks.filter(({ phase }) => phase === 'foundational')).toEqual([])
  })

  test('milestone 1 creates seven files side by side', () => {
    const names = ['validation', 'templates', 'parallel', 'transactions', 'error_rules', 'testing', 'reporting']
    const minutes = [60, 60, 45, 45, 30, 30, 30]
    expect(ids(2, 8).map((id) => byId.get(id)!.text)).toEqual(
      names.map((name) => `Create \`patterns/executors/lib/${name}.ps1\``),
    )
    expect(ids(2, 8).map((id) => byId.get(id)!.estimate?.high)).toEqual(minutes)
    expect(ids(2, 8).filter((id) => !parallel.includes(id))).toEqual([])
    expect(byId.get('T002')!.body.join(' ')).toMatch(/Validate-PatternInstance.*Validate-Dependencies/)
    expect(byId.get('T009')).toMatchObject({ kind: 'validate', phase: 'M1' })
  })

  test('milestone 2 is three chains, each on its own file', () => {
    const files = ['self_heal', 'batch_create', 'verify_commit']
    const written = ids(10, 21).map((id) =>
      byId
        .get(id)!
        .paths.filter(({ role }) => role === 'write')
        .map(({ path }) => path),
    )
    expect(written).toEqual(
      files.flatMap((name) => Array.from({ length: 4 }, () => [`patterns/executors/${name}_executor.ps1`])),
    )
    const chains = [ids(10, 13), ids(14, 17), ids(18, 21)].flatMap((chain) =>
      chain.slice(1).map((id, at) => `${id} ${chain[at]}`),
    )
    expect(
      edges(execution, 'sequence', 'same-file').filter((edge) => byId.get(edge.split(' ')[0]!)!.phase === 'M2'),
    ).toEqual(chains.toSorted())
    expect(ids(10, 21).filter((id) => parallel.includes(id))).toEqual(['T010', 'T014', 'T018'])
    expect(byId.get('T022')).toMatchObject({ kind: 'validate', phase: 'M2' })
  })

  test('what a step uses is an edge to the task that makes it', () => {
    expect(edges(execution, 'stated')).toEqual(
      [
        'T010 T006',
        'T011 T006',
        'T011 T005',
        'T012 T007',
        'T012 T008',
        'T012 T002',
        'T014 T003',
        'T015 T003',
        'T015 T004',
        'T016 T002',
        'T016 T005',
        'T018 T004',
        'T018 T007',
        'T018 T002',
        'T019 T008',
        'T020 T008',
      ].toSorted(),
    )
  })

  test('milestones wait for each other as stated', () => {
    expect(
      execution.milestones.map(({ number, dependsOn, independent }) => [
        number,
        dependsOn.map((one) => one.number),
        independent,
      ]),
    ).toEqual([
      [1, [], true],
      [2, [1], false],
      [3, [2], false],
    ])
    expect(execution.milestones.map(({ title, priority }) => [title, priority.level])).toEqual([
      ['Shared Executor Library', 1],
      ['Top 3 Pattern Executors', 1],
      ['Schemas & Medium Priority', 2],
    ])
  })

  test('milestone 3 asks for two folders and marks nothing', () => {
    expect(execution.tasks.filter(({ phase }) => phase === 'M3').map(({ id }) => id)).toEqual(ids(23, 28))
    expect(edges(execution, 'sequence').filter((edge) => edge >= 'T023')).toEqual(['T025 T024', 'T027 T026'])
    expect(parallel.filter((id) => id >= 'T023')).toEqual([])
    const asked = execution.gaps
      .filter(({ kind, blocking }) => kind === 'no-path' && blocking)
      .map(({ question }) => /`(.*)`/.exec(question)?.[1])
    expect(asked).toEqual(['pattern_extractor.ps1', 'metrics_dashboard.ps1'])
    expect(byId.get('T023')!.body.join('\n')).toContain('atomic_create.schema.json')
    expect(byId.get('T028')).toMatchObject({ kind: 'validate', phase: 'M3' })
  })

  test('two sums do not add up, and nothing else is odd', () => {
    expect(execution.diagnostics.map(({ ruleId }) => ruleId)).toEqual([
      'estimate-exceeds-milestone',
      'estimate-exceeds-milestone',
    ])
    expect(
      execution.diagnostics.map(({ message }) =>
        /sum to ([\d.]+ h), more than its own ([\d.-]+)/.exec(message)?.slice(1),
      ),
    ).toEqual([
      ['5 h', '4'],
      ['4.5 h', '3-4'],
    ])
  })

  test('criteria of the plan and of its metrics are gates and questions', () => {
    const gates = (id: string): string[] =>
      byId.get(id)!.gates.map(({ metric, value, unit }) => `${metric} ${value}${unit}`)
    expect(gates('T009')).toEqual(expect.arrayContaining([expect.stringMatching(/7$/), expect.stringMatching(/100%$/)]))
    expect(gates('T022')).toEqual(expect.arrayContaining([expect.stringMatching(/70%$/)]))
    expect(byId.get('T009')!.body.join('\n')).toMatch(/All functions documented[^]*Reusable across patterns/i)
  })

  test('four risks are carried over', () => {
    expect(execution.sections.risk?.map(({ id }) => id)).toEqual(['RM-001', 'RM-002', 'RM-003', 'RM-004'])
    expect(text).toContain('```mermaid')
  })
})
