import { cpSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { taskRecords } from '../../src/run/run-journal.ts'
import { agentPath, listOf, makeRepository, problemsOf, quick, treeOf, type Repository } from './runs.ts'

const repositories: Repository[] = []
afterEach(() => {
  for (const repository of repositories.splice(0)) repository.remove()
})

function made(files: Readonly<Record<string, string>>, git = true): Repository {
  const repository = makeRepository(files, git)
  repositories.push(repository)
  return repository
}

/** A repository with a task list, an agent that does what `deeds` say, and quick settings. */
function withTasks(
  tasks: string,
  deeds: Readonly<Record<string, Readonly<Record<string, string>>>> = {},
  more = '',
  git = true,
): Repository {
  const repository = made({ 'tasks.md': tasks, '.intentk/config.yaml': quick(more) }, git)
  repository.write('../deeds.json', JSON.stringify(deeds))
  return repository
}

const envOf = ({ root }: Repository): Record<string, string> => ({
  AGENT_PLAN: join(root, '../deeds.json'),
  AGENT_LOG: join(root, '../log.jsonl'),
  AGENT_SAVE: join(root, '../saved'),
  AGENT_DOCUMENT: join(root, 'tasks.md'),
})

const go = (repository: Repository, line: readonly string[] = ['--yes']): ReturnType<Repository['run']> =>
  repository.run(['tasks.md', '--exec', agentPath, ...line], { env: envOf(repository) })

const outcomes = (repository: Repository): Record<string, string | null> =>
  Object.fromEntries([...taskRecords(repository.journal())].map(([key, { outcome }]) => [key, outcome]))

describe('the whole of vision 001', () => {
  const source = join(import.meta.dirname, '../../visions/001-lossless-regeneration')
  const at = 'visions/001-lossless-regeneration'

  function vision(deeds: object): Repository {
    const repository = made({ '.intentk/config.yaml': quick() })
    mkdirSync(join(repository.root, at), { recursive: true })
    cpSync(source, join(repository.root, at), { recursive: true })
    repository.write('../deeds.json', JSON.stringify(deeds))
    // What the plan checks itself with is not installed here.
    repository.write('../bin/npx', '#!/bin/sh\nexit 0\n', 0o755)
    return repository
  }
  const env = (repository: Repository): Record<string, string> => ({
    ...envOf(repository),
    PATH: `${join(repository.root, '../bin')}:${process.env['PATH']}`,
  })

  test('runs to the end: every box ticked, every tick with a record', { timeout: 60_000 }, async () => {
    const repository = vision({})
    const before = repository.read(`${at}/execute.md`)
    const ran = await repository.run(['001', '--exec', agentPath, '--yes', '--jobs', '2'], { env: env(repository) })
    expect(ran.stderr).toContain('Done; ')
    expect(ran.code).toBe(0)
    expect(repository.read(`${at}/execute.md`)).toBe(before.replaceAll('- [ ] T', '- [x] T'))
    expect(problemsOf(repository, `${at}/execute.md`)).toEqual([])
    const [run] = readdirSync(join(repository.root, '.intentk/runs')).filter((name) => /^\d/.test(name))
    const records = readdirSync(join(repository.root, '.intentk/runs', run!, 'records'))
    expect(records.filter((name) => name.endsWith('.json'))).toHaveLength(36)
    // Nothing is left to run, and saying so is no failure.
    expect((await repository.run(['001', '--exec', agentPath])).stderr).toContain('Nothing is open')
  })

  test('with a failure at every step, each mended by --resume', { timeout: 120_000 }, async () => {
    const count = process.env['INTENTK_KILLS'] === undefined ? 10 : 36
    const ids = Array.from({ length: count }, (_, n) => `T${String(n + 1).padStart(3, '0')}`)
    const repository = vision(Object.fromEntries(ids.map((id) => [id, { 1: 'fail' }])))
    const line = ['001', '--exec', agentPath, '--yes']
    expect((await repository.run(line, { env: env(repository) })).code).toBe(1)
    for (let round = 1; round < count; round++) {
      expect((await repository.run(['001', '--resume', '--yes'], { env: env(repository) })).code).toBe(1)
      expect(repository.has('junk')).toBe(false)
      expect(problemsOf(repository, `${at}/execute.md`)).toEqual([])
    }
    const last = await repository.run(['001', '--resume', '--yes'], { env: env(repository) })
    expect(last.code, last.stderr).toBe(0)
    expect(repository.read(`${at}/execute.md`)).not.toContain('- [ ] T')
    expect(problemsOf(repository, `${at}/execute.md`)).toEqual([])
    const records = taskRecords(repository.journal())
    for (const id of ids) expect(records.get(id)?.attempts).toBe(2)
  })
})

test('an attempt that did not pass is told why, and tried again', async () => {
  const repository = withTasks(listOf(2), { T001: { 1: 'mess', 2: 'save' } })
  mkdirSync(join(repository.root, '../saved'))
  const { code, stderr } = await go(repository)
  expect(stderr).toContain('attempt 2')
  expect(code).toBe(0)
  const prompt = readFileSync(join(repository.root, '../saved/2.md'), 'utf8')
  expect(prompt).toContain('src/file-1.ts: the file is not there')
  expect(problemsOf(repository, 'tasks.md')).toEqual([])
})

test.each([true, false])('a failed task leaves no trace but its evidence (git: %s)', async (git) => {
  const repository = withTasks(listOf(3), { T002: { '*': 'fail' } }, '', git)
  repository.write('src/file-2.ts', 'mine\n', 0o600)
  repository.write('keep.bin', new Uint8Array([0, 255, 10]), 0o755)
  const before = treeOf(repository.root, ['tasks.md', 'src/file-1.ts'])
  const { code, stderr } = await go(repository)
  expect(code).toBe(1)
  expect(stderr).toContain('the agent ended with 1')
  expect(treeOf(repository.root, ['tasks.md', 'src/file-1.ts'])).toBe(before)
  expect(outcomes(repository)).toEqual({ T001: 'verified', T002: 'failed' })
  expect(problemsOf(repository, 'tasks.md')).toEqual([])
})

test('with stop_on_error: false what does not wait for a failed task goes on', async () => {
  const repository = withTasks(listOf(6), { T004: { '*': 'fail' } }, '  stop_on_error: false\n')
  expect((await go(repository)).code).toBe(1)
  expect(outcomes(repository)).toEqual({
    T001: 'verified',
    T002: 'verified',
    T003: 'verified',
    T004: 'failed',
    T006: 'verified',
  })
})

test('three failures in a row end a run that would go on', async () => {
  const repository = withTasks(listOf(8), { '*': { '*': 'fail' } }, '  stop_on_error: false\n')
  const { stderr } = await go(repository)
  expect(stderr).toContain('failed one after the other: plan and project do not fit')
  expect(Object.keys(outcomes(repository))).toHaveLength(3)
})

describe('agents that do not do as they should', () => {
  const failing = async (deed: string, more: string, words: string): Promise<Repository> => {
    const repository = withTasks(listOf(2), { T001: { '*': deed } }, more)
    const before = treeOf(repository.root)
    const { code, stderr } = await go(repository)
    expect(stderr).toContain(words)
    expect(code).toBe(1)
    expect(treeOf(repository.root)).toBe(before)
    return repository
  }

  test('prints without end', () => failing('print', '  output_megabytes: 2\n', 'the agent printed too much'))
  test('never ends', () => failing('hang', '  agent_minutes: 0.005\n', 'the agent did not end in time'))
  test('ignores that it is asked to end', () =>
    failing('stubborn', '  agent_minutes: 0.005\n', 'the agent did not end in time'))
  test('exits 0 having done nothing', () => failing('nothing', '', 'the file is not there'))
  test('says that the plan is wrong', async () => {
    const repository = await failing('escalate', '', 'the file is generated')
    expect(outcomes(repository)).toEqual({ T001: 'escalated' })
  })

  test('forks children that outlive it', async () => {
    const repository = withTasks(listOf(1), { T001: { '*': 'fork' } })
    expect((await go(repository)).code).toBe(0)
    await new Promise((resolve) => setTimeout(resolve, 2000))
    expect(repository.has('late-child.txt')).toBe(false)
    if (process.platform === 'linux') expect(repository.has('late-detached.txt')).toBe(false)
  })

  test('ticks boxes itself: they are open again, and it is said', async () => {
    const repository = withTasks(listOf(3), { T001: { '*': 'tick' }, T002: { '*': 'fail' } })
    const { stderr } = await go(repository)
    expect(stderr).toContain('boxes of T001, T002, T003 were changed')
    expect(problemsOf(repository, 'tasks.md')).toEqual([])
    expect(repository.read('tasks.md')).toBe(listOf(3).replace('- [ ] T001', '- [x] T001'))
  })

  test('ticks boxes while another task is ticked: they are open again all the same', async () => {
    const repository = withTasks(listOf(3), {
      T001: { '*': 'tick+wait:1500' },
      T002: { '*': 'wait:600+work' },
      T003: { '*': 'wait:100+fail' },
    })
    const { stderr } = await go(repository, ['--yes', '--jobs', '2'])
    expect(stderr).toMatch(/boxes of T00[\w, ]+ were changed/)
    expect(problemsOf(repository, 'tasks.md')).toEqual([])
    expect(repository.read('tasks.md')).toContain('- [ ] T003')
  })

  test('changes the plan: the run stops, and asks again', async () => {
    const repository = withTasks(listOf(3), { T001: { '*': 'revise' } })
    const { code, stderr } = await go(repository)
    expect(code).toBe(1)
    expect(stderr).toContain('the plan changed during the run')
    expect(outcomes(repository)).toEqual({ T001: 'verified' })
    expect((await go(repository, [])).stderr).toContain('changed since it was approved')
  })

  test('removes the document: it is there again', async () => {
    const repository = withTasks(listOf(2), { T001: { '*': 'remove+wait:200' } })
    const { code, stderr } = await go(repository)
    expect(code, stderr).toBe(0)
    expect(stderr).toContain('it is there again')
    expect(repository.read('tasks.md')).toBe(listOf(2).replaceAll('[ ]', '[x]'))
  })

  test('writes what the task does not name: it is said', async () => {
    const repository = withTasks(listOf(1), { T001: { '*': 'outside' } })
    expect((await go(repository)).stderr).toContain('T001 also changed other/unnamed.txt')
  })

  test('writes outside of the repository: it is said, and that nothing is taken back there', async () => {
    const repository = withTasks(listOf(1), { T001: { '*': 'beside' } })
    const { stderr } = await go(repository)
    expect(stderr).toMatch(/T001: .*\.\.\/stray\.txt.* changed outside of the repository while it was worked on/)
    expect(stderr).toContain('nothing is taken back there')
  })

  test('prints secrets: they are masked, and of the environment it gets what it needs', async () => {
    const repository = withTasks(listOf(1), { T001: { '*': 'secret' } }, '  max_attempts: 1\n')
    repository.write('.intentk/config.yaml', quick().replace('[AGENT_PLAN', '[MY_API_TOKEN, AGENT_PLAN'))
    const env = { ...envOf(repository), MY_API_TOKEN: 'very-secret-value', DATABASE_PASSWORD: 'other' }
    const { stderr } = await repository.run(['tasks.md', '--exec', agentPath, '--yes'], { env })
    const whole = stderr + JSON.stringify(repository.journal())
    expect(whole).toContain('the key is ')
    expect(whole).not.toContain('very-secret-value')
    expect(whole).not.toContain('ghp_a')
    expect(whole).toContain('INTENTK_TASK')
    expect(whole).not.toContain('DATABASE_PASSWORD')
  })
})

describe('hostile words', () => {
  const words = [
    'quotes " and \' and `back ticks`',
    '$(touch owned) `touch owned` ; touch owned | touch owned && touch owned',
    '-rf / --no-preserve-root',
    '%PATH% $HOME ${HOME} \\ \\n',
    'ünïcödé 🎯 漢字 \u202e right to left',
    `long ${'x'.repeat(200_000)}`,
    'a NUL \u0000 and an escape \u001b[31m',
  ]
  test.each(words)('%#: reach the agent byte for byte and run nothing', async (text) => {
    const tasks = `# Tasks\n\n- [ ] T001 ${text}\n  second line: ${text.slice(0, 100)}\n`
    const repository = withTasks(tasks, { T001: { '*': 'save' } })
    mkdirSync(join(repository.root, '../saved'))
    const { code, stderr } = await go(repository)
    expect(code, stderr.slice(0, 2000)).toBe(0)
    const saved = readFileSync(join(repository.root, '../saved/1.md'), 'utf8')
    expect(saved).toContain(tasks.slice(tasks.indexOf('- [ ]')).trimEnd())
    expect(repository.has('owned')).toBe(false)
    expect(outcomes(repository)).toEqual({ T001: 'attested' })
  })
})

test('all or nothing: where one task fails, all is as it was', async () => {
  const repository = withTasks(listOf(4), { T003: { '*': 'fail' } })
  const before = treeOf(repository.root)
  expect((await go(repository, ['--yes', '--atomic'])).code).toBe(1)
  expect(treeOf(repository.root)).toBe(before)
  expect(problemsOf(repository, 'tasks.md')).toEqual([])
  repository.write('../deeds.json', '{}')
  const again = await repository.run(['tasks.md', '--resume', '--yes'], { env: envOf(repository) })
  expect(again.code, again.stderr).toBe(0)
  expect(repository.read('tasks.md')).not.toContain('[ ]')
})

test('--commit makes a commit for each verified task, with trailers', async () => {
  const repository = withTasks(listOf(3), { T002: { 1: 'mess' } })
  repository.git('add', '-A')
  repository.git('commit', '-qm', 'first')
  repository.write('mine.txt', 'not yet committed')
  const { code, stderr } = await go(repository, ['--yes', '--commit'])
  expect(code, stderr).toBe(0)
  const log = repository.git(
    'log',
    '--reverse',
    '--format=%s|%(trailers:key=Task,valueonly,separator=%x2C)',
    '--name-only',
  )
  expect(log.split('\n').filter((line) => line !== '')).toEqual([
    'first|',
    '.intentk/config.yaml',
    'tasks.md',
    'Create src/file-1.ts|T001',
    'src/file-1.ts',
    'tasks.md',
    'Create src/file-2.ts|T002',
    'junk/T002.txt',
    'src/file-2.ts',
    'tasks.md',
    'Create src/file-3.ts|T003',
    'src/file-3.ts',
    'tasks.md',
  ])
  expect(repository.git('status', '--porcelain')).toBe('?? .intentk/.gitignore\n?? mine.txt\n')
  expect(repository.git('notes', '--ref=intentk', 'show', 'HEAD')).toContain('"outcome":"verified"')
  repository.write('src/file-3.ts', 'staged')
  repository.git('add', 'src/file-3.ts')
  repository.write('tasks.md', listOf(4))
  expect((await go(repository, ['--yes', '--commit'])).stderr).toContain('staged changes')
})
