import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { VerifyView } from '../../../src/cli/verify.ts'
import { writeEvidence } from '../../../src/run/evidence/store.ts'
import { diskFileSystem } from '../../../src/workspace/file-system.ts'
import { schemaErrors } from '../../cli/schema-check.ts'
import { filesOf, makeFolder, removeFolder, runHere, type Ran } from '../../cli/support.ts'
import { aRun, journal, started, type Timed } from '../evidence/journal.ts'

const { PATH = '' } = process.env
const node = (code: string): string => `node -e "${code}"`

const document = `# Export

## Phase 3: Milestone 1 - Rows

- [x] T002 [M1] Write \`src/csv.ts\`
  - Verify: \`node check.mjs\`
- [ ] T003 [M1] Write \`src/tsv.ts\`
- [x] T006 [M1] Verify: no row is lost, shown by \`node check.mjs\`
  - (gate: rows lost = 0)
- [ ] T004 [M1] Validate Milestone 1
  - Rows >= 3 (gate: Rows >= 3) \`measure: node rows.mjs\`
  - All tests pass (gate: tests passing >= 10)
  - Task success rate >= 50 % (gate: Task success rate >= 50 %)
  - Customers like it > 90 % (gate: Customers like it > 90 %)

## Phase 4: Milestone 2 - Files

- [ ] T005 [M2] Pack \`pack/zip.ts\`
`

let folder = ''
beforeEach(() => {
  folder = makeFolder({ 'tasks.md': document, 'check.mjs': '', 'rows.mjs': 'console.log("rows: 5")', 'src/csv.ts': '' })
})
afterEach(() => removeFolder(folder))

const run = (line: string, given: Parameters<typeof runHere>[2] = {}): Promise<Ran> =>
  runHere(folder, [...line.split(' '), '--in', 'tasks.md'], { env: { PATH }, ...given })
const json = async (
  line: string,
): Promise<{ code: number; data: VerifyView; diagnostics: readonly { message: string }[] }> => {
  const { code, stdout } = await run(`${line} --json --yes`)
  const value = JSON.parse(stdout) as { data: VerifyView; diagnostics: readonly { message: string }[] }
  expect(schemaErrors('verify', value)).toBe('')
  return { code, ...value }
}
const verdicts = ({ data }: { data: VerifyView }): string =>
  [
    ...data.tasks.map(({ id, verdict }) => `${id} ${verdict}`),
    ...data.gates.map(({ metric, verdict }) => `${metric}: ${verdict}`),
  ].join(', ')

/** Leaves the journal and the evidence of a run. */
async function leaveRun(events: readonly Timed[] = aRun, name = '20260302-090000-a1b2'): Promise<void> {
  const entries = journal([started({ document: 'tasks.md', run: name }), ...events.slice(1)])
  mkdirSync(join(folder, `.intentk/runs/${name}`), { recursive: true })
  writeFileSync(
    join(folder, `.intentk/runs/${name}/journal.jsonl`),
    entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''),
  )
  await writeEvidence(diskFileSystem, folder, entries)
}

test('a task is checked by its files and its command; nothing is ticked', async () => {
  expect(verdicts(await json('verify T002'))).toBe('T002 passed')
  expect(await json('verify T003')).toMatchObject({
    code: 1,
    diagnostics: [{ message: 'T003: the file is not there' }],
  })
  writeFileSync(join(folder, 'check.mjs'), 'console.error("src/csv.ts:3:5: odd"); process.exitCode = 4')
  const failed = await run('verify T002 T005')
  expect(failed.code).toBe(1)
  expect(failed.stdout).toContain('T002  failed  Write `src/csv.ts`')
  expect(failed.stdout).toContain('    src/csv.ts:3  odd')
  expect(failed.stdout).toContain('T005  failed')
  expect(failed.stderr).toBe('2 failed\n')
  expect(readFileSync(join(folder, 'tasks.md'), 'utf8')).toBe(document)
})

test('commands need a permission, as those of `done` do', async () => {
  const refused = await run('verify T002')
  expect([refused.code, refused.stdout]).toEqual([2, ''])
  expect(refused.stderr).toContain('never allowed to run here')
  expect(refused.stderr).toContain('--dry-run')
  const declined = await run('verify T002', { ask: async () => 'n' })
  expect([declined.code, declined.stdout]).toEqual([1, expect.stringContaining('not allowed to run')])
  expect((await run('verify T002 --dry-run')).stderr).toBe('1 would be checked\n')
  expect((await run('verify T002', { ask: async () => 'y' })).code).toBe(0)
  expect((await run('verify T002')).code).toBe(0)
})

test('a milestone is judged by its gates, by what the latest run showed and by commands', async () => {
  const without = await json('verify M1')
  expect(verdicts(without)).toBe(
    'T002 evidence, T003 evidence, T006 evidence, T004 evidence, rows lost: passed, Rows: passed, tests passing: unmeasured, Task success rate: unmeasured, Customers like it: unmeasured',
  )
  expect([without.code, without.data.verdict]).toEqual([0, 'open'])
  await leaveRun()
  const { data, code } = await json('verify m1')
  expect(code).toBe(0)
  expect(data.gates.map(({ value, verdict, measure }) => [value, verdict, measure])).toEqual([
    [null, 'passed', 'node check.mjs'],
    [5, 'passed', 'node rows.mjs'],
    [12, 'passed', 'tests.passed'],
    [expect.closeTo(66.67, 1), 'passed', 'task.success_rate'],
    [null, 'unmeasured', ''],
  ])
  expect(data.gates[2]!.spans).toHaveLength(1)
  expect(data.tasks[0]).toMatchObject({ id: 'T002', record: { outcome: 'verified', attempts: 2 } })
  const shown = await run('verify M1')
  expect(shown.stdout).toContain('  verified in run 20260302-090000-a1b2, 2 attempts\n')
  expect(shown.stdout).toContain('Task success rate >= 50 %: is 66.67 % by task.success_rate')
  expect(shown.stdout).toContain('T004  Customers like it > 90 %: not measured, nothing measures it')
})

test('a gate that does not hold ends with 1', async () => {
  writeFileSync(join(folder, 'rows.mjs'), 'console.log("rows: 2 of 3\\n2")')
  const failed = await json('verify M1')
  expect(failed.code).toBe(1)
  expect(failed.diagnostics.map(({ message }) => message)).toEqual(['T004: (gate: Rows >= 3) does not hold: it is 2.'])
  writeFileSync(join(folder, 'rows.mjs'), 'console.log("no number")')
  expect((await json('verify M1')).diagnostics[0]!.message).toContain('its last line holds no number')
})

test('a whole document: what is ticked is true, and complete milestones hold', async () => {
  expect(verdicts(await json('verify'))).toBe('T002 passed, T006 passed')
  const done = document.replace('[ ] T003', '[-] T003')
  writeFileSync(join(folder, 'tasks.md'), done)
  expect((await json('verify')).data.gates).toHaveLength(5)
  expect((await json('verify')).code).toBe(0)
})

test('tasks that nothing here can tell say what could', async () => {
  writeFileSync(join(folder, 'tasks.md'), '- [ ] T001 Agree on it\n')
  expect(await run('verify T001')).toMatchObject({
    code: 0,
    stderr: '1 without a check\nNext intentk verify T001 --in tasks.md --project\n',
  })
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ scripts: { test: node('process.exitCode = 3') } }))
  expect(verdicts(await json('verify T001 --project'))).toBe('T001 failed')
})

test.each([
  ['verify M7', 'There is no milestone `M7`', 'There are M1, M2.'],
  ['verify T099', 'There is no task `T099`', ''],
  ['verify a.md b.md', 'Two documents are named', ''],
])('%s is refused', async (line, message, hint) => {
  const { code, stderr } = await run(line)
  expect(code).toBe(2)
  expect(stderr).toContain(message)
  expect(stderr).toContain(hint)
})

test('a journal that is torn, foreign or a link is no evidence, and nothing breaks', async () => {
  await leaveRun()
  const path = join(folder, '.intentk/runs/20260302-090000-a1b2/journal.jsonl')
  writeFileSync(path, `${readFileSync(path, 'utf8').split('\n').slice(0, 18).join('\n')}\n{"seq":19,"at":"2026`)
  expect((await json('verify M1')).data.gates[3]).toMatchObject({ value: 100 })
  writeFileSync(path, 'null\n5\n[]\n')
  writeFileSync(
    join(folder, '.intentk/runs/20260302-090000-a1b2/records/T002.json'),
    '{"schemaVersion":1,"task":"T002"',
  )
  expect((await json('verify M1')).data).toMatchObject({ run: null, tasks: [{ record: null }, {}, {}, {}] })
  expect(Object.keys(filesOf(folder)).filter((name) => name.endsWith('.tmp'))).toEqual([])
})

test('show has the evidence of the latest run', async () => {
  const none = JSON.parse((await run('show T002 --json')).stdout) as { data: { record: object | null } }
  expect([schemaErrors('show', none), none.data.record]).toEqual(['', null])
  await leaveRun()
  const some = JSON.parse((await run('show T002 --json')).stdout) as { data: { record: object | null } }
  expect(schemaErrors('show', some)).toBe('')
  expect(some.data.record).toMatchObject({
    outcome: 'verified',
    attempts: 2,
    trace: { traceId: expect.stringMatching(/^[0-9a-f]{32}$/) as string },
  })
  expect((await run('show T002')).stdout).toContain('Run 20260302-090000-a1b2: verified, 2 attempts, 68 s\n')
})
