import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { filesOf, makeFolder, removeFolder, runHere, type Ran } from '../cli/support.ts'
import { bring, read } from './support.ts'

const folders: string[] = []
afterEach(() => folders.splice(0).forEach(removeFolder))

function repository(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = makeFolder(files)
  folders.push(folder)
  return folder
}

describe('what cannot be imported', () => {
  const LIST = '# X\n\n## Milestone 1: A\n\n- [ ] T001 Do\n'
  const ask = (folder: string, ...argv: readonly string[]): Promise<Ran> => runHere(folder, ['import', ...argv])

  test.each([
    ['no path', {}, [], 'needs a path'],
    ['nothing there', {}, ['nowhere'], 'There is no nowhere'],
    ['words alone', { 'x/a.txt': 'hello', 'x/b.txt': 'you' }, ['x'], 'nothing that can be imported'],
    [
      'JSON of something else',
      { 'package.json': '{"name": "x", "tasks": {}}' },
      ['package.json'],
      'nothing that can be imported',
    ],
    ['no JSON', { 'tasks.json': '{"tasks": [' }, ['tasks.json'], 'it is no JSON'],
    ['JSON too deep', { 'tasks.json': `{"tasks": ${'['.repeat(100_000)}` }, ['tasks.json'], 'levels deep'],
    [
      'several',
      { 'specs/a/tasks.md': LIST, 'specs/b/tasks.md': LIST },
      ['specs'],
      'specs/a (Spec Kit), specs/b (Spec Kit)',
    ],
    ['a name with a path', { 'tasks.md': LIST }, ['tasks.md', '--as', '../x'], 'without a path'],
    ['no UTF-8', { 'x/tasks.md': new Uint8Array([0x2d, 0xff]) }, ['x'], 'not valid UTF-8'],
    [
      "a vision of one's own",
      { 'x/tasks.md': LIST, 'visions/001-x/plan.md': LIST },
      ['x', '--as', 'x'],
      'was not imported',
    ],
  ] as const)('%s', async (_, files, argv, words) => {
    const folder = repository(files)
    const before = filesOf(folder)
    const ran = await ask(folder, ...argv)
    expect([ran.code, ran.stderr.replaceAll('\n', ' ')]).toEqual([2, expect.stringContaining(words)])
    expect(filesOf(folder)).toEqual(before)
  })

  test('a plan without work is refused as a whole', async () => {
    const folder = repository({ 'x.md': '# Only words\n\nNothing to do.\n' })
    const before = filesOf(folder)
    expect((await ask(folder, 'x.md')).code).toBe(1)
    expect(filesOf(folder)).toEqual(before)
  })

  test.skipIf(process.platform === 'win32')(
    'links out of the folder are told and not read, and nothing is written through one',
    async () => {
      const outside = repository({ 'secret.md': '- [ ] T900 Secret\n' })
      const folder = repository({ 'x/tasks.md': LIST })
      symlinkSync(join(outside, 'secret.md'), join(folder, 'x/more.md'))
      symlinkSync(join(folder, 'x'), join(folder, 'x/again'))
      const { ran, data } = await bring(folder, 'x')
      expect(ran.code).toBe(0)
      expect(data.warnings.join(' ')).toContain('more.md is a link out of')
      expect(read(folder, `${data.vision}/plan.md`)).not.toContain('Secret')
      const other = repository({ 'x/tasks.md': LIST })
      symlinkSync(outside, join(other, 'visions'))
      const refused = await ask(other, 'x')
      expect(refused.code).toBe(2)
      expect(Object.keys(filesOf(outside))).toEqual(['secret.md'])
    },
  )
})
