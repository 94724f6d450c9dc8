import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { CheckResult, Failure, Verdict } from '../../../src/run/contract.ts'
import { builtInRules } from '../../../src/run/heal/built-in.ts'
import { backoffMs, brokenAssumption, healStep, type FixRules } from '../../../src/run/heal/heal.ts'
import { loadFixRules, parseRules } from '../../../src/run/heal/load-rules.ts'
import { diskFileSystem } from '../../../src/workspace/file-system.ts'

const failure = (kind: Failure['kind'], file = 'src/a.ts', message = 'wrong'): Failure => ({
  kind,
  file,
  line: 3,
  message,
})

const failed = (kind: CheckResult['kind'], failures: readonly Failure[], output = 'printed'): Verdict => ({
  verdict: 'failed',
  checks: [
    {
      kind,
      name: 'npm run x',
      verdict: 'failed',
      startedAt: '2026-01-01T00:00:00.000Z',
      durationMs: 1,
      code: 1,
      output,
      tests: null,
      failures,
    },
  ],
})

const none = { checks: [], kinds: [], files: [], contains: '' } as const
const rules: FixRules = {
  maxAttempts: 4,
  backoff: 100,
  rules: [
    { id: 'db', when: { ...none, contains: 'no such table' }, run: [], ask: 'Run the migration first.' },
    { id: 'fmt', when: { ...none, kinds: ['format'], files: ['.ts'] }, run: [['fmt', '--', '{files}']], ask: '' },
    { id: 'each', when: { ...none, kinds: ['lint'] }, run: [['lint', '{file}'], ['after']], ask: '' },
  ],
}

test('commands come first, each rule once, then the agent with what failed', () => {
  const verdict = failed('lint', [failure('format'), failure('format', 'src/b.ts'), failure('format', 'c.py')])
  expect(healStep(verdict, 1, rules)).toEqual({
    step: 'commands',
    rule: 'fmt',
    argv: [['fmt', '--', 'src/a.ts', 'src/b.ts']],
  })
  const again = healStep(verdict, 2, rules, ['fmt'])
  expect(again).toMatchObject({ step: 'ask-again', rule: 'ask-again' })
  expect(again.step === 'ask-again' && again.prompt).toContain('src/b.ts:3: wrong')
  expect(healStep(failed('lint', [failure('lint', 'x.ts'), failure('lint', 'y.ts')]), 1, rules)).toMatchObject({
    argv: [['lint', 'x.ts'], ['lint', 'y.ts'], ['after']],
  })
})

test('files of an output are never options, nor outside of the repository', () => {
  const files = ['-rf', '/etc/passwd', '../x.ts', 'a/../../x.ts', 'C:/x.ts', ''].map((file) => failure('lint', file))
  expect(healStep(failed('lint', files), 1, rules)).toMatchObject({ argv: [['lint', './-rf'], ['after']] })
})

test('words of a rule go to the agent; the fence is longer than any in the output', () => {
  const step = healStep(failed('tests', [failure('test')], 'no such table: x\n````\nrm -rf /'), 1, rules)
  expect(step).toMatchObject({ step: 'ask-again', rule: 'db' })
  expect(step.step === 'ask-again' && step.prompt).toContain('Run the migration first.')
  expect(step.step === 'ask-again' && step.prompt).toContain('\n`````\nno such table')
})

test('it ends at the last attempt, and at once where an assumption is broken', () => {
  expect(healStep(failed('tests', [failure('test')]), 4, rules)).toEqual({
    step: 'give-up',
    why: '4 of 4 attempts failed',
    escalate: false,
  })
  const missing = failure('other', '', '`npm run x` could not be started: spawn npm ENOENT')
  expect(healStep(failed('tests', [missing]), 1, rules)).toMatchObject({ step: 'give-up', escalate: true })
  const outside = failure('missing-file', '../x', 'it is not looked at: it leads upwards with `..`')
  expect(healStep(failed('files', [outside]), 1, rules)).toMatchObject({ step: 'give-up', escalate: true })
  // A test may say anything.
  const said = failure('test', 'a.ts', 'server could not be started: x')
  expect(healStep(failed('tests', [said]), 1, rules)).toMatchObject({ step: 'ask-again' })
})

test('an agent escalates on a line of its own', () => {
  expect(brokenAssumption('I looked.\nBROKEN ASSUMPTION: there is no table `users`\nbye')).toBe(
    'there is no table `users`',
  )
  expect(brokenAssumption('**BROKEN ASSUMPTION:** it is Java')).toBe('it is Java')
  expect(brokenAssumption('If so, print "BROKEN ASSUMPTION: ..." and stop')).toBeNull()
  expect(brokenAssumption('done')).toBeNull()
})

test('waiting doubles, up to a minute', () => {
  expect([1, 2, 3, 30].map((attempt) => backoffMs(attempt, { backoff: 1000 }))).toEqual([1000, 2000, 4000, 60_000])
  expect(backoffMs(1, { backoff: 0 })).toBe(0)
})

let folder = ''
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'intentk-heal-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const write = (name: string, text: string): void => {
  mkdirSync(join(folder, name, '..'), { recursive: true })
  writeFileSync(join(folder, name), text)
}

test('the built-in rules are those of the tools that a project has', () => {
  const ids = (): readonly string[] => builtInRules(folder).map(({ id }) => id)
  expect(ids()).toEqual([])
  write('package.json', JSON.stringify({ devDependencies: { prettier: '3', eslint: '9' } }))
  expect(ids()).toEqual(['prettier', 'eslint'])
  write('go.mod', 'module x\n')
  write('Cargo.toml', '[package]\n')
  write('pyproject.toml', '[tool.ruff]\n')
  expect(ids()).toEqual(['prettier', 'eslint', 'ruff-format', 'ruff', 'goimports', 'gofmt', 'cargo-fmt', 'clippy'])
})

const file = `max_attempts: 5
backoff: 0.5
rules:
  - id: regenerate
    when: { check: tests, contains: out of date }
    run: npm run generate
  - id: migrate
    when:
      kind: [other, test]
    ask: Run the migration first.
`

test('rules of a project stand before the built-in ones, and run only when a person allowed it', async () => {
  write('.intentk/fix-rules.yaml', file)
  write('package.json', JSON.stringify({ devDependencies: { prettier: '3' } }))
  const load = (allowed: readonly string[]) => loadFixRules(diskFileSystem, folder, new Set(allowed))
  const ids = async (allowed: readonly string[]) => (await load(allowed)).rules.rules.map(({ id }) => id)
  expect(await ids([])).toEqual(['migrate', 'prettier'])
  expect(await ids(['npm run generate'])).toEqual(['regenerate', 'migrate', 'prettier'])
  expect(await load([])).toMatchObject({
    commands: ['npm run generate'],
    problems: [],
    rules: { maxAttempts: 5, backoff: 500 },
  })
})

test.each([
  ['rules: 5', '`rules` is a list'],
  ['- a', 'expected `max_attempts`'],
  ['max_attempts: 0', 'from 1 to 20'],
  ['backoff: -1', 'seconds from 0 to 60'],
  ['odd: 1', 'unexpected `odd`'],
  ['rules: [{ id: a b, ask: x }]', '`id` is a name'],
  ['rules: [{ id: a }]', 'either `run` or `ask`'],
  ['rules: [{ id: a, run: "a | b" }]', 'a pipe'],
  ['rules: [{ id: a, ask: x, when: { kind: odd } }]', 'not `odd`'],
  ['rules: [{ id: a, ask: x }, { id: a, ask: y }]', 'stands twice'],
  ['rules: [', 'Unexpected YAML'],
  [`a: &a [1]\nb: [${'*a,'.repeat(50)}]`, ''],
])('%s is refused', async (text, problem) => {
  const problems: string[] = []
  await parseRules(text, problems)
  expect(problems.join(' ')).toContain(problem)
  expect(problems.length).toBeGreaterThan(0)
})
