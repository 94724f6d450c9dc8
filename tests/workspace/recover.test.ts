import { describe, expect, test } from 'vitest'
import { WorkspaceError } from '../../src/workspace/errors.ts'
import { recoverPair } from '../../src/workspace/recover.ts'
import type { PairWrite } from '../../src/workspace/write.ts'
import { writePair } from '../../src/workspace/write.ts'
import { Crash, memoryFileSystem } from './memory-file-system.ts'
import { disk, document, failure, held, kill, lengthOf, lock, note, pair, stopAtRename, strays } from './pair.ts'

const cases: readonly {
  name: string
  before: readonly [string | null, string | null]
  after: readonly [string, string]
}[] = [
  { name: 'both files are new', before: [null, null], after: ['new\n', '[new]'] },
  { name: 'both files change', before: ['old\n', '[old]'], after: ['new\n', '[new]'] },
  { name: 'the lock alone changes', before: ['same\n', '[old]'], after: ['same\n', '[new]'] },
  { name: 'the document alone changes', before: ['old\n', '[same]'], after: ['new\n', '[same]'] },
  { name: 'the lock was missing', before: ['old\n', null], after: ['new\n', '[new]'] },
  { name: 'the new document is empty', before: ['old\n', '[old]'], after: ['', '[new]'] },
]

describe('writing a document and its lock', () => {
  test.each(cases)('writes both where $name', ({ before, after }) => {
    const fs = disk(before)
    const written = writePair(fs, pair(before, after))
    expect(held(fs)).toEqual(after)
    expect(strays(fs)).toEqual([])
    expect(written).toEqual([document, lock].filter((_, index) => before[index] !== after[index]))
    expect(recoverPair(fs, '/repo', document, lock)).toEqual({ state: 'none' })
  })

  test('touches nothing where nothing changes', () => {
    const fs = disk(['same', '[same]'])
    fs.arm({})
    expect(writePair(fs, pair(['same', '[same]'], ['same', '[same]']))).toEqual([])
    expect(fs.steps()).toBe(0)
  })

  test.each(cases)('leaves one consistent pair whenever it is killed: $name', ({ before, after }) => {
    const seen = new Set<string>()
    for (let step = 1; step <= lengthOf(before, after); step++) {
      const fs = disk(before)
      kill(fs, step, pair(before, after))
      fs.arm({})
      fs.tick(60_000)
      seen.add(recoverPair(fs, '/repo', document, lock).state)
      expect([before, after], `killed at step ${step}`).toContainEqual(held(fs))
      expect(strays(fs), `killed at step ${step}`).toEqual([])
      expect(recoverPair(fs, '/repo', document, lock)).toEqual({ state: 'none' })
    }
    expect(seen).toContain('discarded')
    expect(seen).toContain('finished')
  })

  test.each(cases)(
    'leaves one consistent pair after a power cut at any step, in any order of the disk: $name',
    ({ before, after }) => {
      let disks = 0
      // One step more than there are: the cut that comes right after the write has ended.
      for (let step = 1; step <= lengthOf(before, after) + 1; step++) {
        const fs = disk(before)
        kill(fs, step, pair(before, after))
        for (const left of fs.afterPowerCut()) {
          disks++
          recoverPair(left, '/repo', document, lock)
          expect([before, after], `power cut at step ${step}: ${left.paths().join(' ')}`).toContainEqual(held(left))
        }
      }
      expect(disks).toBeGreaterThan(20)
    },
  )

  test.each(cases)('survives a second kill during the recovery: $name', ({ before, after }) => {
    for (let step = 1; step <= lengthOf(before, after); step++) {
      for (let second = 1; second <= 24; second++) {
        const fs = disk(before)
        // The real document may be in another folder, which is synced by itself.
        if (second % 2 === 0 && before[0] !== null) {
          fs.put('/repo/shared/plan.md', before[0])
          fs.link(document, '../../shared/plan.md')
        }
        kill(fs, step, pair(before, after))
        fs.tick(60_000)
        fs.arm({ crashAt: second })
        try {
          recoverPair(fs, '/repo', document, lock)
        } catch (error) {
          expect(error).toBeInstanceOf(Crash)
        }
        for (const left of [fs, ...fs.afterPowerCut()]) {
          left.arm({})
          left.tick(60_000)
          recoverPair(left, '/repo', document, lock)
          expect([before, after], `killed at step ${step}, then at ${second}`).toContainEqual(held(left))
          if (left === fs) expect(strays(fs)).toEqual([])
        }
      }
    }
  })

  test.each([
    ['ENOSPC', 'no-space'],
    ['EROFS', 'read-only'],
    ['EACCES', 'no-permission'],
    ['EIO', 'io'],
  ])('a failure with %s at any step leaves nothing half-written', (code, name) => {
    const [before, after] = [
      ['old\n', '[old]'],
      ['new\n', '[new]'],
    ] as const
    const steps = lengthOf(before, after)
    let failed = 0
    for (let step = 1; step <= steps; step++) {
      for (const onwards of [false, true]) {
        const fs = disk(before)
        fs.arm({ failAt: step, code, onwards })
        let error: WorkspaceError | null = null
        try {
          writePair(fs, pair(before, after))
        } catch (thrown) {
          if (!(thrown instanceof WorkspaceError)) throw thrown
          error = thrown
        }
        fs.arm({})
        if (error === null) {
          expect(held(fs)).toEqual(after)
        } else {
          failed++
          expect(error.message).toContain('visions/001-a/execute.md')
          expect([name, 'unfinished']).toContain(error.code)
          // The lock follows only what is said to be unfinished; anything else has changed nothing.
          if (error.code === name) expect(held(fs)).toEqual(before)
          // Where the disk came back after one failure, nothing is left even without a recovery.
          if (error.code === name && !onwards) expect(strays(fs)).toEqual([])
        }
        fs.tick(60_000)
        recoverPair(fs, '/repo', document, lock)
        expect(held(fs)).toEqual(error?.code === name ? before : after)
        expect(strays(fs)).toEqual([])
      }
    }
    expect(failed).toBeGreaterThan(steps)
  })

  test('says that a full disk is full', () => {
    const fs = disk(['old', '[old]'])
    fs.arm({ failAt: 3, code: 'ENOSPC' })
    const error = failure(() => writePair(fs, pair(['old', '[old]'], ['new', '[new]'])))
    expect(error).toMatchObject({
      code: 'no-space',
      message: 'Cannot write visions/001-a/execute.md: the disk is full.',
    })
  })

  test('keeps the mode of the files', () => {
    const fs = disk([null, null])
    fs.put(document, 'old', 0o600)
    fs.put(lock, '[old]', 0o640)
    writePair(fs, pair(['old', '[old]'], ['new', '[new]']))
    expect([fs.stat(document)?.mode, fs.stat(lock)?.mode]).toEqual([0o600, 0o640])
  })
})

describe('what an interrupted write leaves', () => {
  test('an edit after the kill is reported with the new lock, and the next write settles it', () => {
    const [before, after] = [
      ['old\n', '[old]'],
      ['new\n', '[new]'],
    ] as const
    const fs = disk(before)
    const stop = stopAtRename(fs)
    expect(() => writePair(stop, pair(before, after))).toThrow(Crash)
    fs.arm({})
    fs.put(document, 'edited\n')
    fs.tick(60_000)
    expect(recoverPair(fs, '/repo', document, lock)).toEqual({ state: 'edited', lock: '[new]' })
    expect(recoverPair(fs, '/repo', document, lock)).toEqual({ state: 'edited', lock: '[new]' })
    writePair(fs, pair(['edited\n', '[old]'], ['merged\n', '[merged]']))
    expect(held(fs)).toEqual(['merged\n', '[merged]'])
    expect(strays(fs)).toEqual([])
  })

  test('a document that is edited before and not replaced is never overwritten by the recovery', () => {
    const fs = disk(['mine\n', '[old]'])
    fs.put(note, '{"next":1,"before":"0","after":"1","holder":"x:1","alone":false,"check":"wrong"}\n[new]')
    fs.tick(60_000)
    expect(recoverPair(fs, '/repo', document, lock)).toEqual({ state: 'discarded' })
    expect(held(fs)).toEqual(['mine\n', '[old]'])
  })

  test('a living writer is waited for, and then said to be busy', () => {
    let alive = true
    const other = memoryFileSystem(
      { '/repo/.git/HEAD': '', [document]: 'old', [lock]: '[old]' },
      { holder: 'here:2', alive: () => alive },
    )
    const stopped = { ...stopAtRename(other), holder: 'here:7' }
    expect(() => writePair(stopped, pair(['old', '[old]'], ['new', '[new]']))).toThrow(Crash)
    other.arm({})
    expect(failure(() => writePair(other, pair(['old', '[old]'], ['mine', '[mine]'])))).toMatchObject({
      code: 'busy',
      message: 'visions/001-a/execute.md is being written by another intentk.',
    })
    expect(failure(() => recoverPair(other, '/repo', document, lock)).code).toBe('busy')
    alive = false
    writePair(other, pair(['old', '[old]'], ['mine', '[mine]']))
    expect(held(other)).toEqual(['mine', '[mine]'])
  })

  test('a process id that came into use again does not block for ever', () => {
    const fs = memoryFileSystem({ '/repo/.git/HEAD': '', [document]: 'old', [lock]: '[old]' }, { alive: () => true })
    const stopped = { ...stopAtRename(fs), holder: 'here:7' }
    expect(() => writePair(stopped, pair(['old', '[old]'], ['new', '[new]']))).toThrow(Crash)
    fs.arm({})
    fs.tick(31_000)
    expect(recoverPair(fs, '/repo', document, lock)).toEqual({ state: 'discarded' })
  })

  test('a document alone is written like a pair, and its note never makes a lock', () => {
    const alone: PairWrite = { root: '/repo', document: { path: document, before: 'old', after: 'new' }, lock: null }
    const fs = disk(['old', '[old]'])
    expect(writePair(fs, alone)).toEqual([document])
    expect(held(fs)).toEqual(['new', '[old]'])
    expect(strays(fs)).toEqual([])
    for (let step = 1; step <= 12; step++) {
      const killed = disk(['old', '[old]'])
      kill(killed, step, alone)
      killed.arm({})
      killed.tick(60_000)
      recoverPair(killed, '/repo', document, lock)
      expect([
        ['old', '[old]'],
        ['new', '[old]'],
      ]).toContainEqual(held(killed))
      expect(strays(killed)).toEqual([])
    }
  })
})
