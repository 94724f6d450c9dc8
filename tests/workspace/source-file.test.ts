import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { Readable } from 'node:stream'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { WorkspaceError } from '../../src/workspace/errors.ts'
import { diskFileSystem } from '../../src/workspace/file-system.ts'
import {
  decodeSource,
  encodeContent,
  readSource,
  readSourceIfThere,
  sourceContent,
} from '../../src/workspace/source-file.ts'
import { readStandardInput } from '../../src/workspace/stdin.ts'
import { memoryFileSystem } from './memory-file-system.ts'

const bytes = (...values: (number | string)[]): Uint8Array =>
  Buffer.concat(values.map((value) => (typeof value === 'string' ? Buffer.from(value) : Buffer.from([value]))))

function failure(run: () => unknown): WorkspaceError {
  try {
    run()
  } catch (error) {
    if (error instanceof WorkspaceError) return error
    throw error
  }
  throw new Error('expected a failure')
}

describe('decoding', () => {
  test.each([
    ['an empty file', bytes(), { text: '', bom: false, eol: '\n' }],
    ['a byte order mark alone', bytes(0xef, 0xbb, 0xbf), { text: '', bom: true, eol: '\n' }],
    [
      'only the first of two marks',
      bytes(0xef, 0xbb, 0xbf, 0xef, 0xbb, 0xbf, 'a'),
      { text: '\ufeffa', bom: true, eol: '\n' },
    ],
    ['CRLF', bytes('a\r\nb\r\n'), { text: 'a\r\nb\r\n', bom: false, eol: '\r\n' }],
    ['mostly CRLF', bytes('a\r\nb\r\nc\n'), { text: 'a\r\nb\r\nc\n', bom: false, eol: '\r\n' }],
    ['a tie', bytes('a\r\nb\n'), { text: 'a\r\nb\n', bom: false, eol: '\n' }],
    ['lone carriage returns', bytes('a\rb\r'), { text: 'a\rb\r', bom: false, eol: '\n' }],
    ['a line feed first', bytes('\na'), { text: '\na', bom: false, eol: '\n' }],
    ['NUL characters', bytes('a\0b'), { text: 'a\0b', bom: false, eol: '\n' }],
    ['the last code point', bytes(0xf4, 0x8f, 0xbf, 0xbf), { text: '\u{10ffff}', bom: false, eol: '\n' }],
  ])('%s', (_, content, expected) => {
    const source = decodeSource(content, 'plan.md')
    expect(source).toEqual({ path: 'plan.md', ...expected })
    expect(Buffer.from(encodeContent(sourceContent(source), 'plan.md'))).toEqual(Buffer.from(content))
  })

  test.each([
    ['Latin-1', bytes('# Plan\n\ncaf', 0xe9, '\n'), 3, 11, 'E9'],
    ['a lone surrogate', bytes('a\n', 0xed, 0xa0, 0x80), 2, 2, 'ED'],
    ['an overlong slash', bytes(0xc0, 0xaf), 1, 0, 'C0'],
    ['an overlong NUL of three bytes', bytes(0xe0, 0x80, 0x80), 1, 0, 'E0'],
    ['above the last code point', bytes('é', 0xf4, 0x90, 0x80, 0x80), 1, 2, 'F4'],
    ['a character cut at the end', bytes('é\n\n', 0xe2, 0x82), 3, 4, 'E2'],
    ['a stray continuation', bytes('a', 0x80), 1, 1, '80'],
    ['UTF-16', bytes(0xff, 0xfe, 'a', 0), 1, 0, 'FF'],
  ])('refuses %s with its place', (_, content, line, offset, hex) => {
    const error = failure(() => decodeSource(content, 'docs/PLAN.md'))
    expect(error).toMatchObject({
      code: 'invalid-utf8',
      path: 'docs/PLAN.md',
      message: `docs/PLAN.md:${line}: byte ${offset} (0x${hex}) is not valid UTF-8.`,
    })
    expect(error.hint).toBe(hex === 'FF' ? 'The file looks like UTF-16. Save it as UTF-8.' : 'Save it as UTF-8.')
  })

  test('either gives back every byte or names the first that the platform does not take', () => {
    const lead = fc.constantFrom(
      0xc1,
      0xc2,
      0xe0,
      0xed,
      0xef,
      0xf0,
      0xf4,
      0xf5,
      0x80,
      0x8f,
      0x90,
      0x9f,
      0xa0,
      0xbf,
      0x41,
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(lead, fc.nat(255)), { maxLength: 8 }), (values) => {
        const content = Uint8Array.from(values)
        try {
          expect([...encodeContent(sourceContent(decodeSource(content, 'f')), 'f')]).toEqual(values)
        } catch (error) {
          if (!(error instanceof WorkspaceError)) throw error
          const offset = Number(/byte (\d+)/.exec(error.message)?.[1])
          expect(() => new TextDecoder('utf-8', { fatal: true }).decode(content.subarray(0, offset))).not.toThrow()
          expect(() => new TextDecoder('utf-8', { fatal: true }).decode(content.subarray(0, offset + 4))).toThrow()
        }
      }),
      { numRuns: 5000 },
    )
  })

  test('tells half of a pair from the character that stands for one', () => {
    expect([...encodeContent('a\ufffd😀', 'f')]).toEqual([...Buffer.from('a\ufffd😀')])
    expect(failure(() => encodeContent('\ufffd\n\ud83d', 'f')).message).toContain('Line 2 of f')
  })

  test('names the last byte of a large file in linear time', () => {
    const content = Buffer.alloc(8 * 1024 * 1024, 'é\n')
    content[content.length - 1] = 0xff
    const start = performance.now()
    expect(failure(() => decodeSource(content, 'f')).code).toBe('invalid-utf8')
    expect(performance.now() - start).toBeLessThan(2000)
  })
})

describe('reading', () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'intentk-read-')))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  const at = (name: string): string => join(folder, name)

  test('a file of the disk', () => {
    writeFileSync(at('plan.md'), '\ufeff# Plan\r\n')
    expect(readSource(diskFileSystem, at('plan.md'), 'plan.md')).toEqual({
      path: 'plan.md',
      text: '# Plan\r\n',
      bom: true,
      eol: '\r\n',
    })
  })

  test('refuses a folder, a missing file, a file above the limit', () => {
    writeFileSync(at('large.md'), 'x'.repeat(3000))
    expect(failure(() => readSource(diskFileSystem, folder, 'docs'))).toMatchObject({
      code: 'not-a-file',
      message: 'docs is a folder, not a Markdown file.',
    })
    expect(failure(() => readSource(diskFileSystem, at('none.md'), 'none.md'))).toMatchObject({
      code: 'not-found',
      message: 'There is no none.md.',
    })
    expect(readSourceIfThere(diskFileSystem, at('none.md'), 'none.md')).toBeNull()
    expect(failure(() => readSource(diskFileSystem, at('large.md'), 'large.md', 2048))).toMatchObject({
      code: 'too-large',
      message: 'large.md is larger than 2 KB, the most that is read of it.',
    })
    expect(readSource(diskFileSystem, at('large.md'), 'large.md', 3000).text).toHaveLength(3000)
  })

  test('refuses a file that grew after it was looked at', () => {
    const fs = memoryFileSystem({ '/plan.md': 'x'.repeat(200) })
    const small = { ...fs, stat: () => ({ kind: 'file' as const, size: 10, mode: 0o644, user: 0, group: 0 }) }
    expect(failure(() => readSource(small, '/plan.md', 'plan.md', 100)).code).toBe('too-large')
  })

  test.skipIf(process.platform === 'win32')('refuses a pipe and a device without waiting for them', () => {
    execFileSync('mkfifo', [at('pipe.md')])
    expect(failure(() => readSource(diskFileSystem, at('pipe.md'), 'pipe.md')).code).toBe('not-a-file')
    expect(failure(() => readSource(diskFileSystem, '/dev/zero', 'zero')).code).toBe('not-a-file')
    // Swapped in after the look: the open itself must not hang either.
    expect(() => diskFileSystem.read(at('pipe.md'), 10)).toThrow('not a regular file')
  })

  test.each([
    ['EACCES', 'no-permission', 'Cannot read plan.md: permission denied.'],
    ['ELOOP', 'io', 'Cannot read plan.md: its symbolic links lead in a circle.'],
    ['EWEIRD', 'io', 'Cannot read plan.md: EWEIRD.'],
  ])('says what %s means', (code, name, message) => {
    const fs = {
      ...memoryFileSystem({ '/plan.md': '' }),
      read: () => {
        throw Object.assign(new Error(code), { code })
      },
    }
    expect(failure(() => readSource(fs, '/plan.md', 'plan.md'))).toMatchObject({ code: name, message })
  })

  test('a defect of the program is not dressed up as a failure of the disk', () => {
    const fs = {
      ...memoryFileSystem({ '/plan.md': '' }),
      read: () => {
        throw new TypeError('defect')
      },
    }
    expect(() => readSource(fs, '/plan.md', 'plan.md')).toThrow(TypeError)
  })

  const corpus = resolve(import.meta.dirname, '../../../shared/corpus')
  test.skipIf(!existsSync(corpus))(
    'every document of the corpus comes back to the last byte (skipped where ../shared/corpus is absent)',
    () => {
      const files = readFileSync(join(corpus, 'MANIFEST.tsv'), 'utf8')
        .split('\n')
        .slice(1)
        .map((line) => line.split('\t')[0] ?? '')
        .filter(Boolean)
      expect(files.length).toBeGreaterThan(300)
      let marks = 0
      for (const file of files) {
        const source = readSource(diskFileSystem, join(corpus, file), file)
        if (source.bom) marks++
        expect(Buffer.from(encodeContent(sourceContent(source), file)).equals(readFileSync(join(corpus, file)))).toBe(
          true,
        )
      }
      expect(marks).toBeGreaterThan(0)
    },
  )
})

describe('standard input', () => {
  test('is read to its end, characters cut between chunks included', async () => {
    const content = Buffer.from('\ufeffé\r\n')
    const source = await readStandardInput(Readable.from([content.subarray(0, 4), content.subarray(4)]))
    expect(source).toEqual({ path: '<stdin>', text: 'é\r\n', bom: true, eol: '\r\n' })
    expect((await readStandardInput(Readable.from([]))).text).toBe('')
  })

  test('is not read beyond the limit', async () => {
    let chunks = 0
    const endless = async function* (): AsyncGenerator<Uint8Array> {
      for (;;) {
        chunks++
        yield new Uint8Array(1024)
      }
    }
    await expect(readStandardInput(endless(), 10 * 1024)).rejects.toMatchObject({ code: 'too-large' })
    expect(chunks).toBe(11)
  })

  test('refuses bytes that are no UTF-8, and a terminal', async () => {
    await expect(readStandardInput(Readable.from([Buffer.from([0x61, 0xff])]))).rejects.toMatchObject({
      code: 'invalid-utf8',
      message: '<stdin>:1: byte 1 (0xFF) is not valid UTF-8.',
    })
    await expect(readStandardInput(Object.assign(Readable.from([]), { isTTY: true }))).rejects.toMatchObject({
      code: 'not-a-file',
    })
  })
})
