import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { rolldown } from 'rolldown'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { filesOf, runHere } from '../cli/support.ts'
import { Crash, memoryFileSystem, type MemoryFileSystem } from '../workspace/memory-file-system.ts'

/* All files of init or none: stopped or refused at each of its steps, it leaves what was there or finishes next time. */

const before: Readonly<Record<string, string | null>> = {
  '/repo/.git/HEAD': 'ref: refs/heads/main\n',
  '/repo/AGENTS.md': '\ufeff# Mine\r\n\r\nNo line end',
  '/repo/.rovodev/prompts.yml': 'prompts:\n- name: mine\n  content_file: prompts/mine.md\n',
  '/repo/.intentk/config.yaml': 'hoursPerDay: 6\n',
  '/repo/.claude/commands/mine.md': 'mine\n',
  '/home/me': null,
}

const env = { HOME: '/home/me' }
const run = (fs: MemoryFileSystem, ...argv: readonly string[]): ReturnType<typeof runHere> =>
  runHere('/repo', ['init', ...argv], { fs, env })

const stateOf = (fs: MemoryFileSystem): Readonly<Record<string, string | null>> =>
  Object.fromEntries(fs.paths().map((path) => [path, fs.text(path)]))

/** The paths at which two states differ: their texts would fill the screen. */
const differing = (
  a: Readonly<Record<string, string | null>>,
  b: Readonly<Record<string, string | null>>,
): readonly string[] => Object.keys({ ...a, ...b }).filter((path) => a[path] !== b[path])

interface Scene {
  readonly argv: readonly string[]
  /** What was done before. */
  readonly first: readonly (readonly string[])[]
}

const scenes: Readonly<Record<string, Scene>> = {
  'the first init': { argv: ['--assistant', 'rovodev,goose'], first: [] },
  'one more assistant': { argv: ['--assistant', 'gemini'], first: [['--assistant', 'claude']] },
  'removal of one': { argv: ['--remove', '--assistant', 'rovodev'], first: [['--assistant', 'rovodev,codex,zed']] },
  'removal of all': { argv: ['--remove'], first: [['--assistant', 'codex,rovodev']] },
  'files in the home folder': { argv: ['--assistant', 'hermes,goose', '--yes'], first: [] },
}

async function prepared({ first }: Scene): Promise<Readonly<Record<string, string | null>>> {
  const fs = memoryFileSystem(before)
  for (const argv of first) expect((await run(fs, ...argv)).code).toBe(0)
  return stateOf(fs)
}

/** `npm run test:long` takes every step everywhere. */
const stride = process.env['INTENTK_KILLS'] === undefined ? 3 : 1

describe.each(Object.entries(scenes))('%s', (_, scene) => {
  let start: Readonly<Record<string, string | null>>
  let end: Readonly<Record<string, string | null>>
  let steps = 0
  const fresh = (): MemoryFileSystem => memoryFileSystem({ ...start, '/home/me': null })
  beforeAll(async () => {
    start = await prepared(scene)
    const fs = fresh()
    fs.arm({})
    expect((await run(fs, ...scene.argv)).code).toBe(0)
    steps = fs.steps()
    end = stateOf(fs)
    expect(differing(start, end)).not.toEqual([])
  })

  test('stopped at any step, the next run gives what an unbroken one gives', async () => {
    expect(steps).toBeGreaterThan(50)
    let old = 0
    for (let at = 1; at <= steps; at++) {
      const fs = fresh()
      fs.arm({ crashAt: at })
      const { code } = await run(fs, ...scene.argv)
      fs.arm({})
      // Stopped while folders go that are empty: all files are as they shall be.
      if (code === 0) expect(differing(stateOf(fs), end), `step ${at}`).toEqual([])
      fs.tick(60_000)
      if (Object.entries(start).every(([path, text]) => fs.text(path) === text)) old++
      expect(await run(fs, ...scene.argv), `step ${at}`).toMatchObject({ code: 0 })
      expect(differing(stateOf(fs), end), `step ${at}`).toEqual([])
    }
    expect(old).toBeGreaterThan(0)
  })

  test.each(['ENOSPC', 'EACCES', 'EIO'])('where any step fails with %s, everything is as it was', async (code) => {
    for (let at = 1; at <= steps; at += code === 'ENOSPC' ? 1 : stride) {
      const fs = fresh()
      fs.arm({ failAt: at, code })
      const ran = await run(fs, ...scene.argv)
      fs.arm({})
      // What is tidied up behind a finished write may fail; nobody has to know.
      expect(differing(stateOf(fs), ran.code === 0 ? end : start), `step ${at}: ${ran.stderr}`).toEqual([])
      if (ran.code !== 0) expect(ran).toMatchObject({ code: 2, stderr: expect.stringMatching(/^error /) })
    }
  })

  test('where the disk breaks for good, the next run finishes or begins anew', async () => {
    for (let at = 1; at <= steps; at += stride) {
      const fs = fresh()
      fs.arm({ failAt: at, code: 'EIO', onwards: true })
      await run(fs, ...scene.argv)
      fs.arm({})
      fs.tick(60_000)
      expect((await run(fs, ...scene.argv)).code).toBe(0)
      expect(differing(stateOf(fs), end), `step ${at}`).toEqual([])
    }
  })
})

test('a file that somebody changed while the writer was stopped is theirs', async () => {
  const fs = memoryFileSystem(before)
  // Behind the note and the files beside their places, some are in place and some are not.
  fs.arm({ crashAt: 110 })
  await run(fs, '--assistant', 'goose')
  fs.arm({})
  fs.tick(60_000)
  fs.put('/repo/.goose/recipes/intentk.vision.yaml', 'mine\n')
  fs.put('/repo/.goose/recipes/intentk.status.yaml', 'mine too\n')
  expect((await run(fs, '--upgrade')).code).toBe(0)
  expect(fs.text('/repo/.goose/recipes/intentk.vision.yaml')).toBe('mine\n')
  expect(fs.text('/repo/.goose/recipes/intentk.status.yaml')).toBe('mine too\n')
  expect(fs.text('/repo/.goose/recipes/intentk.goal.yaml')).toContain('version: 1.0.0')
  expect(fs.paths().filter((path) => path.includes('next'))).toEqual([])
})

test('a writer that is at work is waited for, and then named', async () => {
  const holder = memoryFileSystem(before, { holder: 'here:7' })
  holder.arm({ crashAt: 60 })
  await run(holder, '--assistant', 'goose')
  const note = holder.text('/repo/.intentk/init.next')!
  const fs = memoryFileSystem({ ...before, '/repo/.intentk/init.next': note }, { alive: () => true })
  expect(await run(fs, '--assistant', 'goose')).toMatchObject({ code: 2, stderr: expect.stringContaining('at work') })
  fs.tick(60_000)
  expect((await run(fs, '--assistant', 'goose')).code).toBe(0)
})

test('a note that came with a repository writes nothing outside of it, and into no folder of git', async () => {
  const rest = JSON.stringify({
    holder: 'x:1',
    emptied: ['..', '.git'],
    changes: ['../evil', '/tmp/evil', '.git/hooks/pre-commit', 'a/../../evil', 'C:\\evil'].map((path) => ({
      path,
      before: null,
      after: 'evil',
    })),
  })
  const { hashBytes } = await import('../../src/model/hash.ts')
  const note = `${JSON.stringify({ next: 2, check: hashBytes(rest) })}\n${rest}`
  const fs = memoryFileSystem({ ...before, '/repo/.intentk/init.next': note })
  fs.tick(60_000)
  expect((await run(fs, '--assistant', 'goose')).code).toBe(0)
  expect(Object.values(stateOf(fs))).not.toContain('evil')
})

test('two places: what is in the home folder is put back where the repository refuses', async () => {
  const fs = memoryFileSystem(before)
  fs.put('/repo/.goose', 'a file in the way')
  const start = stateOf(fs)
  const ran = await run(fs, '--assistant', 'hermes,goose', '--yes')
  expect(ran).toMatchObject({ code: 2, stderr: expect.stringContaining('`.goose` is a file, not a folder') })
  expect(differing(stateOf(fs), start)).toEqual([])
})

describe('a real process', () => {
  let folder = ''
  let child = ''
  beforeAll(async () => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'intentk-init-kill-')))
    child = join(folder, 'child.mjs')
    const bundle = await rolldown({
      cwd: join(import.meta.dirname, '../..'),
      input: 'tests/assistants/init-kill-child.ts',
      platform: 'node',
      external: ['inquirer', 'satteri'],
      logLevel: 'silent',
      transform: {
        define: {
          __INTENTK_VERSION__: '"0.0.0"',
          __filename: 'import.meta.filename',
          __dirname: 'import.meta.dirname',
        },
      },
    })
    await bundle.write({ dir: folder, entryFileNames: 'child.mjs', format: 'esm' })
    await bundle.close()
  }, 60_000)
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  const repo = (name: string): string => {
    const at = join(folder, name)
    mkdirSync(join(at, '.git'), { recursive: true })
    writeFileSync(join(at, 'AGENTS.md'), '# Mine\n')
    return at
  }
  const kill = (at: string, step: number): string | null =>
    spawnSync(process.execPath, [child, at, String(step)], { encoding: 'utf8', env: {} }).signal

  test.skipIf(process.platform === 'win32')(
    'killed at each of its writes, it leaves the old files or the next run the new ones',
    async () => {
      const whole = repo('whole')
      expect(kill(whole, 0)).toBeNull()
      const end = filesOf(whole)
      expect(Object.keys(end).length).toBeGreaterThan(10)
      let step = 1
      for (; step < 500; step += stride) {
        const at = repo(`at-${step}`)
        if (kill(at, step) === null) break
        // Without a note nothing has begun, or all is done.
        if (!existsSync(join(at, '.intentk/init.next')))
          expect([1, Object.keys(end).length]).toContain(Object.keys(filesOf(at)).length)
        expect((await runHere(at, ['init', '--assistant', 'goose'])).code, `step ${step}`).toBe(0)
        const now = filesOf(at)
        const version = (text: string | undefined): string => (text ?? '').replace(/"version": "[^"]*"/, '')
        expect(Object.keys(now)).toEqual(Object.keys(end))
        for (const path of Object.keys(end)) expect(version(now[path]), `step ${step} ${path}`).toBe(version(end[path]))
        rmSync(at, { recursive: true })
      }
      expect(step).toBeGreaterThan(40)
    },
    180_000,
  )
})

test('the stand-in for a kill is no error of the program', () => expect(new Crash()).toBeInstanceOf(Error))
