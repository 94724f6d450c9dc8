import { execFileSync, spawn } from 'node:child_process'
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { filesOf, makeFolder, removeFolder, runHere, type Ran } from '../cli/support.ts'

let folder = ''
beforeEach(() => {
  folder = makeFolder({})
  git('init', '-q', '-b', 'main', '.')
  git('commit', '-q', '--allow-empty', '-m', 'Begin')
})
afterEach(() => removeFolder(folder))

const identity = ['-c', 'user.name=a', '-c', 'user.email=a@b', '-c', 'commit.gpgsign=false']
const git = (...args: readonly string[]): string =>
  execFileSync('git', [...identity, ...args], { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })

const vision = (...options: readonly string[]): Promise<Ran> =>
  runHere(folder, ['new', 'vision', ...options, 'Export orders', '--json'])

async function numbered(cwd = folder, ...options: readonly string[]): Promise<string> {
  const ran = await runHere(cwd, ['new', 'vision', 'Export orders', '--json', ...options])
  expect(ran.code, ran.stdout).toBe(0)
  return (JSON.parse(ran.stdout) as { data: { vision: string } }).data.vision.slice(0, 3)
}

function commitVision(name: string): void {
  mkdirSync(join(folder, 'visions', name), { recursive: true })
  writeFileSync(join(folder, 'visions', name, 'vision.md'), '# x\n')
  git('add', '-A')
  git('commit', '-q', '-m', name)
}

test('the number is the next after the highest folder, whatever is in it', async () => {
  expect(await numbered()).toBe('001')
  for (const name of ['007-empty', 'archive/009-old', 'notes', '3-short'])
    mkdirSync(join(folder, 'visions', name), { recursive: true })
  expect(await numbered()).toBe('010')
})

test('visions on other branches, local and of a remote, have their numbers', async () => {
  git('switch', '-q', '-c', 'other')
  commitVision('004-other')
  git('switch', '-q', 'main')
  expect(await numbered(folder, '--dry-run')).toBe('005')
  git('switch', '-q', '-c', 'theirs')
  commitVision('011-theirs')
  git('update-ref', 'refs/remotes/origin/theirs', 'theirs')
  git('switch', '-q', 'main')
  git('branch', '-q', '-D', 'theirs')
  expect(await numbered(folder, '--dry-run')).toBe('012')
  git('branch', '020-only-a-branch')
  git('branch', '2024-roadmap')
  expect(await numbered()).toBe('021')
})

test('visions of other worktrees have their numbers', async () => {
  const other = join(folder, '.trees/other')
  git('worktree', 'add', '-q', '-b', 'side', other)
  expect(await numbered(other)).toBe('001')
  expect(await numbered()).toBe('002')
  expect(await numbered(other)).toBe('003')
})

test('--branch creates the branch of its name and switches to it', async () => {
  const ran = await vision('--branch')
  expect(JSON.parse(ran.stdout)).toMatchObject({ data: { branch: '001-export-orders' } })
  expect(git('branch', '--show-current').trim()).toBe('001-export-orders')
  expect(Object.keys(filesOf(join(folder, 'visions')))).toEqual(['001-export-orders/vision.md'])
})

test('outside of git there are numbers and no branch', async () => {
  removeFolder(join(folder, '.git'))
  expect((await vision('--branch')).code).toBe(2)
  expect(await numbered()).toBe('001')
  expect(await numbered()).toBe('002')
  expect(readdirSync(join(folder, 'visions')).sort()).toEqual(['001-export-orders', '002-export-orders'])
})

test.each([true, false])('processes at once get numbers of their own (in git: %s)', async (inGit) => {
  if (!inGit) removeFolder(join(folder, '.git'))
  writeFileSync(join(folder, 'package.json'), '{}')
  const bin = join(import.meta.dirname, '../../dist/bin.cjs')
  const made = Array.from({ length: 6 }, (_, index) => {
    const child = spawn(process.execPath, [bin, 'new', 'vision', `Idea ${index}`], { cwd: folder, stdio: 'ignore' })
    return new Promise<number | null>((done) => child.on('exit', done))
  })
  expect(await Promise.all(made)).toEqual([0, 0, 0, 0, 0, 0])
  const names = readdirSync(join(folder, 'visions'))
  expect(names.map((name) => name.slice(0, 3)).sort()).toEqual(['001', '002', '003', '004', '005', '006'])
})
