import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { smallCompile } from './small-compiler.ts'
import { filesOf, makeFolder, removeFolder, runHere, type Ran } from './support.ts'

const plan = `# Export
- [x] T001 Make \`src/\`
## Milestone 1: Rows
- [ ] T002 Write \`src/csv.ts\`
- [ ] T003 Write \`src/表示.ts\` with a very long description that does not fit into the columns of a small terminal
- [ ] T004 Read both (depends on T002)
## Milestone 2: Files
- [ ] T005 Pack \`pack/zip.ts\`
? Which risks are there? => Add "## Risks" to plan.md.
- \`widget.ts\`
! odd words
`
const at = 'visions/001-export'

let folder = ''
beforeEach(() => void (folder = makeFolder({ [`${at}/plan.md`]: plan })))
afterEach(() => removeFolder(folder))

const run = (line: string, given: Parameters<typeof runHere>[2] = {}): Promise<Ran> =>
  runHere(folder, line.split(' '), { compile: smallCompile, ...given })
const json = async (line: string): Promise<{ data: never; diagnostics: readonly object[] }> =>
  JSON.parse((await run(`${line} --json`)).stdout) as never
const ids = async (line: string): Promise<string> => {
  const { data } = await json(line)
  return (data as { tasks: readonly { id: string }[] }).tasks.map(({ id }) => id).join(' ')
}

test.each([
  ['list', 'T001 T002 T003 T004 T005'],
  ['list --done', 'T001'],
  ['list --open', 'T002 T003 T004 T005'],
  ['list --ready', 'T002 T003 T005'],
  ['list --blocked', 'T004'],
  ['list --blocked --done', 'T001 T004'],
  ['list --milestone M1', 'T002 T003 T004'],
  ['list --milestone 2', 'T005'],
  ['list --phase setup', 'T001'],
  ['list --phase m2', 'T005'],
  ['list --path src', 'T002 T003'],
  ['list --path src/**', 'T002 T003'],
  ['list --path **/*.ts', 'T002 T003 T005'],
  ['list --path *.ts', ''],
  ['list --path SRC/c?v.ts', 'T002'],
  ['list --text DESCRIPTION', 'T003'],
  ['list --parallel', 'T002 T003'],
  ['list --parallel --text long --ready', 'T003'],
])('%s', async (line, expected) => {
  expect(await ids(line)).toBe(expected)
})

test.each([
  ['list --milestone M3', 'There is no milestone `M3`', 'There are M1, M2'],
  ['list --phase polsh', 'There is no phase `polsh`', 'Did you mean `polish`?'],
  ['list --phase setup --milestone M1', 'exclude each other', ''],
  ['show T006', 'There is no task `T006` in 001-export', 'Did you mean T005 or T004'],
  ['show zip', 'There is no task `zip`', '`intentk list` shows all ids'],
  ['why T002 T002', 'named twice', ''],
  ['show T001 --in visions/009', 'visions/009', ''],
])('%s is refused', async (line, message, hint) => {
  const { code, stderr, stdout } = await run(line)
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toContain(message)
  expect(stderr).toContain(hint)
})

test('list is whole and tabbed in a pipe, and fits the columns of a terminal', async () => {
  const piped = await run('list')
  expect(piped.stdout.split('\n')[2]).toBe(
    'T003\tready\t[P]\tM1\tWrite `src/表示.ts` with a very long description that does not fit into the columns of a small terminal',
  )
  expect(piped.stderr).toBe('1 warning (intentk gaps)\n5 tasks\n')
  const { stdout } = await run('list --no-color', { tty: 60 })
  expect(stdout.split('\n')[0]).toBe('T001  done          setup  Make `src/`')
  expect(stdout.split('\n')[2]).toBe('T003  ready    [P]  M1     Write `src/表示.ts` with a very …')
})

test.each([
  ['a pipe', {}, false],
  ['a terminal', { tty: 80 }, true],
  ['a terminal with NO_COLOR', { tty: 80, env: { NO_COLOR: '1' } }, false],
  ['a dumb terminal', { tty: 80, env: { TERM: 'dumb' } }, false],
  ['a pipe with FORCE_COLOR', { env: { FORCE_COLOR: '1' } }, true],
  ['a pipe with FORCE_COLOR and NO_COLOR', { env: { FORCE_COLOR: '1', NO_COLOR: '1' } }, true],
  ['a terminal with FORCE_COLOR=0', { tty: 80, env: { FORCE_COLOR: '0' } }, false],
])('colours in %s', async (_, given, expected) => {
  expect((await run('why T002', given)).stdout.includes('\u001b[')).toBe(expected)
  expect((await run('why T002 --no-color', given)).stdout).not.toContain('\u001b[')
})

test('ids are found in any case and without leading zeros', async () => {
  for (const id of ['T004', 't4', 'T4', 't0004']) expect((await json(`show ${id}`)).data).toMatchObject({ id: 'T004' })
})

test('show tells everything about one task', async () => {
  const { stdout } = await run('show T004')
  expect(stdout).toBe(`T004  Read both
blocked, Milestone 1: Rows
Waits for
  T002  Write \`src/csv.ts\` ready, stated: the plan says \`(depends on T002)\` (${at}/plan.md:6)
  phase  the end of Foundational
Waited for by  nothing
No [P]: it names no file that it writes.
From  ${at}/plan.md:6, under "Rows"
  - [ ] T004 Read both (depends on T002)
`)
})

test('why tells source, edges and [P]; with two ids the path, whichever waits', async () => {
  const { stdout } = await run('why T002')
  expect(stdout).toContain(`From  ${at}/plan.md:4, under "Rows"\n  - [ ] T002 Write \`src/csv.ts\`\n`)
  expect(stdout).toContain('Waited for by\n  T004')
  expect(stdout).toContain('[P]: may run beside any [P] task')
  for (const line of ['why T004 T002', 'why T002 T004']) {
    expect((await run(line)).stdout).toContain(
      `T004 waits for T002:\n  T004 → T002  stated: the plan says \`(depends on T002)\` (${at}/plan.md:6)\n`,
    )
  }
  const barrier = await run('why T001 T005')
  expect(barrier.stdout).toContain('T005 waits for T001:\n')
  expect(barrier.stdout).toContain('Milestone 2: Files begins when')
  expect((await run('why T002 T003')).stdout).toBe('T002 and T003 are not ordered: neither waits for the other.\n')
})

test('gaps lists questions with place and form, then the diagnostics', async () => {
  expect(await run('gaps')).toEqual({
    code: 0,
    stdout: `  ${at}/plan.md:10  no-path In which folder does \`widget.ts\` live?
    Write its path.
  ${at}/plan.md:9  section-missing Which risks are there?
    Add "## Risks" to plan.md.
`,
    stderr: `2 questions, 1 blocking\nwarning ${at}/plan.md:11  odd words odd-line\n`,
  })
  expect((await json('gaps --blocking')).data).toMatchObject({
    total: 2,
    blocking: 1,
    gaps: [{ kind: 'no-path', line: 10, column: 1 }],
  })
})

test('views write nothing and say that execute.md is behind', async () => {
  await run('execute')
  expect((await run('list')).stderr).toBe('5 tasks\n')
  appendFileSync(join(folder, at, 'plan.md'), '- [ ] T006 Mine\n')
  const before = filesOf(folder)
  for (const line of ['list', 'show T001']) {
    expect((await run(line)).stderr).toContain(
      `plan.md changed since ${at}/execute.md was compiled: intentk execute --diff shows the difference.\n`,
    )
  }
  for (const line of ['show T001 --why', 'why T001']) {
    expect((await run(line)).stderr).toContain(
      `${at}/execute.md is behind the plan: intentk execute --diff shows what would change.\n`,
    )
  }
  expect(filesOf(folder)).toEqual(before)
})

test('--in and the current folder name the same document', async () => {
  const whole = (await run('list 001')).stdout
  expect((await run('list --in visions/001-export')).stdout).toBe(whole)
  expect((await runHere(join(folder, at), ['list'], { compile: smallCompile })).stdout).toBe(whole)
  expect((await run('list -', { input: plan })).stdout).toBe(whole)
})
