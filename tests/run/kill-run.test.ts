import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { listOf, makeRepository, problemsOf, quick, quickAgentPath, treeOf, type Repository } from './runs.ts'

const kills = Number(process.env['INTENTK_KILLS'] ?? 9)
const tasks = 8

const repositories: Repository[] = []
afterEach(() => {
  for (const repository of repositories.splice(0)) repository.remove()
})

/** Numbers that look random and are the same in each run of the tests. */
function chance(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return state / 2_147_483_648
  }
}

async function started(
  repository: Repository,
  line: readonly string[],
  killAfter: number | null,
): Promise<{ readonly code: number | null; readonly text: string }> {
  const child = repository.start(line, { AGENT_SLEEP: '0.02', AGENT_LOG: join(repository.root, '../log') })
  let text = ''
  child.stderr?.on('data', (chunk: Buffer) => (text += chunk.toString()))
  const timer = killAfter === null ? null : setTimeout(() => child.kill('SIGKILL'), killAfter)
  const [code] = (await once(child, 'close')) as [number | null]
  if (timer !== null) clearTimeout(timer)
  return { code, text }
}

describe.each([
  ['snapshot', '1'],
  ['snapshot', '3'],
  ['worktree', '2'],
])('--isolate %s --jobs %s', (isolation, jobs) => {
  test('killed at any moment, a run goes on and does each task once', { timeout: 3_600_000 }, async () => {
    const random = chance(kills + Number(jobs))
    for (let killed = 0; killed < kills / 3;) {
      const repository = makeRepository({ 'tasks.md': listOf(tasks), '.intentk/config.yaml': quick() })
      repositories.push(repository)
      repository.write('src/file-3.ts', 'mine\n')
      repository.write('mine/keep.bin', new Uint8Array([1, 0, 255]), 0o700)
      repository.git('add', '-A')
      repository.git('commit', '-qm', 'first')
      const options = ['--exec', quickAgentPath, '--yes', '--isolate', isolation, '--jobs', jobs]
      const first = ['tasks.md', ...options]
      const again = ['tasks.md', '--resume', '--yes']
      let line = first
      for (;;) {
        const isLast = random() < 0.25
        const { code, text } = await started(repository, line, isLast ? null : 150 + random() * 1500)
        if (code === null) killed++
        // Killed before it had begun.
        if (code === 2 && text.includes('No run of tasks.md was stopped')) line = first
        else if (code === 0) break
        else {
          expect(code, text).toBe(null)
          line = repository.journal().length === 0 ? first : again
        }
      }
      expect(problemsOf(repository, 'tasks.md')).toEqual([])
      expect(repository.read('tasks.md')).toBe(listOf(tasks).replaceAll('[ ]', '[x]'))
      const wanted = makeRepository({ 'tasks.md': listOf(tasks).replaceAll('[ ]', '[x]') })
      repositories.push(wanted)
      wanted.write('mine/keep.bin', new Uint8Array([1, 0, 255]), 0o700)
      for (let n = 1; n <= tasks; n++) wanted.write(`src/file-${n}.ts`, `made for T00${n}\n`)
      expect(treeOf(repository.root)).toBe(treeOf(wanted.root))
      expect(repository.git('worktree', 'list').trim().split('\n')).toHaveLength(1)
      expect(repository.git('branch', '--list', 'intentk/*')).toBe('')
      expect(repository.git('diff', '--cached', '--name-only')).toBe('')
      repository.remove()
      wanted.remove()
    }
  })
})

test('Ctrl-C ends agents, takes their work back and answers 130; --resume goes on', { timeout: 60_000 }, async () => {
  const repository = makeRepository({ 'tasks.md': listOf(3), '.intentk/config.yaml': quick() })
  repositories.push(repository)
  const child = repository.start(['tasks.md', '--exec', quickAgentPath, '--yes'], { AGENT_SLEEP: '30' })
  const closed = once(child, 'close') as Promise<[number | null]>
  for (let wait = 0; wait < 200 && !existsSync(join(repository.root, 'half.txt')); wait++)
    await new Promise((resolve) => setTimeout(resolve, 50))
  child.kill('SIGINT')
  expect((await closed)[0]).toBe(130)
  expect(treeOf(repository.root, ['tasks.md'])).toBe('')
  expect(repository.journal().at(-1)).toMatchObject({ type: 'run-ended', outcome: 'interrupted' })
  const { code, text } = await started(repository, ['tasks.md', '--resume'], null)
  expect(code, text).toBe(0)
  expect(problemsOf(repository, 'tasks.md')).toEqual([])
})

test('two runs of one document exclude each other, and a dead one is passed over', { timeout: 60_000 }, async () => {
  const repository = makeRepository({ 'tasks.md': listOf(2), '.intentk/config.yaml': quick() })
  repositories.push(repository)
  const line = ['tasks.md', '--exec', quickAgentPath, '--yes']
  const child = repository.start(line, { AGENT_SLEEP: '30' })
  const closed = once(child, 'close')
  for (let wait = 0; wait < 200 && !existsSync(join(repository.root, 'half.txt')); wait++)
    await new Promise((resolve) => setTimeout(resolve, 50))
  const second = await started(repository, line, null)
  expect(second.code).toBe(2)
  expect(second.text).toContain('is being run since')
  child.kill('SIGKILL')
  await closed
  const third = await started(repository, ['tasks.md', '--resume'], null)
  expect(third.code, third.text).toBe(0)
  expect(readFileSync(join(repository.root, 'src/file-1.ts'), 'utf8')).toBe('made for T001\n')
})
