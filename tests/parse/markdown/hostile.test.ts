import { describe, expect, it } from 'vitest'
import { loadParser } from '../../../src/parse/markdown.ts'

const satteri = await loadParser('satteri')

const lines = (count: number, line: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => line(at)).join('\n')
const growing = (units: number, line: (run: string) => string): string =>
  Array.from({ length: Math.floor(Math.sqrt(units * 2)) }, (_, at) => line('`'.repeat(at + 1))).join('')

/** Documents that some Markdown parser is quadratic or recursive in, by a size of about `n` characters. */
const CASES: Readonly<Record<string, (n: number) => string>> = {
  '5,000 and more levels': (n) => '- '.repeat(n / 2) + 'a',
  'levels by indent': (n) => lines(Math.sqrt(n), (at) => `${'  '.repeat(at)}- a`),
  '100 levels, often': (n) => `${'- '.repeat(100)}a\n\n`.repeat(n / 800),
  '100 quotes, often': (n) => `${'>'.repeat(100)}a\n`.repeat(n / 100),
  'indented code 90 levels deep': (n) => `${'- '.repeat(90)}a\n\n${`${' '.repeat(200)}b\n`.repeat(n / 200)}`,
  'rows of a table': (n) => `| a | b |\n|---|---|\n${'| x | y |\n'.repeat(n / 10)}`,
  'columns of a table': (n) => `|${'a|'.repeat(n / 100)}\n|${'-|'.repeat(n / 100)}\n${'|x|\n'.repeat(20)}`,
  'delimiter rows': (n) => 'a\n|-|\n'.repeat(n / 6),
  entities: (n) => 'a &amp; '.repeat(n / 8),
  'alternating emphasis': (n) => '*a_ '.repeat(n / 4),
  'emphasis on an html line': (n) => `<a ${'_a'.repeat(n / 2)}`,
  'opening brackets': (n) => '['.repeat(n),
  'brackets on lines': (n) => '[a\n'.repeat(n / 3),
  links: (n) => '[a]('.repeat(n / 4),
  images: (n) => '!['.repeat(n / 2),
  'growing code spans': (n) => growing(n, (run) => `${run} a `),
  'growing code spans on an html line': (n) => `<a ${growing(n, (run) => `${run} a `)}`,
  'growing fences': (n) => growing(n, (run) => `${run}\n`),
  definitions: (n) => lines(n / 16, (at) => `[l${at}]: /u${at}`),
  'equal definitions': (n) => '[l]: /u\n'.repeat(n / 8),
  'footnote definitions': (n) => lines(n / 16, (at) => `[^l${at}]: u [^l${at}]`),
  'unclosed titles': (n) => '[a]: b "c\n\n'.repeat(n / 11),
  'open labels': (n) => `[${'a '.repeat(490)}\n\n`.repeat(n / 1000),
  'less-than signs': (n) => '<'.repeat(n),
  'open tags': (n) => '<a b="'.repeat(n / 6),
  'open comments': (n) => `<x ${'<!-- '.repeat(n / 5)}`,
  'open instructions': (n) => `<x ${'<? '.repeat(n / 3)}`,
  'html lines': (n) => '<a\n'.repeat(n / 3),
  'closing tags': (n) => `a ${'</pre '.repeat(n / 6)}`,
  'bullets without text': (n) => '- '.repeat(n / 2),
  'a bullet list': (n) => '- a\n'.repeat(n / 4),
  'lazy lines': (n) => `${'- '.repeat(99)}a\n${'a\n'.repeat(n / 2)}`,
  'blank lines in a deep list': (n) => `${'- '.repeat(99)}a\n${'\n'.repeat(n)}b`,
  'fences that close at once': (n) => '```\n'.repeat(n / 4),
  underscores: (n) => `${'_'.repeat(n)}a`,
  addresses: (n) => 'a.'.repeat(n / 2) + '@',
  urls: (n) => 'http://'.repeat(n / 7),
  backslashes: (n) => '\\['.repeat(n / 2),
  emoji: (n) => '😀 - '.repeat(n / 5),
}

function measure(text: string): number {
  const start = performance.now()
  satteri(text)
  return performance.now() - start
}

describe('hostile documents are read in linear time', () => {
  // The parser warms up and the memory grows here rather than in the first case.
  measure('- [ ] a *b*\n'.repeat(50_000))

  // Other work on the machine may slow one run down.
  it.each(Object.entries(CASES))('%s', { timeout: 30_000, retry: 2 }, (_name, make) => {
    const half = Math.max(measure(make(250_000)), 20)
    const whole = measure(make(1_000_000))
    expect(whole).toBeLessThan(3000)
    // Four times the input: a quadratic reader takes sixteen times as long. Collections of garbage need room.
    expect(whole / half).toBeLessThan(11)
  })
})
