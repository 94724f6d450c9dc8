import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { digest } from '../../src/workspace/answer-note.ts'
import { at, folderOf, note, noting, plainFiles, plainly, plan, put, removeFolders } from './noting.ts'
import { filesOf } from './support.ts'

afterEach(removeFolders)

describe('a note is believed for what it is', () => {
  const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`

  /** A note about the present state with another answer, as nobody but a forger leaves it. */
  function forged(folder: string, change: (answer: Record<string, unknown>) => unknown): void {
    const [head, answer] = readFileSync(join(folder, note), 'utf8').split('\n')
    const text = JSON.stringify(change(JSON.parse(answer!) as Record<string, unknown>)).replace('"DEEP"', deep)
    const next = { ...(JSON.parse(head!) as object), check: digest(text) }
    writeFileSync(join(folder, note), `${JSON.stringify(next)}\n${text}\n`)
  }
  const rewritten = (change: (text: string) => string) => (folder: string) =>
    writeFileSync(join(folder, note), change(readFileSync(join(folder, note), 'utf8')))

  test.each<[string, (folder: string) => void]>([
    ['is empty', rewritten(() => '')],
    ['is cut short', rewritten((text) => text.slice(0, -40))],
    ['has another byte', rewritten((text) => text.replace('up to date', 'up to dare'))],
    ['is of another format', rewritten((text) => text.replace('"format":1', '"format":2'))],
    ['is no JSON', rewritten(() => 'note\n{}\n')],
    ['is null', rewritten(() => 'null\nnull\n')],
    ['is too large', rewritten((text) => text + ' '.repeat(300_000))],
    ['is a folder', (folder) => (rmSync(join(folder, note)), mkdirSync(join(folder, note)))],
    [
      'is a link',
      (folder) => (renameSync(join(folder, note), join(folder, 'n')), symlinkSync('../../../n', join(folder, note))),
    ],
    [
      'is in a folder that is a link',
      (folder) => (
        renameSync(join(folder, '.git/intentk'), join(folder, 'i')),
        symlinkSync('../i', join(folder, '.git/intentk'))
      ),
    ],
    [
      'says that something was written',
      (folder) => forged(folder, (answer) => ({ ...answer, data: { status: 'written' } })),
    ],
    [
      'speaks of another file',
      (folder) => forged(folder, (answer) => ({ ...answer, data: { status: 'unchanged', output: 'x' } })),
    ],
    ['has another exit code', (folder) => forged(folder, (answer) => ({ ...answer, code: 42 }))],
    [
      'has lines that are none',
      (folder) => forged(folder, (answer) => ({ ...answer, notes: [{ text: 1, style: 'red' }] })),
    ],
    [
      'has a style that is none',
      (folder) => forged(folder, (answer) => ({ ...answer, notes: [{ text: 'a', style: 'constructor' }] })),
    ],
    ['has diagnostics that are none', (folder) => forged(folder, (answer) => ({ ...answer, diagnostics: [1] }))],
    [
      'is endlessly deep',
      (folder) => forged(folder, (answer) => ({ ...answer, data: { ...(answer['data'] as object), gaps: 'DEEP' } })),
    ],
    ['is a list', (folder) => forged(folder, () => [])],
  ])('where it %s, the run compiles', async (_, damage) => {
    const folder = folderOf({ [`${at}/plan.md`]: plan })
    await noting(folder, ['execute'])
    damage(folder)
    const files = plainFiles(folder)
    for (const call of [['execute'], ['execute', '--json']]) {
      const expected = await plainly(folder, call)
      const { ran } = await noting(folder, call)
      expect(ran).toEqual(expected)
    }
    expect(plainFiles(folder)).toMatchObject({ [`${at}/execute.md`]: files[`${at}/execute.md`] })
  })

  test('what it says is printed without control characters, and nothing else happens', async () => {
    const folder = folderOf({ [`${at}/plan.md`]: plan })
    await noting(folder, ['execute'])
    const evil = 'a\u001b[2J\r\n\u009b\u202e\u0007b'
    forged(folder, (answer) => ({
      ...answer,
      data: { ...(answer['data'] as object), [evil]: evil },
      diagnostics: [{ ruleId: evil, message: evil }],
      notes: [evil, [{ text: evil, style: 'red' }]],
    }))
    const files = filesOf(folder)
    for (const call of [['execute'], ['execute', '--json']]) {
      const { stdout, stderr } = (await noting(folder, call)).ran
      // eslint-disable-next-line no-control-regex
      expect(stdout + stderr).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/)
      expect(stdout + stderr).toContain('[2J')
    }
    expect(filesOf(folder)).toEqual(files)
  })

  test('a link in the place of a document compiles', async () => {
    const folder = folderOf({ [`${at}/plan.md`]: plan })
    await noting(folder, ['execute'])
    renameSync(join(folder, at, 'plan.md'), join(folder, at, 'there.txt'))
    symlinkSync('there.txt', join(folder, at, 'plan.md'))
    expect((await noting(folder, ['execute'])).left).toBe(1)
  })
})

/** Runs the built command. */
function built(program: string, folder: string, ...argv: string[]) {
  const args = [join(program, 'bin.cjs'), ...argv]
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' })
  return { status, stdout, stderr }
}
const dist = join(import.meta.dirname, '../../dist')

test('an answer from a note loads no compiler', async () => {
  const [folder, program] = [folderOf({ [`${at}/plan.md`]: plan }), folderOf({})]
  cpSync(dist, program, { recursive: true })
  const run = (...argv: string[]) => built(program, folder, ...argv)
  expect(run('execute').stderr).toContain('Wrote')
  const expected = run('execute', '--json', '--check')
  for (const name of readdirSync(join(program, 'command'))) {
    if (!/^(?:quick|rolldown-runtime)\./.test(name)) rmSync(join(program, 'command', name))
  }
  expect(run('execute', '--json')).toEqual(expected)
  expect(run('execute').stderr).toContain('is up to date')
  put(folder, `${at}/plan.md`, `${plan}\n`)
  expect(run('execute').status, 'the compiler is gone').not.toBe(0)
})

test('a template of the repository that was edited is printed', () => {
  const template = '.intentk/templates/checkpoint.md'
  const folder = folderOf({ [`${at}/plan.md`]: plan, [template]: '**Checkpoint**: Milestone {{ milestone }} stands\n' })
  expect(built(dist, folder, 'execute').stderr).toContain('Wrote')
  expect(built(dist, folder, 'execute').stderr).toContain('is up to date')
  put(folder, template, '**Checkpoint**: Milestone {{ milestone }} is ours\n')
  expect(built(dist, folder, 'execute').stderr).toContain('Wrote')
  expect(filesOf(folder)[`${at}/execute.md`]).toContain('Milestone 1 is ours')
})
