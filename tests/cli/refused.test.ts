import { appendFileSync, chmodSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { diskFileSystem } from '../../src/workspace/file-system.ts'
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

let folder = ''
beforeEach(() => void (folder = makeFolder({ [`${at}/plan.md`]: plan })))
afterEach(() => removeFolder(folder))

const path = (name: string): string => join(folder, name)
const run = (line: string, given: Parameters<typeof runHere>[2] = {}): Promise<Ran> =>
  runHere(folder, line.split(' '), { compile: smallCompile, ...given })

test('an error diagnostic ends with 1 and writes nothing', async () => {
  await run('execute')
  appendFileSync(path(`${at}/plan.md`), '!! a cycle\n')
  const before = filesOf(folder)
  expect(await run('execute')).toEqual({
    code: 1,
    stdout: '',
    stderr: `error ${at}/plan.md:6  a cycle bad-line\nNothing is written.\n`,
  })
  expect(filesOf(folder)).toEqual(before)
})

test('an empty plan ends with 1', async () => {
  writeFileSync(path(`${at}/plan.md`), '')
  expect(await run('execute')).toMatchObject({ code: 1, stderr: expect.stringContaining('without a milestone') })
})

test('several plans are listed and one is chosen', async () => {
  appendFileSync(path(`${at}/plan.md`), '=== First\n=== Second\n')
  const { code, stderr } = await run('execute 001')
  expect(code).toBe(2)
  expect(stderr).toContain(`${at}/plan.md holds 2 plans.`)
  expect(stderr).toContain('   2  Second  line 2, 1 milestone, 2 steps')
  expect(stderr).toContain('`intentk execute 001 --plan 1`')
  expect((await run('list 001')).code).toBe(2)
  expect((await run('list 001 --plan 1')).code).toBe(0)
  expect((await run('execute 001 --plan 2')).code).toBe(0)
  // What was written is one plan.
  expect((await run('list 001')).code).toBe(0)
})

test('a broken configuration stops with its place', async () => {
  mkdirSync(path('.intentk'))
  writeFileSync(path('.intentk/config.yaml'), 'hoursPerDay: 8\ntests: maybe\n')
  const { code, stderr } = await run('execute')
  expect(code).toBe(1)
  expect(stderr).toContain('error .intentk/config.yaml:2  Unexpected value of `tests`')
  expect(existsSync(path(output))).toBe(false)
})

test('a folder that is no vision, and a repository without a plan', async () => {
  mkdirSync(path('src'))
  expect(await run('execute src')).toMatchObject({ code: 2, stderr: expect.stringContaining('No plan found in src/') })
  execFileSync('rm', ['-r', path('visions')])
  mkdirSync(path('docs'))
  writeFileSync(path('docs/PLAN.md'), plan)
  expect(await run('execute')).toMatchObject({ code: 2, stderr: expect.stringContaining('Did you mean docs/PLAN.md?') })
})

test('several visions are listed, none is taken', async () => {
  mkdirSync(path('visions/002-import'))
  writeFileSync(path('visions/002-import/plan.md'), plan)
  const { code, stderr } = await run('execute')
  expect(code).toBe(2)
  expect(stderr).toContain('visions/001-export, visions/002-import')
})

test('bytes that are no UTF-8 are refused with their line', async () => {
  writeFileSync(path(`${at}/plan.md`), Buffer.concat([Buffer.from(plan), Buffer.from([0xff, 0x0a])]))
  expect(await run('execute')).toMatchObject({ code: 2, stderr: expect.stringContaining(`${at}/plan.md:6: byte`) })
  expect(existsSync(path(output))).toBe(false)
})

test.skipIf(process.platform === 'win32')(
  'a named pipe in the place of a document is refused without waiting',
  async () => {
    execFileSync('sh', ['-c', 'mkfifo "$@"', 'sh', path(`${at}/goal.md`), path('plan.fifo')])
    expect((await run('execute plan.fifo')).code).toBe(2)
    // In a folder a pipe is no file and so no document.
    expect((await run('execute')).code).toBe(0)
  },
)

test.skipIf(process.platform === 'win32')('links out of the repository are not followed', async () => {
  const outside = makeFolder({ 'plan.md': plan })
  try {
    symlinkSync(join(outside, 'plan.md'), path(`${at}/goal.md`))
    expect(await run('execute')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('is a link out of the repository'),
    })
    execFileSync('rm', [path(`${at}/goal.md`)])
    symlinkSync(join(outside, 'written.md'), path(output))
    expect((await run('execute')).code).toBe(2)
    expect(filesOf(outside)).toEqual({ 'plan.md': plan })
  } finally {
    removeFolder(outside)
  }
})

test.skipIf(process.platform === 'win32' || process.getuid?.() === 0)('a folder that may not be written', async () => {
  chmodSync(path(at), 0o555)
  try {
    expect(await run('execute')).toMatchObject({ code: 2, stderr: expect.stringContaining('permission denied') })
    expect((await run('execute --stdout')).code).toBe(0)
    expect((await run('list')).code).toBe(0)
  } finally {
    chmodSync(path(at), 0o755)
  }
})

test.each([
  ['EROFS', 'the file system is read-only'],
  ['ENOSPC', 'the disk is full'],
])('a disk that answers %s leaves everything as it is', async (code, words) => {
  const create = (): never => {
    throw Object.assign(new Error(code), { code })
  }
  const before = filesOf(folder)
  expect(await run('execute', { fs: { ...diskFileSystem, create } })).toMatchObject({
    code: 2,
    stderr: expect.stringContaining(words),
  })
  expect(filesOf(folder)).toEqual(before)
})

test.skipIf(process.platform === 'win32')('a file that may not be written', async () => {
  await run('execute')
  chmodSync(path(output), 0o444)
  appendFileSync(path(`${at}/plan.md`), '- [ ] T004 More\n')
  const before = filesOf(folder)
  expect(await run('execute')).toMatchObject({ code: 2, stderr: expect.stringContaining('the file is read-only') })
  expect(filesOf(folder)).toEqual(before)
})

test('an exception is one line, and a stack only for those who look for it', async () => {
  const compile = (): never => {
    throw new TypeError('x is not a function')
  }
  const short = await run('execute', { compile })
  expect(short).toEqual({ code: 2, stdout: '', stderr: 'error x is not a function (this is a bug in intentk)\n' })
  expect((await run('execute', { compile, env: { INTENTK_DEBUG: '1' } })).stderr).toMatch(/\n {4}at /)
})

test('control characters of a document are shown, on a terminal also those of the document itself', async () => {
  writeFileSync(
    path(`${at}/plan.md`),
    `# A\u001b]0;x\u0007\u202eb\n- [ ] T001 Do \u001b[2J\u009b1m it\n! odd \u001b[31m\n`,
  )
  const { stderr } = await run('execute --dry-run')
  expect(stderr).toContain('odd \\u{1b}[31m')
  expect((await run('execute --stdout')).stdout).toContain('\u001b]0;x\u0007\u202eb')
  const shown = await run('execute --stdout --no-color', { tty: 80 })
  expect(shown.stdout).toContain('# A\\u{1b}]0;x\\u{7}\\u{202e}b')
  for (const line of ['list', 'show T001', 'why T001', 'gaps']) {
    const { stdout, stderr: notes } = await run(`${line} --no-color`, { tty: 80 })
    expect(stdout + notes).not.toMatch(/[\u001b\u009b\u202e\u0007]/)
  }
  const { stdout } = await run('show T001 --json')
  expect(stdout).not.toMatch(/[\u001b\u009b\u202e\u0007]/)
  expect(JSON.parse(stdout)).toMatchObject({ data: { text: 'Do \u001b[2J\u009b1m it' } })
})
