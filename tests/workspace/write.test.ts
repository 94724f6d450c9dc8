import { describe, expect, test } from 'vitest'
import { writePair } from '../../src/workspace/write.ts'
import type { MemoryFileSystem } from './memory-file-system.ts'
import { memoryFileSystem } from './memory-file-system.ts'
import { disk, document, failure, held, lock, pair, strays } from './pair.ts'

describe('what a write refuses', () => {
  test.each([
    ['the document', document, 'visions/001-a/execute.md changed since it was read. Nothing is written.'],
    ['the lock', lock, 'The lock of visions/001-a/execute.md changed since it was read. Nothing is written.'],
  ])('%s changed since it was read', (_, path, message) => {
    const fs = disk(['old', '[old]'])
    fs.put(path, 'somebody was here')
    const content = held(fs)
    expect(failure(() => writePair(fs, pair(['old', '[old]'], ['new', '[new]'])))).toMatchObject({
      code: 'changed',
      message,
    })
    expect(held(fs)).toEqual(content)
    expect(strays(fs)).toEqual([])
  })

  test('even where there would be nothing to write', () => {
    const fs = disk(['edited', '[old]'])
    expect(failure(() => writePair(fs, pair(['old', '[old]'], ['old', '[old]']))).code).toBe('changed')
  })

  test('a change in the last moment, after everything is prepared', () => {
    const fs = disk(['old', '[old]'])
    const edit = { ...fs, syncFolder: (folder: string) => (fs.put(document, 'edited'), fs.syncFolder(folder)) }
    expect(failure(() => writePair(edit, pair(['old', '[old]'], ['new', '[new]']))).code).toBe('changed')
    expect(held(fs)).toEqual(['edited', '[old]'])
    expect(strays(fs)).toEqual([])
  })

  test('a file that appeared meanwhile', () => {
    const fs = disk(['appeared', null])
    expect(failure(() => writePair(fs, pair([null, null], ['new', '[new]']))).code).toBe('changed')
  })

  test('a document that is a link out of the repository; inside it the link stays and its target is written', () => {
    const out = disk([null, '[old]'])
    out.put('/elsewhere/execute.md', 'old')
    out.link(document, '/elsewhere/execute.md')
    expect(failure(() => writePair(out, pair(['old', '[old]'], ['new', '[new]'])))).toMatchObject({
      code: 'outside-repository',
      message: 'visions/001-a/execute.md is not written: `execute.md` is a link out of the repository.',
    })
    expect(out.text('/elsewhere/execute.md')).toBe('old')
    expect(writePair(out, { ...pair(['old', '[old]'], ['new', '[new]']), root: null })).toHaveLength(2)
    expect(out.text('/elsewhere/execute.md')).toBe('new')

    const fs = disk([null, '[old]'])
    fs.put('/repo/shared/plan.md', 'old')
    fs.link(document, '../../shared/plan.md')
    writePair(fs, pair(['old', '[old]'], ['new', '[new]']))
    expect(fs.lstat(document)?.kind).toBe('link')
    expect(fs.text('/repo/shared/plan.md')).toBe('new')
    expect(strays(fs)).toEqual([])
  })

  test.each([
    ['a link to nothing', (fs: MemoryFileSystem) => fs.link(document, 'nowhere.md'), 'outside-repository'],
    ['a folder', (fs: MemoryFileSystem) => fs.makeFolder(document), 'not-a-file'],
    ['a pipe', (fs: MemoryFileSystem) => fs.special(document, 'other'), 'not-a-file'],
    ['a read-only file', (fs: MemoryFileSystem) => fs.put(document, 'old', 0o444), 'read-only'],
  ])('%s', (_, prepare, code) => {
    const fs = disk([null, null])
    prepare(fs)
    expect(failure(() => writePair(fs, pair(['old', null], ['new', '[new]']))).code).toBe(code)
    expect(strays(fs)).toEqual([])
  })

  test('a folder that is not there', () => {
    const fs = memoryFileSystem({ '/repo/.git/HEAD': '' })
    expect(failure(() => writePair(fs, pair([null, null], ['new', '[new]']))).code).toBe('not-found')
  })

  test('half of a surrogate pair', () => {
    const fs = disk(['old', '[old]'])
    const error = failure(() => writePair(fs, pair(['old', '[old]'], ['one\ntwo \ud83d', '[new]'])))
    expect(error).toMatchObject({ code: 'unencodable', message: expect.stringContaining('Line 2') })
    expect(held(fs)).toEqual(['old', '[old]'])
  })
})
