import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { filesOf, makeFolder, removeFolder } from '../cli/support.ts'
import { bring, read, short, taskLines } from './support.ts'

const folders: string[] = []
afterEach(() => folders.splice(0).forEach(removeFolder))

function repository(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = makeFolder(files)
  folders.push(folder)
  return folder
}

const TASKS_JSON = {
  master: {
    tasks: [
      {
        id: 1,
        title: 'Set up the store',
        description: 'A store for rows',
        status: 'done',
        priority: 'high',
        dependencies: [],
        details: 'Write `src/store.ts`.\n\n## A heading\n- [ ] T900 no task of ours\n```ts\nconst a = 1\n```',
        testStrategy: 'Read back what was written',
        subtasks: [
          { id: 1, title: 'Open', status: 'done', dependencies: [] },
          { id: 2, title: 'Close', status: 'in-progress', dependencies: [1, '2'] },
        ],
        complexity: 7,
      },
      { id: 2, title: 'Index it', description: '', status: 'deferred', dependencies: [1, '1.2', 99], priority: 'low' },
      { id: 3, title: 'Drop it', status: 'cancelled', dependencies: [] },
    ],
    metadata: { description: 'Rows that last', created: '2026-01-01' },
  },
  'feature-x': { tasks: [{ id: 1, title: 'Show it', status: 'review', dependencies: [] }] },
}

describe('task-master', () => {
  test('tags, subtasks, states, dependencies, details and what is left over', async () => {
    const folder = repository({ '.taskmaster/tasks/tasks.json': JSON.stringify(TASKS_JSON) })
    const { ran, data } = await bring(folder, '.taskmaster', '--as', 'store')
    expect(ran.code).toBe(0)
    expect([data.format, data.vision]).toEqual(['task-master', 'visions/001-store'])
    expect(data.items.map(short)).toEqual([
      '1|done|task|T001',
      '1.1|done|task|T004',
      '1.2|started|task|T005',
      '2|open|task|T002',
      '3|dropped|task|T003',
      '1|started|task|T007',
    ])
    const text = read(folder, 'visions/001-store/execute.md')
    const lines = taskLines(text)
    expect(lines).toContain('- [x] T001 [M1] Set up the store')
    expect(lines).toContain('- [~] T005 [M1] Close (depends on T004)')
    expect(lines.find((line) => line.includes('Index it'))).toContain('(depends on T001, T005)')
    expect(text).toContain('Milestone 2 - feature-x')
    expect(text).toContain('**Goal**: Rows that last')
    expect(text).toContain('Test strategy: Read back what was written')
    expect(text).not.toMatch(/^\s*- \[ \] T900/m)
    const plan = read(folder, 'visions/001-store/plan.md')
    expect(plan).toContain('"complexity": 7')
    expect(plan).toContain('tasks.json#/master/tasks/0')
    expect(data.warnings.some((warning) => warning.includes('waits for 99'))).toBe(true)
  })

  test.each([
    ['before there were tags', { tasks: TASKS_JSON['feature-x'].tasks, metadata: { projectName: 'Shop' } }],
    ['a list alone', TASKS_JSON['feature-x'].tasks],
    ['ids as strings', { tasks: [{ id: '1', title: 'Show it', status: 'review' }] }],
  ])('%s', async (_, value) => {
    const folder = repository({ 'tasks.json': JSON.stringify(value) })
    const { data } = await bring(folder, 'tasks.json')
    expect(data.items.map(short)).toEqual(['1|started|task|T001'])
  })

  test('a circle, the same id twice, and keys of prototypes', async () => {
    const text = `{"__proto__": {"tasks": []}, "constructor": {"tasks": [
      {"id": 1, "title": "One", "status": "__proto__", "dependencies": [2], "__proto__": {"state": "done"}},
      {"id": 2, "title": "Two", "status": "toString", "dependencies": [1, 2]},
      {"id": 2, "title": "Again", "status": "pending", "dependencies": ["constructor"]}]}}`
    const folder = repository({ 'tasks.json': text })
    const { ran, data } = await bring(folder, 'tasks.json')
    expect(ran.code).toBe(0)
    expect(data.items.map(({ text: words, state }) => `${words} ${state}`)).toEqual([
      'One open',
      'Two open',
      'Again open',
    ])
    expect(new Set(data.items.map(({ task }) => task)).size).toBe(3)
    expect(data.warnings.join('\n')).toMatch(/circle[^]*of another task|of another task[^]*circle/)
    expect(({} as Record<string, unknown>)['state']).toBeUndefined()
  })

  test('ten thousand tasks take no more than their share of time', async () => {
    const tasks = Array.from({ length: 10_000 }, (_, at) => ({
      id: at + 1,
      title: `Task ${at}`,
      status: 'pending',
      dependencies: at === 0 ? [] : [at],
    }))
    const folder = repository({ 'tasks.json': JSON.stringify({ tasks }) })
    const started = performance.now()
    expect((await bring(folder, 'tasks.json')).data.items).toHaveLength(10_000)
    expect(performance.now() - started).toBeLessThan(30_000)
  }, 60_000)
})

const BACKLOG = (id: string, title: string, more: string, body = ''): string =>
  `---\nid: ${id}\ntitle: ${title}\nstatus: ${more}\n---\n\n## Description\n\nWhy it matters\n${body}`

describe('Backlog.md', () => {
  test('tasks, criteria, dependencies, milestones; what was said goes behind the plan', async () => {
    const folder = repository({
      'backlog/config.yml': 'project_name: "Shop"\n',
      'backlog/tasks/task-2 - b.md': BACKLOG(
        'task-2',
        'Second: more',
        'In Progress\nassignee: @ann\ndependencies: [task-1]\nmilestone: M one',
      ),
      'backlog/tasks/task-1 - a.md': BACKLOG(
        'task-1',
        "'First'",
        "Done\ncreated_date: '2026-01-01'\nmilestone: M one",
        '\n## Acceptance Criteria\n<!-- AC:BEGIN -->\n- [x] #1 It opens\n- [ ] #2 It closes\n<!-- AC:END -->\n\n## Implementation Notes\n\nSaid a lot\n',
      ),
      'backlog/archive/tasks/task-10 - c.md': BACKLOG('task-10', 'Old', 'To Do'),
    })
    const { ran, data } = await bring(folder, 'backlog')
    expect(ran.code).toBe(0)
    expect(data.items.map(({ id, state, to }) => `${id}|${state}|${to}`)).toEqual([
      'task-1|done|task',
      'task-2|started|task',
      'task-10|dropped|task',
    ])
    const plan = read(folder, `${data.vision}/plan.md`)
    expect(plan).toContain('- [x] TASK-1 First')
    expect(plan).toContain('- [~] TASK-2 Second: more (depends on TASK-1)')
    expect(plan).toContain('- [x] (1) It opens')
    expect(plan).toMatch(/## Appendix[^]*Said a lot/)
    expect(plan).toContain('2026-01-01')
    const text = read(folder, `${data.vision}/execute.md`)
    expect(taskLines(text)[1]).toMatch(/Second: more \(depends on T001\)$/)
  })
})

describe('lists in Markdown', () => {
  const SPEC = '# Feature Specification: Albums\n\n## User Scenarios\n\nPeople sort photos.\n```\nfenced\n```\n'
  const TASKS =
    '# Tasks: Albums\r\n\r\n## Phase 3: User Story 1 - Sort (Priority: P1)\r\n\r\n- [x] T001 Create `src/`\r\n- [ ] T003 [P] [US1] Write `src/a.ts` (depends on T001)\r\n  - [ ] with care\r\n'

  test('Spec Kit: the list stands as it is, the other documents behind it', async () => {
    const folder = repository({
      'specs/001-albums/tasks.md': TASKS,
      'specs/001-albums/spec.md': SPEC,
      'specs/001-albums/checklists/ux.md': '- [ ] CHK001 Is it nice?\n',
    })
    const { data } = await bring(folder, 'specs/001-albums')
    expect([data.format, data.vision]).toEqual(['spec-kit', 'visions/001-albums'])
    expect(data.items.map(short)).toEqual([
      'T001|done|task|T001',
      'T003|open|task|T003',
      '|open|plan|',
      'CHK001|open|appendix|',
    ])
    const plan = read(folder, 'visions/001-albums/plan.md')
    expect(plan.startsWith(TASKS)).toBe(true)
    expect(plan.replaceAll('\r\n', '\n')).toContain(`**From** \`spec.md\`:\n\n\`\`\`\`text\n${SPEC}\`\`\`\``)
    expect(plan.replaceAll('\r\n', '')).not.toContain('\n')
  })

  test('Kiro: a started task is one in the plan too', async () => {
    const list = '# Implementation Plan\n\n- [-] 1. Write the store\n  - _Requirements: 1.1_\n- [ ]* 2. Check it\n'
    const folder = repository({
      '.kiro/specs/store/tasks.md': list,
      '.kiro/specs/store/requirements.md': '### Requirement 1\n#### Acceptance Criteria\n',
    })
    const { data } = await bring(folder, '.kiro/specs/store')
    expect([data.format, ...data.items.map(({ id, state }) => `${id} ${state}`)]).toEqual([
      'kiro',
      '1 started',
      '2 open',
    ])
    expect(taskLines(read(folder, `${data.vision}/execute.md`))[0]).toMatch(/^- \[~\] T\d+ \[M1\] Write the store/)
  })

  test('OpenSpec, a Genesis log, a free plan', async () => {
    const folder = repository({
      'openspec/changes/add-x/tasks.md': '## 1. Rows\n\n- [x] 1.1 Write it\n- [ ] 1.2 Read it\n',
      'openspec/changes/add-x/proposal.md': '## Why\n\nBecause\n\n## What Changes\n\n- it\n',
      'log.md':
        '# Log\n\n### Iteration 1: Rows\n\n```\nSINGLE FOCUS: Write rows\n\nSUCCESS CRITERIA: All rows\n```\n\n```\nSINGLE FOCUS: [ONE task]\n```\n',
      'PLAN.md': '# Free\n\n## Milestone 1: Rows\n\n1. Write rows\n2. Read rows\n',
    })
    const change = await bring(folder, 'openspec/changes/add-x')
    expect([change.data.format, change.data.vision]).toEqual(['openspec', 'visions/001-add-x'])
    const log = await bring(folder, 'log.md')
    expect([log.data.format, ...log.data.items.map(({ text }) => text)]).toEqual(['genesis', 'Write rows'])
    expect(read(folder, 'visions/002-log/execute.md')).toContain('All rows')
    const free = await bring(folder, 'PLAN.md')
    expect([free.data.format, free.ran.code]).toEqual(['plan', 0])
    expect(taskLines(read(folder, `${free.data.vision}/execute.md`))).toHaveLength(3)
  })

  test('an appendix can hold any fence, and nothing in it is a plan', async () => {
    const nasty = '```````\n## Milestone 9: No\n- [ ] T900 No\n~~~\n</details><!-- open'
    const folder = repository({ 'x/tasks.md': '# X\n\n## Milestone 1: A\n\n- [ ] T001 Do\n', 'x/notes.md': nasty })
    const { data } = await bring(folder, 'x')
    const text = read(folder, `${data.vision}/execute.md`)
    expect(text).not.toContain('T900')
    expect(read(folder, `${data.vision}/plan.md`)).toContain(nasty)
  })
})

describe('again', () => {
  const LIST =
    '# X\n\n## Milestone 1: A\n\n- [ ] T001 Write `a.ts`\n- [ ] T002 Write `b.ts`\n\n## Milestone 2: B\n\n- [ ] T003 Write `c.ts`\n'

  test('nothing changes, what changed comes, what people changed stays', async () => {
    const folder = repository({ 'x/tasks.md': LIST })
    await bring(folder, 'x')
    const before = filesOf(folder)
    const second = await bring(folder, 'x')
    expect(second.data.status).toBe('unchanged')
    expect(filesOf(folder)).toEqual(before)
    const execute = join(folder, 'visions/001-x/execute.md')
    writeFileSync(
      execute,
      read(folder, 'visions/001-x/execute.md')
        .replace('- [ ] T001', '- [x] T001')
        .replace('Write `b.ts`', 'Write `b.ts` well'),
    )
    writeFileSync(join(folder, 'x/tasks.md'), LIST.replace('`c.ts`', '`d.ts`'))
    const third = await bring(folder, 'x')
    expect([third.ran.code, third.data.status, third.data.vision]).toEqual([0, 'written', 'visions/001-x'])
    const text = read(folder, 'visions/001-x/execute.md')
    expect(text).toMatch(/- \[x\] T001/)
    expect(text).toContain('Write `b.ts` well')
    expect(text).toContain('Write `d.ts`')
  })

  test('edits of the plan and of the source come together; the same edited twice is told', async () => {
    const folder = repository({ 'x/tasks.md': LIST })
    await bring(folder, 'x')
    const plan = join(folder, 'visions/001-x/plan.md')
    writeFileSync(plan, read(folder, 'visions/001-x/plan.md').replace('Write `a.ts`', 'Write `a.ts` by hand'))
    writeFileSync(join(folder, 'x/tasks.md'), LIST.replace('`c.ts`', '`d.ts`'))
    expect((await bring(folder, 'x')).ran.code).toBe(0)
    expect(read(folder, 'visions/001-x/plan.md')).toMatch(/`a.ts` by hand[^]*`d.ts`/)
    writeFileSync(
      join(folder, 'x/tasks.md'),
      LIST.replace('`c.ts`', '`d.ts`').replace('Write `a.ts`', 'Write `a.ts` by tool'),
    )
    const before = filesOf(folder)
    const both = await bring(folder, 'x')
    expect([both.ran.code, both.data.status]).toEqual([3, 'conflict'])
    expect(filesOf(folder)).toEqual(before)
  })

  test('a dry run writes nothing', async () => {
    const folder = repository({ 'x/tasks.md': LIST })
    const before = filesOf(folder)
    const { ran, data } = await bring(folder, 'x', '--dry-run')
    expect([ran.code, data.status]).toEqual([0, 'would-write'])
    expect(filesOf(folder)).toEqual(before)
  })
})
