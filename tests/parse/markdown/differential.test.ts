import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { loadParser } from '../../../src/parse/markdown.ts'
import { corpusFiles, documents, outline, readText, soup } from './support.ts'

const satteri = await loadParser('satteri')
const remark = await loadParser('remark')

/**
 * Where the engines are known to read different blocks. None of it occurs in any real document tried. Each pattern
 * matches a superset, so generated documents that match are only asked not to fail.
 */
const KNOWN: Readonly<Record<string, RegExp>> = {
  // satteri never puts a footnote definition into another one, remark does.
  'nested footnote': /\[\^[^\]\s]+\]:[^]*\[\^[^\]\s]+\]:/,
  // satteri ends `<script>` at `</script>` alone, CommonMark at the end tag of any of the four elements.
  'raw html end': /<(?:pre|script|style|textarea)[^]*<\/(?:pre|script|style|textarea)>/i,
  // A delimiter row below a definition, or below a lazy line, makes a table in one engine only.
  'table header': /(?:\]:|^[ \t]*(?:[-+*>]|\d+[.)]))[^]*\n[ \t>]*\|?[ \t]*:?-+:?[ \t]*(?:\||$)/m,
  // A complete tag cannot interrupt a paragraph, but in a footnote or below a table one of the engines lets it.
  'tag on a lazy line': /(?:\[\^[^\]\s]+\]:|\|)[^]*\n[ \t>]*</,
  // Some time after indented code or a definition, the engines disagree whether a list may start with another number
  // than 1 straight below.
  'number after code': /(?:^(?:\t| {4})|\]:)[^]*?(?:^|[ \t>:])(?!1[.)])\d+[.)](?:[ \t]|$)/m,
  'empty item in a footnote': /\[\^[^\]\s]+\]:[ \t]*[-+*][ \t]*$/m,
  // satteri ends a table at what is almost a footnote.
  'label with a blank': /\[\^[^\]\n]*[ \t][^\]\n]*\]:/,
}

function known(text: string): boolean {
  return Object.values(KNOWN).some((pattern) => pattern.test(text))
}

function expectEqual(text: string): void {
  const [a, b] = [satteri(text), remark(text)]
  if (!known(text)) expect(outline(a.blocks), JSON.stringify(text)).toEqual(outline(b.blocks))
}

describe('both engines give the same blocks', () => {
  it('for generated documents', { timeout: 60_000 }, () => {
    fc.assert(fc.property(documents, expectEqual), { numRuns: Number(process.env.RUNS ?? 3000) })
  })

  it('for runs of markup', { timeout: 60_000 }, () => {
    fc.assert(fc.property(soup, expectEqual), { numRuns: Number(process.env.RUNS ?? 3000) })
  })

  it('and the known differences leave most documents to compare', () => {
    const texts = [...fc.sample(documents, { numRuns: 500, seed: 1 }), ...fc.sample(soup, { numRuns: 500, seed: 1 })]
    expect(texts.filter((text) => !known(text)).length).toBeGreaterThan(600)
  })

  it.skipIf(corpusFiles() === null)('for the corpus (skipped where it is absent)', { timeout: 120_000 }, () => {
    const files = corpusFiles()!
    expect(files.length).toBeGreaterThan(300)
    for (const file of files) {
      const text = readText(file)
      expect(outline(satteri(text).blocks), file).toEqual(outline(remark(text).blocks))
    }
  })
})
