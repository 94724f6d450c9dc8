import { describe, expect, test } from 'vitest'
import { compile } from '../../src/compile.ts'
import type { Execution } from '../../src/model/execution.ts'

async function compiled(text: string, choice: number | null = null): Promise<Execution> {
  const options = {
    date: '',
    full: false,
    tests: 'never',
    choice,
    hoursPerDay: 8,
    daysPerWeek: 5,
    sharedPaths: [],
    conventions: {},
  } as const
  const source = { path: 'plan.md', text, bom: false, eol: '\n' } as const
  const result = await compile({
    id: 'x',
    documents: [{ role: 'plan', link: 'plan.md', source }],
    existing: new Set(),
    lock: null,
    overrides: {},
    parser: 'auto',
    eol: '\n',
    options,
  })
  if (result.status !== 'compiled') throw new Error(JSON.stringify(result.diagnostics))
  return result.execution
}

/** What tasks wait for by statement, as `words of who waits <- words of the other`. */
function waits({ tasks, graph }: Execution): string[] {
  const words = new Map(tasks.map((task) => [task.id, task.text.split(' ').slice(0, 2).join(' ')]))
  return graph.edges
    .filter((edge) => edge.reason === 'stated')
    .map((edge) => `${words.get(edge.from)} <- ${words.get(edge.to)}`)
}

const tasks = (lines: string): string => `# P\n\n## Tasks\n\n${lines}\n`

describe('remarks of tasks', () => {
  test.each([
    ['- [ ] Install PHP 8\n- [ ] Move backups (after the PHP-update)', ['Move backups <- Install PHP']],
    [
      '- [ ] Pachtformular anlegen\n- [ ] Liste zeigen (braucht erst das Pachtformular)',
      ['Liste zeigen <- Pachtformular anlegen'],
    ],
    ['1. Stop it\n2. Copy it\n3. Start it (requires steps 1 and 2)', ['Start it <- Stop it', 'Start it <- Copy it']],
    // Two tasks with the words, none with them, none of the words but empty ones.
    ['- [ ] Write the importer\n- [ ] Test the importer\n- [ ] Ship (after the importer)', []],
    ['- [ ] Write it\n- [ ] Ship (after the holidays)', []],
    ['- [ ] Launch it\n- [ ] Ship (after launch)', []],
    // A cue that names no order of work.
    ['- [ ] Install Docker\n- [ ] Build (with Docker)', []],
  ])('%j', async (lines, expected) =>
    expect(waits(await compiled(tasks(lines))).toSorted()).toEqual(expected.toSorted()),
  )
})

const PHASES = `# P

## Phase 1: Setup

- [ ] T001 Init \`package.json\`

## Phase 2: Foundational

- [ ] T002 Add \`src/a.ts\`
- [ ] T003 Add \`src/b.ts\`

## Phase 3: User Story 1 - Log in (Priority: P1)

- [ ] T004 [US1] Add \`src/c.ts\`
- [ ] T005 [US1] Add \`src/d.ts\`

## Phase 4: User Story 2 - Log out (Priority: P2)

- [ ] T006 [US2] Add \`src/e.ts\`
- [ ] T007 [US2] Add \`src/f.ts\`

## Dependencies

`

const ofMilestones = ({ milestones }: Execution): string[] =>
  milestones.flatMap((milestone) => [
    ...milestone.dependsOn.map((one) => `M${milestone.number} <- M${one.number}`),
    ...(milestone.dependsOnTasks ?? []).map((one) => `M${milestone.number} <- ${one.task}`),
  ])

describe('sentences of a dependency section', () => {
  test.each([
    ['- T003 blocks Phase 3 (US1).', ['M1 <- T003']],
    ['- **US2 (T006-T007)**: needs T004.', ['M2 <- T004']],
    ['- Foundational (T002-T003) blocks US1.', []],
    ['- Login (T004-T005) before logout (T006-T007)', ['M2 <- M1']],
    [
      '- **User Story 2 (P2)**: Can start after Foundational (Phase 2) - May integrate with US1 but should be independently testable',
      [],
    ],
    ['- **User Story 2 (Phase 4)**: Depends on Foundational - Can run parallel to US1', []],
    ['- **User Story 2 (Phase 4)**: Depends on US1', ['M2 <- M1']],
    ['- US1 (P1) → US2 (P2) in priority order', []],
  ])('%j', async (line, expected) => expect(ofMilestones(await compiled(PHASES + line + '\n'))).toEqual(expected))

  test('a list of tasks before a verb of need is about those tasks', async () => {
    const execution = await compiled(`${PHASES}- **US2 (T006-T007)**: T006/T007 need US1.\n`)
    expect(ofMilestones(execution)).toEqual([])
    expect(execution.tasks.filter((task) => task.stated.length > 0).map((task) => task.id)).toEqual(['T006', 'T007'])
    expect(execution.diagnostics.filter((one) => one.ruleId === 'unknown-dependency')).toEqual([])
  })
})

test('tasks that a dependency section calls sequential wait for one another', async () => {
  const execution = await compiled(`${PHASES}- **Phase 4**: depends on Phase 2; T004-T007 are sequential except T005\n`)
  expect(execution.tasks.flatMap(({ id, stated }) => stated.map(({ target }) => `${id} <- ${target}`))).toEqual([
    'T006 <- T004',
    'T007 <- T006',
  ])
})

const PARTS = (order: string): string => `# P

## Phase 1: One

### A.1 Harbour

- Dig it

### A.2 Ships

1. Buy wood
2. Build them

### A.3 Crew

**Steps**:
1. Hire them
2. Teach them

${order}

## Phase 2: Two

- [ ] Sail
`

describe('the order of the parts of a milestone', () => {
  test.each([
    ['**Execution order**: A.1 → A.2 → A.3', ['Buy wood <- A.1 Harbour', 'Hire them <- Build them']],
    ['**执行顺序**: A.3 -> A.1', ['A.1 Harbour <- Teach them']],
    // Known to nobody, said of nothing, or wished for.
    ['**Execution order**: A.1 → A.7', []],
    ['**Colours**: A.1 → A.2', []],
    ['**Execution order**: A.2 → A.1 in priority order', []],
  ])('%s', async (order, expected) => {
    const execution = await compiled(PARTS(order))
    const own = ({ graph, tasks: all }: Execution): string[] => {
      const named = new Map(all.map((task) => [task.id, task.text]))
      return graph.edges
        .filter((edge) => edge.reason === 'stated')
        .map((edge) => `${named.get(edge.from)} <- ${named.get(edge.to)}`)
    }
    expect(own(execution).toSorted()).toEqual(expected.toSorted())
    expect(execution.diagnostics.filter((one) => /dependency/.test(one.ruleId))).toEqual([])
  })
})

const FENCED = (note: string): string => `### Plan A

\`\`\`
## Phase 1: One

- [ ] a

## Phase 2: Two

- [ ] b
\`\`\`

### Plan B

\`\`\`
## Phase 1: Three

- [ ] c

## Phase 2: Four

- [ ] d
\`\`\`

### Notes

- **Dependencies**: ${note}
`

test('what stands around a chosen plan in a fence says nothing about it', async () => {
  const execution = await compiled(FENCED('the order of things'), 2)
  expect(execution.milestones.map((milestone) => milestone.title)).toEqual(['Three', 'Four'])
  expect(execution.gaps.filter((gap) => gap.kind === 'order')).toEqual([])
  const related = await compiled(FENCED('Phase 2 depends on Phase 1'), 2)
  expect(ofMilestones(related)).toEqual([])
})

describe('a statement that names a file waits for the task that makes it', () => {
  const made = '- [ ] Make `src/a.ts`\n'
  test.each([
    '- [ ] Write `src/b.ts` (depends on `src/a.ts`)',
    '- [ ] Write `src/b.ts` (2h, needs `src/a.ts`)',
    '- [ ] Write `src/b.ts`\n  Depends on: `src/a.ts`',
    '- [ ] Write `src/b.ts`\n  - Depends on: src/a.ts',
  ])('%j', async (line) => {
    const execution = await compiled(tasks(made + line))
    expect(waits(execution)).toEqual(['Write `src/b.ts` <- Make `src/a.ts`'])
    expect(execution.tasks[1]!.text).toBe('Write `src/b.ts`')
  })

  test('and where none makes it, it stays among the words', async () => {
    const execution = await compiled(tasks(`${made}- [ ] Write \`src/b.ts\` (depends on \`src/old.ts\`)`))
    expect(waits(execution)).toEqual([])
    expect(execution.tasks[1]!.text).toBe('Write `src/b.ts` (depends on `src/old.ts`)')
  })
})

test('labelled lines below the words of a task are no words of it', async () => {
  const { tasks: found } = await compiled(
    tasks('- [ ] Make `src/a.ts` with\n  two lines of words\n  Verify: `node --check src/a.ts`\n'),
  )
  expect(found[0]!.text).toBe('Make `src/a.ts` with two lines of words')
  expect(found[0]!.body).toEqual(['- Verify: `node --check src/a.ts`'])
})
