import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { runHere } from '../cli/support.ts'
import { makeRepository, treeOf, type Repository } from './runs.ts'

/* The examples of docs/patterns.md, each run as it stands there, with an agent that does what a test wants. */

const page = readFileSync(join(import.meta.dirname, '../../docs/patterns.md'), 'utf8')

/** The first block in a language behind the mark of an example. */
function blockOf(example: string, language: string): string {
  const from = page.indexOf(`<!-- example: ${example} -->`)
  const start = page.indexOf(`\`\`\`${language}\n`, from) + language.length + 4
  if (from === -1 || start < from) throw new Error(`docs/patterns.md has no ${language} in the example ${example}`)
  return page.slice(start, page.indexOf('\n```', start) + 1)
}

const none = 'run:\n  run_tests: false\n  run_lint: false\n  run_typecheck: false\n  retry_delay: 0\n'

let repository: Repository
const { PATH = '', HOME = '' } = process.env
beforeEach(() => void (repository = makeRepository({ '.intentk/config.yaml': none })))
afterEach(() => repository.remove())

/** Sets up an example; `deeds` is what the agent does, by task, as JavaScript. */
function setUp(
  example: string,
  deeds: Readonly<Record<string, string>>,
  files: Readonly<Record<string, string>> = {},
): void {
  repository.write('tasks.md', blockOf(example, 'markdown'))
  for (const [path, text] of Object.entries(files)) repository.write(path, text)
  const cases = Object.entries(deeds).map(([id, code]) => `  ${id}: () => { ${code} },`)
  const agent = `#!/usr/bin/env node
import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
const prompt = readFileSync(0, 'utf8')
const write = (path, text) => { mkdirSync(dirname(path), { recursive: true }); writeFileSync(path, text) }
const again = prompt.includes('did not pass its verification')
const deeds = {
${cases.join('\n')}
}
deeds[process.env.INTENTK_TASK]()
`
  repository.write('agent.mjs', agent, 0o755)
  repository.git('add', '-A')
  repository.git('commit', '-qm', 'Set up')
}

const run = (...more: readonly string[]) =>
  repository.run(['tasks.md', '--exec', './agent.mjs', '--yes', ...more], { env: { PATH, HOME } })
const boxes = (): string =>
  Array.from(repository.read('tasks.md').matchAll(/^- \[(.)\]/gm), ([, mark]) => mark).join('')
const outcomes = (): readonly string[] =>
  repository.journal().flatMap((entry) => (entry.type === 'task-ended' ? [`${entry.task} ${entry.outcome}`] : []))

test('validate, execute, verify: what is broken is asked for again, and ticked once it is right', async () => {
  setUp('vev', { T001: `write('src/greeting.mjs', again ? 'export const a = 1\\n' : 'export const a = (\\n')` })
  expect(await run()).toMatchObject({ code: 0 })
  expect(boxes()).toBe('x')
  const verdicts = repository
    .journal()
    .flatMap((entry) => (entry.type === 'check-ended' && entry.check.kind === 'verify' ? [entry.check.verdict] : []))
  expect(verdicts).toEqual(['failed', 'passed'])
})

test('validate, execute, verify: a document with errors runs nothing', async () => {
  setUp('vev', { T001: `write('src/greeting.mjs', '')` })
  repository.write(
    'tasks.md',
    `${repository.read('tasks.md')}- [ ] T002 Wait (depends on T003)\n- [ ] T003 Wait (depends on T002)\n`,
  )
  expect(await run()).toMatchObject({ code: 1 })
  expect(repository.has('src/greeting.mjs')).toBe(false)
})

const sorting = {
  'check.mjs': `import { readFileSync } from 'node:fs'
const lines = readFileSync('src/numbers.txt', 'utf8').trim().split('\\n').map(Number)
const at = lines.findIndex((line, index) => index > 0 && line < lines[index - 1])
if (at > 0) { console.error(\`src/numbers.txt:\${at + 1}:1: error: is not sorted\`); process.exitCode = 1 }
`,
  'sort.mjs': `import { readFileSync, writeFileSync } from 'node:fs'
for (const path of process.argv.slice(2)) {
  const lines = readFileSync(path, 'utf8').trim().split('\\n').map(Number)
  writeFileSync(path, lines.toSorted((a, b) => a - b).join('\\n') + '\\n')
}
`,
}

test('detect, fix, validate: a rule of the project mends what it is for', async () => {
  setUp(
    'dfv',
    { T001: `write('src/numbers.txt', '3\\n1\\n2\\n')` },
    { ...sorting, '.intentk/fix-rules.yaml': blockOf('dfv', 'yaml') },
  )
  expect(await run()).toMatchObject({ code: 0 })
  expect(repository.read('src/numbers.txt')).toBe('1\n2\n3\n')
  expect(boxes()).toBe('x')
  expect(repository.journal().flatMap((entry) => (entry.type === 'heal-step' ? [entry.rule] : []))).toEqual(['sort'])
})

test('detect, fix, validate: what nothing mends is rolled back after the last attempt', async () => {
  const files = { ...sorting, 'sort.mjs': '', '.intentk/fix-rules.yaml': blockOf('dfv', 'yaml') }
  setUp('dfv', { T001: `write('src/numbers.txt', '3\\n1\\n' + prompt.length + '\\n0\\n')` }, files)
  const before = treeOf(repository.root)
  expect(await run()).toMatchObject({ code: 1 })
  expect(treeOf(repository.root)).toBe(before)
  expect(outcomes()).toEqual(['T001 failed'])
  expect(repository.journal().filter(({ type }) => type === 'task-started')).toHaveLength(3)
})

const pages = (c: string) => ({
  T001: `write('pages/a.html', '<p>a</p>')`,
  T002: `write('pages/b.html', '<p>b</p>')`,
  T003: c,
})

test('template, generate, batch: all of them', async () => {
  setUp('tgb', pages(`write('pages/c.html', '<p>c</p>')`))
  expect(await run('--jobs', '3', '--atomic')).toMatchObject({ code: 0 })
  expect(boxes()).toBe('xxx')
})

test('template, generate, batch: or none', async () => {
  setUp('tgb', pages(`write('pages/c.html', '<!-- TODO: c -->')`))
  const before = treeOf(repository.root)
  expect(await run('--jobs', '3', '--atomic')).toMatchObject({ code: 1 })
  expect(boxes()).toBe('   ')
  expect(treeOf(repository.root)).toBe(before)
})

const moving = {
  'src/old.mjs': 'export const twice = (n) => n * 2\n',
  'behaves.mjs': `const { twice } = await import('./src/new.mjs')\nif (twice(2) !== 4) throw new Error('it behaves otherwise')\n`,
}
const steps = (extend: string) => ({
  T001: `write('docs/analysis.md', 'One function.\\n')`,
  T002: `if (existsSync('src/old.mjs')) renameSync('src/old.mjs', 'src/new.mjs')`,
  T003: extend,
})

test('analyse, transform, verify: each step keeps the behaviour', async () => {
  setUp('atv', steps(`appendFileSync('src/new.mjs', 'export const thrice = (n) => n * 3\\n')`), moving)
  expect(await run()).toMatchObject({ code: 0 })
  expect(boxes()).toBe('xxx')
  expect(repository.has('src/old.mjs')).toBe(false)
})

test('analyse, transform, verify: a step that breaks it is undone, those before it stay', async () => {
  setUp('atv', steps(`write('src/new.mjs', 'export const twice = (n) => n * 3 + ' + prompt.length + '\\n')`), moving)
  expect(await run()).toMatchObject({ code: 1 })
  expect(boxes()).toBe('xx ')
  expect(repository.read('src/new.mjs')).toBe(moving['src/old.mjs'])
  expect(outcomes()).toEqual(['T001 verified', 'T002 verified', 'T003 failed'])
})

const count = (number: number) => ({ 'count.mjs': `console.log('pages: ${number}')\n` })

test('check, aggregate, report: what holds is committed, and the report says so', async () => {
  setUp('car', { T001: `write('pages/index.html', '<p>hello</p>')`, T002: '' }, count(1))
  expect(await run('--commit')).toMatchObject({ code: 0 })
  expect(boxes()).toBe('xx')
  expect(repository.git('log', '--format=%B')).toContain('Task: T001')
  const here = (...argv: readonly string[]) => runHere(repository.root, argv, { env: { PATH } })
  const verified = await here('verify', 'M1', '--in', 'tasks.md')
  expect(verified.stdout).toMatch(/passed {2}T002 {2}Task success rate >= 90 %: is 100 %/)
  expect(verified).toMatchObject({ code: 0, stderr: expect.stringContaining('2 passed') as string })
  expect(await here('run', 'report', '--html', 'report.html')).toMatchObject({ code: 0 })
  expect(repository.read('report.html')).toContain('2 of 2')
})

test('check, aggregate, report: a gate that does not hold opens nothing', async () => {
  setUp('car', { T001: `write('pages/index.html', '<p>hello</p>')`, T002: '' }, count(0))
  repository.write(
    'tasks.md',
    `${repository.read('tasks.md')}\n## Phase 4: Milestone 2 - More\n\n- [ ] T003 [M2] Create \`pages/b.html\` (depends on T002)\n`,
  )
  repository.git('commit', '-qam', 'More')
  expect(await run()).toMatchObject({ code: 1 })
  expect(boxes()).toBe('x  ')
  expect(repository.has('pages/b.html')).toBe(false)
  const { stdout } = await runHere(repository.root, ['verify', 'M1', '--in', 'tasks.md'], { env: { PATH } })
  expect(stdout).toContain('failed  T002  pages >= 1: is 0 by node count.mjs')
})
