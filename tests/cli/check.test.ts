import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { makeFolder, removeFolder, runHere, type Ran } from './support.ts'

const twice = '# Tasks\n\n## Phase 1\n\n- [ ] T001 Write `a.ts`\n- [ ] T001 Write `b.ts`\n'
const clean = '# Tasks\n\n## Phase 1\n\n- [ ] T001 Write `a.ts`\n- [ ] T002 Write `b.ts`\n'
const plan = '# Export\n\n## Milestone 1: Rows\n\n- [ ] Write `src/csv.ts`\n- [ ] Write `src/tsv.ts`\n'

let folder = ''
beforeEach(() => {
  folder = makeFolder({
    'specs/001-a/tasks.md': twice,
    'specs/001-a/spec.md': '# Spec\n',
    'specs/002-b/tasks.md': clean,
    'visions/001-export/plan.md': plan,
    'notes/list.md': twice.replaceAll('T0', 'X0').replaceAll('X0', 'T0'),
    'notes/prose.md': 'Nothing to do.\n',
  })
})
afterEach(() => removeFolder(folder))

const run = (...argv: readonly string[]): Promise<Ran> => runHere(folder, ['check', ...argv])
const inFolder = (cwd: string, ...argv: readonly string[]): Promise<Ran> =>
  runHere(join(folder, cwd), ['check', ...argv])

interface Json {
  readonly data: {
    readonly status: string
    readonly errors: number
    readonly mended: number
    readonly checked: readonly { readonly id: string; readonly files: readonly string[] }[]
  }
  readonly findings: readonly { readonly ruleId: string; readonly file: string; readonly line: number }[]
}
const json = async (...argv: readonly string[]): Promise<Json> =>
  JSON.parse((await run(...argv, '--json')).stdout) as Json

describe('what is checked', () => {
  test('without a name everything in the known places, in order', async () => {
    const { data, findings } = await json()
    expect(data.checked.map(({ id }) => id)).toEqual(['001-export', '001-a', '002-b'])
    expect(findings.map(({ file, line, ruleId }) => `${file}:${line} ${ruleId}`)).toEqual([
      'specs/001-a/tasks.md:6 duplicate-id',
    ])
  })

  test('one file, a folder of a tool, a folder of such folders, a number, each once', async () => {
    const ids = async (...names: readonly string[]): Promise<readonly string[]> =>
      (await json(...names)).data.checked.map(({ id }) => id)
    expect(await ids('specs/001-a/tasks.md')).toEqual(['tasks'])
    expect(await ids('specs/001-a')).toEqual(['001-a'])
    expect(await ids('specs')).toEqual(['001-a', '002-b'])
    expect(await ids('visions/001', 'visions/001-export/plan.md')).toEqual(['001-export'])
    expect(await ids('002')).toEqual(['002-b'])
  })

  test('a folder without features stands for its files with tasks', async () => {
    const { data, findings } = await json('notes')
    expect(data.checked.flatMap(({ files }) => files)).toEqual(['notes/list.md'])
    expect(findings).toHaveLength(1)
  })

  test('standard input', async () => {
    const ran = await runHere(folder, ['check', '-'], { input: twice })
    expect(ran.code).toBe(1)
    expect(ran.stdout).toContain(':6:7: error: ')
  })

  test('what is not there is misuse', async () => {
    expect(await run('specs/009')).toMatchObject({ code: 2, stdout: '' })
    expect(await run('no.md')).toMatchObject({ code: 2, stdout: '' })
  })

  test('documents of another repository are named from here', async () => {
    const other = makeFolder({ 'tasks.md': twice })
    const { stdout } = await run(join(other, 'tasks.md'))
    expect(stdout).toContain(`${join(other, 'tasks.md')}:6:7: error: `)
    removeFolder(other)
  })
})

describe('what is said', () => {
  test('the finding, its line with the place underlined, the other end, and a summary', async () => {
    const ran = await run('specs/001-a/tasks.md')
    expect(ran).toEqual({
      code: 1,
      stdout: `specs/001-a/tasks.md:6:7: error: Unexpected second T001: every task needs an id of its own. [duplicate-id]
  6 | - [ ] T001 Write \`b.ts\`
    |       ^^^^
    specs/001-a/tasks.md:5:7: T001 is first given here
`,
      stderr: '1 error in 1 document\n',
    })
  })

  test('nothing, with the number of rules that looked', async () => {
    const { code, stdout, stderr } = await run('specs/002-b/tasks.md')
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' })
    expect(stderr).toMatch(/^Nothing found in 1 document \(\d+ rules\)\n$/)
  })

  test('wide characters, tabs and control characters keep the underline below its place', async () => {
    writeFileSync(join(folder, 'wide.md'), '- [ ] T001 Write `a.ts`\n-\t[ ] T001 \u6f22\u5b57 \u001b[31m `b.ts`\n')
    const { stdout } = await run('wide.md', '--rule', 'duplicate-id')
    expect(stdout.split('\n').slice(1, 3)).toEqual([
      '  2 | - [ ] T001 \u6f22\u5b57 \\u{1b}[31m `b.ts`',
      '    |       ^^^^',
    ])
  })

  test('a long line is cut around its place on a terminal', async () => {
    writeFileSync(join(folder, 'long.md'), `- [ ] T001 a\n- [ ] T001 ${'word '.repeat(100)}\n`)
    const { stdout } = await runHere(folder, ['check', 'long.md', '--rule', 'duplicate-id'], { tty: 60 })
    const rows = stdout.split('\n').filter((row) => row.includes('|'))
    expect(rows).toHaveLength(2)
    for (const row of rows) expect(row.replace(/\u001b\[\d+m/g, '').length).toBeLessThanOrEqual(60)
  })
})

describe('what fails', () => {
  test('warnings do not, unless there are more than allowed', async () => {
    writeFileSync(join(folder, 'odd.md'), `<!-- intentk-disable odd-rule -->\n${clean}`)
    expect((await run('odd.md')).code).toBe(0)
    expect((await run('odd.md', '--max-warnings', '1')).code).toBe(0)
    expect((await run('odd.md', '--max-warnings', '0')).code).toBe(1)
    expect((await run('odd.md', '--strict')).code).toBe(1)
    expect((await run('odd.md', '--max-warnings', 'x')).code).toBe(2)
  })

  test('severities of the configuration, and rules that it turns off', async () => {
    const set = (yaml: string): void => writeFileSync(join(folder, '.intentk/config.yaml'), yaml)
    removeFolder(folder)
    folder = makeFolder({ 'tasks.md': twice, '.intentk/config.yaml': 'rules:\n  duplicate-id: warning\n' })
    expect(await run('tasks.md')).toMatchObject({ code: 0 })
    set('rules:\n  duplicate-id: off\n')
    expect(await run('tasks.md')).toMatchObject({ code: 0, stdout: '' })
    expect((await run('tasks.md', '--rule', 'duplicate-id')).code).toBe(1)
    set('extends: none\n')
    expect(await run('tasks.md')).toMatchObject({ code: 0, stdout: '' })
    set('rules:\n  duplicate-ids: off\n')
    const { stdout } = await run('tasks.md')
    expect(stdout).toContain('.intentk/config.yaml:2:3: warning: There is no rule `duplicate-ids`. Did you mean')
  })

  test('names of rules that do not exist are misuse', async () => {
    expect(await run('--rule', 'duplicate-ids')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Did you mean `duplicate-id`?') as string,
    })
    expect((await run('--explain', 'nope')).code).toBe(2)
    expect((await run('--format', 'csv')).code).toBe(2)
  })
})

test('comments silence, and are counted', async () => {
  writeFileSync(
    join(folder, 'quiet.md'),
    twice.replace('- [ ] T001 Write `b', '<!-- intentk-disable-next -->\n- [ ] T001 Write `b'),
  )
  const { code, stdout, stderr } = await run('quiet.md')
  expect({ code, stdout }).toEqual({ code: 0, stdout: '' })
  expect(stderr).toContain('1 silenced by comments')
})

test('the rules are listed with what runs here, and explained', async () => {
  const { stdout, stderr } = await run('--list-rules')
  expect(stdout).toMatch(/^duplicate-id\terror\tstructure\t/m)
  expect(stderr).toMatch(/^\d+ of \d+ rules run/)
  expect((await run('--explain', 'duplicate-id')).stdout).toMatch(/^# duplicate-id\n/)
})

test('a document over a limit is told and looked at no further', async () => {
  writeFileSync(join(folder, 'deep.md'), `${'> '.repeat(200)}- [ ] T001 a\n`)
  const ran = await run('deep.md')
  expect(ran.code).toBe(1)
  expect(ran.stdout).toContain('[nesting-too-deep]')
})

test('it writes nothing unless it is told to', async () => {
  await inFolder('specs/001-a', 'tasks.md', '--fix')
  expect(readFileSync(join(folder, 'specs/001-a/tasks.md'), 'utf8')).toBe(twice)
})

test('many documents are checked in several threads, with the same answer in the same order', async () => {
  removeFolder(folder)
  const names = Array.from({ length: 130 }, (_, at) => `specs/${String(at).padStart(3, '0')}-x/tasks.md`)
  folder = makeFolder(Object.fromEntries(names.map((name, at) => [name, at % 3 === 0 ? twice : clean])))
  const bin = join(import.meta.dirname, '../../dist/bin.cjs')
  const { NODE_OPTIONS: _, ...env } = process.env
  const spawned = spawnSync(process.execPath, [bin, 'check'], { cwd: folder, env, encoding: 'utf8' })
  const here = await run()
  expect({ code: spawned.status, stdout: spawned.stdout, stderr: spawned.stderr }).toEqual(here)
  expect(here.stdout.match(/error:/g)).toHaveLength(44)
})

test('coverage is a table for people and for spreadsheets', async () => {
  const { code, stdout, stderr } = await run('visions/001', '--coverage')
  expect(code).toBe(0)
  expect(stdout).toContain('| M1 Rows | T001 ')
  expect(stderr).toMatch(/not covered|Everything is covered/)
  const csv = (await run('visions/001', '--coverage', '--format', 'csv')).stdout.split('\r\n')
  expect(csv[0]).toBe('Intent,Objective,Requirement,Milestone,Task,Evidence')
  expect(csv.length).toBeGreaterThan(3)
  expect((await run('--coverage', '--format', 'sarif')).code).toBe(2)
})

test('ticks that files speak against are found, outside of git where the folder is the one that is spoken of', async () => {
  removeFolder(join(folder, '.git'))
  writeFileSync(join(folder, 'package.json'), '{}')
  mkdirSync(join(folder, 'src'))
  writeFileSync(join(folder, 'src/a.ts'), '')
  const done = '- [x] T001 Create `src/a.ts`\n- [x] T002 Create `src/b.ts`\n- [ ] T003 Create `src/c.ts`\n'
  writeFileSync(join(folder, 'done.md'), done)
  const { stdout } = await run('done.md', '--rule', 'done-without-files')
  expect(stdout.match(/\[done-without-files\]/g)).toHaveLength(1)
  expect(stdout).toContain('done.md:2:')
})
