import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import type { Block } from '../../../src/model/blocks.ts'

const CORPUS = fileURLToPath(new URL('../../../../shared/corpus', import.meta.url))

/** Paths of all documents of the corpus; null where it is not there. */
export function corpusFiles(): readonly string[] | null {
  if (!existsSync(CORPUS)) return null
  const entries = readdirSync(CORPUS, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile() && /\.(?:md|txt)$/.test(entry.name))
  return files.map((entry) => `${entry.parentPath}/${entry.name}`)
}

export function readText(path: string): string {
  return readFileSync(path, 'utf8').replace(/^\uFEFF/, '')
}

/** One line per block, indented by depth, so that a difference reads well. */
export function outline(blocks: readonly Block[], indent = ''): string[] {
  return blocks.flatMap((block) => {
    const { children, type, start, end, ...rest } = block
    const facts = Object.entries(rest).filter(([, value]) => value !== 0 && value !== '' && value !== false)
    const line = `${indent}${type} ${start}-${end} ${facts.map((fact) => fact.join('=')).join(' ')}`
    return [line, ...outline(children, `${indent}  `)]
  })
}

// Lines of plans and of everything around them, in all the forms that change what a block is.
const LINES = [
  '# H', '## H2 ##', '####### no', '#', 'Title', '===', '---', '----', '***', '* * *', '_ _ _', 'para text', 'text **b** `c` [l](u)',
  '- item', '  - nested', '    - deep', '      - deeper', '\t- tab', '-\t-\tx', '* star', '+ plus', '-', '- - two', '1. one', '   1. two',
  '2) two', '10) ten', '007. x', '- [ ] box', '- [x] done', '  - [ ] sub', '- [ ]', '- [x]\tt', '1. [X] n', '```js', '```', '````', '~~~',
  '~~~ py x', '``` a`b', '- ```', '  ```', '> ```', '1. ~~~', '    ```', '<!-- c -->', '<!--', '-->', '<div>', '</div>', '<b>x</b>', '<a b="c">',
  '<br/>', '<?x', '?>', '| a | b |', '|---|---|', '| c \\| d | `e|f` |', '|a|', 'a | b', '--- | ---', ':-: | :--', '| http://a.b | c |', '> quote',
  '> - q item', '>> deep', '> ', '>', '>\t- t', '[l]: http://x "t"', '[m]:', '<u v>', "'title'", '[^1]: note', '[^2]: - l', '    more', '    indented',
  '\tcode', '  text', '      six', 'é😀 ü', '进度：一', 'x\\', 'two  ', 'a  \tb', '\u00a0nb', '\u2028', '&nbsp; &amp;', 'a_b*c~d', '  ', '', '', '', '',
] // prettier-ignore

/** Documents of up to 14 such lines with one kind of line end. */
export const documents: fc.Arbitrary<string> = fc
  .tuple(
    fc.array(fc.constantFrom(...LINES), { maxLength: 14 }),
    fc.constantFrom('\n', '\n', '\n', '\r\n'),
    fc.boolean(),
  )
  .map(([lines, eol, final]) => lines.join(eol) + (final ? eol : ''))

const TOKENS = [
  '*', '**', '_', '__', '`', '``', '```', '~~~', '~', '<', '>', '<a', '</a', '<a b=', '"', "'", '<!--', '-->', '<?', '?>', '<!X', '<![CDATA[',
  ']]>', '<div>', '<script>', '</script>', '<pre', '</pre>', '[', ']', '[a]: ', '[^a]: ', ']: ', '[^', ':', '(', ')', '\\', '!', '&', '&amp;',
  '@', '|', '|-|', '---', '===', '- ', '* ', '+ ', '1. ', '2) ', '> ', '# ', '## ', 'a', 'b', 'x', ' ', ' ', '  ', '    ', '\n', '\n', '\n', '\n\n',
  'é', '/url', '***', '* * *', '_ _ _', '=', '.', '/>', '<http://a.b>', 'http://a', 'www.a', '\n  ', '\n    ', '| a | b |\n|---|---|\n',
] // prettier-ignore

/** Short runs of everything that has a meaning in Markdown. */
export const soup: fc.Arbitrary<string> = fc
  .array(fc.constantFrom(...TOKENS), { maxLength: 20 })
  .map((tokens) => tokens.join(''))
