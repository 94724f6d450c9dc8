import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { commands } from '../../src/assistants/commands.generated.ts'
import { assistants } from '../../src/assistants/table.ts'
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

describe('all assistants', { timeout: 60_000 }, () => {
  test('edit five files, upgrade: the five stay and are offered, the others are new; --remove leaves what people wrote', async () => {
    write('AGENTS.md', '\ufeff# Mine\r\n\r\nText')
    write('.rovodev/prompts.yml', 'prompts:\n- name: mine\n')
    write('.claude/commands/mine.md', 'mine\n')
    const before = filesOf(folder)
    expect((await init('--all')).code).toBe(0)
    const installed = filesOf(folder)
    expect(Object.keys(installed).length).toBeGreaterThan(450)
    const edited = [
      '.claude/skills/intentk-execute/SKILL.md',
      '.agents/skills/intentk-goal/SKILL.md',
      '.gemini/commands/intentk.status.toml',
      '.goose/recipes/intentk.vision.yaml',
      '.crush/commands/intentk/clarify.md',
    ]
    for (const name of edited) write(name, `${read(name)}# my words\n`)
    const asEdited = filesOf(folder)
    const data = await json('--upgrade', later)
    const now = filesOf(folder)
    const offered = data.files.filter(({ offer }) => offer !== null)
    expect(offered.map((each) => each.path)).toEqual(edited.toSorted())
    for (const { action, because, offer } of offered) {
      expect({ action, because }).toEqual({ action: 'kept', because: 'it was edited' })
      expect(offer).toContain('-# my words\n')
      expect(offer).toMatch(/^\+ *One line more\.$/m)
    }
    for (const name of edited) expect(now[name]).toBe(asEdited[name])
    for (const name of Object.keys(installed).filter(
      (each) => /intentk[.-]|crush/.test(each) && !edited.includes(each),
    ))
      expect(now[name], name).toContain('One line more.')
    // The second time nothing is news but the offer.
    expect((await json('--upgrade', later)).status).toBe('unchanged')
    expect(filesOf(folder)).toEqual(now)
    expect((await init('--remove')).code).toBe(0)
    expect(filesOf(folder)).toEqual({ ...before, ...Object.fromEntries(edited.map((name) => [name, asEdited[name]])) })
  })

  test('--remove gives the tree of before, empty folders included', async () => {
    write('docs/a.md', 'a\n')
    mkdirSync(path('.github'))
    const tree = (): readonly string[] => Object.keys(filesOf(folder))
    const before = filesOf(folder)
    await init('--all')
    expect(tree().length).toBeGreaterThan(400)
    await init('--remove')
    expect(filesOf(folder)).toEqual(before)
    expect(existsSync(path('.github'))).toBe(true)
    for (const name of ['.intentk', '.claude', '.agents', '.crush', '.github/skills'])
      expect(existsSync(path(name)), name).toBe(false)
    expect(await init('--remove')).toMatchObject({ code: 0, stderr: 'Nothing was set up.\n' })
  })

  test('leaves out those of the home folder and the generic one', async () => {
    const { assistants: set } = await json('--all')
    expect(set.map(({ key }) => key).sort()).toEqual(
      assistants
        .filter((each) => !each.home)
        .map(({ key }) => key)
        .sort(),
    )
    expect(filesOf(home)).toEqual({})
  })
})

describe('several assistants', () => {
  test('one more does not touch the others, and what is shared stays while one needs it', async () => {
    await init('--assistant codex')
    const codex = filesOf(folder)
    await init('--assistant zed,claude')
    for (const [name, text] of Object.entries(codex))
      if (!name.includes('manifest')) expect(read(name), name).toBe(text)
    await init('--remove --assistant codex')
    expect(existsSync(path('.agents/skills/intentk-goal/SKILL.md'))).toBe(true)
    expect(read('AGENTS.md')).toContain('intentk: begin')
    await init('--remove --assistant zed')
    expect(existsSync(path('.agents'))).toBe(false)
    expect(existsSync(path('AGENTS.md'))).toBe(false)
    expect(existsSync(path('.claude/skills/intentk-goal/SKILL.md'))).toBe(true)
    expect(existsSync(path('CLAUDE.md'))).toBe(true)
    expect(Object.keys((JSON.parse(read('.intentk/manifest.json')) as { files: object }).files).length).toBe(21)
  })

  test('again without words is a refresh of those that are set up', async () => {
    await init('--assistant gemini,goose')
    rmSync(path('.gemini/commands/intentk.goal.toml'))
    expect(await init('')).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('Wrote 1 file: .gemini/commands/intentk.goal.toml'),
    })
    expect(await init('')).toMatchObject({ code: 0, stderr: expect.stringMatching(/^Everything is up to date\./) })
  })

  test('a later release writes back what an earlier one does not know, and the earlier one says so', async () => {
    await init('--assistant gemini', later)
    const { stderr } = await init('--upgrade')
    expect(stderr).toContain('The files were written by intentk 9.0.0')
  })

  test('commands of an earlier release go, unless they were edited', async () => {
    const two = (name: string): (typeof commands)[number] => ({ ...commands[0]!, name })
    const given = { commands: { version: '0.0.1', commands: [...commands, two('old'), two('older')] } }
    await init('--assistant gemini', given)
    write('.gemini/commands/intentk.older.toml', 'mine')
    const { stderr } = await init('--upgrade')
    expect(existsSync(path('.gemini/commands/intentk.old.toml'))).toBe(false)
    expect(read('.gemini/commands/intentk.older.toml')).toBe('mine')
    expect(stderr).toContain('Kept .gemini/commands/intentk.older.toml: it was edited')
  })
})

describe('which assistants', () => {
  test('are found by their folders and by programs on the PATH', async () => {
    mkdirSync(path('.cursor'))
    write('bin/gemini', '#!/bin/sh\n')
    write('bin/goose', 'not a program\n')
    chmodSync(path('bin/gemini'), 0o755)
    const env = { HOME: home, PATH: path('bin') }
    expect((await json('--detect --dry-run', { env })).assistants.map(({ key }) => key)).toEqual(['cursor', 'gemini'])
    expect((await json('--yes --dry-run', { env })).assistants.map(({ key }) => key)).toEqual(['cursor', 'gemini'])
    expect(await init('', { env })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--assistant cursor,gemini`'),
    })
    // A program that a relative entry of the PATH would find is one of the repository.
    expect(await init('--detect', { env: { PATH: 'bin:' } })).toMatchObject({
      code: 0,
      stderr: expect.not.stringContaining('Gemini'),
    })
  })

  test('are asked for on a terminal, the found and the installed ones chosen', async () => {
    mkdirSync(path('.cursor'))
    await init('--assistant claude')
    let seen: readonly { readonly name: string; readonly checked: boolean }[] = []
    const choose: NonNullable<Io['choose']> = async (_, choices) => {
      seen = choices
      return ['cursor', 'pi']
    }
    const { code, stderr } = await init('', { choose })
    expect(code).toBe(0)
    expect(seen.filter(({ checked }) => checked).map(({ name }) => name)).toEqual([
      'Claude Code (set up)',
      'Cursor (found: .cursor)',
    ])
    expect(seen).toHaveLength(assistants.length)
    expect(stderr).toContain('Removed Claude Code')
    expect(existsSync(path('.claude'))).toBe(false)
    expect(existsSync(path('.pi/prompts/intentk.goal.md'))).toBe(true)
    expect(await init('', { choose: async () => [] })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('No assistant was chosen'),
    })
  })

  test('a folder that the user names', async () => {
    mkdirSync(path('sub'))
    const ran = await runHere(path('sub'), ['init', '--commands-dir', './my cmds/'], {})
    expect(ran.code).toBe(0)
    expect(read('sub/my cmds/intentk.goal.md')).toContain('$ARGUMENTS')
    expect((await init('--upgrade', later)).code).toBe(0)
    expect(read('sub/my cmds/intentk.goal.md')).toContain('One line more.')
    await init('--remove')
    expect(filesOf(folder)).toEqual({})
  })

  test.each([
    ['--assistant gemni', 'There is no assistant `gemni`.\nDid you mean `gemini`?'],
    ['--assistant nobodyknows', 'There are claude, codex'],
    ['--assistant ,', 'names nobody'],
    ['--assistant generic', '--commands-dir'],
    ['--commands-dir ../out', 'leads upwards'],
    ['--commands-dir .git/hooks', '.git'],
    ['--commands-dir .', 'no folder of its own'],
    ['--all --detect', 'exclude each other'],
    ['--all --assistant claude', 'exclude each other'],
    ['--upgrade --remove', 'exclude each other'],
    ['--remove --all', 'takes `--assistant KEY`'],
    ['--upgrade', 'No assistant was set up here.'],
    ['--detect', 'No assistant was found'],
    ['--yes', 'No assistant was found'],
    ['', 'no terminal to ask on'],
    ['word', 'Unexpected `word`'],
  ])('%j is misuse', async (line, words) => {
    expect(await init(line, { env: {} })).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(words) })
    expect(filesOf(folder)).toEqual({})
  })

  test('--dry-run says what it would do and does nothing', async () => {
    const { code, stderr } = await init('--assistant claude --dry-run')
    expect({ code, files: filesOf(folder) }).toEqual({ code: 0, files: {} })
    expect(stderr).toContain('Would write 22 files')
  })
})

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

test('with --git as well', async () => {
  rmSync(path('.git'), { recursive: true })
  const { spawnSync } = await import('node:child_process')
  spawnSync('git', ['init', '-q'], { cwd: folder })
  const { stdout } = await init('--assistant goose --git --json')
  const value = JSON.parse(stdout) as { data: { git: object } }
  expect(schemaErrors('init', value)).toBe('')
  expect(value.data.git).toEqual({ attributes: 'changed', config: 'changed', removed: false })
})
