import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readSimpleYaml } from '../../../src/parse/front-matter-simple.ts'
import { readYaml } from '../../../src/parse/front-matter-yaml.ts'
import { MAX_FRONT_MATTER, loadFrontMatter } from '../../../src/parse/front-matter.ts'
import type { FrontMatter } from '../../../src/parse/front-matter.ts'
import { loadParser } from '../../../src/parse/markdown.ts'

async function read(text: string): Promise<FrontMatter> {
  return (await loadFrontMatter([text]))('plan.md', text)
}

function rules(result: FrontMatter): string[] {
  return result.diagnostics.map((diagnostic) => diagnostic.ruleId)
}

describe('what is front matter', () => {
  it.each([
    ['plain', '---\ntitle: Plan\n---\n# A\n', { title: 'Plan' }, 19],
    ['CRLF', '---\r\ntitle: Plan A\r\nn: 3\r\n---\r\n# A\r\n', { title: 'Plan A', n: 3 }, 29],
    ['blanks after the fences', '---  \na: b\n--- \t\nx', { a: 'b' }, 14],
    ['at the end of the file', '---\na: b\n---', { a: 'b' }, 12],
    ['empty', '---\n---\nx', {}, 7],
    ['only a comment', '---\n# a\n---\nx', {}, 11],
    ['named yaml', '---yaml\na: [1, two]\n---\n', { a: [1, 'two'] }, 23],
    [
      'nested',
      '---\ndepends_on:\n  - M1\n  - M2\nwhen: { a: 1 }\n---\n',
      { depends_on: ['M1', 'M2'], when: { a: 1 } },
      48,
    ],
    [
      'dates and words stay text',
      '---\ndate: 2026-01-31\nok: yes\non: off\n---\n',
      { date: '2026-01-31', ok: 'yes', on: 'off' },
      40,
    ],
  ])('%s', async (_name, text, data, end) => {
    expect(await read(text)).toEqual({ data, span: { start: 0, end }, diagnostics: [] })
  })

  it.each([
    ['none', '# A\n'],
    ['empty text', ''],
    ['a thematic break', '---\n\n# A\n\n---\n'],
    ['unclosed', '---\na: b\n'],
    ['not at the start', '\n---\na: b\n---\n'],
    ['four dashes', '----\na: b\n----\n'],
    ['a heading below', '--- a\nb\n---\n'],
  ])('not: %s', async (_name, text) => {
    expect(await read(text)).toEqual({ data: {}, span: null, diagnostics: [] })
  })

  it.each(['satteri', 'remark'] as const)('is one block for %s', async (kind) => {
    const { blocks } = (await loadParser(kind))('---\r\na: b\r\n---\r\n# A\r\n')
    expect(blocks.map(({ type, start, end }) => [type, start, end])).toEqual([
      ['frontMatter', 0, 14],
      ['heading', 16, 19],
    ])
  })
})

describe('hostile front matter', () => {
  const languages = [
    'js',
    'javascript',
    'JS',
    'coffee',
    'json',
    'toml',
    'constructor',
    'toString',
    'hasOwnProperty',
    '__proto__',
  ]
  it.each(languages)('refuses ---%s', async (language) => {
    const globals = globalThis as { ran?: boolean }
    delete globals.ran
    const result = await read(`---${language}\nglobalThis.ran = true\n---\nx\n`)
    expect(globals.ran).toBeUndefined()
    expect(result.data).toEqual({})
    // A name that begins with `_` is no language to any tool, so the text stays text.
    if (language !== '__proto__') expect(rules(result)).toEqual(['front-matter-language'])
  })

  it.each([
    ['a tag that would run code', 'a: !!js/function "function () { globalThis.ran = true }"'],
    ['a merge key', 'b: &b { x: 1 }\na:\n  <<: *b'],
    ['an unknown tag', 'a: !thing 1'],
  ])('%s makes plain data', async (_name, yaml) => {
    const { data } = await read(`---\n${yaml}\n---\n`)
    expect(JSON.parse(JSON.stringify(data))).toEqual(data)
    expect((globalThis as { ran?: boolean }).ran).toBeUndefined()
  })

  it('keeps __proto__ and constructor as own keys', async () => {
    const { data } = await read('---\n__proto__: { polluted: true }\nconstructor: x\n---\n')
    expect(Object.getPrototypeOf(data)).toBe(Object.prototype)
    expect(Object.keys(data).sort()).toEqual(['__proto__', 'constructor'])
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
    expect((data as { polluted?: boolean }).polluted).toBeUndefined()
  })

  it('refuses an alias bomb', async () => {
    const levels = Array.from({ length: 9 }, (_, at) => `l${at + 1}: &l${at + 1} [${`*l${at}, `.repeat(9)}]`)
    const result = await read(`---\nl0: &l0 [lol]\n${levels.join('\n')}\n---\n`)
    expect(rules(result)).toEqual(['front-matter-invalid'])
    expect(result.data).toEqual({})
  })

  it.each([
    ['keys', Array.from({ length: 9000 }, (_, at) => `k${at}:`).join('\n')],
    ['simple keys', Array.from({ length: 6000 }, (_, at) => `k${at}: a`).join('\n')],
    ['blank lines', `a: [b]\n${'\n'.repeat(60_000)}c: d`],
    ['blanks', `a: [b]\n${' '.repeat(60_000)}\nc: d`],
    ['blank lines with blanks', `a: [b]\n${' \n'.repeat(30_000)}c: d`],
    ['nested lists', `a: ${'['.repeat(30_000)}`],
    ['nested items', `a:\n${'- '.repeat(30_000)}`],
    ['quotes', `a: ${'"'.repeat(60_000)}`],
    ['comments', `a: [b]\n${'#\n'.repeat(30_000)}`],
    ['anchors', `a: ${'&a '.repeat(20_000)}`],
    ['words', `a: ${'b '.repeat(30_000)}!`],
  ])('reads or refuses many %s in time', async (_name, yaml) => {
    await loadFrontMatter(['---\na: []\n---\n'])
    const start = performance.now()
    const result = await read(`---\n${yaml}\n---\n`)
    expect(performance.now() - start).toBeLessThan(3000)
    expect(result.span).not.toBeNull()
  })

  it('refuses more than 64 KB', async () => {
    const fits = `---\na: ${'b'.repeat(MAX_FRONT_MATTER - 11)}\n---`
    expect(rules(await read(fits))).toEqual([])
    expect(rules(await read(fits.replace('a:', 'aa:')))).toEqual(['front-matter-too-large'])
  })

  it.each([
    ['a list that is not closed', '---\nok: 1\na: [b\nc: d\n---\n', 4],
    ['a tab', '---\na:\n\tb: c\n---\n', 3],
    ['two documents', '---\na: b\n--- c\nd: e\n---\n', 3],
    ['a list', '---\n- a\n---\n', 2],
    ['text', '---\njust text\n---\n', 2],
    ['CRLF', '---\r\na: 1\r\nb: "x\r\n---\r\n', 4],
  ])('names the line of %s', async (_name, text, line) => {
    const result = await read(text)
    expect(rules(result)).toEqual(['front-matter-invalid'])
    const start = result.diagnostics[0]!.place!.start
    expect(text.slice(0, start).split('\n')).toHaveLength(line)
  })

  it('reports a key that stands twice, the last one counts', async () => {
    const text = '---\na: 1\nb: { c: 1, c: 2 }\na: 3\n---\n'
    const { data, diagnostics } = await read(text)
    expect(data).toEqual({ a: 3, b: { c: 2 } })
    expect(diagnostics.map(({ place }) => text.slice(place!.start, place!.end))).toEqual(['a', 'c'])
  })

  it('gives every call its own data', async () => {
    const text = '---\na: [1]\n---\n'
    const first = await read(text)
    ;(first.data.a as number[]).push(2)
    expect((await read(text)).data).toEqual({ a: [1] })
  })

  it('never fails', async () => {
    const pieces = [
      '---',
      '---js',
      '\n',
      '\r\n',
      'a',
      ':',
      ' ',
      '- ',
      '[',
      ']',
      '{',
      '}',
      '"',
      "'",
      '&a',
      '*a',
      '!!',
      '|',
      '>',
      '#',
      '%',
      '@',
      '?',
      '1',
      '\t',
      '\0',
      '\uD800',
    ]
    const reader = await loadFrontMatter(['---\na: []\n---\n'])
    const yaml = fc.array(fc.constantFrom(...pieces), { maxLength: 15 }).map((list) => list.join(''))
    fc.assert(
      fc.property(yaml, (inner) => void reader('a.md', `---\n${inner}\n---\n`)),
      { numRuns: 2000 },
    )
  })
})

describe('the reader of simple lines', () => {
  const words = [
    'a',
    'title',
    'My Plan',
    'true',
    'True',
    'null',
    '~',
    'yes',
    '12',
    '012',
    '0',
    '1.5',
    '1e3',
    '0x1f',
    '.5',
    '2026-01-02',
    'a: b',
    'a #b',
    'a#b',
    'x-y',
    '-x',
    '',
    '.inf',
    'NaN',
    'é',
    "it's",
    'a  b',
    'a,b',
    'NULL',
    '1_000',
    '12345678901234567890',
    '12:30',
  ]
  const line = fc.tuple(
    fc.constantFrom('a', 'b', 'c-d', 'true', 'null', 'k_2', ' a', '__proto__'),
    fc.constantFrom(': ', ':  ', ':', ' : '),
    fc.constantFrom(...words),
    fc.constantFrom('', ' ', '\r'),
  )
  const yaml = fc.array(line, { maxLength: 4 }).map((lines) => lines.map((parts) => `${parts.join('')}\n`).join(''))

  it('gives what YAML gives, or leaves it to YAML', () => {
    let read = 0
    fc.assert(
      fc.property(yaml, (text) => {
        const simple = readSimpleYaml(text)
        if (simple === null) return
        read += 1
        expect(readYaml(text), JSON.stringify(text)).toEqual({ data: simple, notes: [] })
      }),
      { numRuns: 3000 },
    )
    expect(read).toBeGreaterThan(300)
  })
})
