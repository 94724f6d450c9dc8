import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { diskFileSystem } from '../../src/workspace/file-system.ts'
import { displayPath, foundInside, insideRepository } from '../../src/workspace/paths.ts'
import { memoryFileSystem } from './memory-file-system.ts'

let parent = ''
let root = ''

beforeAll(() => {
  parent = realpathSync(mkdtempSync(join(tmpdir(), 'intentk-paths-')))
  root = join(parent, 'repo')
  for (const folder of ['repo/.git', 'repo/src/deep', 'repo-evil', 'repo/..data'])
    mkdirSync(join(parent, folder), { recursive: true })
  writeFileSync(join(root, 'src/a.ts'), '')
  writeFileSync(join(parent, 'repo-evil/secret'), '')
  const links: readonly [string, string][] = [
    ['out', '../repo-evil'],
    ['out-file', '../repo-evil/secret'],
    ['absolute', join(parent, 'repo-evil')],
    ['in', 'src'],
    ['git', '.git'],
    ['nowhere', 'missing/file'],
    ['nowhere-out', '../missing'],
    ['circle', 'circle'],
    ['two', 'out'],
    ['up-and-in', '../repo/src'],
  ]
  for (const [name, target] of links) symlinkSync(target, join(root, name))
})
afterAll(() => rmSync(parent, { recursive: true, force: true }))

test.each([
  ['src/a.ts', 'src/a.ts'],
  ['./src//a.ts', 'src/a.ts'],
  ['src\\a.ts', 'src/a.ts'],
  ['src/new/deeper/b.ts', 'src/new/deeper/b.ts'],
  ['in/a.ts', 'src/a.ts'],
  ['in/new.ts', 'src/new.ts'],
  ['up-and-in/a.ts', 'src/a.ts'],
  ['..data/x', '..data/x'],
  ['...', '...'],
  ['.github/workflows/ci.yml', '.github/workflows/ci.yml'],
  ['.gitignore', '.gitignore'],
  ['', ''],
])('%j is inside', (candidate, expected) => {
  expect(insideRepository(diskFileSystem, root, candidate)).toEqual({ inside: true, path: join(root, expected) })
})

test.each([
  ['../repo-evil/secret', 'it leads upwards with `..`'],
  ['src/../../repo-evil', 'it leads upwards with `..`'],
  ['src/../a.ts', 'it leads upwards with `..`'],
  ['..\\repo-evil', 'it leads upwards with `..`'],
  ['/etc/passwd', 'it is an absolute path'],
  ['\\\\host\\share', 'it is an absolute path'],
  ['C:\\Windows', 'it is an absolute path'],
  ['c:windows', 'it is an absolute path'],
  ['.git/config', 'it leads into `.git`'],
  ['.GIT/hooks/pre-commit', 'it leads into `.git`'],
  ['vendor/.git/config', 'it leads into `.git`'],
  ['.git ./config', 'it leads into `.git`'],
  ['.git::$INDEX_ALLOCATION/config', 'it leads into `.git`'],
  ['GIT~1/config', 'it leads into `.git`'],
  ['.g\u200cit/config', 'it leads into `.git`'],
  ['a\0b', 'it holds a NUL character'],
  ['out/secret', '`out` is a link out of the repository'],
  ['out/new', '`out` is a link out of the repository'],
  ['out-file', '`out-file` is a link out of the repository'],
  ['absolute/secret', '`absolute` is a link out of the repository'],
  ['two/secret', '`two` is a link out of the repository'],
  ['git/config', '`git` is a link into `.git`'],
  ['nowhere', '`nowhere` is a link to nothing'],
  ['nowhere-out', '`nowhere-out` is a link to nothing'],
  ['circle/a', 'its links lead in a circle'],
])('%j is refused', (candidate, reason) => {
  expect(insideRepository(diskFileSystem, root, candidate)).toEqual({ inside: false, reason })
})

test('whatever is inside has its real place below the real root', () => {
  const segment = fc.constantFrom(
    'src',
    'a.ts',
    'in',
    'out',
    'two',
    'git',
    'up-and-in',
    '..',
    '.',
    '',
    'new',
    '.git',
    'deep',
    'absolute',
    'nowhere',
  )
  let inside = 0
  fc.assert(
    fc.property(fc.array(segment, { maxLength: 5 }), (segments) => {
      const verdict = insideRepository(diskFileSystem, root, segments.join('/'))
      if (!verdict.inside) return
      inside++
      let existing = verdict.path
      while (diskFileSystem.lstat(existing) === null) existing = join(existing, '..')
      expect(relative(root, realpathSync(existing))).not.toMatch(/^\.\.(\/|$)|^\//)
      expect(relative(root, realpathSync(existing)).split('/')).not.toContain('.git')
    }),
    { numRuns: 1000 },
  )
  expect(inside).toBeGreaterThan(50)
})

test('the root itself may be reached through a link', () => {
  const fs = memoryFileSystem({ '/real/src/a.ts': '' })
  fs.link('/root', '/real')
  expect(insideRepository(fs, '/root', 'src/a.ts')).toEqual({ inside: true, path: '/real/src/a.ts' })
})

test('paths are shown from the root, others whole; a neighbour with the same beginning is not inside', () => {
  expect(displayPath('/repo', '/repo/docs/a.md')).toBe('docs/a.md')
  expect(displayPath('/repo', '/repo')).toBe('.')
  expect(displayPath('/repo', '/repo-evil/a.md')).toBe('/repo-evil/a.md')
  expect(displayPath('/repo', '/repo/..data/a.md')).toBe('..data/a.md')
  expect(foundInside(memoryFileSystem({ '/repo/a': '' }), '/repo', '/repo-evil/a').inside).toBe(false)
})
