import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
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
    expect((await init('--commands-dir other')).code).toBe(0)
    expect(existsSync(path('sub'))).toBe(true)
    expect(existsSync(path('sub/my cmds'))).toBe(false)
    expect(existsSync(path('other/intentk.goal.md'))).toBe(true)
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

test('with --git as well', async () => {
  rmSync(path('.git'), { recursive: true })
  const { spawnSync } = await import('node:child_process')
  spawnSync('git', ['init', '-q'], { cwd: folder })
  const { stdout } = await init('--assistant goose --git --json')
  const value = JSON.parse(stdout) as { data: { git: object } }
  expect(schemaErrors('init', value)).toBe('')
  expect(value.data.git).toEqual({ attributes: 'changed', config: 'changed', removed: false })
})
