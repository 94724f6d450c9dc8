import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { emptyLock, formatLock } from '../../src/merge/lock.ts'
import type { CompileInput, CompileResult } from '../../src/model/compile.ts'
import { hashText } from '../../src/model/hash.ts'
import { schemaErrors } from './schema-check.ts'
import { buildSmallCommand } from './small-command.ts'
import { smallCompile } from './small-compiler.ts'
import { filesOf, makeFolder, removeFolder, runHere, type Ran } from './support.ts'

const { PATH = '' } = process.env
const tasks = `# Tasks

- [ ] T001 First
  - Verify: \`node check.mjs\`
- [ ] T002 Second (depends on T001)
`

let folder = ''
beforeEach(() => {
  folder = makeFolder({ 'tasks.md': tasks, 'check.mjs': `import fs from 'node:fs'\nfs.appendFileSync('ran', 'x')\n` })
})
afterEach(() => removeFolder(folder))

type Given = Parameters<typeof runHere>[2]
const run = (line: string, given: Given = {}): Promise<Ran> =>
  runHere(folder, [...line.split(' '), '--in', 'tasks.md'], { env: { PATH }, ...given })
const text = (): string => readFileSync(join(folder, 'tasks.md'), 'utf8')
const ran = (): number => (filesOf(folder)['ran'] ?? '').length

describe('a check runs', () => {
  test('after a person has allowed it, and is asked for once', async () => {
    const asked: string[] = []
    const ask = (answer: string) => async (question: string) => {
      asked.push(question)
      return answer
    }
    const declined = await run('done T001', { ask: ask('n') })
    expect([declined.code, ran()]).toEqual([1, 0])
    expect(declined.stderr).toContain('was not allowed to run')
    expect(text()).toBe(tasks)
    expect(await run('done T001', { ask: ask('y') })).toMatchObject({ code: 0 })
    expect(ran()).toBe(1)
    await run('reopen T001')
    expect(await run('done T001')).toMatchObject({ code: 0 })
    expect(ran()).toBe(2)
    expect(asked).toEqual(Array(2).fill('tasks.md wants to run `node check.mjs`. Allow it? (y/N)'))
  })

  test('and what is asked cannot be disguised', async () => {
    writeFileSync(join(folder, 'tasks.md'), '- [ ] T001 A\n  - Verify: `node\u001b[2K\u202e check.mjs`\n')
    let asked = ''
    const ask = async (question: string): Promise<null> => {
      asked = question
      return null
    }
    expect(await run('done T001', { ask })).toMatchObject({ code: 1 })
    expect(asked).toContain('node')
    expect(asked).not.toMatch(/[\u001b\u202e]/)
  })

  test('not by a permission that came with the repository', async () => {
    await run('done T001 --yes')
    await run('reopen T001')
    const allowed = readFileSync(join(folder, '.intentk/allowed.json'), 'utf8')
    expect(JSON.parse(allowed)).toMatchObject({ commands: ['node check.mjs'] })
    const other = makeFolder({ 'tasks.md': tasks, '.intentk/allowed.json': allowed })
    const there = await runHere(other, ['done', 'T001', '--in', 'tasks.md'], { env: { PATH } })
    expect(there.code).toBe(2)
    expect(there.stderr).toContain('never allowed')
    removeFolder(other)
  })

  test.each(['not json', '[]', '{"commands":{}}', 'null'])(
    'and a permission file with %s allows nothing',
    async (content) => {
      mkdirSync(join(folder, '.intentk'))
      writeFileSync(join(folder, '.intentk/allowed.json'), content)
      expect(await run('done T001')).toMatchObject({ code: 2 })
    },
  )

  test('once for several tasks that share it', async () => {
    writeFileSync(join(folder, 'tasks.md'), `${tasks}  - Verify: \`node check.mjs\`\n`)
    await run('done T001-T002 --yes')
    expect([ran(), text().match(/\[x\]/g)?.length]).toEqual([1, 2])
  })

  test.skipIf(process.platform === 'win32')('not where its state would leave the repository', async () => {
    const elsewhere = makeFolder({})
    symlinkSync(elsewhere, join(folder, '.intentk'))
    const { code, stderr } = await run('done T001 --yes')
    expect([code, ran()]).toEqual([2, 0])
    expect(stderr).toContain('is a link out of the repository')
    expect(Object.keys(filesOf(elsewhere))).toEqual([])
    removeFolder(elsewhere)
  })
})

test('`.intentk/.gitignore` keeps the lines of others', async () => {
  mkdirSync(join(folder, '.intentk'))
  writeFileSync(join(folder, '.intentk/.gitignore'), 'mine\nclaims/')
  await run('done T001 --no-verify')
  expect(filesOf(folder)['.intentk/.gitignore']).toBe('mine\nclaims/\nallowed.json\nchecks/\nruns/\n')
})

test('the rest of the file stays byte for byte', async () => {
  const odd = '\ufeff# T\r\n\r\n*\t[ ]  **T001**  two  blanks \t\r\n+ [X] x\n\n\n- [ ] T002'
  writeFileSync(join(folder, 'tasks.md'), odd)
  await run('done T001 T002')
  expect(text()).toBe(odd.replace('[ ]  **T001', '[X]  **T001').replace('[ ] T002', '[X] T002'))
  await run('reopen T001,T002')
  expect(text()).toBe(odd)
})

test.each([
  'done T001 --no-verify',
  'done T001 --yes',
  'done T001 --dry-run',
  'reopen T001',
  'start T002 --as anna',
  'start --as anna',
  'release T002',
  'add Third --on T001',
  'edit T002 --text Other --on none',
  'drop T001',
  'adopt',
  'done T009',
  'start T002',
  'add x --after T009',
])('the JSON of `%s` is as its schema says', async (line) => {
  await run('start T002 --as anna')
  const { stdout } = await run(`${line} --json`)
  expect(schemaErrors(line.split(' ')[0]!, JSON.parse(stdout))).toBe('')
})

test('a failed check is a diagnostic with its line', async () => {
  writeFileSync(join(folder, 'check.mjs'), 'process.exit(1)')
  const { stdout, code } = await run('done T001 --yes --json')
  const value = JSON.parse(stdout) as { diagnostics: unknown[] }
  expect(schemaErrors('done', value)).toBe('')
  expect(code).toBe(1)
  expect(value.diagnostics).toMatchObject([{ ruleId: 'check-failed', file: 'tasks.md', line: 3 }])
})

describe('in a document of intentk', () => {
  const lock = (after: string): string =>
    formatLock({
      ...emptyLock,
      after: hashText(after),
      gone: [{ gone: 'T009', key: 'k', source: 's', by: 'hand', text: '' }],
    })
  const own = '# E\n\n- [ ] T001 First\n- [ ] T002 Second\n\n## Order\n\n2 tasks\n'
  /** A compiler that keeps what was written and counts its tasks. */
  const merging = async (input: CompileInput): Promise<CompileResult> => {
    const result = await smallCompile(input)
    if (result.status !== 'compiled' || input.written == null) return result
    const count = input.written.text.match(/^- \[/gm)?.length
    const text = input.written.text.replace(/\d+ tasks/, `${count} tasks`)
    const ids = ['T001', 'T002', 'T010']
    const kept = ids.map((about) => ({ about, what: 'text' }))
    return { ...result, text, lock: lock(text), merged: { ...result.merged, kept } }
  }
  const at = 'visions/001-e'
  beforeEach(() => {
    mkdirSync(join(folder, at), { recursive: true })
    writeFileSync(join(folder, at, 'plan.md'), '# E\n- [ ] T001 First\n- [ ] T002 Second\n')
    writeFileSync(join(folder, at, 'execute.md'), own)
    writeFileSync(join(folder, at, 'execute.lock.json'), lock(own))
  })
  const inVision = (argv: readonly string[], compile = merging): Promise<Ran> =>
    runHere(folder, [...argv, '--in', '001'], { compile, env: { PATH } })
  const pair = (): readonly (string | undefined)[] => {
    const files = filesOf(folder)
    return [files[`${at}/execute.md`], files[`${at}/execute.lock.json`]]
  }

  test('computed sections and the lock follow the edit, and no id comes back', async () => {
    const { stdout } = await inVision(['add', 'Third', '--json'])
    expect(JSON.parse(stdout)).toMatchObject({ data: { status: 'written', refreshed: true, tasks: [{ id: 'T010' }] } })
    const added = own.replace('Second\n', 'Second\n- [ ] T010 Third\n').replace('2 tasks', '3 tasks')
    expect(pair()).toEqual([added, lock(added)])
    await inVision(['edit', 'T002', '--text', 'Other'])
    const edited = added.replace('Second', 'Other')
    expect(pair()).toEqual([edited, lock(edited)])
    await inVision(['drop', 'T001'])
    const dropped = edited.replace('- [ ] T001 First\n', '').replace('3 tasks', '2 tasks')
    expect(pair()).toEqual([dropped, lock(dropped)])
  })

  test('the edit is made alone where the compiler would undo it, or the plan does not compile', async () => {
    const { stderr } = await inVision(['add', 'Third'], smallCompile)
    expect(stderr).toContain('follow with the next `intentk execute 001`')
    expect(pair()).toEqual([own.replace('Second\n', 'Second\n- [ ] T010 Third\n'), lock(own)])
    writeFileSync(join(folder, at, 'plan.md'), '!! broken\n')
    await inVision(['drop', 'T010'])
    expect(pair()).toEqual([own, lock(own)])
  })

  test('ticking touches no lock', async () => {
    await inVision(['done', 'T001'])
    await inVision(['start', 'T002', '--as', 'anna'])
    expect(pair()).toEqual([own.replace('[ ] T001', '[x] T001').replace('[ ] T002', '[~] T002'), lock(own)])
  })
})

describe('as processes', () => {
  let bin = ''
  beforeAll(async () => void (bin = await buildSmallCommand()), 60_000)
  afterAll(() => removeFolder(dirname(bin)))
  const start = (...argv: readonly string[]) =>
    spawn(process.execPath, [bin, ...argv], { cwd: folder, env: { PATH }, stdio: ['ignore', 'pipe', 'pipe'] })

  test('40 at once on one document lose no tick', { timeout: 120_000 }, async () => {
    const ids = Array.from({ length: 40 }, (_, at) => `T${String(at + 1).padStart(3, '0')}`)
    writeFileSync(join(folder, 'tasks.md'), ids.map((id) => `- [ ] ${id} Write ${id}\n`).join(''))
    const worker = async (own: readonly string[]): Promise<void> => {
      const ends = own.map(async (id) => {
        const child = start('done', id, '--in', 'tasks.md')
        let stderr = ''
        child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
        const [code] = (await once(child, 'close')) as [number]
        expect([code, stderr.split('\n')[0]]).toEqual([0, `Ticked ${id} in tasks.md, unverified: it has no check`])
      })
      await Promise.all(ends)
    }
    await Promise.all([worker(ids.slice(0, 20)), worker(ids.slice(20))])
    expect(text()).toBe(ids.map((id) => `- [x] ${id} Write ${id}\n`).join(''))
  })

  test('of ten who start at once each gets a task of its own', { timeout: 60_000 }, async () => {
    const ids = Array.from({ length: 10 }, (_, at) => `T${String(at + 1).padStart(3, '0')}`)
    writeFileSync(join(folder, 'tasks.md'), ids.map((id) => `- [ ] ${id} Write ${id}\n`).join(''))
    const codes = ids.map(async (_, at) => {
      const child = start('start', '--as', `agent-${at}`, '--in', 'tasks.md')
      const [code] = (await once(child, 'close')) as [number]
      return code
    })
    expect(await Promise.all(codes)).toEqual(ids.map(() => 0))
    expect(text()).toBe(ids.map((id) => `- [~] ${id} Write ${id}\n`).join(''))
  })

  test.skipIf(process.platform === 'win32')('an interrupt ends the check and leaves the box open', async () => {
    writeFileSync(join(folder, 'check.mjs'), `console.log('begun'); setInterval(() => {}, 1000)\n`)
    const child = start('done', 'T001', '--yes', '--in', 'tasks.md')
    setTimeout(() => child.kill('SIGINT'), 1500)
    const [code] = (await once(child, 'close')) as [number]
    expect(code).toBe(130)
    expect(text()).toBe(tasks)
  })

  test('what is printed by a check cannot move the cursor', () => {
    writeFileSync(
      join(folder, 'check.mjs'),
      `console.log('\\u001b[2J\\u001b[31mred\\u001b[0m\\u202e'); process.exit(1)\n`,
    )
    const argv = [bin, 'done', 'T001', '--yes', '--in', 'tasks.md']
    const { stderr, status } = spawnSync(process.execPath, argv, { cwd: folder, env: { PATH }, encoding: 'utf8' })
    expect(status).toBe(1)
    expect(stderr).not.toMatch(/[\u001b\u202e]/)
    expect(stderr).toContain('red')
  })
})

describe.each(['001-lossless-regeneration', '002-plugin-reports', '003-tracing-rollout'])('visions/%s', (name) => {
  const at = `visions/${name}`
  const inVision = (...argv: readonly string[]): Promise<Ran> => runHere(folder, argv, { env: { PATH } })
  const execute = (): string => readFileSync(join(folder, at, 'execute.md'), 'utf8')
  const refreshed = async (...argv: readonly string[]): Promise<void> => {
    const { stdout } = await inVision(...argv, '--json')
    expect(JSON.parse(stdout), argv.join(' ')).toMatchObject({ data: { status: 'written', refreshed: true } })
    expect(await inVision('execute', '--check'), argv.join(' ')).toMatchObject({ code: 0 })
  }

  test('every change leaves nothing for the compiler to do, and is kept', { timeout: 60_000 }, async () => {
    cpSync(join(import.meta.dirname, '../..', at), join(folder, at), { recursive: true })
    const before = execute()
    await refreshed('add', 'Write `notes/one.md`', '--milestone', 'M1', '--on', 'T001')
    const id = /(T\d+) \[M1\] Write `notes\/one\.md` \(depends on T001\)/.exec(execute())![1]!
    expect(before).not.toContain(id)
    await refreshed('edit', id, '--text', 'Write `notes/two.md`')
    await refreshed('edit', 'T002', '--text', 'Do it by hand')
    await inVision('done', id, '--no-verify')
    await refreshed('drop', 'T003', '--yes')
    const after = execute()
    expect(after).toMatch(new RegExp(`- \\[x\\] ${id} \\[M1\\] Write \`notes/two\\.md\``))
    expect(after).toMatch(/^- \[ \] T002 .*Do it by hand/m)
    expect(after).not.toMatch(/^- \[.\] T003 /m)
  })
})

describe('files that a ticked task writes', () => {
  const words = '- [ ] T001 Write `src/a.ts`\n- [ ] T002 Read `src/b.ts`\n- [ ] T003 Write `../out.ts`\n'

  test('are warned of where they are not there, and the task is ticked', async () => {
    writeFileSync(join(folder, 'tasks.md'), words)
    const { code, stderr } = await run('done T001 T002 T003')
    expect(code).toBe(0)
    expect(stderr).toContain('warning T001 is ticked, and `src/a.ts` is not there.')
    expect(stderr).not.toContain('b.ts')
    expect(stderr).not.toContain('out.ts')
    const { stdout } = await run('done T001 --json')
    expect(schemaErrors('done', JSON.parse(stdout))).toBe('')
    expect(text()).toContain('- [x] T001')
  })

  test('are not spoken of where they are there', async () => {
    writeFileSync(join(folder, 'tasks.md'), words)
    mkdirSync(join(folder, 'src'))
    writeFileSync(join(folder, 'src/a.ts'), '')
    expect((await run('done T001')).stderr).not.toContain('warning')
  })
})
