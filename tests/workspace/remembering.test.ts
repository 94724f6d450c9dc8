import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { diskFileSystem, type FileSystem } from '../../src/workspace/file-system.ts'
import { rememberingFileSystem } from '../../src/workspace/remembering.ts'

const root = realpathSync(mkdtempSync(join(tmpdir(), 'intentk-remembering-')))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const folder = join(root, 'visions/001')
mkdirSync(join(folder, 'notes'), { recursive: true })
writeFileSync(join(folder, 'Plan.md'), '# Plan\n')
symlinkSync('Plan.md', join(folder, 'link.md'))
symlinkSync('nothing', join(folder, 'dangling.md'))
symlinkSync('..', join(folder, 'up'))

const names = [
  'Plan.md',
  'plan.md',
  'PLAN.MD',
  'link.md',
  'dangling.md',
  'up',
  'notes',
  'absent.md',
  'PLAN~1.MD',
  'a:b',
]

function answerOf<T>(ask: () => T): T | string {
  try {
    return ask()
  } catch (error) {
    return String((error as NodeJS.ErrnoException).code)
  }
}

test.each(names)('after its folder is listed, %s is what it is on the disk', (name) => {
  const fs = rememberingFileSystem(diskFileSystem)
  fs.list(folder)
  const path = join(folder, name)
  expect(fs.stat(path)).toEqual(diskFileSystem.stat(path))
  expect(fs.lstat(path)).toEqual(diskFileSystem.lstat(path))
  expect(answerOf(() => fs.realpath(path))).toEqual(answerOf(() => diskFileSystem.realpath(path)))
})

/** A disk that notes what it is asked. */
function noting(asked: string[]): FileSystem {
  const note =
    <T>(name: string, ask: (path: string) => T) =>
    (path: string): T => {
      asked.push(`${name} ${path.slice(folder.length + 1)}`)
      return ask(path)
    }
  const { stat, lstat, realpath, list } = diskFileSystem
  return {
    ...diskFileSystem,
    stat: note('stat', stat),
    lstat: note('lstat', lstat),
    realpath: note('realpath', realpath),
    list: note('list', list),
  }
}

test('a folder that was listed is not asked for what is not in it', () => {
  const asked: string[] = []
  const fs = rememberingFileSystem(noting(asked))
  fs.list(folder)
  for (const name of ['execute.md', 'execute.lock.json', 'execute.lock.next']) {
    expect(fs.stat(join(folder, name))).toBeNull()
    expect(fs.lstat(join(folder, name))).toBeNull()
  }
  expect(asked).toEqual(['list '])
  fs.stat(join(folder, 'Plan.md'))
  expect(asked).toEqual(['list ', 'stat Plan.md'])
})

test('a file that is made through it is there', () => {
  const fs = rememberingFileSystem(diskFileSystem)
  const path = join(folder, 'new.md')
  fs.list(folder)
  expect(fs.stat(path)).toBeNull()
  fs.create(path, new Uint8Array([35]), null)
  expect(fs.stat(path)).toMatchObject({ kind: 'file', size: 1 })
  fs.remove(path)
  expect(fs.stat(path)).toBeNull()
})
