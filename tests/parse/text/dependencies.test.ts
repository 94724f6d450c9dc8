import { describe, expect, test } from 'vitest'
import {
  findInlineDependencies,
  readArrowChain,
  readDependencyLine,
  readDependencyValue,
  readMermaidEdges,
} from '../../../src/parse/text/dependencies.ts'

const at = { file: 'plan.md', start: 100 }

describe('findInlineDependencies', () => {
  test.each([
    ['x (depends on T011)', 'T011', 'x '],
    ['x (after T001, T002) y', 'T001 T002', 'x  y'],
    ['x (requires T1.2 and #4)', 'T1.2 #4', 'x '],
    ['x (blocked by WP01)', 'WP01', 'x '],
    ['x (depends on T005–T007)', 'T005-T007', 'x '],
    ['x (depends on T024..T028)', 'T024-T028', 'x '],
    ['x (P1, depends on T1)', 'T1', 'x (P1)'],
    ['x *(depends on T1)* y', 'T1', 'x  y'],
    ['x _(P1, depends on T1)_', 'T1', 'x _(P1)_'],
    ['x (depends on T1, 2h)', 'T1', 'x (2h)'],
    ['x (depends on Phase B (for tests))', 'Phase B', 'x '],
    ['x (depends on: all)', '*', 'x '],
    ['x [depends: T3]', 'T3', 'x '],
    ['実装 (依存: T002)', 'T002', '実装 '],
    ['実装 (T009完了後)', 'T009', '実装 '],
    ['x（依赖: T002、T003）', 'T002 T003', 'x'],
    ['x (Abhängig von T1)', 'T1', 'x '],
    ['x (depende de T1)', 'T1', 'x '],
    ['x (dépend de T1)', 'T1', 'x '],
    ['x (bağımlı: T1)', 'T1', 'x '],
    ['x (зависит от T1)', 'T1', 'x '],
    ['x (의존: T1)', 'T1', 'x '],
  ])('%j', (text, targets, rest) => {
    const found = findInlineDependencies(text, at)
    expect(found.stated.map(({ target }) => target).join(' ')).toBe(targets)
    const cut = [...found.spans]
      .reverse()
      .reduce((left, span) => left.slice(0, span.start) + left.slice(span.end), text)
    expect(cut).toBe(rest)
    for (const { place, form } of found.stated) {
      expect(form).toBe('inline')
      expect(text.slice(place.start - 100, place.end - 100)).not.toBe('')
    }
  })

  test.each([
    '(after line 241)',
    '(requires Docker)',
    '(different files, no dependencies)',
    '(Blocking Prerequisites)',
    '(Python dependencies)',
    '`(depends on T1)`',
    'it depends on T1',
    '(after each round)',
    '(independent)',
    '(P1 → P2)',
    '(depending on the day)',
    '[Dependency 1 - a system]',
    '(prerequisite for recovery)',
  ])('none in %j', (text) =>
    expect(findInlineDependencies(text, at)).toEqual({ stated: [], spans: [], unclear: [], files: [] }),
  )

  test('files in a remark are told apart, since they stay among the words', () => {
    const { stated, spans, files } = findInlineDependencies('Write it (2h, depends on `src/a.ts`)', at)
    expect(stated).toMatchObject([{ form: 'uses', target: 'src/a.ts' }])
    expect({ spans, files }).toEqual({ spans: [], files: [{ start: 12, end: 35 }] })
  })

  test('says where a dependency names nothing known', () => {
    expect(findInlineDependencies('x (depends on luck)', at)).toEqual({
      stated: [],
      spans: [],
      unclear: [{ start: 2, end: 19 }],
      files: [],
    })
  })
})

describe('readDependencyLine', () => {
  test.each([
    ['_Depends: 2.1, 2.2_', 'sub-line', '2.1 2.2'],
    ['- _Dependencies: [2.1, 3.1]_', 'sub-line', '2.1 3.1'],
    ['**Depends on**: Phase A (the library)', 'sub-line', 'Phase A'],
    ['Depends on T001', 'sub-line', 'T001'],
    ['Uses: `a.ps1`, `lib/b.ps1`', 'uses', 'a.ps1 lib/b.ps1'],
    ['Dependencies: Milestones 2 and 3', 'sub-line', 'Milestone 2,Milestone 3'],
    ['Dependencies: Milestone 1 completion', 'sub-line', 'Milestone 1'],
    ['Depends on: Phase 1: Base, Phase 2 - Core', 'sub-line', 'Phase 1,Phase 2'],
    ['Dependencies: all previous phases', 'sub-line', '*'],
    ['Dependencies: Tasks 1.1–2.2', 'sub-line', 'Task 1.1-2.2'],
    ['Dependencies: 1, 2', 'sub-line', '1 2'],
    ['Dependencies: Sprint I.1', 'sub-line', 'Sprint I.1'],
    ['- **依存関係**: T009完了後', 'sub-line', 'T009'],
    ['依赖: 阶段1、阶段2', 'sub-line', '阶段1 阶段2'],
    ['前提条件: フェーズ1', 'sub-line', 'フェーズ1'],
    ['Bağımlılık: Faz 1', 'sub-line', 'Faz 1'],
    ['Abhängigkeiten: Phase 1', 'sub-line', 'Phase 1'],
  ])('%j', (line, form, targets) => {
    const read = readDependencyLine(line, at)
    expect(read).toMatchObject({ form, understood: true, none: false })
    expect(read!.stated.map(({ target }) => target)).toEqual(
      targets.includes(',')
        ? targets.split(',')
        : /^(?:Phase|Milestone|Task|Sprint|Faz) /.test(targets)
          ? [targets]
          : targets.split(' '),
    )
  })

  test.each([
    '_Requirements: 1.1_',
    'Install dependencies',
    'No dependency injection',
    'Uses AST parsing',
    'Uses: newStore(), global state',
    'Dependency manifest: x',
    'Dependencies & risks: x',
    'Dependencies:',
    'Depends on the weather',
  ])('null for %j', (line) => expect(readDependencyLine(line, at)).toBeNull())

  test.each(['Dependencies: Added a parser', 'Dependencies: Enterprise Platform', 'Requires: Node 18'])(
    '%j is not understood',
    (line) => {
      expect(readDependencyLine(line, at)).toMatchObject({ stated: [], none: false, understood: false })
    },
  )

  test('files are inputs, and name a task only where one makes them', () => {
    expect(readDependencyLine('**Prerequisites**: src/a.ts, sql.js (ready)', at)).toMatchObject({
      stated: [{ form: 'uses', target: 'src/a.ts' }],
      none: false,
      understood: true,
    })
  })
})

test.each([
  'None',
  'Nothing (first phase)',
  '-',
  'N/A',
  'なし',
  '无',
  'keine',
  'nenhuma',
  'aucune',
  'ninguna',
  'yok',
  'нет',
  '없음',
  'No dependencies - can start now',
  '[]',
])('%j is none', (value) => {
  expect(readDependencyValue(value, at, 'label')).toMatchObject({ none: true, understood: true, stated: [] })
})

describe('readArrowChain', () => {
  const chain = (line: string): string =>
    readArrowChain(line, at)
      .map(({ before, after }) => `${before}>${after}`)
      .join(' ')
  test.each([
    ['T001 → T002 → T003', 'T001>T002 T002>T003'],
    ['A -> B', 'A>B'],
    ['Sequential (T004 → T005 → T007/T008)', 'T004>T005 T005>T007 T005>T008'],
    ['**US1 (T011–T018)**: base; T013+T013b→T014; T017 waits', 'T013>T014 T013b>T014'],
    ['T003 (shot) → T004 (draw)', 'T003>T004'],
    ['Base → Core → Polish', 'Base>Core Core>Polish'],
    ['Milestone 1 → Milestone 2', 'Milestone 1>Milestone 2'],
    ['(P1 → P2 → P3)', ''],
    ['0.6.4 → 0.10.12', ''],
    ['v1 → v2', ''],
    ['50 -> 60', ''],
    ['`a.ts` → b', ''],
    ['T1, T2 → parallel (different files)', ''],
    ['no arrow', ''],
  ])('%j', (line, edges) => expect(chain(line)).toBe(edges))
})

describe('readMermaidEdges', () => {
  test('flowchart', () => {
    const code =
      'flowchart TD\n  A[Base <br/> x] --> B{Core?}\n  B -- Yes --> C & D\n  D ==>|then| E["Foo (bar)"]\n  E --- F\n  A-.->Z:::hot\n'
    const edges = readMermaidEdges(code, at)
    expect(edges.map(({ before, after }) => before + after).join(' ')).toBe('AB BC BD DE AZ')
    expect(edges[0]).toMatchObject({ beforeLabel: 'Base\nx', afterLabel: 'Core?' })
    expect(edges[3]).toMatchObject({ afterLabel: 'Foo (bar)' })
    expect(code.slice(edges[0]!.place.start - 100, edges[0]!.place.end - 100)).toContain('A[Base')
  })
  test('gantt', () => {
    expect(readMermaidEdges('gantt\n  Draw :a1, 3d\n  Paint :a2, after a1, 2d', at)).toMatchObject([
      { before: 'a1', after: 'a2', beforeLabel: 'Draw' },
    ])
  })
  test('other diagrams have no edges', () =>
    expect(readMermaidEdges('sequenceDiagram\n  A->>B: hi\n  A-->B: ho', at)).toEqual([]))
})
