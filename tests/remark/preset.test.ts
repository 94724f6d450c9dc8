import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import remarkStringify from 'remark-stringify'
import { unified, type Preset } from 'unified'
import type { Root } from 'mdast'
import { describe, expect, test } from 'vitest'
import { intentkPreset } from '../../src/remark.ts'
import { readTaskDocument } from '../../src/parse/tasks/document.ts'
import { decodeSource } from '../../src/workspace/source-file.ts'
import { corpus } from '../support/facts.ts'

// The rules are looked at elsewhere.
const preset: Preset = { ...intentkPreset, plugins: [intentkPreset.plugins![0]!] }
const plain = unified().use(remarkParse).use(preset).use(remarkStringify).freeze()
const withTables = unified().use(remarkParse).use(remarkGfm).use(preset).use(remarkStringify).freeze()
const format = (text: string, processor = plain): string => String(processor.processSync(text))

/** A document, and what it becomes; null where nothing changes. */
const cases: readonly [name: string, text: string, formatted: string | null][] = [
  ['bullets and indentation', '*   [ ] T001 a\n    + [x] T002 b\n', '- [ ] T001 a\n  - [x] T002 b\n'],
  ['tags and names', '- [ ] T001 [P] [US1] Write snake_case_name.ts * 2 <x> [a] (depends on T000)\n', null],
  ['numbers', '1. [ ] a\n3. [X] b\n10) c\n', null],
  ['front matter', '---\ntitle: a_b\nlist:\n  - x\n---\n# T\n', null],
  ['tables', '| a | b_c |\n|---|:-:|\n| \\| | `x|y` |\n', null],
  ['headings as they are', 'Title\n=====\n\n## [P] b_c ##\n### d\ntext\n', null],
  ['rules and blank lines', 'a\n***\n\n\nb\n', null],
  ['code by indentation and in fences', '- a\n\n      code\n\n```ts x_y\ncode\n```\n', null],
  ['links and addresses', 'See https://a.b/c_d, <https://e.f>, [g][h] and www.i.j.\n\n[h]: <k l> "m"\n', null],
  ['footnotes', 'a[^1]\n\n[^1]: b_c\n', null],
  ['quotes', '> - [ ] T001 a\n>   b\n> c\n\n> d\ne\n', '> - [ ] T001 a\n>   b\n>   c\n\n> d\n> e\n'],
  ['what only looks like a block', '- a\n      - b\n      # c\n', '- a\n      - b\n      # c\n'],
  ['hard breaks', 'a  \nb\\\nc\n', null],
  ['comments', '<!-- x -->\n- [ ] T001 a\n<!-- y -->\n', null],
  ['CRLF', '* a\r\n* b\r\n', '- a\n- b\n'],
]

describe.each(cases)('%s', (_, text, formatted) => {
  test.each([
    ['without', plain],
    ['with', withTables],
  ])('%s GFM', (__, processor) => {
    const once = format(text, processor)
    expect(once).toBe(formatted ?? text)
    expect(format(once, processor)).toBe(once)
  })
})

test('what another plugin changed is printed anew, and tags stay tags', () => {
  const shout = () => (tree: Root) => {
    for (const node of tree.children)
      if (node.type === 'paragraph' && node.children[0]?.type === 'text') node.children[0].value += ' [P] [M1]!'
    tree.children.push({ type: 'paragraph', children: [{ type: 'text', value: 'new [US1]' }] })
  }
  const processor = unified().use(remarkParse).use(remarkGfm).use(preset).use(shout).use(remarkStringify)
  expect(String(processor.processSync('a_b [P]\n\n* c_d\n'))).toBe('a_b [P] [P] [M1]!\n\n- c_d\n\nnew [US1]\n')
})

/** What a task says, whatever its bullet and its column. */
const tasksOf = (text: string): readonly string[] =>
  readTaskDocument(decodeSource(Buffer.from(text), 'a.md')).tasks.map(
    ({ id, kind, state, box, text: words, parallel, milestones, otherTags, parent, quote, estimate, depends }) =>
      JSON.stringify([
        [id, kind, state, box?.state, words, parallel, milestones, otherTags, parent, quote],
        [estimate?.text, depends?.text],
      ]),
  )

// remark reads a document in 30 ms; INTENTK_ALL looks at all of them.
const step = process.env['INTENTK_ALL'] === undefined ? 12 : 1

test.runIf(existsSync(corpus))('no task of a real document changes', { timeout: 600_000 }, () => {
  const paths = readdirSync(corpus, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.md'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .filter((_, index) => index % step === 0)
  let tasks = 0
  for (const path of paths) {
    const text = readFileSync(path, 'utf8')
    const before = tasksOf(text)
    if (before.length === 0) continue
    for (const processor of [plain, withTables]) expect(tasksOf(format(text, processor)), path).toEqual(before)
    tasks += before.length
  }
  expect(tasks).toBeGreaterThan(200)
})
