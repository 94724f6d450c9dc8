import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { claim, claimant, claimsOn, unclaim } from '../../src/workspace/claims.ts'
import { diskFileSystem } from '../../src/workspace/file-system.ts'

/* Several agents in several worktrees of one repository: claims are seen by all, ticks only by those who merge. */

const bin = join(import.meta.dirname, '../../dist/bin.cjs')
const { NODE_OPTIONS: _, ...env } = process.env
const TASKS = Number(process.env['INTENTK_TASKS'] ?? 40)
const ids = Array.from({ length: TASKS }, (__, at) => `T${String(at + 1).padStart(3, '0')}`)

let top = ''
let trees: readonly string[] = []
const git = (cwd: string, ...args: readonly string[]): void => {
  const identity = ['-c', 'user.name=a', '-c', 'user.email=a@b.c', '-c', 'init.defaultBranch=main']
  const { status, stderr } = spawnSync('git', [...identity, ...args], { cwd, encoding: 'utf8' })
  expect(stderr + String(status)).toMatch(/0$/)
}

beforeAll(() => {
  top = realpathSync(mkdtempSync(join(tmpdir(), 'intentk-worktrees-')))
  const main = join(top, 'main')
  git(top, 'init', '-q', main)
  writeFileSync(join(main, 'tasks.md'), `# Tasks\n\n${ids.map((id) => `- [ ] ${id} Write \`${id}.ts\`\n`).join('')}`)
  git(main, 'add', '.')
  git(main, 'commit', '-qm', 'tasks')
  trees = [main, ...[1, 2, 3, 4].map((at) => join(top, `tree-${at}`))]
  for (const tree of trees.slice(1)) git(main, 'worktree', 'add', '-q', tree, '-b', tree.slice(-6))
})
afterAll(() => rmSync(top, { recursive: true, force: true }))

interface Answer {
  readonly code: number
  readonly id: string | null
}

async function intentk(cwd: string, ...argv: readonly string[]): Promise<Answer> {
  const where = argv.includes('--in') ? [] : ['--in', 'tasks.md']
  const child = spawn(process.execPath, [bin, ...argv, ...where, '--json'], { cwd, env })
  let text = ''
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()))
  const [code] = (await once(child, 'close')) as [number]
  const { data } = JSON.parse(text) as { data: { tasks: readonly { id: string }[] } | null }
  return { code, id: data?.tasks[0]?.id ?? null }
}

test('eight agents in five worktrees take and finish every task once', { timeout: 300_000 }, async () => {
  const taken: string[] = []
  const agent = async (name: string, tree: string): Promise<void> => {
    for (;;) {
      const { code, id } = await intentk(tree, 'start', '--as', name)
      expect(code).toBe(0)
      if (id === null) return
      taken.push(id)
      expect(await intentk(tree, 'done', id)).toEqual({ code: 0, id })
    }
  }
  await Promise.all(Array.from({ length: 8 }, (__, at) => agent(`agent-${at}`, trees[at % 5]!)))
  expect(taken.toSorted()).toEqual(ids)
  const ticked = trees.flatMap((tree) => [...readFileSync(join(tree, 'tasks.md'), 'utf8').matchAll(/\[x\] (T\d+)/g)])
  expect(new Set(ticked.map(([, id]) => id))).toEqual(new Set(ids))
  expect(ticked).toHaveLength(TASKS)
})

test(
  'what a killed process had is free when its lease is over, and goes to one of all others',
  { timeout: 120_000 },
  async () => {
    const [main] = trees as [string]
    writeFileSync(join(main, 'killed.md'), '# Tasks\n\n- [ ] T001 Write `a.ts`\n')
    for (const tree of trees.slice(1)) writeFileSync(join(tree, 'killed.md'), readFileSync(join(main, 'killed.md')))
    const start = (tree: string, as: string): Promise<Answer> =>
      intentk(tree, 'start', '--as', as, '--lease', '1', '--in', 'killed.md')
    // A process is killed at any moment of its start: the claim is there or not, and never half of it.
    for (const delay of [40, 60, 80, 100, 130]) {
      const child = spawn(
        process.execPath,
        [bin, 'start', 'T001', '--as', 'gone', '--lease', '1', '--in', 'killed.md'],
        {
          cwd: main,
          env,
          stdio: 'ignore',
        },
      )
      const ended = once(child, 'close')
      setTimeout(() => child.kill('SIGKILL'), delay)
      await ended
      expect(['gone', null]).toContain(claimant(diskFileSystem, trees[1]!, { document: 'killed.md', task: 'T001' }))
    }
    claim(diskFileSystem, main, { document: 'killed.md', task: 'T001' }, 'gone', 1)
    expect((await start(trees[1]!, 'early')).id).toBeNull()
    // The lease is over.
    claim(diskFileSystem, main, { document: 'killed.md', task: 'T001' }, 'gone', -1)
    const answers = await Promise.all(Array.from({ length: 8 }, (__, at) => start(trees[1 + (at % 4)]!, `agent-${at}`)))
    expect(answers.map(({ code }) => code)).toEqual(answers.map(() => 0))
    expect(answers.filter(({ id }) => id === 'T001')).toHaveLength(1)
  },
)

test('a claim that ran out is free, once', () => {
  const [main, other] = trees as [string, string]
  const key = { document: 'other.md', task: 'T001' }
  // Whoever had it was killed.
  claim(diskFileSystem, main, key, 'gone', -1)
  expect(claimant(diskFileSystem, other, key)).toBeNull()
  expect(claim(diskFileSystem, other, key, 'anna')).toEqual({ as: 'anna', done: false })
  expect(claim(diskFileSystem, main, key, 'ben')).toEqual({ as: 'anna', done: false })
  expect([...claimsOn(diskFileSystem, main, 'other.md')].map(([task, { as }]) => [task, as])).toEqual([
    ['T001', 'anna'],
  ])
  unclaim(diskFileSystem, main, key)
  expect(claim(diskFileSystem, main, key, 'ben')).toEqual({ as: 'ben', done: false })
  unclaim(diskFileSystem, main, key, 'done')
  expect(claim(diskFileSystem, other, key, 'anna')).toEqual({ as: 'ben', done: true })
  unclaim(diskFileSystem, other, key)
  expect(claim(diskFileSystem, other, key, 'anna')).toEqual({ as: 'anna', done: false })
})
