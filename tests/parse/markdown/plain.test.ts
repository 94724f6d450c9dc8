import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { loadParser, parserFor, readPlain } from '../../../src/parse/markdown.ts'
import { corpusFiles, documents, outline, readText, soup } from './support.ts'

const satteri = await loadParser('satteri')
const remark = await loadParser('remark')

// Lines that need no parser, and some that do.
const INDENTS = ['', '', '', '  ', '   ', '    ', '     ', '      ', ' ']
const HEADS = [
  '',
  '',
  '- ',
  '- ',
  '- [ ] ',
  '- [x] ',
  '* ',
  '+ ',
  '-  ',
  '-     ',
  '1. ',
  '2. ',
  '10. ',
  '3) ',
  '# ',
  '### ',
  '- 1. ',
]
const WORDS = [
  'text', 'two words', '**bold** word', '*a* b', '_i_', '__x__ y', '`code` of', '[link](u) more', '[a]: b', '[ ]', '(p) q', '2026-01', '1.5 h',
  '"q"', 'a | b', '| - |', '--- | ---', '---', 'é', '进度：一', '😀 x', '$x', '/a/b', '!x', '~~s~~', '<b>', 'x  ', 'x\\', '#tag', '# h ##', '[x\\]: y',
  '&amp; z', '@me', '', '', '-', '===', '***', '`', '```', '\\- x', '%', ':-', 'a\u00a0b', '\u2028',
] // prettier-ignore
const line = fc
  .tuple(fc.constantFrom(...INDENTS), fc.constantFrom(...HEADS), fc.constantFrom(...WORDS))
  .map((parts) => parts.join(''))
const common = fc
  .tuple(fc.constantFrom(...INDENTS), fc.constantFrom(...HEADS), fc.constantFrom(...WORDS.slice(0, 8)))
  .map((parts) => parts.join(''))
const plainish = fc
  .array(
    fc.oneof(
      { weight: 8, arbitrary: common },
      { weight: 1, arbitrary: line },
      fc.constantFrom('', '', '---', '\n---  '),
    ),
    { maxLength: 12 },
  )
  .map((lines) => lines.join('\n'))
const nearly = fc.oneof(
  plainish,
  fc.array(line, { maxLength: 5 }).map((lines) => lines.join('\n')),
)

/** What is told without a parser is what both parsers tell; true where something was told. */
function isEqual(text: string): boolean {
  const tree = readPlain(text)
  if (tree === null) return false
  const told = outline(tree.blocks)
  expect(told, JSON.stringify(text)).toEqual(outline(satteri(text).blocks))
  expect(told, JSON.stringify(text)).toEqual(outline(remark(text).blocks))
  return true
}

const numRuns = Number(process.env.RUNS ?? 4000)

describe('what is told without a parser is what the parsers tell', () => {
  it('for plain documents and those that nearly are', { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(nearly, (text) => void isEqual(text)),
      { numRuns },
    )
    const told = fc.sample(nearly, { numRuns: 1000, seed: 1 }).filter((text) => readPlain(text) !== null)
    expect(told.length).toBeGreaterThan(150)
  })

  it('for generated documents and runs of markup', { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(fc.oneof(documents, soup), (text) => void isEqual(text)),
      { numRuns },
    )
  })

  it.skipIf(corpusFiles() === null)('for the corpus (skipped where it is absent)', { timeout: 120_000 }, () => {
    const told = corpusFiles()!.filter((file) => isEqual(readText(file)))
    expect(told.length).toBeGreaterThan(0)
  })
})

it.each([
  ['a heading, a paragraph, a list', '# A\n\nText of\ntwo lines\n\n- [ ] one\n  - two\n\n    more\n- three\n', true],
  ['a rule', 'a\n\n---\n- b\n\n--- \n', true],
  ['a rule below a paragraph', 'a\n---\n', false],
  ['front matter', '---\na: 1\n---\n# A\n', true],
  ['a number that goes on', '1. a\n2. b\n', true],
  ['a lazy line', '- a\nb\n', false],
  ['a table', 'a | b\n--- | ---\n', false],
  ['a fence', '```\n- a\n```\n', false],
  ['a tab', '-\ta\n', false],
  ['a definition', '[a]: b\n', false],
  ['two kinds of bullets', '- a\n* b\n', false],
  ['a heading of seven', '####### a\n', false],
])('%s needs a parser or none', (_, text, expected) => {
  expect(isEqual(text)).toBe(expected)
})

it('gives an engine where one of the documents needs it, and where one is asked for', async () => {
  const table = 'a | b\n--- | ---\n'
  const parse = await parserFor(['# A\n', table], 'auto')
  expect([parse('# A\n').parser, parse(table).parser]).toEqual(['plain', 'satteri'])
  expect((await parserFor(['# A\n'], 'remark'))('# A\n').parser).toBe('remark')
  expect((await parserFor(['# A\n'], 'auto'))('# A\n').parser).toBe('plain')
})
