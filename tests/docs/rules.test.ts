import { spawnSync } from 'node:child_process'
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Root } from 'mdast'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import { unified } from 'unified'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { rulePage, rulesIndex } from '../../src/check/page.ts'
import { rule, type Rule } from '../../src/check/rule.ts'
import { rules } from '../../src/check/rules/index.ts'

const root = join(import.meta.dirname, '../..')
const script = join(root, 'scripts/rule-docs.mjs')
let folder: string

const run = (...args: readonly string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], { encoding: 'utf8', cwd: root })
  return { status, stdout, stderr }
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'intentk-docs-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('the pages of the rules are up to date (`npm run docs` writes them)', () => {
  expect(run('--check')).toEqual({ status: 0, stdout: '', stderr: '' })
})

test('pages that are out of date are named, then written, then quiet', () => {
  const all = rules.length + 2
  const first = run('--check', folder)
  expect(first.status).toBe(1)
  expect(first.stderr.trimEnd().split('\n')).toHaveLength(all)
  expect(existsSync(join(folder, 'docs'))).toBe(false)
  expect(run(folder).stdout).toBe(`${all} written, 0 removed, 0 as they were\n`)
  expect(run('--check', folder).status).toBe(0)
  const page = join(folder, 'docs/rules/duplicate-id.md')
  appendFileSync(page, 'by hand\n')
  writeFileSync(join(folder, 'docs/rules/no-such-rule.md'), '# no-such-rule\n')
  expect(run('--check', folder)).toEqual({
    status: 1,
    stdout: '',
    stderr:
      'docs/rules/duplicate-id.md is out of date with the rules. Run `npm run docs`.\n' +
      'docs/rules/no-such-rule.md is of a rule that is no more. Run `npm run docs`.\n',
  })
  expect(run(folder).stdout).toBe(`1 written, 1 removed, ${all - 1} as they were\n`)
  expect(readFileSync(page, 'utf8')).not.toContain('by hand')
})

const reader = unified().use(remarkParse).use(remarkGfm)
const codes = (tree: Root): readonly string[] =>
  tree.children.flatMap((node) => (node.type === 'code' ? [node.value] : []))

describe.each(rules.map((each) => [each.id, each] as const))('the page of %s', (_, each) => {
  test('shows every example whole and nothing out of its place', () => {
    const tree: Root = reader.parse(rulePage(each))
    const documents = [...each.fires, ...each.silent].flatMap(({ files, fixed }) => [
      ...(typeof files === 'string' ? [files] : Object.keys(files).filter((name) => name.endsWith('.md'))),
      ...(fixed === undefined ? [] : [fixed]),
    ])
    expect(codes(tree)).toHaveLength(documents.length + 2)
    const titles = tree.children.filter(({ type }) => type === 'heading')
    expect(titles).toHaveLength(Object.keys(each.options ?? {}).length > 0 ? 5 : 4)
  })
})

const awkward: Rule = rule({
  id: 'awkward',
  group: 'text',
  severity: 'info',
  recommended: false,
  checks: 'A | B.',
  why: 'Why.',
  options: {
    words: { default: ['a b', '#x'], summary: 'Words.' },
    most: { default: 3, summary: 'A number.' },
    none: { default: [], summary: 'Nothing.' },
  },
  fires: [
    {
      shows: 'fences',
      files: { 'plan.md': '# Not a heading\n````\n```\n````\n', 'tasks.md': 'a\u200bb\r\n' },
      finds: ['````\n```', '', '`x', `${'y'.repeat(100)}`],
      fixed: '```\n',
      options: { words: ['c', ': d'] },
      evidence: { there: ['a.ts'], gone: ['b.ts'], unchanged: ['c.ts'], checks: { T001: 'unverified' } },
    },
  ],
  silent: [{ shows: 'nothing', files: 'x\n', evidence: {} }],
})

test('the page of an awkward rule', () => {
  const page = rulePage(awkward)
  const tree: Root = reader.parse(page)
  expect(codes(tree)).toEqual([
    '# Not a heading\n````\n```\n````',
    'a\\u{200b}b␍',
    '```',
    'x',
    'rules:\n  awkward:\n    severity: info\n    words: [a b, "#x"]\n    most: 3\n    none: []',
    expect.stringContaining('intentk-disable-next awkward'),
  ])
  for (const line of [
    'Off unless turned on · severity info · group text · mended by `--fix`',
    '- `words` (default `a b`, `#x`): Words.',
    '- `none` (a list, empty by default): Nothing.',
    'Fences, with `words: [c, ": d"]`, with `a.ts` there, `c.ts` there and unchanged, `b.ts` gone, `T001` ticked without its check:',
    `Finds \`\`\`\`\` \`\`\`\` \`\`\` \`\`\`\`\`, the empty place, \`\` \`x \`\`, \`${'y'.repeat(79)}…\`.`,
    'Nothing, with none of the files there:',
  ])
    expect(page.split('\n')).toContain(line)
})

test('the index has a row for every rule, and a cell is a cell', () => {
  const tree: Root = reader.parse(rulesIndex([...rules, awkward]))
  const rows = tree.children.flatMap((node) => (node.type === 'table' ? node.children.slice(1) : []))
  const own = rows.filter(({ children }) => children.length === 5)
  expect(own).toHaveLength(rules.length + 1)
  expect(rows.every(({ children }) => children.length === 5 || children.length === 2)).toBe(true)
})
