import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Block } from '../../../src/model/blocks.ts'
import { loadParser } from '../../../src/parse/markdown.ts'
import { scanDocument } from '../../../src/parse/tasks/scan.ts'
import { corpusFiles, documents, readText, soup } from '../markdown/support.ts'

const parse = await loadParser('satteri')

interface Skeleton {
  /** Start of every line on which an item of a list begins, at any depth. */
  readonly items: readonly number[]
  /** `start of the line:level` of every heading of the top level. */
  readonly headings: readonly string[]
}

const sorted = (numbers: Iterable<number>): number[] => [...new Set(numbers)].toSorted((a, b) => a - b)

function byParser(text: string): Skeleton {
  const lineOf = (at: number): number => text.lastIndexOf('\n', at - 1) + 1
  const items: number[] = []
  const walk = (blocks: readonly Block[]): void => {
    for (const block of blocks) {
      if (block.type === 'listItem') items.push(lineOf(block.start))
      walk(block.children)
    }
  }
  const { blocks } = parse(text)
  walk(blocks)
  const headings = blocks.filter(({ type }) => type === 'heading')
  return { items: sorted(items), headings: headings.map(({ start, depth }) => `${lineOf(start)}:${depth}`) }
}

function byScanner(text: string): Skeleton {
  const { items, pieces } = scanDocument(text)
  const headings = pieces.filter(({ kind }) => kind === 'heading')
  return {
    items: sorted(items.map(({ start }) => start)),
    headings: headings.map(({ start, level }) => `${start}:${level}`),
  }
}

/**
 * Where the scanner is known to read other blocks than the parser; none of it occurs in any real document tried. Each
 * pattern matches a superset, so generated documents that match are only asked not to fail.
 */
const KNOWN: Readonly<Record<string, RegExp>> = {
  // Definitions of footnotes hold blocks of their own, definitions of links are no paragraph; both are text to the scanner.
  definition: /\[[^\]\n]+\]:/,
  // CommonMark lets any list follow indented code; the parser wants a bullet with words or the number 1.
  'list after code': /^(?:\t| {4}|[ \t]+\t)[^]*?\n[ \t>]*(?:\d+[.)]|[-+*][ \t]*\r?$)/m,
  // A complete tag cannot interrupt a paragraph; the parser takes what follows it in an item or a quote for lazy lines.
  'tag on a lazy line': /^[ \t]*(?:[-+*>]|\d+[.)])[^]*\n[ \t>]*<[^!?\n]*>[ \t]*\r?\n/m,
  // A table in the middle of a paragraph or in an item ends it; the scanner looks at the first two lines of the top level.
  'table below text': /^[^\n]*\n[^]*^[ \t>]*\|?[ \t]*:?-+:?[ \t]*\|/m,
  // An empty item cannot interrupt a paragraph; the parser holds that against the first line of a quote too.
  'empty item in a quote': /^[ \t]*>[ \t>]*(?:[-+*]|\d+[.)])[ \t]*\r?$/m,
  // The parser goes on with a paragraph across an empty line of a quote.
  'empty line of a quote': /^[ \t>]*>[ \t]*\r?$/m,
}

const known = (text: string): boolean => Object.values(KNOWN).some((pattern) => pattern.test(text))

function expectEqual(text: string): void {
  const scanned = byScanner(text)
  if (!known(text)) expect(scanned, JSON.stringify(text)).toEqual(byParser(text))
}

describe('the scanner finds the items and headings of the parser', () => {
  it('in generated documents', { timeout: 60_000 }, () => {
    fc.assert(fc.property(documents, expectEqual), { numRuns: Number(process.env['RUNS'] ?? 3000) })
  })

  it('in runs of markup', { timeout: 60_000 }, () => {
    fc.assert(fc.property(soup, expectEqual), { numRuns: Number(process.env['RUNS'] ?? 3000) })
  })

  it('and the known differences leave most documents to compare', () => {
    const texts = [...fc.sample(documents, { numRuns: 500, seed: 1 }), ...fc.sample(soup, { numRuns: 500, seed: 1 })]
    expect(texts.filter((text) => !known(text)).length).toBeGreaterThan(600)
  })

  it.skipIf(corpusFiles() === null)('in the corpus (skipped where it is absent)', { timeout: 120_000 }, () => {
    const files = corpusFiles()!
    expect(files.length).toBeGreaterThan(300)
    for (const file of files) {
      const text = readText(file)
      expect(byScanner(text), file).toEqual(byParser(text))
    }
  })

  it('in the forms that a line alone does not tell', () => {
    const texts = [
      '> ```\n- item\n',
      '```\n> - no item\n```\n- item\n',
      '- - two\n      - below the inner\n',
      '1. - [ ] box\n2. * * *\n',
      '<?php\n- no item\n?>\n- item\n',
      '| a | b |\n===\n',
      '| a | b |\n| - | - |\n2) item\n',
      '> quote\ngoes on\n---\n',
      '> quote\n10) item\n',
      '- a\n\n  # inner heading\n\n## outer\n',
      '- a\n\n      code\n\n  still a\n- b\n',
      '\t- [ ] code\n- [ ] item\n\t- [ ] nested\n',
    ]
    for (const text of texts) {
      for (const each of [text, text.replaceAll('\n', '\r\n')]) expect(byScanner(each), each).toEqual(byParser(each))
    }
  })
})

describe('pieces', () => {
  const arbitrary = fc.oneof(documents, soup)

  it('are whole lines that follow each other, with blank lines alone between them', () => {
    const check = (text: string): void => {
      let at = 0
      for (const { start, end } of scanDocument(text).pieces) {
        expect(text.slice(at, start).replace(/[ \t\r\n>]/g, ''), JSON.stringify(text)).toBe('')
        expect(start === 0 || text[start - 1] === '\n').toBe(true)
        expect(end === text.length || text[end - 1] === '\n').toBe(true)
        expect(end).toBeGreaterThan(start)
        at = end
      }
      expect(text.slice(at).trim(), JSON.stringify(text)).toBe('')
    }
    fc.assert(fc.property(arbitrary, check), { numRuns: 3000 })
  })

  it('hold their items, and items hold those nested in them', () => {
    const check = (text: string): void => {
      const { items, pieces } = scanDocument(text)
      for (const item of items) {
        const around = item.parent < 0 ? pieces[item.piece]! : items[item.parent]!
        expect(item.start, JSON.stringify(text)).toBeGreaterThanOrEqual(around.start)
        expect(item.end, JSON.stringify(text)).toBeLessThanOrEqual(around.end)
      }
    }
    fc.assert(fc.property(arbitrary, check), { numRuns: 3000 })
  })
})

it('is linear in hostile text', () => {
  const many = 60_000
  const texts = [
    '- '.repeat(many),
    '> '.repeat(many),
    '> '.repeat(300).concat('x\n').repeat(100),
    '-'.repeat(many) + 'x',
    `|${'-|'.repeat(many)}\n`.repeat(2) + '===\n',
    `${'`'.repeat(many)}\n`.repeat(3),
    '<a '.repeat(many),
    `${' '.repeat(many)}x`,
    `- [ ] ${'('.repeat(many)}${')'.repeat(many)}\n`,
    '# '.repeat(many),
  ]
  for (const text of texts) {
    const start = performance.now()
    scanDocument(text)
    expect(performance.now() - start, text.slice(0, 20)).toBeLessThan(500)
  }
})
