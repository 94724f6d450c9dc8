import { expect, test } from 'vitest'
import { existingPaths } from '../../src/workspace/existing.ts'
import { memoryFileSystem } from './memory-file-system.ts'

const files = {
  '/r/README.md': '',
  '/r/src/a.ts': '',
  '/r/src/deep/b.ts': '',
  '/r/node_modules/x/index.js': '',
  '/r/src/node_modules/y.js': '',
  '/r/.git/HEAD': '',
  '/r/dist/a.js': '',
  '/r/visions/001/execute.md': '',
  '/outside.md': '',
}

test('files and folders by relative path, without what tools made', () => {
  const fs = memoryFileSystem(files)
  fs.link('/r/out', '/')
  const paths = existingPaths(fs, '/r', new Set(['visions/001/execute.md']))
  expect([...paths].sort()).toEqual([
    'README.md',
    'out',
    'src',
    'src/a.ts',
    'src/deep',
    'src/deep/b.ts',
    'visions',
    'visions/001',
  ])
  expect(paths.size).toBe(8)
  for (const path of ['src', 'src/', 'src/a.ts']) expect(paths.has(path)).toBe(true)
  for (const path of ['', '/', 'dist/a.js', '../outside.md', 'out/outside.md']) expect(paths.has(path)).toBe(false)
  expect(new Set(paths)).toEqual(new Set(paths.values()))
})

test('nothing is read before the first question, and then once', () => {
  const fs = memoryFileSystem(files)
  let lists = 0
  const paths = existingPaths({ ...fs, list: (folder) => (lists++, fs.list(folder)) }, '/r')
  expect(lists).toBe(0)
  paths.has('src')
  const once = lists
  paths.has('src/a.ts')
  expect(lists).toBe(once)
})

test('a repository of any size costs a bounded number of entries, upper folders first', () => {
  const many = Array.from({ length: 15_000 }, (_, at) => ({ name: `f${at}`, kind: 'file' as const }))
  const list = (folder: string) => [...many, ...(folder.length < 40 ? [{ name: 'z', kind: 'directory' as const }] : [])]
  const paths = existingPaths({ ...memoryFileSystem({}), list }, '/r')
  expect(paths.size).toBe(20_000)
  expect(paths.has('f14999')).toBe(true)
})

test('a folder that cannot be read is empty', () => {
  const fs = memoryFileSystem(files)
  const list = (folder: string) => {
    if (folder.endsWith('deep')) throw Object.assign(new Error('EACCES'), { code: 'EACCES' })
    return fs.list(folder)
  }
  expect(existingPaths({ ...fs, list }, '/r').has('src/deep')).toBe(true)
})
