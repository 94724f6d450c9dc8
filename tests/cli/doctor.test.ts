import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { commands } from '../../src/assistants/commands.generated.ts'
import { assistants } from '../../src/assistants/table.ts'
import { nodeFindings, OLDEST_NODE } from '../../src/cli/doctor-machine.ts'
import type { Io } from '../../src/cli/io.ts'
import { schemaErrors } from './schema-check.ts'
import { smallCompile } from './small-compiler.ts'
import { filesOf, makeFolder, removeFolder, runHere } from './support.ts'

/* Each thing that can be wrong with a set-up: found, and gone when its mend was followed. */

let folder = ''
let home = ''
let env: Io['env'] = {}
const path = (name: string): string => join(folder, name)
const read = (name: string): string => readFileSync(path(name), 'utf8')
function write(name: string, text: string): void {
  mkdirSync(dirname(path(name)), { recursive: true })
  writeFileSync(path(name), text)
}
function program(name: string): void {
  writeFileSync(join(home, 'bin', name), '#!/bin/sh\n')
  chmodSync(join(home, 'bin', name), 0o755)
}

beforeEach(() => {
  folder = makeFolder({})
  rmSync(path('.git'), { recursive: true })
  spawnSync('git', ['init', '-q', '-b', 'main'], { cwd: folder })
  home = makeFolder({ 'bin/git': '' })
  for (const name of ['git', 'intentk', 'goose', 'codex']) program(name)
  env = { HOME: home, PATH: join(home, 'bin') }
})
afterEach(() => [folder, home].forEach(removeFolder))

const run = (line: string, given: Partial<Io> = {}): ReturnType<typeof runHere> =>
  runHere(folder, line.split(' '), { env, compile: smallCompile, ...given })

interface Found {
  readonly ruleId: string
  readonly file: string | null
  readonly message: string
  readonly mend: string
}

/** What doctor finds, held to its schema and its exit code. */
async function found(given: Partial<Io> = {}): Promise<readonly Found[]> {
  const { code, stdout, stderr } = await run('doctor --json', given)
  expect(stderr).toBe('')
  const value = JSON.parse(stdout) as { data: { findings: readonly Found[] }; diagnostics: readonly object[] }
  expect(schemaErrors('doctor', value)).toBe('')
  expect(value.diagnostics).toHaveLength(value.data.findings.length)
  expect(code).toBe(value.data.findings.length > 0 ? 1 : 0)
  return value.data.findings
}

/** The one finding there is; what its mend says in backticks is then run, and nothing may be left. */
async function mended(rule: string, file: string | null): Promise<Found> {
  const findings = await found()
  expect(findings.map((each) => [each.ruleId, each.file])).toEqual([[rule, file]])
  const [only] = findings
  const command = /`intentk ([^`]+)`/.exec(only!.mend)?.[1]
  if (command !== undefined) expect((await run(command)).code).toBe(0)
  if (command !== undefined) expect(await found()).toEqual([])
  return only!
}

test('nothing is wrong with an empty repository, nor after init', { timeout: 60_000 }, async () => {
  expect(await run('doctor')).toEqual({
    code: 0,
    stdout: '',
    stderr: 'Nothing is wrong.\nNo assistant is set up here. Next intentk init\n',
  })
  await run('init --assistant goose,codex,rovodev')
  expect(await run('doctor')).toEqual({ code: 0, stdout: '', stderr: 'Nothing is wrong.\n' })
  await run('init --all')
  const programs = assistants.filter(({ terminal }) => terminal).flatMap((each) => each.programs.slice(0, 1))
  programs.forEach(program)
  expect(await found()).toEqual([])
})

describe('commands', () => {
  beforeEach(async () => void (await run('init --assistant goose,codex')))

  test('missing', async () => {
    rmSync(path('.goose/recipes/intentk.goal.yaml'))
    await mended('missing-command', '.goose/recipes/intentk.goal.yaml')
  })

  test('stale: an earlier release wrote them', async () => {
    await run('init --remove')
    const given = { commands: { version: '0.0.1', commands: commands.map((each) => ({ ...each, body: 'Old.\n' })) } }
    await run('init --assistant goose', given)
    const findings = await found()
    expect(findings).toHaveLength(commands.length)
    expect(new Set(findings.map((each) => each.ruleId))).toEqual(new Set(['stale-command']))
    await run('init --upgrade')
    expect(await found()).toEqual([])
  })

  test('stale: of a command that is no more', async () => {
    const given = { commands: { version: '0.0.1', commands: [...commands, { ...commands[0]!, name: 'old' }] } }
    await run('init --remove')
    await run('init --assistant goose', given)
    await mended('stale-command', '.goose/recipes/intentk.old.yaml')
  })

  test('edited ones are nobody’s fault', async () => {
    write('.goose/recipes/intentk.goal.yaml', 'mine\n')
    write('AGENTS.md', read('AGENTS.md').replace('lists what', 'tells what'))
    expect(await found()).toEqual([])
  })

  test('a section whose last line is gone', async () => {
    write('AGENTS.md', read('AGENTS.md').replace('<!-- intentk: end -->', ''))
    expect(await found()).toMatchObject([
      { ruleId: 'broken-section', file: 'AGENTS.md', message: expect.stringContaining('last line') },
    ])
  })

  test('somebody else’s file where a command belongs', async () => {
    await run('init --remove --assistant goose')
    write('.goose/recipes/intentk.goal.yaml', 'mine\n')
    await run('init --assistant goose')
    const finding = await found()
    expect(finding).toMatchObject([{ ruleId: 'colliding-command', file: '.goose/recipes/intentk.goal.yaml' }])
    rmSync(path('.goose/recipes/intentk.goal.yaml'))
    await run('init --upgrade')
    expect(await found()).toEqual([])
  })

  test('somebody else’s skill with the name of one of ours', async () => {
    write('.agents/skills/goals/SKILL.md', '---\r\nname: "intentk-goal"\r\ndescription: x\r\n---\r\n')
    write('.agents/skills/other/SKILL.md', '---\nname: other\n---\n')
    expect(await found()).toMatchObject([
      {
        ruleId: 'colliding-command',
        file: '.agents/skills/goals/SKILL.md',
        message: expect.stringContaining('intentk-goal'),
      },
    ])
  })

  test.each([
    ['.codex/prompts/intentk.goal.md', '.agents/skills/intentk-goal/SKILL.md'],
    ['.agent/workflows/intentk-goal.md', '.agents/skills/intentk-goal/SKILL.md'],
    ['.bob/commands/intentk.goal.md', '.bob/skills/intentk-goal/SKILL.md'],
    ['.kilocode/workflows/intentk.goal.md', '.kilo/commands/intentk.goal.md'],
  ])('in a folder of earlier times: %s', async (name, now) => {
    write(name, 'x\n')
    const [finding] = await found()
    expect(finding).toMatchObject({ ruleId: 'misplaced-command', file: name, mend: expect.stringContaining(now) })
    rmSync(path(name))
    expect(await found()).toEqual([])
  })

  test('left behind for an assistant that is not set up', async () => {
    write('.cursor/commands/intentk.goal.md', 'x\n')
    write('.gemini/commands/mine.toml', 'x\n')
    expect(await found()).toMatchObject([
      {
        ruleId: 'left-command',
        file: '.cursor/commands/intentk.goal.md',
        mend: expect.stringContaining('init --assistant cursor'),
      },
    ])
  })

  test('a manifest that cannot be used', async () => {
    write('.intentk/manifest.json', `<<<<<<< HEAD\n${read('.intentk/manifest.json')}`)
    expect(await found()).toMatchObject([
      { ruleId: 'manifest', file: '.intentk/manifest.json', message: expect.stringContaining('conflict markers') },
    ])
    write(
      '.intentk/manifest.json',
      '{"schemaVersion":1,"version":"","assistants":["new"],"commandsDir":"","folders":[],"files":{},"sections":{}}',
    )
    expect(await found()).toMatchObject([{ ruleId: 'manifest', message: expect.stringContaining('`new`') }])
  })

  test('a run of init that was stopped', async () => {
    write('.intentk/init.next', '{"next":2')
    await mended('unfinished-init', '.intentk/init.next')
  })

  test('in the home folder', async () => {
    await run('init --assistant hermes --yes')
    program('hermes')
    expect(await found()).toEqual([])
    rmSync(join(home, '.hermes/skills/intentk-goal/SKILL.md'))
    expect(await found()).toMatchObject([
      {
        ruleId: 'missing-command',
        file: '~/.hermes/skills/intentk-goal/SKILL.md',
        mend: expect.stringContaining('--upgrade --assistant hermes'),
      },
    ])
    await run('init --upgrade --assistant hermes --yes')
    expect(await found()).toEqual([])
  })
})

describe('programs', () => {
  test('of an assistant that runs as one', async () => {
    await run('init --assistant gemini,cursor')
    const finding = await mended('missing-program', null)
    expect(finding.message).toBe('Gemini CLI is set up, and `gemini` is not on the PATH.')
  })

  test('intentk itself, which the commands call', async () => {
    await run('init --assistant goose')
    rmSync(join(home, 'bin/intentk'))
    expect(await found()).toMatchObject([{ ruleId: 'missing-program', mend: expect.stringContaining('npm install') }])
    write('node_modules/.bin/intentk', '')
    expect(await found()).toEqual([])
  })

  test('git', async () => {
    rmSync(join(home, 'bin/git'))
    expect(await found()).toMatchObject([{ ruleId: 'missing-program', mend: 'Install git.' }])
  })

  test('Node.js', () => {
    const [major, minor, patch] = OLDEST_NODE
    for (const good of [`${major}.${minor}.${patch}`, `${major}.${minor + 1}.0`, `${major + 1}.0.0`])
      expect(nodeFindings(good)).toEqual([])
    for (const old of [`${major}.${minor - 1}.9`, `${major - 1}.99.0`, '8.0.0'])
      expect(nodeFindings(old)).toMatchObject([{ ruleId: 'node-version', severity: 'error' }])
    const { engines } = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8')) as {
      engines: { node: string }
    }
    expect(engines.node).toBe(`>=${OLDEST_NODE.join('.')}`)
  })
})

test.each([
  ['hours: 3\n', 'config-key', 1],
  ['tests: maybe\n', 'config-value', 1],
  ['a: [\n', 'config-syntax', null],
])('a configuration %j', async (text, rule, line) => {
  write('.intentk/config.yaml', text)
  const { stdout } = await run('doctor --json')
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: readonly { ruleId: string; line: number | null }[] }
  expect(diagnostics[0]).toMatchObject({ ruleId: rule, file: '.intentk/config.yaml' })
  if (line !== null) expect(diagnostics[0]!.line).toBe(line)
})

test('a configuration that cannot be read', async () => {
  mkdirSync(path('.intentk/config.yaml'), { recursive: true })
  expect(await found()).toMatchObject([{ file: '.intentk/config.yaml', ruleId: 'config-not-a-file' }])
})

describe('git', () => {
  const plan = '# Export\n## Milestone 1: Rows\n- [ ] T001 Write `src/csv.ts`\n- [ ] T002 Write `src/tsv.ts`\n'

  test('has no merge driver for an execute.md that is there', async () => {
    write('visions/001-export/plan.md', plan)
    expect(await found()).toEqual([])
    await run('execute')
    await mended('git-driver', '.gitattributes')
  })

  test('has the attributes and not the driver, as in a new clone', async () => {
    await run('init --git')
    spawnSync('git', ['config', '--local', '--remove-section', 'merge.intentk'], { cwd: folder })
    await mended('git-driver', '.gitattributes')
  })

  test('has the driver and not the attributes', async () => {
    await run('init --git')
    rmSync(path('.gitattributes'))
    await mended('git-driver', '.gitattributes')
  })

  test('has attributes of another release', async () => {
    await run('init --git')
    write('.gitattributes', read('.gitattributes').replace('**/execute.md', '**/old.md'))
    await mended('git-driver', '.gitattributes')
  })

  test('claims that ran out, of tasks that still look taken', async () => {
    write('visions/001-export/plan.md', plan)
    await run('execute')
    await run('init --git')
    await run('start T001 --as anna --in 001')
    await run('start T002 --as ben --in 001')
    expect(await found()).toEqual([])
    expire(join(folder, '.git/intentk/claims'), 'T001')
    const finding = await mended('stale-claim', 'visions/001-export/execute.md')
    expect(finding.message).toContain('The claim of anna on T001 ran out at 2001-01-01 00:00 UTC.')
    expire(join(folder, '.git/intentk/claims'), 'T002')
    rmSync(path('visions'), { recursive: true })
    const [gone] = await found()
    expect(gone).toMatchObject({ ruleId: 'stale-claim', mend: expect.stringContaining('.git/intentk/claims/') })
  })

  test('a run that was stopped while it wrote', async () => {
    write('visions/001-export/plan.md', plan)
    await run('execute')
    await run('init --git')
    write('visions/001-export/execute.lock.next', '{"next":1')
    const old = new Date(Date.now() - 60_000)
    const { utimesSync } = await import('node:fs')
    utimesSync(path('visions/001-export/execute.lock.next'), old, old)
    await mended('unfinished-write', 'visions/001-export/execute.lock.next')
  })
})

/** Lets the claim on a task run out. */
function expire(claims: string, task: string): void {
  for (const name of readdirSync(claims, { recursive: true, encoding: 'utf8' }).filter((each) =>
    each.includes(`${task}.`),
  )) {
    const file = join(claims, name)
    const claim = JSON.parse(readFileSync(file, 'utf8')) as object
    writeFileSync(file, JSON.stringify({ ...claim, until: '2001-01-01T00:00:00.000Z' }))
  }
}

test('findings are printed with their mend, and control characters are shown', async () => {
  await run('init --assistant goose')
  rmSync(path('.goose/recipes/intentk.goal.yaml'))
  write('.intentk/config.yaml', 'x\u001b[31m: 1\n')
  const { code, stdout, stderr } = await run('doctor')
  expect({ code, stderr }).toEqual({ code: 1, stderr: '2 findings\n' })
  expect(stdout).toContain(
    'warning .goose/recipes/intentk.goal.yaml  Was set up and is not there. missing-command\n  Run `intentk init --upgrade`.\n',
  )
  expect(stdout).not.toContain('\u001b')
  expect(Object.keys(filesOf(folder)).length).toBeGreaterThan(5)
})
