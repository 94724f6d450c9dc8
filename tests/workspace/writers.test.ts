import { mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { hashBytes } from '../../src/model/hash.ts'
import { diskFileSystem } from '../../src/workspace/file-system.ts'
import { printJournal } from '../../src/workspace/journal.ts'
import { recoverPair } from '../../src/workspace/recover.ts'
import { writePair, type PairWrite } from '../../src/workspace/write.ts'
import { failure } from './pair.ts'

/* Several writers on the disk of this machine. The note of a write names its process and machine; its age is the file's. */
let at = ''
let document = ''
let lock = ''
let note = ''
beforeEach(() => {
  at = realpathSync(mkdtempSync(join(tmpdir(), 'intentk-writers-')))
  document = join(at, 'execute.md')
  lock = join(at, 'execute.lock.json')
  note = join(at, 'execute.lock.next')
  writeFileSync(document, 'old\n')
  writeFileSync(lock, '[old]')
})
afterEach(() => rmSync(at, { recursive: true, force: true }))

const pair = (before: string, after: string): PairWrite => ({
  root: at,
  document: { path: document, before, after },
  lock: { path: lock, before: '[old]', after: '[new]' },
})

function leaveNote(holder: string, age = 0): void {
  const line = { before: hashBytes('old\n'), after: hashBytes('other\n'), holder }
  writeFileSync(note, printJournal(line, new TextEncoder().encode('[other]')))
  const then = Date.now() / 1000 - age
  utimesSync(note, then, then)
}

/** The id of a process that has ended. */
const deadProcess = (): number => spawnSync(process.execPath, ['-e', '']).pid

const files = (): readonly string[] => readdirSync(at).toSorted()

describe('the note of another writer', () => {
  test('of a dead process on this machine is taken over at once', () => {
    leaveNote(`${hostname()}:${deadProcess()}`)
    const start = performance.now()
    expect(writePair(diskFileSystem, pair('old\n', 'new\n'))).toEqual([document, lock])
    expect(performance.now() - start).toBeLessThan(2000)
    expect([readFileSync(document, 'utf8'), readFileSync(lock, 'utf8')]).toEqual(['new\n', '[new]'])
    expect(files()).toEqual(['execute.lock.json', 'execute.md'])
  })

  test('of another machine is taken over when it is old', () => {
    leaveNote('another-machine:1', 31)
    expect(recoverPair(diskFileSystem, at, document, lock)).toEqual({ state: 'discarded' })
    writePair(diskFileSystem, pair('old\n', 'new\n'))
    expect(readFileSync(document, 'utf8')).toBe('new\n')
  })

  test('of another machine is waited for while it is young, then the writer is said to be busy', () => {
    leaveNote('another-machine:1')
    expect(failure(() => writePair(diskFileSystem, pair('old\n', 'new\n'))).code).toBe('busy')
    expect(readFileSync(document, 'utf8')).toBe('old\n')
    expect(files()).toContain('execute.lock.next')
  })

  test('of a living process on this machine is believed for half a minute', () => {
    leaveNote(`${hostname()}:${process.ppid}`)
    expect(failure(() => recoverPair(diskFileSystem, at, document, lock)).code).toBe('busy')
    leaveNote(`${hostname()}:${process.ppid}`, 31)
    expect(recoverPair(diskFileSystem, at, document, lock)).toEqual({ state: 'discarded' })
  })
})

describe('an editor that saves between reading and writing', () => {
  test.each([
    ['the document', () => writeFileSync(document, 'saved\n')],
    ['the lock', () => writeFileSync(lock, '[saved]')],
    ['the document, by replacing it', () => (rmSync(document), writeFileSync(document, 'saved\n'))],
    ['nothing at all, but removes the document', () => rmSync(document)],
  ])('%s', (_, save) => {
    save()
    const before = files().map((name) => readFileSync(join(at, name), 'utf8'))
    expect(failure(() => writePair(diskFileSystem, pair('old\n', 'new\n')))).toMatchObject({ code: 'changed' })
    expect(files().map((name) => readFileSync(join(at, name), 'utf8'))).toEqual(before)
    expect(files().filter((name) => name.includes('next'))).toEqual([])
  })
})
