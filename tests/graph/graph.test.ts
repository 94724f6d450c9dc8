import { describe, expect, it } from 'vitest'
import {
  buildGraph,
  coverage,
  defaultSharedPaths,
  explainPath,
  explainTask,
  orderPhases,
  readyTasks,
  scheduleOf,
  sharedPathTest,
} from '../../src/graph/index.ts'
import type { Milestone, Task } from '../../src/model/task.ts'
import { milestone, minutes, says, task, writes } from './make.ts'

const build = (
  tasks: readonly Task[],
  milestones: readonly Milestone[] = [milestone(1), milestone(2, {}, [1]), milestone(3)],
) => buildGraph({ tasks, milestones, sharedPaths: defaultSharedPaths })

const edges = (tasks: readonly Task[], milestones?: readonly Milestone[]) =>
  build(tasks, milestones).graph.edges.map(({ from, to, reason }) => `${from} ${reason} ${to}`)

describe('stated targets', () => {
  const labelled = [
    milestone(1, { label: 'Phase A', title: 'Shared Library' }),
    milestone(2, { label: 'Sprint 2', title: 'Executors' }),
    milestone(3, { label: 'User Story 7', title: 'Setup of things' }),
  ]
  const tasks = (target: string, form: 'inline' | 'uses' = 'inline') => [
    task('T001', { phase: 'setup' }),
    task('T002', { phase: 'foundational' }),
    task('T003', { planId: '1.1', paths: [writes('lib/rules.ps1')] }),
    task('T003b', { planId: 'TASK-3', paths: [writes('lib/Rules.ps1'), writes('a/same.ts')] }),
    task('T004', { phase: 'M2', planId: '1.1', paths: [writes('b/same.ts')] }),
    task('T005', { phase: 'M2', planId: '1.2' }),
    task('T012', { phase: 'M3', stated: [says(target, form)] }),
    task('T013', { phase: 'M3', kind: 'work' }),
  ]
  it.each([
    ['T003', ['T003'], ''],
    ['t003', ['T003'], ''],
    ['T3', [], 'unknown-dependency'],
    ['T003-T005', ['T003', 'T003b', 'T004', 'T005'], ''],
    ['T003..T004', ['T003', 'T003b', 'T004'], ''],
    ['T003–004', ['T003', 'T003b', 'T004'], ''],
    ['T004 to T012', ['T004', 'T005'], 'self-dependency'],
    ['T005-T003', [], 'unknown-dependency'],
    ['1.2', ['T005'], ''],
    ['Task 1.2', ['T005'], ''],
    ['1.1', [], 'ambiguous-dependency'],
    ['task-3', ['T003b'], ''],
    ['Phase A', ['T003b'], ''],
    ['phase A completion', ['T003b'], ''],
    ['Phase A (executor library)', ['T003b'], ''],
    ['Phase A: Shared Library', ['T003b'], ''],
    ['Shared Library', ['T003b'], ''],
    ['Milestone 1', ['T003b'], ''],
    ['Milestones 2', ['T004', 'T005'], ''],
    ['M2', ['T004', 'T005'], ''],
    ['Sprint 2', ['T004', 'T005'], ''],
    ['Sprint 1', [], 'unknown-dependency'],
    ['Phase 2', [], 'unknown-dependency'],
    ['M1-M2', ['T003b', 'T004', 'T005'], ''],
    ['US7', [], 'self-dependency'],
    ['Phase 2: Foundational', [], ''],
    ['Setup', [], ''],
    ['*', ['T003b', 'T004', 'T005'], ''],
    ['T012', [], 'self-dependency'],
    ['None', [], ''],
    ['T0999', [], 'unknown-dependency'],
    ['M9', [], 'unknown-dependency'],
    ['x'.repeat(100_000), [], 'unknown-dependency'],
    ['1-'.repeat(150), [], 'unknown-dependency'],
    ['lib/rules.ps1', ['T003'], ''],
  ])('%.40s', (target, expected, rule) => {
    const { graph, diagnostics } = build(tasks(target), labelled)
    expect(graph.edges.filter((edge) => edge.from === 'T012').map((edge) => edge.to)).toEqual(expected)
    expect(diagnostics.map((each) => each.ruleId)).toEqual(rule === '' ? [] : [rule])
    expect(graph.printed.T012).toEqual(expected)
  })

  it('reports the unknown names of one place as one, those of other places apart', () => {
    const at = (target: string, start: number) => ({
      ...says(target),
      place: { file: 'plan.md', start, end: start + 40 },
    })
    const stated = [at('Phase 7', 0), at('Phase 8', 0), at('Phase 7', 0), at('Phase 9', 50)]
    const { diagnostics } = build([task('T001', { stated })], labelled)
    expect(diagnostics.map(({ ruleId, message, place }) => [ruleId, place?.start, message.split(';')[0]])).toEqual([
      ['unknown-dependency', 0, '"Phase 7", "Phase 8", for which T001 waits, name no known task or milestone'],
      ['unknown-dependency', 50, '"Phase 9", for which T001 waits, names no known task or milestone'],
    ])
    const many = Array.from({ length: 9 }, (_, index) => at(`Phase ${index + 10}`, 0))
    expect(build([task('T001', { stated: many })], labelled).diagnostics.map(({ message }) => message)).toEqual([
      expect.stringContaining('"Phase 14" and 4 more, for which T001 waits, name no'),
    ])
  })

  it.each([
    ['lib/rules.ps1', ['T003']],
    ['LIB\\Rules.ps1', ['T003']],
    ['rules.ps1', ['T003']],
    ['same.ts', []],
    ['nobody.ts', []],
  ])('uses %s', (target, expected) => {
    const { graph, diagnostics } = build(tasks(target, 'uses'), labelled)
    expect(graph.edges.filter((edge) => edge.from === 'T012').map((edge) => edge.to)).toEqual(expected)
    expect(diagnostics).toEqual([])
  })

  it('means a heading of execute.md by Phase 3 where the plan labels none as a phase', () => {
    const plan = [task('T001', { phase: 'M3', stated: [says('Phase 3')] }), task('T002', { phase: 'M1' })]
    expect(edges(plan)).toEqual(['T001 stated T002'])
  })

  it('prefers the step of the same milestone', () => {
    const plan = [1, 2].flatMap((m) => [
      task(`T0${m}1`, { phase: `M${m}`, planId: '1.' }),
      task(`T0${m}2`, { phase: `M${m}`, planId: '2.', stated: [says('1')] }),
    ])
    expect(edges(plan)).toEqual(['T012 stated T011', 'T022 stated T021'])
  })

  it('waits for the validation task of a milestone, and says nothing that a barrier says', () => {
    const plan = [
      task('T001'),
      task('T002', { kind: 'validate', stated: [says('M1')] }),
      task('T003', { phase: 'M3', stated: [says('M1')] }),
      task('T004', { phase: 'M2', stated: [says('M1')] }),
    ]
    expect(edges(plan)).toEqual(['T002 validation T001', 'T003 stated T002'])
  })
})

describe('computed edges', () => {
  it.each<[string, Task[], string[]]>([
    [
      'equal paths make a chain',
      ['a.ts', './A.ts', 'x/../a.ts'].map((path, at) => task(`T${at}`, { paths: [writes(path)] })),
      ['T1 same-file T0', 'T2 same-file T1'],
    ],
    [
      'a folder above',
      ['a/', 'a/x', 'a/y', 'a/', 'a/x'].map((path, at) => task(`T${at}`, { paths: [writes(path)] })),
      [
        'T1 same-file T0',
        'T2 same-file T0',
        'T3 same-file T1',
        'T3 same-file T2',
        'T3 same-file T0',
        'T4 same-file T3',
      ],
    ],
    ['a name that only begins alike', ['ab', 'a/x'].map((path, at) => task(`T${at}`, { paths: [writes(path)] })), []],
    [
      'a path that is read',
      [task('T0', { paths: [writes('a')] }), task('T1', { paths: [writes('a', { role: 'read' })] })],
      [],
    ],
    [
      'across phases',
      [task('T0', { paths: [writes('a')] }), task('T1', { phase: 'M3', paths: [writes('a')] })],
      ['T1 same-file T0'],
    ],
    [
      'dropped tasks take no part',
      [
        task('T0', { paths: [writes('a')], state: 'dropped' }),
        task('T1', { paths: [writes('a')], stated: [says('T1')] }),
      ],
      [],
    ],
    [
      'a sequence inside its phase',
      [
        task('T0', { sequence: 's' }),
        task('T1', { sequence: 't' }),
        task('T2', { sequence: 's' }),
        task('T3', { phase: 'M2', sequence: 's' }),
      ],
      ['T2 sequence T0'],
    ],
    [
      'layers',
      [
        task('T0', { layer: 'service' }),
        task('T1', { layer: 'model' }),
        task('T2', { layer: 'model' }),
        task('T3', { layer: 'integration' }),
      ],
      ['T0 layer T1', 'T0 layer T2', 'T3 layer T0'],
    ],
    [
      'a layer where an order exists',
      [task('T0', { layer: 'service' }), task('T1', { layer: 'model', stated: [says('T0')] })],
      ['T1 stated T0'],
    ],
    [
      'no layers outside milestones',
      [task('T0', { phase: 'setup', layer: 'service' }), task('T1', { phase: 'setup', layer: 'model' })],
      [],
    ],
    [
      'validation waits for the last tasks',
      [task('T0'), task('T1', { stated: [says('T0')] }), task('T2', { kind: 'validate' })],
      ['T1 stated T0', 'T2 validation T1'],
    ],
  ])('%s', (_, tasks, expected) => {
    const result = edges(tasks.map((each) => ({ ...each, stated: each.stated.filter((s) => s.target !== each.id) })))
    expect(result.sort()).toEqual([...expected].sort())
  })

  it('keeps layers of thousands as a join', () => {
    const tasks = Array.from({ length: 2000 }, (_, at) => task(`T${at}`, { layer: at < 1000 ? 'service' : 'model' }))
    const { graph } = build(tasks)
    expect(graph.edges.length).toBe(0)
    expect(graph.joins!.map((join) => [join.before.length, join.after.length, join.because])).toEqual([
      [1000, 1000, 'model before service'],
    ])
    expect([graph.timing.T0!.wave, graph.timing.T1999!.wave]).toEqual([1, 0])
    expect(explainTask(graph, 'T0')!.waitsFor.length).toBe(1000)
    expect(explainPath(graph, 'T0', 'T1999')).toEqual([
      { from: 'T0', to: 'T1999', reason: 'layer', because: 'model before service' },
    ])
  })
})

describe('circles', () => {
  it('shows the shortest circle of statements, with milestones', () => {
    const plan = [task('T001', { stated: [says('T002', 'inline', 40)] }), task('T002', { phase: 'M2' })]
    const { diagnostics } = build(plan)
    expect(diagnostics).toMatchObject([{ ruleId: 'dependency-cycle', severity: 'error' }])
    expect(diagnostics[0]!.message).toMatch(/T001 waits for T002/)
    expect(diagnostics[0]!.message).toMatch(/M2 waits for M1/)
    expect([diagnostics[0]!.place, ...diagnostics[0]!.related!.map((each) => each.place)]).toContainEqual({
      file: 'plan.md',
      start: 40,
      end: 44,
    })
  })

  it('drops the weakest edge and says so', () => {
    const plan = [
      task('T001', { paths: [writes('a')], stated: [says('T002')] }),
      task('T002', { paths: [writes('a')] }),
    ]
    const { graph, diagnostics } = build(plan)
    expect(graph.edges.map((edge) => edge.reason)).toEqual(['stated'])
    expect(diagnostics).toMatchObject([{ ruleId: 'dropped-edge', severity: 'info' }])
    expect(diagnostics[0]!.message).toBe('T002 does not wait for T001 (same-file: a), because T002 comes before T001.')
  })

  it('prefers a sequence to a file', () => {
    const plan = [
      task('T001', { paths: [writes('a')], sequence: '' }),
      task('T002', { sequence: 's', paths: [writes('b')] }),
      task('T003', { sequence: 's', paths: [writes('a')] }),
    ]
    const turned = plan.map((each) => (each.id === 'T001' ? { ...each, stated: [says('T003')] } : each))
    const { graph } = build(turned)
    expect(graph.edges.map((edge) => `${edge.from} ${edge.reason} ${edge.to}`)).toEqual([
      'T001 stated T003',
      'T003 sequence T002',
    ])
  })

  it('prefers the validation of a milestone to a sequence', () => {
    const plan = [task('T001', { kind: 'validate', sequence: 's' }), task('T002', { sequence: 's' })]
    expect(edges(plan)).toEqual(['T001 validation T002'])
  })

  it('takes a setup task that waits for a milestone out of the barrier', () => {
    const plan = [
      task('T001', { phase: 'setup', stated: [says('T003')] }),
      task('T002', { phase: 'setup' }),
      task('T003'),
    ]
    const { graph, diagnostics } = build(plan)
    expect(graph.exempt).toEqual(['T001'])
    expect(diagnostics.map((each) => each.ruleId)).toEqual(['dropped-edge'])
    expect(plan.map(({ id }) => graph.timing[id]!.wave)).toEqual([2, 0, 1])
    expect(readyTasks(graph, (id) => id === 'T002')).toEqual(['T003'])
  })
})

describe('[P]', () => {
  const pair = [task('T001', { paths: [writes('a.ts')] }), task('T002', { paths: [writes('b.ts')] })]
  it.each<[string, Task[], [string, string]]>([
    ['two files', [], ['', '']],
    ['no file', [task('T003')], ['unknown-files', '']],
    [
      'an unresolved name',
      [task('T003', { paths: [writes('x.ps1', { unresolved: true })] })],
      ['unknown-files', 'x.ps1'],
    ],
    ['a folder', [task('T003', { paths: [writes('src/')] })], ['unknown-files', 'src/']],
    ['a glob', [task('T003', { paths: [writes('src/*.ts', { kind: 'glob' })] })], ['unknown-files', 'src/*.ts']],
    [
      'a manifest anywhere',
      [task('T003', { paths: [writes('web/package.json')] })],
      ['shared-path', 'web/package.json'],
    ],
    ['a second writer', [task('T003', { paths: [writes('A.ts')] })], ['not-first-writer', 'T001']],
    ['a check', [task('T003', { kind: 'verify', paths: [writes('r.md')] })], ['verify', 'verify']],
    [
      'a name made elsewhere',
      [task('T003', { paths: [writes('c.ts')], mentions: ['Rule'] }), task('T004', { introduces: ['Rule'] })],
      ['introduced-symbol', 'Rule'],
    ],
    [
      'a name made before',
      [
        task('T003', { paths: [writes('c.ts')], mentions: ['Rule'], stated: [says('T004')] }),
        task('T004', { introduces: ['Rule'] }),
      ],
      ['', ''],
    ],
    [
      'nobody beside it',
      [task('T003', { paths: [writes('c.ts')], stated: [says('T001'), says('T002')] })],
      ['no-partner', ''],
    ],
  ])('%s', (_, more, [reason, because]) => {
    const { graph } = build([...pair, ...more])
    const verdict = graph.parallel[more[0]?.id ?? 'T001']!
    expect(verdict).toEqual({ parallel: reason === '', reason, because })
  })

  it.each([
    ['go.mod', true],
    ['x/yarn.lock', true],
    ['src/go.mod.ts', false],
  ])('%s is shared: %s', (path, expected) => expect(sharedPathTest(defaultSharedPaths)(path)).toBe(expected))

  it('reads patterns, folders and paths', () => {
    const test = sharedPathTest(['*.lock', 'gen/', 'a/b.ts', 'src/*/index.ts'])
    expect(['x/y.lock', 'gen/a/b', 'a/b.ts', 'src/z/index.ts', 'b.ts', 'x/gen', 'src/index.ts'].map(test)).toEqual([
      true,
      true,
      true,
      true,
      false,
      false,
      false,
    ])
  })
})

describe('the worked outline', () => {
  const lib = ['validation', 'templates', 'parallel', 'transactions', 'error_rules', 'testing', 'reporting']
  const path = (name: string) => `patterns/executors/lib/${name}.ps1`
  const uses: [string, number, string[]][] = [
    ['self_heal', 30, ['error_rules']],
    ['self_heal', 60, ['error_rules', 'transactions']],
    ['self_heal', 45, ['testing', 'reporting', 'validation']],
    ['self_heal', 15, []],
    ['batch_create', 30, ['templates']],
    ['batch_create', 45, ['templates', 'parallel']],
    ['batch_create', 30, ['validation', 'transactions']],
    ['batch_create', 15, []],
    ['verify_commit', 45, ['parallel', 'testing', 'validation']],
    ['verify_commit', 30, ['reporting']],
    ['verify_commit', 30, ['reporting']],
    ['verify_commit', 15, []],
  ]
  const id = (number: number) => `T${String(number).padStart(3, '0')}`
  const plan = [
    task('T001', { phase: 'setup', paths: [writes('patterns/executors/lib/')] }),
    ...lib.map((name, at) => task(id(at + 2), { paths: [writes(path(name))], estimate: minutes(60) })),
    task('T009', { kind: 'validate' }),
    ...uses.map(([name, time, used], at) =>
      task(id(at + 10), {
        phase: 'M2',
        sequence: name,
        paths: [writes(`patterns/executors/${name}_executor.ps1`)],
        stated: used.map((each) => says(path(each), 'uses')),
        estimate: minutes(time),
      }),
    ),
    task('T022', { phase: 'M2', kind: 'validate' }),
  ]
  const { graph, diagnostics } = build(plan, [milestone(1), milestone(2, {}, [1])])

  it('has the edges and heads that the outline has', () => {
    expect(diagnostics).toEqual([])
    expect(Object.keys(graph.parallel).filter((each) => graph.parallel[each]!.parallel)).toEqual([
      ...lib.map((_, at) => id(at + 2)),
      'T010',
      'T014',
      'T018',
    ])
    expect(graph.printed).toMatchObject({
      T002: [],
      T009: [],
      T010: ['T006'],
      T011: ['T006', 'T005', 'T010'],
      T012: ['T007', 'T008', 'T002', 'T011'],
      T013: ['T012'],
      T014: ['T003'],
      T018: ['T004', 'T007', 'T002'],
      T022: [],
    })
    expect(graph.longestChain).toEqual(['T001', 'T002', 'T009', 'T010', 'T011', 'T012', 'T013', 'T022'])
  })

  it('can say why', () => {
    expect(explainPath(graph, 'T013', 'T010')!.map((step) => `${step.from}>${step.to}`)).toEqual([
      'T013>T012',
      'T012>T011',
      'T011>T010',
    ])
    expect(explainPath(graph, 'T014', 'T008')!.map((step) => `${step.from}>${step.to}`)).toEqual([
      'T014>M2',
      'M2>M1',
      'M1>T008',
    ])
    expect(explainPath(graph, 'T010', 'T013')).toBeUndefined()
    expect(explainTask(graph, 'T011')).toMatchObject({
      phase: 'M2',
      after: ['foundational', 'M1'],
      parallel: { reason: 'not-first-writer', because: 'T010' },
    })
  })

  it('knows what can start', () => {
    expect(readyTasks(graph, () => false)).toEqual(['T001'])
    expect(readyTasks(graph, (each) => each <= 'T009')).toEqual(['T010', 'T014', 'T018'])
    expect(readyTasks(graph, (each) => each <= 'T011')).toEqual(['T012', 'T014', 'T018'])
  })

  it('adds up', () => {
    expect(scheduleOf(plan)).toEqual({ low: 810, high: 810, estimated: 19, total: 22, text: '19 of 22 estimated' })
    const keys = ['a', 'b'].map((key) => ({
      key,
      kind: 'criterion' as const,
      place: { file: 'plan.md', start: 0, end: 0 },
    }))
    const result = coverage(keys, [
      task('T1', { covers: ['a', 'a', 'zzz'] }),
      task('T2', { covers: ['b'], state: 'dropped' }),
    ])
    expect(result).toEqual({ covered: { a: ['T1'] }, uncovered: [keys[1]] })
  })
})

it('orders phases by statements, then priority, then as given', () => {
  const low = { priority: { level: 3, word: 'P3' } }
  expect(orderPhases([milestone(1, low), milestone(2), milestone(3, {}, [1]), milestone(4)])).toEqual([2, 4, 1, 3])
  expect(orderPhases([milestone(1, {}, [2]), milestone(2, {}, [1, 9]), milestone(3, {}, [3])])).toEqual([3, 1, 2])
})
