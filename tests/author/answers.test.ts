import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { schemaErrors } from '../cli/schema-check.ts'
import { filesOf, makeFolder, removeFolder, runHere, type Ran } from '../cli/support.ts'

let folder = ''
afterEach(() => removeFolder(folder))

interface ShownGap {
  readonly kind: string
  readonly key: string
  readonly question: string
}

const run = (...argv: readonly string[]): Promise<Ran> => runHere(folder, argv)
async function gaps(): Promise<readonly ShownGap[]> {
  const { stdout, code } = await run('gaps', '--json')
  expect(code).toBe(0)
  return (JSON.parse(stdout) as { data: { gaps: readonly ShownGap[] } }).data.gaps
}
const visions = (files: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(files).map(([name, text]) => [`visions/001-x/${name}`, text]))

const plan =
  '# Plan: X\n\n## Milestone 1: One\n\n- [ ] Write `src/a.ts`\n\n## Milestone 2: Two\n\n- [ ] Write `src/b.ts`\n'
const spec = `# Feature Specification: X\n\n### User Story 1 - Export (Priority: P1)\n\nOrders leave.\n\n**Independent Test**: Run \`npm test -- it\`\n\n## Requirements\n\n### Functional Requirements\n\n- **FR-001**: System MUST export orders\n- **FR-002**: System MUST zip archives\n`
const feature = (files: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(files).map(([name, text]) => [`specs/001-x/${name}`, text]))

const strategy = `# Strategy: X\n\n| Strategy | Fit | Effort | Total Score |\n|---|---|---|---|\n| Weight | 2 | 1 | |\n| Files | 5 | 3 | |\n| Service | | | |\n`

test.each<[name: string, files: Readonly<Record<string, string>>, asked: RegExp, answer: string, says: string]>([
  [
    'no-work of a milestone',
    visions({
      'plan.md': '# Plan: X\n\n## Milestone 1: One\n\n**Goal**: good\n\n## Milestone 2: Two\n\n- [ ] Write `b.ts`\n',
    }),
    /^no-work:/,
    'Write `src/one.ts`',
    '- Write `src/one.ts`',
  ],
  [
    'no-work where one milestone is all there is',
    visions({ 'plan.md': '# Plan: X\n\n## Milestone 1: One (Priority: P1)\n\n- **Objective**: good\n' }),
    /^no-work:/,
    'Write `src/one.ts`',
    'Write `src/one.ts`',
  ],
  [
    'no-work, a blank of a template',
    visions({ 'plan.md': '# Plan: X\n\n## Milestone 1: One\n\n- [ ] Write `src/a.ts`\n- [ ] Create [Entity Name]\n' }),
    /^no-work:.*entity/,
    'Create `src/order.ts`',
    '- [ ] Create `src/order.ts`\n',
  ],
  [
    'no-path of a bare name',
    visions({ 'plan.md': '# Plan: X\n\n## Milestone 1: One\n\n- [ ] Write `widget.ts`\n' }),
    /^no-path:.*widget/,
    'src/ui/',
    '- [ ] Write `src/ui/widget.ts`\n',
  ],
  [
    'no-path of one of several tasks, which leaves the question for the others',
    visions({ 'plan.md': '# Plan: X\n\n## Milestone 1: One\n\n- [ ] Write rows\n- [ ] Write heads\n' }),
    /^no-path:(?!.*:.*:)/,
    'src/rows.ts',
    '- [ ] Write rows in `src/rows.ts`\n',
  ],
  [
    'decision in brackets',
    visions({ 'plan.md': plan.replace('`src/a.ts`', '`src/a.ts` as [NEEDS CLARIFICATION: CSV or Excel?]') }),
    /^decision:/,
    'CSV',
    '- [ ] Write `src/a.ts` as CSV\n',
  ],
  [
    'decision in a heading, of a given form',
    visions({
      'plan.md': plan,
      'strategy.md': '# Strategy: X\n\n## Strategy 1: [NEEDS CLARIFICATION: Its name? Answer with a name.]\n',
    }),
    /^decision:/,
    'Plain files',
    '## Strategy 1: Plain files\n',
  ],
  [
    'decision that needs a number',
    visions({
      'plan.md': plan,
      'goal.md':
        '# Goal: X\n\n### Objective 1: One\n\n- **Target**: [NEEDS CLARIFICATION: Which value? Answer with a number and its unit.]\n',
    }),
    /^decision:/,
    '95 %',
    '- **Target**: 95 %\n',
  ],
  [
    'the scores of a strategy',
    visions({ 'plan.md': plan, 'strategy.md': strategy }),
    /^decision:scores:service/,
    '3 1',
    '| Service | 3 | 1 | |',
  ],
  [
    'order that names nothing known',
    visions({
      'plan.md': plan.replace('## Milestone 2: Two\n', '## Milestone 2: Two\n\n**Dependencies**: Milestone 9\n'),
    }),
    /^order:/,
    'Milestone 1',
    '**Dependencies**: Milestone 1\n',
  ],
  [
    'order that is answered with None',
    visions({
      'plan.md': plan.replace('## Milestone 2: Two\n', '## Milestone 2: Two\n\n**Dependencies**: Milestone 9\n'),
    }),
    /^order:/,
    'None',
    '**Dependencies**: None\n',
  ],
  [
    'uncovered: the task that does it',
    feature({
      'spec.md': spec,
      'tasks.md':
        '# Tasks: X\n\n## Phase 1: Export\n\n- [ ] T001 [US1] Write `src/a.ts` (FR-001)\n- [ ] T002 [US1] Pack `src/zip.ts`\n',
    }),
    /^uncovered:.*FR-002/,
    'T002',
    'Pack `src/zip.ts` (FR-002)\n',
  ],
  [
    'uncovered: a new step',
    feature({
      'spec.md': spec,
      'plan.md':
        '# Plan: X\n\n## Phase 1: Export\n\n- [ ] Write `src/a.ts` (FR-001)\n\n## Phase 2: More\n\n- [ ] Write `src/b.ts`\n',
    }),
    /^uncovered:.*FR-002/,
    'M2: Pack `src/zip.ts`',
    '- [ ] Write `src/b.ts`\n- [ ] Pack `src/zip.ts` (FR-002)\n',
  ],
  [
    'no-check of a milestone',
    visions({ 'plan.md': '# Plan: X\n\n## Milestone 1: One\n\n- [ ] Write `src/a.ts`\n' }),
    /^no-check:/,
    '`npm test -- a` passes',
    '`npm test -- a` passes',
  ],
  [
    'no-check of a criterion',
    visions({ 'plan.md': `${plan}\n**Success Criteria**:\n\n- People like it\n` }),
    /^no-check:.*people/,
    'rating > 4',
    '- People like it: rating > 4\n',
  ],
  [
    'section-missing',
    visions({ 'plan.md': plan }),
    /^section-missing:risk/,
    'Time runs out',
    '## Risk Assessment\n\n- Time runs out\n',
  ],
  [
    'section-missing, with None',
    visions({ 'plan.md': plan }),
    /^section-missing:risk/,
    'None',
    '## Risk Assessment\n\nNone\n',
  ],
])('%s', async (_, files, asked, answer, says) => {
  folder = makeFolder(files)
  const before = await gaps()
  const gap = before.find(({ key }) => asked.test(key))!
  expect(gap, before.map(({ key }) => key).join(' ')).toBeDefined()
  const bad = await run('gaps', '--json', '--answer', `${gap.key}=TBD`)
  expect(bad.code).toBe(1)
  expect(filesOf(folder)).toEqual(files)
  const ran = await run('gaps', '--json', '--answer', `${gap.key}=${answer}`)
  expect(schemaErrors('gaps', JSON.parse(ran.stdout))).toBe('')
  expect(ran.stdout).toContain('"written"')
  expect(ran.code).toBe(0)
  expect(Object.values(filesOf(folder)).join('')).toContain(says)
  expect((await run('execute')).code).toBe(0)
  const after = await gaps()
  expect(after.some(({ key, question }) => key === gap.key && question === gap.question)).toBe(false)
  expect(after.length).toBeLessThanOrEqual(before.length)
})

test('answers of a file are written by their keys; what cannot be is told, and the rest stays', async () => {
  folder = makeFolder(
    visions({
      'plan.md': '# Plan: X\n\n## Milestone 1: One\n\n**Goal**: good\n\n## Milestone 2: Two\n\n- [ ] Write `b.ts`\n',
    }),
  )
  const keys = (await gaps()).map(({ key }) => key)
  const of = (kind: RegExp): string => keys.find((key) => kind.test(key))!
  writeFileSync(
    join(folder, 'a.json'),
    JSON.stringify({
      [of(/^no-work/)]: ['Write `src/rows.ts`', '- [ ] Write `src/heads.ts`'],
      [of(/^no-path/)]: '../up.ts',
      'decision:nobody-asked': 'x',
      [of(/risk/)]: 'None',
    }),
  )
  const ran = await run('gaps', '--answers', 'a.json', '--json')
  expect(ran.code).toBe(1)
  const { data } = JSON.parse(ran.stdout) as {
    data: { answers: { status: string; reason: string | null }[]; open: number }
  }
  expect(data.answers.map(({ status }) => status)).toEqual(['written', 'refused', 'refused', 'written'])
  expect(data.answers[1]!.reason).toContain('Expected a path')
  expect(data.answers[2]!.reason).toBe('No open question has this key.')
  const text = readFileSync(join(folder, 'visions/001-x/plan.md'), 'utf8')
  expect(text).toContain('- Write `src/rows.ts`\n- Write `src/heads.ts`\n')
  expect(text).toContain('## Risk Assessment\n\nNone\n')
  expect(data.open).toBe((await gaps()).length)
  expect((await run('execute')).code).toBe(0)
})

test.each<[given: string, words: string]>([
  ['{', 'is no JSON'],
  ['[1]', 'another form'],
  ['{"a": 1}', 'another form'],
  ['{"a": []}', 'another form'],
  ['"x"', 'another form'],
])('%s is no file of answers', async (given, words) => {
  folder = makeFolder(visions({ 'plan.md': plan }))
  const ran = await runHere(folder, ['gaps', '--answers', '-'], { input: given })
  expect(ran).toMatchObject({ code: 2, stderr: expect.stringContaining(words) })
})

test('a list of answers, standard input, --dry-run, several options', async () => {
  folder = makeFolder(visions({ 'plan.md': plan }))
  const before = filesOf(folder)
  const input = JSON.stringify([{ key: 'section-missing:risk', answer: 'None' }])
  const dry = await runHere(folder, ['gaps', '--answers', '-', '--dry-run'], { input })
  expect(dry).toMatchObject({ code: 0, stderr: expect.stringContaining('Would answer 1 question') })
  expect(filesOf(folder)).toEqual(before)
  const ran = await run(
    'gaps',
    '--answer',
    'section-missing:risk=None',
    '001',
    '--answer=section-missing:escalation=None',
  )
  expect(ran).toMatchObject({ code: 0, stderr: expect.stringContaining('Answered 2 questions') })
})

test('hostile answers are text, or are refused', async () => {
  folder = makeFolder(
    visions({ 'plan.md': plan.replace('`src/a.ts`', '`src/a.ts` as [NEEDS CLARIFICATION: CSV or Excel?]') }),
  )
  const key = (await gaps()).find(({ kind }) => kind === 'decision')!.key
  for (const bad of ['a\nb', '\u001b[31m', '', '[NEEDS CLARIFICATION: no?]', '[Name]'])
    expect((await run('gaps', '--answer', `${key}=${bad}`)).code).toBe(1)
  expect((await run('gaps', '--answer', `${key}=$(rm -rf /) <!-- ../../x`)).code).toBe(0)
  expect(readFileSync(join(folder, 'visions/001-x/plan.md'), 'utf8')).toContain('as $(rm -rf /) <!-- ../../x\n')
  expect((await run('execute')).code).toBe(0)
})

/** Answers of a person, one after the other; a function acts between two questions. */
async function talk(lines: readonly (string | (() => string) | null)[], ...options: readonly string[]): Promise<Ran> {
  let at = 0
  const ask = (): Promise<string | null> => {
    const line = lines[at++] ?? null
    return Promise.resolve(typeof line === 'function' ? line() : line)
  }
  return runHere(folder, ['gaps', '--answer', ...options], { ask })
}

const open = '# Plan: X\n\n## Milestone 1: One\n\n- [ ] Write `a.ts`\n- [ ] Write `b.ts`\n- [ ] Write `c.ts`\n'
const text = (): string => readFileSync(join(folder, 'visions/001-x/plan.md'), 'utf8')

test('a wrong answer is asked again, and back takes the last answer out', async () => {
  folder = makeFolder(visions({ 'plan.md': open }))
  const ran = await talk(['../x', 'src/', 'lib/', 'b', 'other/', 'b', 'b', 'b', 'b', 'new/', 'q'], '--blocking')
  expect(ran.code).toBe(0)
  expect(ran.stderr).toContain('Not written: Expected a path')
  expect(ran.stderr).toContain('Took the answer out of visions/001-x/plan.md')
  expect(ran.stderr).toContain('This is the first question.')
  expect(ran.stderr).toContain('Answered 1 question in')
  expect(text()).toBe(open.replace('`a.ts`', '`new/a.ts`'))
})

test('a skipped question is not asked again, but by going back', async () => {
  folder = makeFolder(visions({ 'plan.md': open }))
  await talk(['', 'src/', 'b', 'b', 'first/', 'q'], '--blocking')
  expect(text()).toBe(open.replace('`a.ts`', '`first/a.ts`'))
})

test('a document that changed meanwhile is read again, and both changes stay', async () => {
  folder = makeFolder(visions({ 'plan.md': open }))
  const edit = (): string => {
    writeFileSync(join(folder, 'visions/001-x/plan.md'), `Mine.\n\n${text().replace('`b.ts`', '`mine/b.ts`')}`)
    return 'src/'
  }
  const ran = await talk([edit, 'lib/', null], '--blocking')
  expect(ran.code).toBe(0)
  expect(text()).toBe(
    `Mine.\n\n${open.replace('`a.ts`', '`src/a.ts`').replace('`b.ts`', '`mine/b.ts`').replace('`c.ts`', '`lib/c.ts`')}`,
  )
})

test('going back leaves what somebody changed after the answer', async () => {
  folder = makeFolder(visions({ 'plan.md': open }))
  const edit = (): string => {
    writeFileSync(join(folder, 'visions/001-x/plan.md'), `${text()}\nMine.\n`)
    return 'b'
  }
  const ran = await talk(['src/', edit, null], '--blocking')
  expect(ran.stderr).toContain('changed meanwhile: the answer stays')
  expect(text()).toBe(`${open.replace('`a.ts`', '`src/a.ts`')}\nMine.\n`)
})

test('Ctrl-C keeps what was answered, and tells it', async () => {
  folder = makeFolder(visions({ 'plan.md': open }))
  let asked = 0
  const ask = (): Promise<string> =>
    asked++ === 0 ? Promise.resolve('src/') : Promise.reject(Object.assign(new Error('x'), { name: 'ExitPromptError' }))
  const ran = await runHere(folder, ['gaps', '--answer'], { ask })
  expect(ran.code).toBe(130)
  expect(ran.stderr).toContain('Interrupted.\nAnswered 1 question in visions/001-x/plan.md')
  expect(text()).toBe(open.replace('`a.ts`', '`src/a.ts`'))
})

test('the same question asked in two places is answered in both', async () => {
  const twice = plan.replaceAll('- [ ] Write', '- [ ] Write [NEEDS CLARIFICATION: CSV or Excel?]')
  folder = makeFolder(visions({ 'plan.md': twice }))
  const ran = await talk(['CSV', 'Excel', null], '--blocking')
  expect(ran.stderr).toContain('Answered 2 questions')
  expect(text()).not.toContain('NEEDS')
  expect(text()).toMatch(/Write (?:CSV|Excel) `src\/a\.ts`[^]*Write (?:CSV|Excel) `src\/b\.ts`/)
})

test('the totals of a comparison are computed, written as one edit each, and stay', async () => {
  folder = makeFolder(
    visions({ 'strategy.md': strategy.replace('| Service | |', '| Service | 4 |').replace('4 | |', '4 | 2 |') }),
  )
  const ran = await run('new', 'strategy', '--compare', '--json')
  expect(schemaErrors('new', JSON.parse(ran.stdout))).toBe('')
  expect(JSON.parse(ran.stdout)).toMatchObject({
    data: {
      status: 'written',
      leader: 'Files',
      criteria: [
        { name: 'Fit', weight: 2 },
        { name: 'Effort', weight: 1 },
      ],
      strategies: [
        { name: 'Files', total: 13 },
        { name: 'Service', total: 10 },
      ],
    },
  })
  const written = readFileSync(join(folder, 'visions/001-x/strategy.md'), 'utf8')
  expect(written).toContain('| Files | 5 | 3 | 13 |\n')
  expect((await run('new', 'strategy', '--compare')).stderr).toContain('are right')
  writeFileSync(join(folder, 'visions/001-x/strategy.md'), written.replace('| 13 |', '| **99** |'))
  expect((await run('check', '--rule', 'comparison-total', '--fix')).code).toBe(0)
  expect(readFileSync(join(folder, 'visions/001-x/strategy.md'), 'utf8')).toBe(written.replace('| 13 |', '| **13** |'))
})
