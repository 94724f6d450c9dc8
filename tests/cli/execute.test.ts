import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { compile } from '../../src/compile.ts'
import { smallCompile } from './small-compiler.ts'
import { filesOf, makeFolder, removeFolder, runHere, type Ran } from './support.ts'

const plan = `# Export
## Milestone 1: Rows
- [ ] T001 Write \`src/csv.ts\`
- [ ] T002 Write \`src/tsv.ts\`
- [ ] T003 Read both (depends on T001)
`
const at = 'visions/001-export'
const output = `${at}/execute.md`
const lock = `${at}/execute.lock.json`

let folder = ''
beforeEach(() => void (folder = makeFolder({ [`${at}/plan.md`]: plan })))
afterEach(() => removeFolder(folder))

const path = (name: string): string => join(folder, name)
const read = (name: string): string => readFileSync(path(name), 'utf8')
const run = (line: string, given: Parameters<typeof runHere>[2] = {}): Promise<Ran> =>
  runHere(folder, line.split(' '), { compile: smallCompile, ...given })

test('the first run writes the pair, the second writes nothing', async () => {
  const first = await run('execute')
  expect(first).toEqual({
    code: 0,
    stdout: '',
    stderr: `Wrote ${output}: 3 tasks, 2 [P], longest chain 2\nNext intentk next\n`,
  })
  const files = filesOf(folder)
  expect(Object.keys(files)).toEqual([lock, output, `${at}/plan.md`])
  const second = await run('execute 001')
  expect(second).toEqual({
    code: 0,
    stdout: '',
    stderr: `${output} is up to date: 3 tasks, 2 [P], longest chain 2\nNext intentk next 001\n`,
  })
  expect(filesOf(folder)).toEqual(files)
})

test('a blank line on top of the plan changes nothing that is written', async () => {
  await run('execute')
  const files = filesOf(folder)
  writeFileSync(path(`${at}/plan.md`), `\n${plan}`)
  expect((await run('execute --check')).code).toBe(0)
  expect((await run('execute')).stderr).toContain('is up to date')
  expect(filesOf(folder)).toEqual({ ...files, [`${at}/plan.md`]: `\n${plan}` })
})

test('an unedited file is regenerated when the plan changes', async () => {
  await run('execute')
  appendFileSync(path(`${at}/plan.md`), '- [ ] T004 Test `tests/csv.ts`\n')
  expect((await run('execute --check')).code).toBe(1)
  expect(read(output)).not.toContain('T004')
  expect(await run('execute')).toMatchObject({ code: 0, stderr: expect.stringContaining(`Wrote ${output}: 4 tasks`) })
  expect(read(output)).toContain('T004')
  expect(filesOf(folder)).not.toHaveProperty([`${output}.bak`])
})

const real = { compile }

test('an edited file is merged with what changed in the plan', async () => {
  await run('execute', real)
  appendFileSync(path(output), '\n- [ ] my own task\n')
  writeFileSync(path(output), read(output).replace('- [ ] T001', '- [x] T001'))
  appendFileSync(path(`${at}/plan.md`), '- [ ] T004 More of it in `src/more.ts`\n')
  const before = filesOf(folder)
  const diff = await run('execute --diff', real)
  expect(diff.code).toBe(0)
  expect(diff.stderr).toContain('plan.md changed since the last run: reaches T005 in M1')
  expect(diff.stderr).toContain('+ T005  new in the plan')
  expect(diff.stderr).toContain('= kept from you: ')
  expect(diff.stderr).toContain('T001 tick')
  expect((await run('execute --check', real)).code).toBe(1)
  expect(filesOf(folder)).toEqual(before)
  expect((await run('execute', real)).code).toBe(0)
  expect(read(output)).toContain('- [ ] my own task\n')
  expect(read(output)).toContain('- [x] T001')
  expect(read(output)).toContain('T004')
  expect((await run('execute', real)).stderr).toContain('is up to date')
})

test('a file that intentk did not write is added to, and nothing of it is lost', async () => {
  const mine = '# Mine\n\n- [x] T001 Write `src/csv.ts`\n- [ ] something else\n'
  writeFileSync(path(output), mine)
  const ran = await run('execute', real)
  expect(ran).toMatchObject({ code: 0, stderr: expect.stringContaining('The lock of') })
  for (const line of mine.split('\n')) expect(read(output)).toContain(line)
  expect(read(output)).toMatch(/T002.*src\/tsv\.ts/)
})

test('a conflict is told with all three sides, exits 3 twice, and is settled by --take or by a person', async () => {
  await run('execute', real)
  const plan = (words: string): void =>
    writeFileSync(path(`${at}/plan.md`), read(`${at}/plan.md`).replace(/T002 Write .*/, `T002 ${words}`))
  writeFileSync(path(output), read(output).replace(/Write `src\/tsv.ts`/, 'Write the tabs my way'))
  plan('Write tabs into `src/tsv.ts`')
  const first = await run('execute', real)
  expect(first.code).toBe(3)
  for (const words of ['was   Write `src/tsv.ts`', 'yours Write the tabs my way', 'plan  Write tabs into `src/tsv.ts`'])
    expect(first.stderr).toContain(words)
  expect(read(output)).toContain('intentk:conflict T002 plan: "Write tabs into `src/tsv.ts`"')
  const after = filesOf(folder)
  expect((await run('execute', real)).code).toBe(3)
  expect(filesOf(folder)).toEqual(after)
  const answers = ['p']
  const asked = await run('execute', { ...real, ask: () => Promise.resolve(answers.shift() ?? null) })
  expect(asked.code).toBe(0)
  expect(read(output)).toContain('Write tabs into `src/tsv.ts`')
  expect(read(output)).not.toContain('intentk:conflict')
})

test('--take of an id that nobody ever had is refused', async () => {
  await run('execute', real)
  const before = filesOf(folder)
  expect(await run('execute --take plan:T999', real)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining(`${output} has no T999, and never had.`),
  })
  expect(filesOf(folder)).toEqual(before)
})

test('--take brings a deleted task back under its id', async () => {
  await run('execute', real)
  writeFileSync(path(output), read(output).replace(/^- \[ \] T002.*\n/m, ''))
  expect((await run('execute', real)).code).toBe(0)
  expect(read(output)).not.toContain('T002 ')
  writeFileSync(path(`${at}/plan.md`), read(`${at}/plan.md`).replace('T002 Write', 'T002 Write and test'))
  const offered = await run('execute', real)
  expect(offered).toMatchObject({
    code: 0,
    stderr: expect.stringContaining('T002, which you deleted, changed in the plan'),
  })
  expect((await run('execute', real)).stderr).not.toContain('which you deleted')
  await run('execute --take plan:T002', real)
  expect(read(output)).toContain('T002 [P] [M1] Write and test `src/tsv.ts`')
})

test('a foreign file with the very text that would be written only gets its lock', async () => {
  const { stdout } = await run('execute --stdout')
  writeFileSync(path(output), stdout)
  expect((await run('execute')).code).toBe(0)
  expect(read(output)).toBe(stdout)
  expect(existsSync(path(lock))).toBe(true)
  expect(existsSync(path(`${output}.bak`))).toBe(false)
})

test('a missing execute.md is made again from its lock, and it is said', async () => {
  await run('execute')
  const before = filesOf(folder)
  execFileSync('rm', [path(output)])
  expect((await run('execute')).stderr).toContain('The file was missing or empty: ids are those of its lock')
  expect(filesOf(folder)).toEqual(before)
})

test('--stdout, --check and --dry-run write nothing', async () => {
  const before = filesOf(folder)
  const printed = await run('execute --stdout')
  expect(printed.code).toBe(0)
  expect(printed.stdout).toMatch(/^# Export\n- \[ \] T001 \[P\] Write/)
  expect(printed.stderr).toBe(`Compiled ${at}/plan.md: 3 tasks, 2 [P], longest chain 2\n`)
  expect(await run('execute --check')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining(`Would write ${output}`),
  })
  expect((await run('execute --check --stdout')).code).toBe(1)
  expect(await run('execute --dry-run')).toMatchObject({
    code: 0,
    stderr: expect.stringContaining(`Would write ${output}`),
  })
  expect(filesOf(folder)).toEqual(before)
})

test('one Markdown file is printed, or written to --out with its lock beside it', async () => {
  mkdirSync(path('docs'))
  writeFileSync(path('docs/PLAN.md'), plan)
  const printed = await run('execute docs/PLAN.md')
  expect(printed).toMatchObject({ code: 0, stderr: expect.stringContaining('Compiled docs/PLAN.md') })
  const written = await run('execute docs/PLAN.md --out docs/tasks.md')
  expect(written).toMatchObject({ code: 0, stdout: '' })
  expect(read('docs/tasks.md')).toBe(printed.stdout)
  expect(existsSync(path('docs/tasks.lock.json'))).toBe(true)
  expect((await run('execute docs/PLAN.md --out docs/tasks.md --check')).code).toBe(0)
})

test('--out never replaces a document that is read', async () => {
  const before = filesOf(folder)
  const refused = await run(`execute --out ${at}/plan.md`)
  expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('is a document that is read') })
  expect(filesOf(folder)).toEqual(before)
})

test('standard input is compiled to standard output', async () => {
  const { code, stdout } = await run('execute -', { input: plan })
  expect({ code, stdout }).toEqual({ code: 0, stdout: (await run('execute --stdout')).stdout })
})

test('line ends follow the plan, then the file that is there', async () => {
  writeFileSync(path(`${at}/plan.md`), plan.replaceAll('\n', '\r\n'))
  await run('execute')
  expect(read(output)).toMatch(/^# Export\r\n/)
  writeFileSync(path(`${at}/plan.md`), plan)
  expect((await run('execute')).stderr).toContain('is up to date')
})

test('--date is printed', async () => {
  await run('execute --date 2026-02-28')
  expect(read(output)).toContain('Date: 2026-02-28\n')
})

test('gaps are counted and shown, blocking first, with file and line', async () => {
  appendFileSync(path(`${at}/plan.md`), '? Which risks are there? => Add "## Risks" to plan.md.\n- `widget.ts`\n')
  const { code, stderr } = await run('execute')
  expect(code).toBe(0)
  expect(stderr).toContain(
    `Open 1 question, answer it in the plan
  ${at}/plan.md:7  no-path In which folder does \`widget.ts\` live?
    Write its path.
`,
  )
  // A section that no document mentions is listed by `gaps`, not among the questions of every run.
  expect(stderr).not.toContain('section-missing')
  expect((await run('execute --strict')).code).toBe(1)
})

test('warnings are grouped and cut; --strict makes them count', async () => {
  expect((await run('execute --strict')).code).toBe(0)
  appendFileSync(path(`${at}/plan.md`), Array.from({ length: 14 }, (_, at) => `! odd thing ${at}\n`).join(''))
  const { code, stderr } = await run('execute 001')
  expect(code).toBe(0)
  expect(stderr.match(/^warning /gm)).toHaveLength(10)
  expect(stderr).toContain(`warning ${at}/plan.md:6  odd thing 0 odd-line\n`)
  expect(stderr).toContain('and 4 more (intentk gaps 001)\n')
  expect((await run('execute --strict')).code).toBe(1)
})

test('the compiler sees the same repository before and after execute.md is written', async () => {
  const seen: (readonly string[])[] = []
  const compile: typeof smallCompile = (input) => {
    seen.push([...input.existing].sort())
    return smallCompile(input)
  }
  await run('execute', { compile })
  await run('execute', { compile })
  expect(seen).toEqual([
    ['visions', at, `${at}/plan.md`],
    ['visions', at, `${at}/plan.md`],
  ])
})

test('--out may lead out of the repository, since a person typed it', async () => {
  const outside = makeFolder({})
  try {
    expect((await run(`execute --out ${join(outside, 'tasks.md')}`)).code).toBe(0)
    expect(Object.keys(filesOf(outside))).toEqual(['tasks.lock.json', 'tasks.md'])
  } finally {
    removeFolder(outside)
  }
})
