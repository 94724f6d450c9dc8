import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { normaliseBlocks } from '../../../src/parse/block-spans.ts'
import { readWithRemark } from '../../../src/parse/markdown-remark.ts'
import { maskInline } from '../../../src/parse/mask.ts'
import { corpusFiles, documents, outline, readText, soup } from './support.ts'

const BOX = /\[[ \txX]\](?=\s|$)/g

function blocksOf(text: string): string[] {
  return outline(normaliseBlocks(text, readWithRemark(text), null))
}

// Remark on the masked copy must see what remark sees in the original. Boxes are left out: hiding them is the purpose.
function expectSameBlocks(document: string): void {
  const text = document.replace(BOX, '{ }').replaceAll('\0', ' ')
  const masked = maskInline(text, 0)
  expect(masked.length).toBe(text.length)
  expect(outline(normaliseBlocks(text, readWithRemark(masked), null)), JSON.stringify(text)).toEqual(blocksOf(text))
}

describe('the mask keeps every block', () => {
  it('of runs of markup', { timeout: 60_000 }, () => {
    fc.assert(fc.property(soup, expectSameBlocks), { numRuns: 3000 })
  })

  it('of generated documents', { timeout: 60_000 }, () => {
    fc.assert(fc.property(documents, expectSameBlocks), { numRuns: 1500 })
  })

  it.skipIf(corpusFiles() === null)('of the corpus (skipped where it is absent)', { timeout: 120_000 }, () => {
    const files = corpusFiles()!.filter((_file, index) => index % 4 === 0)
    for (const file of files) expectSameBlocks(readText(file))
  })
})

describe('the mask', () => {
  it.each([
    ['inline syntax', 'a *b* _c_ ~d~ `e` &amp; x@y', 'a ,b, ,c, ,d, ,e, ,amp; x,y'],
    ['links, but not definitions', 'see [x](u) <y>\n\n[x]: <u v>', 'see ,x](u) ,y>\n\n[x]: <u v>'],
    ['boxes', '- [ ] a\n  1. [x] b', '- , ] a\n  1. ,x] b'],
    ['breaks and bullets stay', '***\n* a\n_ _ _\n**x', '***\n* a\n_ _ _\n,,x'],
    ['fences stay, code spans do not', '```js\n``` a`', '```js\n,,, a,'],
    ['ends of html blocks stay', 'x </pre> </b>', 'x </pre> ,/b>'],
    ['NUL, marks and lone surrogates', 'a\0b\uFEFFc', 'a,b,c'],
  ])('%s', (_name, text, expected) => {
    expect(maskInline(text, 0)).toBe(expected)
  })

  it('blanks what stands before the start and keeps lines', () => {
    expect(maskInline('---\r\na: 1\n---\nx', 13)).toBe('   \r\n    \n   \nx')
  })

  it('leaves at most 2,000 neighbouring footnotes', () => {
    const masked = maskInline('[^a]: b\n'.repeat(2001) + '\n[^c]: d', 0)
    expect(masked.match(/^\[\^/gm)).toHaveLength(2001)
    expect(masked).toContain('\n,^a]: b\n\n[^c]: d')
  })

  it('keeps the length of ill-formed text', () => {
    const text = 'a\uD83D b\uDE00 😀'
    expect(maskInline(text, 0)).toHaveLength(text.length)
  })
})
