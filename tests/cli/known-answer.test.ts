import fc from 'fast-check'
import { chmodSync, existsSync, readFileSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import type { FileSystem } from '../../src/workspace/file-system.ts'
import { makeRepository } from '../git/repository.ts'
import {
  at,
  folderOf,
  folders,
  note,
  notes,
  noting,
  plainFiles,
  plainly,
  plan,
  put,
  removeFolders,
  whole,
} from './noting.ts'
import { filesOf, runHere } from './support.ts'

afterEach(removeFolders)

/* A run that answers from the note of the last one answers what a run without notes answers. */

/** An edit of one file: what it holds becomes what it shall hold, null for none. */
type Edit = readonly [path: string, edit: (text: string) => string | null]

const edits: readonly Edit[] = [
  [`${at}/plan.md`, (text) => `${text}- [ ] Write \`src/more.ts\`\n`],
  [`${at}/plan.md`, (text) => text.replace('Rows go out.', 'Rows go out soon.')],
  [`${at}/plan.md`, (text) => text.replace('Extend `store.ts`', 'Extend `store.ts` with care')],
  [`${at}/plan.md`, (text) => text.replace('(depends on `src/csv.ts`)', '(depends on `src/none.ts`)')],
  [`${at}/plan.md`, () => plan],
  [`${at}/plan.md`, (text) => text.replaceAll('\n', '\r\n')],
  [`${at}/goal.md`, () => '# Goal\n\n**Goal**: Rows can be read elsewhere.\n'],
  [`${at}/goal.md`, () => null],
  [`${at}/execute.md`, (text) => text.replace('[ ]', '[x]')],
  [`${at}/execute.md`, (text) => text.replace('Write', 'Write well')],
  [`${at}/execute.md`, (text) => `${text}\nA note of mine.\n`],
  [`${at}/execute.md`, (text) => `\ufeff${text}`],
  [`${at}/execute.md`, () => null],
  [`${at}/execute.lock.json`, (text) => `${text}\n`],
  [`${at}/execute.lock.json`, (text) => text.replace('"text":"Write', '"text":"Wrote')],
  [`${at}/execute.lock.json`, () => null],
  ['.intentk/config.yaml', () => 'conventions:\n  .ts: lib\n'],
  ['.intentk/config.yaml', () => 'tests: sometimes\n'],
  ['.intentk/config.yaml', () => null],
  ['.intentk/constitution.md', (text) => `${text}- Plain words\n`],
  ['.intentk/constitution.md', () => null],
  ['store.ts', () => ''],
  ['store.ts', () => null],
  ['src/rows/row.ts', () => ''],
  ['src/rows/row.ts', () => null],
]

const calls: readonly (readonly string[])[] = [
  ['execute'],
  ['execute', '--json'],
  ['execute', '001'],
  ['execute', '--in', at],
  ['execute', '--strict'],
  ['execute', '--full'],
  ['execute', '--check'],
  ['execute', '--diff'],
  ['execute', '--dry-run', '--json'],
  ['execute', '--stdout'],
  ['execute', '--tests', 'always'],
  ['execute', '--date', '2026-02-03'],
  ['execute', '--parser', 'remark'],
  ['execute', '--take', 'mine'],
  ['execute', '--out', 'elsewhere.md'],
]

describe('a run with notes answers what one without answers', () => {
  test('whatever is edited, given or built between two runs', async () => {
    const seen = { known: 0, compiled: 0 }
    const step = fc.record({
      edit: fc.option(fc.constantFrom(...edits), { freq: 3, nil: null }),
      call: fc.oneof({ weight: 2, arbitrary: fc.constantFrom(...calls.slice(0, 2)) }, fc.constantFrom(...calls)),
      build: fc.oneof({ weight: 5, arbitrary: fc.constant('one') }, fc.constant('two')),
    })
    const property = fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 6 }), async (steps) => {
      const [noted, plain] = [folderOf(whole), folderOf(whole)]
      for (const { edit, call, build } of [{ edit: null, call: ['execute'], build: 'one' }, ...steps]) {
        if (edit !== null) {
          const [path, change] = edit
          const text = plainFiles(plain)[path]
          for (const folder of [noted, plain]) put(folder, path, change(text ?? ''))
        }
        for (let twice = 0; twice < 2; twice++) {
          const expected = await plainly(plain, call)
          const { ran, left } = await noting(noted, call, build)
          expect(ran).toEqual(expected)
          expect(plainFiles(noted)).toEqual(plainFiles(plain))
          if (ran.stderr.includes('up to date') || ran.stdout.includes('"unchanged"'))
            seen[left === 0 ? 'known' : 'compiled']++
        }
      }
    })
    await fc.assert(property, { numRuns: 15 })
    expect(seen.known, 'runs that answered from a note').toBeGreaterThan(20)
    expect(seen.compiled, 'runs that compiled to nothing new').toBeGreaterThan(20)
  }, 120_000)

  test('after each single edit, and after it is taken back', async () => {
    for (const [path, change] of edits) {
      const [noted, plain] = [folderOf(whole), folderOf(whole)]
      await noting(noted, ['execute'])
      await plainly(plain, ['execute'])
      const before = plainFiles(plain)[path]
      for (const text of [change(before ?? ''), before ?? null]) {
        for (const folder of [noted, plain]) put(folder, path, text)
        for (const call of [['execute', '--json'], ['execute']]) {
          expect((await noting(noted, call)).ran, `${path} ${text}`).toEqual(await plainly(plain, call))
        }
        expect(plainFiles(noted)).toEqual(plainFiles(plain))
      }
    }
  }, 60_000)

  test.each(calls.slice(0, 7))('the second of two runs of %s %s', async (...call) => {
    const files = { [`${at}/plan.md`]: plan }
    const [noted, plain] = [folderOf(files), folderOf(files)]
    const colored = { env: { FORCE_COLOR: '1' } }
    for (let run = 0; run < 3; run++) {
      const given = { build: 'one', ...colored }
      expect(await runHere(noted, call, given)).toEqual(await runHere(plain, call, { ...given, build: '' }))
    }
  })
})

test('of two visions each has a note of its own', async () => {
  const folder = folderOf({ [`${at}/plan.md`]: plan, 'visions/002-other/plan.md': plan.replaceAll('csv', 'xml') })
  // What one run writes exists for the other.
  for (const doc of ['001', '002', '001']) await noting(folder, ['execute', doc])
  expect(readdirSync(join(folder, notes))).toHaveLength(2)
  for (const doc of ['001', '002']) {
    const { ran, left } = await noting(folder, ['execute', doc])
    expect(left).toBe(0)
    expect(ran.stderr).toContain(`visions/${doc}`)
  }
})

test('the next step names the document as it was asked for', async () => {
  const folder = folderOf({ [`${at}/plan.md`]: plan })
  for (const [call, next] of [
    [['execute'], 'Next intentk next\n'],
    [['execute', '001'], 'Next intentk next 001\n'],
    [['execute', '001'], 'Next intentk next 001\n'],
    [['execute'], 'Next intentk next\n'],
  ] as const) {
    expect((await noting(folder, call)).ran.stderr).toContain(next)
  }
})

test('another build of the program trusts no note, and one without a name keeps none', async () => {
  const folder = folderOf({ [`${at}/plan.md`]: plan })
  for (const [build, left] of [
    ['one', 1],
    ['one', 0],
    ['two', 1],
    ['two', 0],
    ['one', 1],
    ['', 0],
  ] as const) {
    expect((await noting(folder, ['execute'], build)).left, build).toBe(left)
  }
})

test('no note is left where the next run would do more than repeat the answer', async () => {
  const folder = folderOf({ [`${at}/plan.md`]: plan })
  for (const call of [
    ['execute', '--check'],
    ['execute', '--stdout'],
    ['execute', '--diff'],
    ['execute', '--out', 'a.md'],
  ]) {
    expect((await noting(folder, call)).left, call.join(' ')).toBe(0)
  }
  expect((await noting(folder, ['execute'])).left).toBe(1)
  put(folder, `${at}/execute.md`, readFileSync(join(folder, at, 'execute.md'), 'utf8').replace('Extend', 'Extend soon'))
  put(folder, `${at}/plan.md`, plan.replace('Extend `store.ts`', 'Extend `store.ts` at once'))
  for (let run = 0; run < 2; run++) {
    const { ran, left } = await noting(folder, ['execute'])
    expect(ran.code, 'a conflict').toBe(3)
    expect(left).toBe(0)
  }
})

test.each<[string, Partial<FileSystem>]>([
  ['its folder cannot be made', { makeFolder: () => failing('EROFS') }],
  ['it cannot be written', { keep: () => failing('EACCES') }],
  ['the disk is full', { keep: () => failing('ENOSPC') }],
])('where %s, runs go on without a note', async (_, over) => {
  const [noted, plain] = [folderOf({ [`${at}/plan.md`]: plan }), folderOf({ [`${at}/plan.md`]: plan })]
  for (let run = 0; run < 2; run++) {
    expect((await noting(noted, ['execute'], 'one', over)).ran).toEqual(await plainly(plain, ['execute']))
  }
  expect(filesOf(noted)).toEqual(filesOf(plain))
})

function failing(code: string): never {
  throw Object.assign(new Error(code), { code })
}

test.skipIf(process.getuid?.() === 0)('a repository that nobody may write to is answered for', async () => {
  const folder = folderOf({ [`${at}/plan.md`]: plan })
  await plainly(folder, ['execute'])
  const locked = [join(folder, '.git'), join(folder, at)]
  locked.forEach((path) => chmodSync(path, 0o555))
  const { ran } = await noting(folder, ['execute'])
  locked.forEach((path) => chmodSync(path, 0o755))
  expect(ran).toEqual(await plainly(folder, ['execute']))
})

test('git sees no note, in a repository and in another work tree of it', async () => {
  const repository = makeRepository('')
  folders.push(dirname(repository.folder))
  repository.git('init')
  repository.write(`${at}/plan.md`, plan)
  await noting(repository.folder, ['execute'])
  repository.commit('first')
  const tree = join(dirname(repository.folder), 'tree')
  repository.git('worktree', 'add', tree)
  for (const folder of [repository.folder, tree]) {
    await noting(folder, ['execute'])
    expect((await noting(folder, ['execute'])).left).toBe(0)
    expect(repository.git('-C', folder, 'status', '--porcelain', '--ignored').text).toBe('')
  }
  expect(existsSync(join(repository.folder, note))).toBe(true)
  expect(existsSync(join(repository.folder, '.git/worktrees/tree/intentk/up-to-date'))).toBe(true)
})
