import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { commands } from '../../src/assistants/commands.generated.ts'
import type { Io } from '../../src/cli/io.ts'
import { schemaErrors } from './schema-check.ts'
import { filesOf, makeFolder, removeFolder, runHere, type Ran } from './support.ts'

let folder = ''
let home = ''
beforeEach(() => {
  folder = makeFolder({})
  home = makeFolder({})
})
afterEach(() => [folder, home].forEach(removeFolder))

const path = (name: string): string => join(folder, name)
const read = (name: string): string => readFileSync(path(name), 'utf8')
function write(name: string, text: string | Uint8Array): void {
  mkdirSync(dirname(path(name)), { recursive: true })
  writeFileSync(path(name), text)
}
const init = (line: string, given: Partial<Io> = {}): Promise<Ran> =>
  runHere(folder, ['init', ...line.split(' ').filter((word) => word !== '')], { env: { HOME: home }, ...given })

interface Envelope {
  readonly data: {
    readonly status: string
    readonly assistants: readonly { readonly key: string }[]
    readonly files: readonly {
      readonly path: string
      readonly action: string
      readonly because: string
      readonly offer: string | null
    }[]
  }
}
async function json(line: string, given: Partial<Io> = {}): Promise<Envelope['data']> {
  const { stdout, stderr } = await init(`${line} --json`, given)
  expect(stderr).toBe('')
  const value = JSON.parse(stdout) as Envelope
  expect(schemaErrors('init', value)).toBe('')
  return value.data
}

/** A later release: every command says something else. */
const later = {
  commands: {
    version: '9.0.0',
    commands: commands.map((each) => ({ ...each, body: `${each.body}One line more.\n` })),
  },
}

describe('the home folder', () => {
  test('is written to only by name and with a yes, and has a manifest of its own', async () => {
    expect(await init('--assistant hermes')).toMatchObject({ code: 2, stderr: expect.stringContaining('--yes') })
    expect(await init('--assistant hermes', { ask: async () => 'n' })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Nothing is written'),
    })
    expect([filesOf(folder), filesOf(home)]).toEqual([{}, {}])
    expect((await init('--assistant hermes', { ask: async () => 'y' })).code).toBe(0)
    expect(Object.keys(filesOf(home))).toContain('.hermes/skills/intentk-goal/SKILL.md')
    expect(Object.keys(filesOf(home))).toContain('.config/intentk/manifest.json')
    expect(Object.keys(filesOf(folder))).toEqual(['.intentk/config.yaml', '.intentk/manifest.json', 'AGENTS.md'])
  })

  test('is left alone by --upgrade and --remove that do not name it', async () => {
    await init('--assistant hermes,minimax --yes')
    const before = filesOf(home)
    expect(await init('--upgrade', later)).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('Hermes is in your home folder and is left alone'),
    })
    expect(await init('--remove')).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('--assistant hermes --remove'),
    })
    expect(filesOf(home)).toEqual(before)
    expect(filesOf(folder)).toEqual({})
    await init('--assistant hermes --remove --yes')
    expect(Object.keys(filesOf(home)).some((name) => name.includes('hermes'))).toBe(false)
    expect(existsSync(join(home, '.minimax/skills/intentk-goal/SKILL.md'))).toBe(true)
    await init('--assistant minimax --remove --yes')
    expect(filesOf(home)).toEqual({})
    expect(existsSync(join(home, '.config'))).toBe(false)
  })
})

describe('what people have', () => {
  test('a file of theirs where a command belongs stays, and the command is offered', async () => {
    write('.gemini/commands/intentk.goal.toml', 'prompt = "mine"\n')
    const data = await json('--assistant gemini')
    expect(data.files.find(({ action }) => action === 'kept')).toMatchObject({
      path: '.gemini/commands/intentk.goal.toml',
      because: 'it was not written by intentk',
    })
    await init('--remove')
    expect(filesOf(folder)).toEqual({ '.gemini/commands/intentk.goal.toml': 'prompt = "mine"\n' })
  })

  test('a configuration of theirs stays, and one that init wrote goes only as it was', async () => {
    write('.intentk/config.yaml', 'hoursPerDay: 6\n')
    await init('--assistant goose')
    await init('--remove')
    expect(filesOf(folder)).toEqual({ '.intentk/config.yaml': 'hoursPerDay: 6\n' })
    rmSync(path('.intentk'), { recursive: true })
    await init('--assistant goose')
    write('.intentk/config.yaml', `${read('.intentk/config.yaml')}tests: always\n`)
    expect((await init('--upgrade')).stderr).toMatch(/^Everything is up to date/)
    await init('--remove')
    expect(Object.keys(filesOf(folder))).toEqual(['.intentk/config.yaml'])
  })

  test('a checkout with other line ends is no edit', async () => {
    await init('--assistant claude,goose')
    for (const [name, text] of Object.entries(filesOf(folder))) write(name, text.replaceAll('\n', '\r\n'))
    expect((await json('')).status).toBe('unchanged')
    expect((await json('--upgrade', later)).files.some(({ action }) => action === 'kept')).toBe(false)
    await init('--remove')
    expect(filesOf(folder)).toEqual({})
  })

  test('a lost manifest is no loss: what is as intentk writes it is found again', async () => {
    await init('--assistant goose')
    const before = filesOf(folder)
    rmSync(path('.intentk/manifest.json'))
    await init('--assistant goose')
    expect(Object.keys(filesOf(folder))).toEqual(Object.keys(before))
    await init('--remove')
    expect(existsSync(path('.goose/recipes/intentk.goal.yaml'))).toBe(false)
  })

  test.each([
    ['<<<<<<< HEAD\n{}\n', 'conflict markers'],
    ['{', 'not valid JSON'],
    ['[]', 'not an object'],
    ['{"schemaVersion": 2}', 'schemaVersion'],
    [
      '{"schemaVersion":1,"version":"","assistants":[],"commandsDir":"","folders":[],"files":{"a":"b"},"sections":{}}',
      'no hashes',
    ],
  ])('a manifest %j is named', async (text, why) => {
    write('.intentk/manifest.json', text)
    expect(await init('--assistant goose')).toMatchObject({ code: 2, stderr: expect.stringContaining(why) })
    expect(Object.keys(filesOf(folder))).toEqual(['.intentk/manifest.json'])
  })

  test('a manifest that came with a repository takes nothing away that is not of intentk', async () => {
    write('src/index.ts', 'x\n')
    await init('--assistant goose')
    const manifest = JSON.parse(read('.intentk/manifest.json')) as { files: Record<string, string>; folders: string[] }
    const { createHash } = await import('node:crypto')
    manifest.files['src/index.ts'] = createHash('sha256').update('x\n').digest('hex')
    manifest.files['../out.md'] = manifest.files['src/index.ts']
    manifest.folders.push('..', '.git', 'src')
    write('.intentk/manifest.json', JSON.stringify(manifest))
    expect((await init('--remove')).code).toBe(0)
    expect(filesOf(folder)).toEqual({ 'src/index.ts': 'x\n' })
  })

  test('a file that is no UTF-8 text is not touched', async () => {
    write('AGENTS.md', new Uint8Array([0x41, 0xe9, 0x0a]))
    expect(await init('--assistant codex')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('AGENTS.md: it is not UTF-8 text'),
    })
    expect(Object.keys(filesOf(folder))).toEqual(['AGENTS.md'])
  })

  test('a read-only file and a file in the way stop everything before anything is written', async () => {
    write('AGENTS.md', 'mine\n')
    chmodSync(path('AGENTS.md'), 0o444)
    expect(await init('--assistant codex')).toMatchObject({ code: 2, stderr: expect.stringContaining('read-only') })
    expect(Object.keys(filesOf(folder))).toEqual(['AGENTS.md'])
    chmodSync(path('AGENTS.md'), 0o644)
    write('.goose', 'a file\n')
    expect(await init('--assistant codex,goose')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('`.goose` is a file'),
    })
    expect(Object.keys(filesOf(folder))).toEqual(['.goose', 'AGENTS.md'])
  })
})

describe.skipIf(process.platform === 'win32')('links', () => {
  test('that lead out are never followed', async () => {
    symlinkSync(home, path('.claude'))
    expect(await init('--assistant claude')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('is a link out of the repository'),
    })
    symlinkSync(join(home, 'x.md'), path('AGENTS.md'))
    expect(await init('--assistant goose')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('`AGENTS.md` is a link to nothing'),
    })
    rmSync(path('AGENTS.md'))
    symlinkSync(home, path('.intentk'))
    expect((await init('--assistant goose')).code).toBe(2)
    expect(filesOf(home)).toEqual({})
  })

  test('one file for two assistants is written once', async () => {
    write('AGENTS.md', 'mine\n')
    symlinkSync('AGENTS.md', path('CLAUDE.md'))
    mkdirSync(path('.agents/skills'), { recursive: true })
    mkdirSync(path('.claude'))
    symlinkSync('../.agents/skills', path('.claude/skills'))
    expect((await init('--assistant claude,codex')).code).toBe(0)
    expect(read('AGENTS.md').split('intentk: begin').length).toBe(2)
    expect(read('.claude/skills/intentk-goal/SKILL.md')).toContain('`intentk new strategy`')
    expect((await json('')).status).toBe('unchanged')
    expect((await init('--remove')).code).toBe(0)
    expect(Object.keys(filesOf(folder))).toEqual(['AGENTS.md', 'CLAUDE.md'])
    expect(read('CLAUDE.md')).toBe('mine\n')
  })
})
