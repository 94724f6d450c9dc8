import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { schemaErrors } from '../cli/schema-check.ts'
import { filesOf, makeFolder, removeFolder, runHere, type Ran } from '../cli/support.ts'

let folder = ''
beforeEach(() => void (folder = makeFolder({})))
afterEach(() => removeFolder(folder))

const run = (...argv: readonly string[]): Promise<Ran> => runHere(folder, argv)

async function json(...argv: readonly string[]): Promise<Record<string, unknown>> {
  const ran = await run(argv[0]!, '--json', ...argv.slice(1))
  expect(ran.stderr).toBe('')
  const value = JSON.parse(ran.stdout) as Record<string, unknown>
  expect(schemaErrors(argv[0]!, value)).toBe('')
  expect(value['diagnostics'], ran.stdout).toEqual([])
  expect(ran.code).toBe(0)
  return value['data'] as Record<string, unknown>
}

const at = (name: string): string => join(folder, 'visions', readdirSync(join(folder, 'visions'))[0]!, name)

/** What must hold after each document: it compiles, nothing of it is wrong, and all that is open is found. */
async function stands(): Promise<readonly Record<string, unknown>[]> {
  const { code, stderr } = await run('execute')
  expect(code, stderr).toBe(0)
  const again = filesOf(folder)
  expect((await run('execute')).stderr).toContain('up to date')
  expect(filesOf(folder)).toEqual(again)
  const checked = await run('check', '--all', '--json')
  const { findings } = JSON.parse(checked.stdout) as { findings: readonly Record<string, unknown>[] }
  expect(findings.filter(({ severity }) => severity === 'error')).toEqual([])
  expect((await run('check')).code).toBe(0)
  const execute = readFileSync(at('execute.md'), 'utf8')
  expect(execute.replace(/`[^`\n]*`/g, '')).not.toMatch(/\[NEEDS|\[Title|TODO|TXXX/)
  const { gaps } = (await json('gaps')) as unknown as { gaps: readonly Record<string, unknown>[] }
  for (const gap of gaps) {
    expect(gap['file']).toMatch(/^visions\/|constitution/)
    expect(gap['question']).toMatch(/\S\.?$/)
    expect(gap['answer']).not.toBe('')
  }
  return gaps
}

const marks = (name: string): number => readFileSync(at(name), 'utf8').split('[NEEDS CLARIFICATION').length - 1

test.each([
  'Support exports a report without asking a developer',
  'サポート担当者が開発者に頼まずに注文の一覧を書き出せるようにする。',
  'يستطيع فريق الدعم تصدير تقرير دون سؤال المطور',
  '🚀🚀🚀',
  '../../x $(rm -rf /) `id` <!-- # ---\n---\n[NEEDS CLARIFICATION: x?] **Priority**: P3 (Priority: P9)',
  '## Milestone 1: x\n\n- [ ] T001 y\n\n| a |\n|---|\n```',
  'As a user, I want to **export** [orders](http://x) with _style_ so that <b>nobody</b> waits; and `code|pipe` too',
  `${'word '.repeat(1900)}end`,
  'Intent 2 - Other thing (Priority: P2)',
  'Objective: none',
  '"quoted" \\ back\\slash \u202e reversed \u001b[31m red',
])('each document of %j compiles, checks and asks what is open', async (sentence) => {
  const made = await json('new', 'vision', '--', sentence)
  expect(made).toMatchObject({ kind: 'vision', parts: 1, questions: 7, status: 'written' })
  expect(made['vision']).toMatch(/^001-[\p{L}\p{N}\p{M}-]+$/u)
  const first = await stands()
  expect(first.filter(({ kind }) => kind === 'decision')).toHaveLength(marks('vision.md'))
  expect(first.filter(({ kind }) => kind === 'no-work')).toHaveLength(1)
  for (const kind of ['goal', 'strategy', 'plan', 'milestones'] as const) {
    const next = await json('new', kind)
    expect(next['path']).toBe(`visions/${String(made['vision'])}/${kind}.md`)
    expect(next['parts']).toBe(kind === 'strategy' ? 2 : 1)
    expect(next['questions']).toBe(marks(`${kind}.md`))
    const gaps = await stands()
    const documents = ['vision', 'goal', 'strategy', 'plan'].filter((name) => filesOf(join(at('.')))[`${name}.md`])
    const asked = documents.reduce((sum, name) => sum + marks(`${name}.md`), 0)
    expect(gaps.filter(({ kind: one }) => one === 'decision')).toHaveLength(
      asked + (documents.includes('strategy') ? 2 : 0),
    )
  }
  const files = Object.keys(filesOf(folder)).filter((path) => !path.startsWith(`visions/${String(made['vision'])}/`))
  expect(files).toEqual([])
})

test('a document that is there is not overwritten, and Windows line ends go on', async () => {
  await json('new', 'vision', 'Export orders')
  writeFileSync(at('vision.md'), readFileSync(at('vision.md'), 'utf8').replaceAll('\n', '\r\n'))
  await json('new', 'goal')
  const goal = readFileSync(at('goal.md'), 'utf8')
  expect(goal.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
  const ran = await run('new', 'goal')
  expect(ran).toMatchObject({ code: 2, stdout: '' })
  expect(ran.stderr).toContain('visions/001-export-orders/goal.md is there already, and is not overwritten.')
  expect(ran.stderr).toContain('intentk gaps 001-export-orders --answer')
  expect(readFileSync(at('goal.md'), 'utf8')).toBe(goal)
})

test('--dry-run writes nothing and takes no number', async () => {
  const before = filesOf(folder)
  expect(await json('new', 'vision', 'Export orders', '--dry-run')).toMatchObject({
    status: 'would-write',
    path: 'visions/001-export-orders/vision.md',
  })
  expect(filesOf(folder)).toEqual(before)
  await json('new', 'vision', 'Export orders')
  const written = filesOf(folder)
  expect((await json('new', 'goal', '001', '--dry-run'))['status']).toBe('would-write')
  expect(filesOf(folder)).toEqual(written)
})

test.each<[line: string[], words: string]>([
  [['new'], 'needs to know what'],
  [['new', 'visoin', 'x'], 'Did you mean `intentk new vision`?'],
  [['new', 'vision'], 'needs a sentence'],
  [['new', 'vision', '  \n '], 'needs a sentence'],
  [['new', 'vision', '---'], 'has no option'],
  [['new', 'vision', '--', '---'], 'needs a sentence'],
  [['new', 'vision', 'x'.repeat(70_000)], 'longer than 64 KB'],
  [['new', 'vision', 'x', '--in', 'y'], 'Leave out `--in`'],
  [['new', 'goal'], 'No plan found'],
  [['new', 'goal', '007'], 'called `007`'],
  [['new', 'goal', 'a', 'b'], 'takes one vision'],
  [['new', 'goal', '--branch'], '`--branch` belongs to'],
  [['new', 'goal', '--compare'], '`--compare` belongs to'],
  [['new', 'goal', '--date', 'today'], 'expected a date'],
  [['new', 'constitution', 'x'], 'takes nothing'],
])('%j is told what is wrong', async (line, words) => {
  const ran = await run(...line)
  expect(ran.code).toBe(2)
  expect(ran.stderr).toContain(words)
  expect(filesOf(folder)).toEqual({})
})

test('only a vision is written into', async () => {
  removeFolder(folder)
  folder = makeFolder({ 'specs/001-a/spec.md': '# Spec: A\n', 'docs/PLAN.md': '## Phase 1: A\n\n- [ ] b\n' })
  for (const name of ['001', 'docs/PLAN.md']) {
    const ran = await run('new', 'goal', name)
    expect(ran).toMatchObject({ code: 2, stderr: expect.stringContaining('writes into a vision') })
  }
})

test('a run without a task tells the document that comes next', async () => {
  await run('new', 'vision', 'Export orders')
  for (const kind of ['goal', 'strategy', 'plan']) {
    expect((await run('execute')).stderr).toContain(`Next intentk new ${kind} 001-export-orders\n`)
    await run('new', kind)
  }
  expect((await run('execute')).stderr).toContain('Next intentk gaps\n')
})

test('a sentence comes from standard input too, and unquoted words are one', async () => {
  const ran = await runHere(folder, ['new', 'vision', '-'], { input: 'Export orders\n' })
  expect(ran.code).toBe(0)
  expect((await json('new', 'vision', 'Import', 'orders'))['vision']).toBe('002-import-orders')
})

test('what was answered is carried on, and what was not is asked again nowhere', async () => {
  await json('new', 'vision', 'Support exports orders as CSV')
  const vision = readFileSync(at('vision.md'), 'utf8')
  const mark = (question: string): RegExp => new RegExp(`\\[NEEDS CLARIFICATION: ${question}[^\\]]*\\]`)
  writeFileSync(
    at('vision.md'),
    vision
      .replace(mark('Why is'), 'Each request costs a day.')
      .replace(mark('How would'), 'Click *Export*: a file opens in `calc`.')
      .replace(mark('What happens'), '**Given** 3 orders, **When** I export, **Then** 3 rows.')
      .replace(mark('What may not'), 'No new server.')
      .replace(mark('Which measured'), 'Requests to developers: < 1 a week'),
  )
  await json('new', 'goal', '--date', '2026-03-01')
  const goal = readFileSync(at('goal.md'), 'utf8')
  expect(goal).toContain('**Date**: 2026-03-01')
  expect(goal).toContain('- **Constraints**: No new server\n')
  expect(goal).toContain('**Why this priority**: Each request costs a day.')
  expect(goal).toContain('**Independent Validation**: Click *Export*: a file opens in `calc`.')
  expect(goal).toContain('- **VM-001**: Measure SC-001: Requests to developers: < 1 a week')
  writeFileSync(
    at('goal.md'),
    goal
      .replace(mark('Objective 1: what is measured'), 'exported orders')
      .replace(mark('Objective 1: which value'), '100 %'),
  )
  await json('new', 'plan')
  const plan = readFileSync(at('plan.md'), 'utf8')
  expect(plan).toContain('## Milestone 1: Support exports orders as CSV (Priority: P1)')
  expect(plan).toContain('  - exported orders: 100 %\n')
  expect(plan).toContain('1. **Given** 3 orders, **When** I export, **Then** 3 rows.')
  await stands()
})
