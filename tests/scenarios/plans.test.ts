import { describe, expect, test } from 'vitest'
import type { Execution } from '../../src/model/execution.ts'
import { compileDocuments, compileText, compiled, document } from '../support/compiling.ts'

/* What plans of real life taught: each case is small and stands for a class of mistakes. */

const work = ({ tasks }: Execution): string[] => tasks.filter(({ kind }) => kind !== 'validate').map(({ text }) => text)
const plan = (list: readonly string[], more = ''): string =>
  `# P\n\n## Phase 1: A\n\n${list.map((line) => `- [ ] ${line}`).join('\n')}\n\n${more}`

test('a blank line at the top changes nothing, tomorrow neither', async () => {
  const text = plan(['do `src/a.ts`', 'do `src/b.ts` (depends on T001)'])
  const first = compiled(await compileText(text))
  const second = compiled(await compileText(`\n${text}`, { lock: first.lock }))
  expect(second.text).toBe(first.text)
})

describe.each([
  'app/[instanceName]/status/route.ts',
  'gerrit/test/route.ts',
  'app/(auth)/[...slug]/page.tsx',
  'src/{a,b}.ts',
])('%s', (path) => {
  test('passes byte for byte and is no blank of a template', async () => {
    const { execution, text } = compiled(
      await compileText(plan([`Write the handler in \`${path}\``, 'Write `src/other.ts`'])),
    )
    expect(work(execution)).toContain(`Write the handler in \`${path}\``)
    expect(text).toContain(`\`${path}\``)
    expect(execution.gaps.some(({ question }) => question.includes('blank'))).toBe(false)
    expect(execution.tasks[0]).toMatchObject({ kind: 'work', layer: expect.not.stringMatching('test') as unknown })
  })
})

test('a route in a folder called test is a file, no glob, and no test', async () => {
  const { execution } = compiled(
    await compileText(plan(['Create `gerrit/test/route.ts`', 'Create `app/[instanceName]/status/route.ts`'])),
  )
  expect(
    execution.tasks
      .slice(0, 2)
      .map(({ kind, paths }) => [kind, paths.map((path) => [path.path, path.kind, path.unresolved])]),
  ).toEqual([
    ['work', [['gerrit/test/route.ts', 'file', false]]],
    ['work', [['app/[instanceName]/status/route.ts', 'file', false]]],
  ])
  expect(Object.values(execution.graph.parallel).filter(({ parallel }) => parallel).length).toBe(2)
})

test('process phases, constitution boxes and a documentation tree make no task', async () => {
  const planText = `# Implementation Plan: Export

## Constitution Check

- [x] Simple
- [x] Tested

## Project Structure

\`\`\`
specs/001-export/
├── plan.md
├── research.md
├── data-model.md
└── contracts/
\`\`\`

## Phase 0: Outline & Research

1. Extract unknowns from the technical context
2. Generate and dispatch research agents

## Phase 1: Design & Contracts

1. Extract entities from the specification → \`data-model.md\`
2. Generate contracts

## Phase 2: Task Planning Approach

- Load the template
- Generate tasks from the design

## Progress Tracking

- [x] Phase 0: Research complete
- [ ] Phase 1: Design complete
`
  const spec = `# Feature Specification: Export

### User Story 1 - Save (Priority: P1)

A user saves a table.

### User Story 2 - Print (Priority: P2)

A user prints a table.

### User Story 3 - Send (Priority: P3)

A user sends a table.
`
  const { execution } = compiled(await compileDocuments([document('plan', planText), document('spec', spec)]))
  expect(work(execution)).toEqual([])
  expect(execution.milestones.map(({ title }) => title)).toEqual(['Save', 'Print', 'Send'])
  expect(execution.gaps.filter(({ kind }) => kind === 'no-work').map(({ milestone }) => milestone)).toEqual([
    'M1',
    'M2',
    'M3',
  ])
})

test('entries of a tree that exist, by mark or on disk, make no set-up task', async () => {
  const tree =
    '```\nshop/\n├── old/            # existing\n│   └── a.ts        (existing)\n├── disk/\n│   └── b.ts\n└── done/           # ✅\n    └── c.ts        # ✅ Complete\n```\n\n'
  const text = `# P\n\n## Project Structure\n\n${tree}## Phase 1: A\n\n- [ ] do \`shop/old/a.ts\`\n`
  const fresh = compiled(await compileText(text)).execution.tasks.filter(({ phase }) => phase === 'setup')
  expect(fresh.map((task) => task.text)).toEqual(['Create the folder `shop/disk/`'])
  const there = compiled(await compileText(text, { existing: new Set(['shop/disk/b.ts']) })).execution.tasks.filter(
    ({ phase }) => phase === 'setup',
  )
  expect(there).toEqual([])
})

test('a file that two milestones create is made once, before both', async () => {
  const text =
    '# P\n\n## Milestone 1: A\n\n**Deliverables**:\n- `src/types.ts`\n- `src/a.ts`\n\n## Milestone 2: B\n\n**Deliverables**:\n- `src/types.ts`\n- `src/b.ts`\n'
  const { tasks } = compiled(await compileText(text)).execution
  expect(tasks.filter(({ phase }) => phase === 'foundational').map((task) => task.text)).toEqual([
    'Create `src/types.ts`',
  ])
  expect(tasks.filter((task) => task.text === 'Extend `src/types.ts`').map(({ phase }) => phase)).toEqual(['M1', 'M2'])
})

test('what the plan has ticked is ticked; the plan says so', async () => {
  const { text } = compiled(
    await compileText(
      '# P\n\n## Phase 1: A ✅\n\n- [x] do `a/a.ts`\n\n## Phase 2: B\n\n- [~] do `b/b.ts`\n- [ ] do `b/c.ts`\n',
    ),
  )
  expect([...text.matchAll(/^- \[(.)\] (T\d+)/gm)].map(([, mark, id]) => `${id}${mark}`)).toEqual([
    'T001x',
    'T002x',
    'T003~',
    'T004 ',
    'T005 ',
  ])
})

test('duplicate milestone numbers are numbered by position and each keeps its own', async () => {
  const first = compiled(
    await compileText('# P\n\n## Phase 1: A\n\n- [ ] do `a.ts`\n\n## Phase 1: B\n\n- [ ] do `b.ts`\n'),
  )
  expect(first.execution.milestones.map(({ number, title }) => [number, title])).toEqual([
    [1, 'A'],
    [2, 'B'],
  ])
  const again = compiled(
    await compileText('# P\n\n## Phase 1: B\n\n- [ ] do `b.ts`\n\n## Phase 1: A\n\n- [ ] do `a.ts`\n', {
      lock: first.lock,
    }),
  )
  expect(new Map(again.execution.milestones.map(({ number, title }) => [title, number]))).toEqual(
    new Map([
      ['A', 1],
      ['B', 2],
    ]),
  )
})
