import fc from 'fast-check'
import type { Nodes, Paragraph } from 'mdast'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import { unified } from 'unified'
import { describe, expect, test } from 'vitest'
import { fragment, normaliseLabel, readDefinition, type Definition } from '../../src/render/fragment.ts'

const remark = unified().use(remarkParse).use(remarkGfm).freeze()

const definitionLines = ['[ref]: ./a.md "A title"', '[Other One]: <b c.md>', "[x]: https://x.com/(y) 'q'"]
const definitions = new Map<string, Definition>(
  definitionLines.map((line) => readDefinition(line)!).map((one) => [one.label, one]),
)

describe('a fragment', () => {
  const cases: readonly (readonly [source: string, expected: string])[] = [
    ['one line', 'one line'],
    ['two\nlines', 'two lines'],
    ['two\r\n   lines', 'two lines'],
    ['hard  \nbreak', 'hard break'],
    ['hard\\\nbreak', 'hard break'],
    ['quoted\n> lines', 'quoted lines'],
    ['`code\\\nspan`', '`code\\ span`'],
    ['[P] stays', '[P] stays'],
    ['`__init__` and __init__', '`__init__` and __init__'],
    ['www.x.com stays', 'www.x.com stays'],
    ['see [text][ref]', 'see [text](./a.md "A title")'],
    ['see [text][ REF ]', 'see [text](./a.md "A title")'],
    ['see [ref][]', 'see [ref](./a.md "A title")'],
    ['see [ref].', 'see [ref](./a.md "A title").'],
    ['see [other\none]', 'see [other one](<b c.md>)'],
    ['![alt][x]', "![alt](https://x.com/(y) 'q')"],
    ['[a ![b][x] c][ref]', '[a ![b](https://x.com/(y) \'q\') c](./a.md "A title")'],
    ['`[ref]` and \\[ref]', '`[ref]` and \\[ref]'],
    ['[none][missing]', '[none][missing]'],
    ['[inline](x.md) [ref]', '[inline](x.md) [ref](./a.md "A title")'],
    ['note[^1]', 'note[^1]'],
  ]
  for (const [source, expected] of cases) {
    test(JSON.stringify(source), () => expect(fragment(source, { definitions })).toBe(expected))
  }

  test('of a table cell has its bars back', () => {
    expect(fragment('a \\| `b \\| c`', { cell: true })).toBe('a | `b | c`')
    expect(fragment('a \\| b')).toBe('a \\| b')
  })

  test('reads definitions, and nothing else', () => {
    expect(readDefinition('[a  B]: <x y> (t)')).toEqual({ label: normaliseLabel('A b'), target: '<x y>', title: '(t)' })
    for (const none of ['[a]', '[]: x', '[a]: x y', 'a: b', '[a]: <x']) expect(readDefinition(none)).toBeNull()
  })
})

/** The inline tree without places, a line end in a text read as a blank, references as what they stand for. */
function tree(node: Nodes): unknown {
  const { position: _, children, ...rest } = node as Nodes & { children?: Nodes[] }
  const own: Record<string, unknown> = { ...rest }
  if (rest.type === 'break') return { type: 'text', value: ' ' }
  if (rest.type === 'linkReference' || rest.type === 'imageReference') {
    const found = remark
      .parse(definitionLines.join('\n'))
      .children.find(
        (one) => one.type === 'definition' && normaliseLabel(one.label ?? '') === normaliseLabel(rest.label ?? ''),
      ) as { url: string; title?: string | null } | undefined
    if (rest.type === 'imageReference')
      return { type: 'image', alt: rest.alt, url: found?.url, title: found?.title ?? null }
    return { type: 'link', url: found?.url, title: found?.title ?? null, children: merged(children ?? []) }
  }
  if (rest.type === 'image') return { type: 'image', alt: rest.alt, url: rest.url, title: rest.title ?? null }
  if (typeof own['value'] === 'string')
    own['value'] = own['value'].replace(rest.type === 'inlineCode' ? /\n/g : /[ \t]*\n[ \t]*/g, ' ')
  if (rest.type === 'text') own['value'] = String(own['value']).replace(/ {2,}/g, ' ')
  return children === undefined ? own : { ...own, children: merged(children) }
}

function merged(nodes: readonly Nodes[]): unknown[] {
  const result: { type?: string; value?: string }[] = []
  for (const one of nodes.map((node) => tree(node) as { type?: string; value?: string })) {
    const last = result.at(-1)
    if (last?.type === 'text' && one.type === 'text') last.value = `${last.value}${one.value}`.replace(/ {2,}/g, ' ')
    else result.push({ ...one })
  }
  return result
}

const PIECES = [
  'word',
  'two words',
  ' ',
  '\n',
  '  \n',
  '\\\n',
  '`',
  '``',
  '`code`',
  '`a\nb`',
  '**',
  '*',
  '_',
  '__init__',
  '~~',
  '[ref]',
  '[text][ref]',
  '[Other One][]',
  '![alt][x]',
  '[P]',
  '[',
  ']',
  '(',
  ')',
  '](',
  '[in](x.md)',
  '[in](<a b> "t")',
  '![im](y.png)',
  '\\[',
  '\\]',
  '\\`',
  '\\\\',
  '\\*',
  '&amp;',
  '&#91;',
  '<b>',
  '</b>',
  '<https://a.b>',
  ' www.x.com ',
  ' a@b.co ',
  '!',
  '[^1]',
  '|',
  'ü',
  '🎯',
  '[missing][none]',
  '[a [ref] b][x]',
  '<!-- c -->',
]

describe('for any paragraph', () => {
  test('the fragment parses to the tree of its source', () => {
    const one = (text: string): Paragraph | null => {
      const root = remark.parse(`${text}\n\n${definitionLines.join('\n')}\n`)
      const [first] = root.children
      return first?.type === 'paragraph' && root.children.length === 1 + definitionLines.length ? first : null
    }
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 9 }), (pieces) => {
        const source = pieces.join('')
        const before = one(source)
        // Where a hard break decides what a delimiter beside it means, no single line can mean the same.
        fc.pre(before !== null && source.trim() === source && !/(?:^|\n)\\\n|\n |[*_~]\\\n/.test(source))
        const text = fragment(source, { definitions })
        expect(text).not.toMatch(/[\r\n]/)
        const alone = remark.parse(text).children[0]
        fc.pre(alone?.type === 'paragraph')
        expect({ text, tree: tree(alone) }).toEqual({ text, tree: tree(before) })
      }),
      { numRuns: 2000 },
    )
  })
})
