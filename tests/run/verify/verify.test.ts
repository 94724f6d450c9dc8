import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { CheckResult, Verdict, VerifiedTask, VerifyInput } from '../../../src/run/contract.ts'
import { maskSecrets } from '../../../src/run/mask.ts'
import { expectedAt } from '../../../src/run/verify/expected.ts'
import { projectChecks } from '../../../src/run/verify/project.ts'
import { verifiedTaskOf } from '../../../src/run/verify/task-of.ts'
import { snapshotWrites, textsOfWrites, verifyTask } from '../../../src/run/verify/verify.ts'

let cwd = ''
beforeEach(() => void (cwd = realpathSync(mkdtempSync(join(tmpdir(), 'intentk-verify-')))))
afterEach(() => rmSync(cwd, { recursive: true, force: true }))

const write = (name: string, text: string): void => {
  mkdirSync(dirname(join(cwd, name)), { recursive: true })
  writeFileSync(join(cwd, name), text)
}

const env = { PATH: process.env['PATH'] }
const none = { tests: false, lint: false, typecheck: false }

/** Verifies a task after some work on it. */
async function after(
  task: Partial<VerifiedTask>,
  work: () => void = () => {},
  more: Partial<VerifyInput> = {},
): Promise<Verdict> {
  const whole: VerifiedTask = { id: 'T001', kind: 'work', text: 'Do it', writes: [], verify: [], ...task }
  const before = snapshotWrites(cwd, whole.writes)
  const beforeText = textsOfWrites(cwd, whole.writes)
  work()
  return verifyTask({ cwd, task: whole, before, beforeText, env, deadlineMs: 20_000, checks: none, ...more })
}

const brief = ({ verdict, checks }: Verdict): readonly string[] => [
  verdict,
  ...checks.map(({ kind, verdict: each }) => `${kind} ${each}`),
]

const pass = `${process.execPath} -e 0`
const fail = `${process.execPath} -e 'console.error("src/a.ts(3,5): error TS2322: odd"); process.exitCode = 2'`

test('a file must be there and changed, with no placeholder left in it', async () => {
  const writes = ['src/a.ts']
  expect(brief(await after({ writes }))).toEqual(['failed', 'files failed'])
  expect(brief(await after({ writes }, () => write('src/a.ts', 'one\n')))).toEqual([
    'passed',
    'files passed',
    'placeholders passed',
  ])
  const same = await after({ writes }, () => write('src/a.ts', 'one\n'))
  expect(same.checks[0]!.failures).toMatchObject([
    { kind: 'missing-file', file: 'src/a.ts', message: 'the file did not change' },
  ])
  const left = await after({ writes }, () => write('src/a.ts', 'one\n// TODO: two\n'))
  expect(brief(left)).toEqual(['failed', 'files passed', 'placeholders failed'])
  expect(left.checks[1]!.failures).toMatchObject([{ file: 'src/a.ts', line: 2 }])
  // It stands there now, and the next attempt did not leave it.
  expect(brief(await after({ writes }, () => write('src/a.ts', 'two\n// TODO: two\n')))[0]).toBe('passed')
})

test('what git knows of a file is used where nobody kept its text', async () => {
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...args], { cwd, stdio: 'ignore' })
  write('a.ts', '// TODO: old\n')
  git('init')
  git('add', '.')
  git('commit', '-m', 'x')
  const work = () => write('a.ts', '// TODO: old\nmore\n')
  expect((await after({ writes: ['a.ts'] }, work, { beforeText: new Map() })).verdict).toBe('passed')
})

test('a folder is verified by being there', async () => {
  expect(brief(await after({ writes: ['src/new/'] }))).toEqual(['failed', 'files failed'])
  expect(
    brief(await after({ writes: ['src/new/'] }, () => mkdirSync(join(cwd, 'src/new'), { recursive: true }))),
  ).toEqual(['passed', 'files passed'])
  // Also where it was there before, and where the plan leaves out the sign.
  expect((await after({ writes: ['src/new/'] })).verdict).toBe('passed')
  expect((await after({ writes: ['src/new'] })).verdict).toBe('passed')
  expect((await after({ writes: ['src/new/a.ts'] }, () => mkdirSync(join(cwd, 'src/new/a.ts')))).verdict).toBe('failed')
})

test('a path that leads out of the repository is refused, also through a link', async () => {
  symlinkSync(tmpdir(), join(cwd, 'out'))
  for (const path of ['../x.ts', '/etc/passwd', 'out/x.ts', '.git/config', 'a\0b'])
    expect((await after({ writes: [path] })).checks[0]!.failures[0]!.message, path).toMatch(/^it is not looked at/)
})

test('a task without files is verified by its command, else by the project, else attested', async () => {
  expect(brief(await after({ verify: [pass] }))).toEqual(['passed', 'verify passed'])
  expect(brief(await after({}, () => {}, { checks: { ...none, tests: pass } }))).toEqual(['passed', 'tests passed'])
  expect(brief(await after({}))).toEqual(['attest'])
  expect(brief(await after({ writes: ['src/**/*.ts'] }))).toEqual(['attest'])
})

test('the first check that fails ends it, with the errors and the end of the output', async () => {
  const { verdict, checks } = await after({ verify: [fail, pass] }, () => {}, { checks: { ...none, lint: pass } })
  expect(verdict).toBe('failed')
  expect(checks.map((each) => each.verdict)).toEqual(['failed', 'skipped', 'skipped'])
  expect(checks[0]).toMatchObject({ name: fail, code: 2, failures: [{ kind: 'type', file: 'src/a.ts', line: 3 }] })
  expect(checks[0]!.output).toContain('TS2322')
})

test('commands that only a shell could run, that are not there, and that never end', async () => {
  expect((await after({ verify: ['npm test | tee x'] })).checks[0]!.failures[0]!.message).toContain('a pipe')
  expect((await after({ verify: ['no-such-program-x'] })).checks[0]!.failures[0]!.message).toContain(
    'could not be started',
  )
  const long = `${process.execPath} -e 'setTimeout(() => {}, 60000)'`
  const late = await after({ verify: [long] }, () => {}, { deadlineMs: 300 })
  expect(late.checks[0]!.failures[0]!.message).toContain('did not end within')
  const controller = new AbortController()
  setTimeout(() => controller.abort(), 300)
  const stopped = await after({ verify: [long] }, () => {}, { signal: controller.signal })
  expect(stopped.checks[0]!.failures[0]!.message).toContain('was interrupted')
})

const gate = (verdict: CheckResult['verdict']): CheckResult => ({
  kind: 'gate',
  name: '(gate: x > 1)',
  verdict,
  startedAt: '',
  durationMs: 0,
  code: null,
  output: '',
  tests: null,
  failures: [],
})

test('a validation task is verified by its gates and checks; what nobody measured is for a person', async () => {
  const validate = { kind: 'validate', writes: ['src/a.ts'] } as const
  const run = async (gates: readonly CheckResult[], more: Partial<VerifyInput> = {}) =>
    (await after(validate, () => {}, { gates, ...more })).verdict
  expect(await run([gate('passed')])).toBe('passed')
  expect(await run([gate('passed'), gate('failed')])).toBe('failed')
  expect(await run([gate('passed'), gate('skipped')])).toBe('attest')
  expect(await run([gate('skipped')], { checks: { ...none, tests: pass } })).toBe('attest')
  expect(await run([], { checks: { ...none, tests: pass } })).toBe('passed')
  expect(await run([])).toBe('attest')
})

/** A test program that says which tests failed. */
function reporter(failures: readonly (readonly [name: string, file: string])[]): string {
  const cases = failures.map(
    ([name, file]) => `<testcase name="${name}" file="${file}"><failure message="no"/></testcase>`,
  )
  write(
    'report.js',
    `console.log(${JSON.stringify(`<testsuite>${cases.join('')}<testcase name="ok"/></testsuite>`)}); process.exitCode = ${failures.length > 0 ? 1 : 0}`,
  )
  return `${process.execPath} report.js`
}

test('counts and names of tests are read', async () => {
  const { checks } = await after({}, () => {}, { checks: { ...none, tests: reporter([['bad', 'a.test.ts']]) } })
  expect(checks[0]).toMatchObject({
    verdict: 'failed',
    tests: { passed: 1, failed: 1, skipped: 0, failedNames: ['bad'] },
    failures: [{ kind: 'test', file: 'a.test.ts', message: 'bad: no' }],
  })
})

test('tests that failed before, and those a test task has just written, are no failures of the task', async () => {
  const tests = reporter([['bad', 'a.test.ts']])
  const checks = { ...none, tests }
  const old = { checks, failedBefore: new Set(['bad']) }
  expect((await after({}, () => {}, old)).verdict).toBe('passed')
  expect((await after({}, () => {}, { checks, failedBefore: new Set(['other']) })).verdict).toBe('failed')
  const own = { kind: 'test', writes: ['a.test.ts'] } as const
  let round = 0
  const work = () => write('a.test.ts', `test ${round++}`)
  expect((await after(own, work, { checks })).verdict).toBe('passed')
  expect((await after({ ...own, kind: 'work' }, work, { checks })).verdict).toBe('failed')
  expect((await after(own, work, { checks: { ...none, tests: reporter([['bad', 'b.test.ts']]) } })).verdict).toBe(
    'failed',
  )
})

test('JUnit files that a run leaves are read, older ones are not', async () => {
  write('junit.xml', '<testsuite><testcase name="old"><failure/></testcase></testsuite>')
  const past = new Date(Date.now() - 60_000)
  execFileSync('touch', ['-d', past.toISOString(), join(cwd, 'junit.xml')])
  const quiet = await after({}, () => {}, { checks: { ...none, tests: pass } })
  expect(quiet.checks[0]).toMatchObject({ verdict: 'passed', tests: null })
  write('run.js', `require('fs').writeFileSync('junit.xml', '<testsuite><testcase name="new"/></testsuite>')`)
  const loud = await after({}, () => {}, { checks: { ...none, tests: `${process.execPath} run.js` } })
  expect(loud.checks[0]).toMatchObject({ tests: { passed: 1 } })
})

test('a project that has nothing to test yet is no failure', async () => {
  write('run.js', `console.log('No test files found, exiting with code 1'); process.exitCode = 1`)
  const verdict = await after({ verify: [pass] }, () => {}, {
    checks: { ...none, tests: `${process.execPath} run.js` },
  })
  expect(brief(verdict)).toEqual(['passed', 'verify passed', 'tests skipped'])
})

test.each<readonly [string, Readonly<Record<string, string>>, readonly string[]]>([
  ['nothing', {}, []],
  [
    'npm',
    { 'package.json': '{"scripts":{"test":"vitest","lint":"eslint .","check:types":"tsc"}}' },
    ['npm run test', 'npm run lint', 'npm run check:types'],
  ],
  ['npm init', { 'package.json': '{"scripts":{"test":"echo \\"Error: no test specified\\" && exit 1"}}' }, []],
  [
    'pnpm with tsc',
    {
      'package.json': '\ufeff{"scripts":{"test":"x"},"devDependencies":{"typescript":"5"}}',
      'pnpm-lock.yaml': '',
      'tsconfig.json': '{}',
    },
    ['pnpm run test', 'npx --no-install tsc --noEmit'],
  ],
  ['yarn', { 'package.json': '{"scripts":{"test":"x"},"packageManager":"yarn@4.0.0"}' }, ['yarn run test']],
  ['a broken package.json', { 'package.json': '{' }, []],
  [
    'python',
    { 'pyproject.toml': '[tool.ruff]\n[tool.mypy]\n', 'tests/test_a.py': '' },
    ['python3 -m pytest', 'python3 -m ruff check .', 'python3 -m mypy .'],
  ],
  ['uv', { 'pyproject.toml': '[tool.pytest.ini_options]\n', 'uv.lock': '' }, ['uv run pytest']],
  ['go', { 'go.mod': 'module x\n', '.golangci.yml': '' }, ['go test -json ./...', 'golangci-lint run', 'go vet ./...']],
  [
    'rust',
    { 'Cargo.toml': '[package]\n[lints.rust]\n' },
    ['cargo test', 'cargo clippy --all-targets', 'cargo check --all-targets'],
  ],
  ['maven', { 'pom.xml': '<project/>' }, ['mvn -B test']],
])('the checks of a project: %s', (_, files, expected) => {
  for (const [name, text] of Object.entries(files)) write(name, text)
  const found = projectChecks(cwd, { tests: true, lint: true, typecheck: true })
  expect(found.map(({ name }) => name)).toEqual(expected)
  expect(projectChecks(cwd, { tests: 'make test', lint: false, typecheck: 'a | b' })).toMatchObject([
    { kind: 'tests', argv: ['make', 'test'] },
    { kind: 'typecheck', argv: null },
  ])
})

test('secrets are masked in what is kept', async () => {
  write(
    'run.js',
    `console.log(process.env.API_TOKEN, 'ghp_${'a'.repeat(36)}', 'https://me:hunter22@host/x'); process.exitCode = 1`,
  )
  const { checks } = await after({ verify: [`${process.execPath} run.js`] }, () => {}, {
    env: { ...env, API_TOKEN: 'very-secret-1' },
  })
  expect(checks[0]!.output.trim()).toBe('*** *** https://me:***@host/x')
  expect(maskSecrets('password=hunter2222 and PATH', { PATH: '/usr/bin/xxxxxxxx', MY_KEY: 'true' })).toBe(
    'password=*** and PATH',
  )
})

test('a program that cannot be executed is said', async () => {
  write('no', 'x')
  chmodSync(join(cwd, 'no'), 0o644)
  expect((await after({ verify: ['./no'] })).verdict).toBe('failed')
})

test.each<readonly [string, string, string]>([
  ['Write `src/a.ts`', 'src/a.ts', 'there'],
  ['Delete `src/a.ts`', 'src/a.ts', 'gone'],
  ['Remove the folder `src/old/` and `src/b.ts`', 'src/b.ts', 'gone'],
  ['**Remove** `src/old/`', 'src/old/', 'gone'],
  ['Remove the `x` flag from `src/a.ts`', 'src/a.ts', 'either'],
  ['Remove `src/a.ts` and create `src/b.ts`', 'src/b.ts', 'either'],
  ['Rename `src/a.ts` to `src/b.ts`', 'src/a.ts', 'either'],
  ['Lösche `src/a.ts`', 'src/a.ts', 'gone'],
  ['Update `src/remote.ts`', 'src/remote.ts', 'there'],
])('%s: %s is %s', (text, path, expected) => {
  expect(expectedAt(text, path)).toBe(expected)
})

test('what is removed must be gone, and what is moved must have arrived', async () => {
  const remove = { text: 'Delete `src/a.ts`', writes: ['src/a.ts'] }
  write('src/a.ts', '1')
  expect((await after(remove)).checks[0]!.failures[0]!.message).toBe('it is still there')
  expect(brief(await after(remove, () => rmSync(join(cwd, 'src/a.ts'))))).toEqual([
    'passed',
    'files passed',
    'placeholders passed',
  ])
  const move = { text: 'Rename `src/a.ts` to `src/b.ts`', writes: ['src/a.ts', 'src/b.ts'] }
  write('src/a.ts', '1')
  expect((await after(move)).verdict).toBe('failed')
  expect((await after(move, () => rmSync(join(cwd, 'src/a.ts')))).checks[0]!.failures).toMatchObject([
    { file: 'src/b.ts' },
  ])
  write('src/a.ts', '1')
  expect((await after(move, () => renameSync(join(cwd, 'src/a.ts'), join(cwd, 'src/b.ts')))).verdict).toBe('passed')
})

test.each<readonly [string, readonly string[], VerifiedTask['kind']]>([
  ['Write `src/a.ts` and `src/b/`', ['src/a.ts', 'src/b/'], 'work'],
  ['Read `src/a.ts`', [], 'work'],
  ['Run `scripts/x.sh`', [], 'work'],
  ['Review `docs/a.md` with the team', [], 'work'],
  ['Run `scripts/x.sh` and write the result to `docs/a.md`', ['docs/a.md'], 'work'],
  ['Write `src/**/*.ts`', [], 'work'],
  ['Validate Milestone 1', [], 'validate'],
  ['Create folder `src/new/`', ['src/new/'], 'work'],
  ['Create `greeting.mjs`', ['greeting.mjs'], 'work'],
  ['Write the file `notes.md`: what is open', ['notes.md'], 'work'],
  ['Set up `Vue.js`', [], 'work'],
  ['Add `socket.io` to the server', [], 'work'],
])('%s writes %j', (text, writes, kind) => {
  expect(verifiedTaskOf({ id: 'T001', text, body: [] })).toMatchObject({ id: 'T001', writes, kind })
})

test('a bare name is looked for in every folder', async () => {
  const task = { text: 'Create `a.txt`', writes: ['a.txt'] }
  expect((await after(task)).verdict).toBe('failed')
  expect((await after(task, () => write('src/deep/a.txt', '1'))).verdict).toBe('passed')
})
