import { expect, test } from 'vitest'
import { milestonesIn, read, sketch, workOf } from './support.ts'

const fence = (content: string, info = ''): string => `\`\`\`${info}\n${content}\n\`\`\`\n`
const PHASES =
  '## Phase 1: Parse\n\n- [ ] read `a.ts`\n- [ ] test it\n\n## Phase 2: Print\n\n- [ ] write `b.ts`\n- [ ] ship it'
const FOCUS =
  'SINGLE FOCUS: Write the model\n\nEXECUTION PLAN: by hand\n\nSUCCESS CRITERIA: tests pass\n\nINCREMENTAL PROGRESS: base of all'
const STEPS =
  '### Execution Plan\n\n**Step 1: Set up**\n- make a folder\n- add a file\n\n**Step 2: Build**\n- compile\n- link'

test('one plan in a fence is the plan, at its place in the document', () => {
  const text = `# Example\n\n## The plan\n\n${fence(PHASES, 'markdown')}`
  const result = read(text)
  expect(sketch(text)).toEqual([
    ['Parse', ['read `a.ts`', 'test it']],
    ['Print', ['write `b.ts`', 'ship it']],
  ])
  expect(result.choices).toEqual([{ number: 1, title: 'The plan', line: 6, milestones: 2, steps: 4 }])
  const [first] = milestonesIn(result)
  expect(first!.position.start.line).toBe(6)
  expect(text.slice(first!.place.start, first!.place.start + 16)).toBe('## Phase 1: Pars')
  expect(text.slice(workOf(first!)[0]!.place.start).startsWith('- [ ] read')).toBe(true)
})

test('a plan outside of fences leaves those inside alone', () => {
  const result = read(`# A\n\n## Phase 1: x\n\n- [ ] one\n\n## Phase 2: y\n\n- [ ] two\n\n${fence(PHASES)}`)
  expect(result.choices).toEqual([])
  expect(milestonesIn(result).map((milestone) => milestone.title)).toEqual(['x', 'y'])
})

const SEVERAL = `# E\n\n### Example 1: Model\n\n${fence(FOCUS)}\n### Example 2: Build\n\n${fence(FOCUS.replace('model', 'view'))}\n### Bad\n\n${fence(FOCUS)}`

test('several plans are listed and none is taken without a choice', () => {
  const result = read(SEVERAL)
  expect(
    result.choices.map(({ number, title, line, milestones, steps }) => [number, title, line, milestones, steps]),
  ).toEqual([
    [1, 'Model', 6, 1, 1],
    [2, 'Build', 18, 1, 1],
  ])
  expect(milestonesIn(result)).toEqual([])
  expect(sketch(SEVERAL, { choice: 2 })).toEqual([['Build', ['Write the view']]])
  expect(sketch(SEVERAL, { choice: 3 })).toEqual([])
})

test('a single focus is one milestone with one task, its criterion and its body', () => {
  const [milestone] = milestonesIn(read(`# E\n\n### Model\n\n${fence(FOCUS)}`))
  expect(milestone).toMatchObject({ title: 'Model', goal: 'base of all' })
  expect(workOf(milestone!)).toMatchObject([{ text: 'Write the model', body: ['- EXECUTION PLAN: by hand'] }])
  expect(milestone!.children.filter((child) => child.type === 'criterion')).toMatchObject([{ text: 'tests pass' }])
})

test('bold steps are tasks in sequence, their bullets the bodies', () => {
  const [milestone] = milestonesIn(read(`# E\n\n### Example 1: API\n\n${fence(STEPS, 'md')}`))
  const tasks = workOf(milestone!)
  expect(tasks.map((task) => [task.text, task.body])).toEqual([
    ['Step 1: Set up', ['- make a folder', '- add a file']],
    ['Step 2: Build', ['- compile', '- link']],
  ])
  expect(new Set(tasks.map((task) => task.sequence)).size).toBe(1)
  expect(tasks[0]!.sequence).not.toBe('')
})

test.each([
  ['under Bad', `## Bad\n\n${fence(PHASES)}`],
  ['under ❌', `**❌ Too vague**\n\n${fence(PHASES)}`],
  ['of placeholders', fence('## Phase 1: [Title]\n\n- [ ] [First task]\n\n## Phase 2: [Title]\n\n- [ ] [Second task]')],
  ['in a programming language', fence(PHASES, 'python')],
  ['of a drawing', fence('Phase 1: Plan\n┌────┐\n│ 1. │\n└────┘\nPhase 2: Do')],
])('a fence %s is no plan', (_name, content) => {
  expect(read(`# E\n\n${content}`).choices).toEqual([])
})

const TREE = 'src/\n├── a.ts   # reads\n│\n└── lib/\n    └── b.ts'
const paths = (text: string, choice?: number): string[] =>
  read(text, choice === undefined ? {} : { choice }).plan.tree.map(({ path }) => path)

test.each([
  ['as it is', fence(`## Layout\n\n${TREE}\n\n${PHASES}`)],
  ['in a fence of its own', `\`\`\`\`md\n## Layout\n\n${fence(TREE)}\n${PHASES}\n\`\`\`\`\n`],
])('the source tree of a plan in a fence is read: %s', (_name, plan) => {
  const text = `# E\n\n### Example\n\n${plan}`
  expect(sketch(text).map(([title]) => title)).toEqual(['Parse', 'Print'])
  expect(paths(text)).toEqual(['src/', 'src/a.ts', 'src/lib/', 'src/lib/b.ts'])
})

test('of several plans in fences only the chosen one has a tree, the document around them keeps its own', () => {
  const plan = (folder: string): string => fence(`${TREE.replace('src/', folder)}\n\n${PHASES}`)
  const text = `# E\n\n${fence(TREE.replace('src/', 'app/'))}\n### One\n\n${plan('one/')}\n### Two\n\n${plan('two/')}`
  const folders = (choice?: number): string[] => paths(text, choice).filter((path) => /^\w+\/$/.test(path))
  expect(folders(1)).toEqual(['app/', 'one/'])
  expect(folders(2)).toEqual(['app/', 'two/'])
  expect(folders()).toEqual(['app/'])
})

test('bullets below the lines of a single focus are parts of what they stand below', () => {
  const focus =
    'SINGLE FOCUS: Write the\nmodel\n- its fields\n  and types\n1. its test\n\nEXECUTION PLAN: by hand\n- first\n\nSUCCESS CRITERIA:\n- tests pass\n- < 2 s\n\nINCREMENTAL PROGRESS: base\n- of all'
  const text = `# E\n\n### Model\n\n${fence(focus)}`
  const [milestone] = milestonesIn(read(text))
  expect(workOf(milestone!)).toMatchObject([
    {
      text: 'Write the model',
      body: ['- its fields and types', '- its test', '- EXECUTION PLAN: by hand', '  - first'],
    },
  ])
  const criteria = milestone!.children.filter((child) => child.type === 'criterion')
  expect(criteria).toMatchObject([{ text: 'tests pass' }, { text: '< 2 s' }])
  expect(criteria.map(({ place }) => text.slice(place.start, place.end))).toEqual(['tests pass', '< 2 s'])
  expect(milestone!.goal).toBe('base of all')
})
