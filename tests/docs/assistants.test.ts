import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Root } from 'mdast'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import { unified } from 'unified'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { commands as slash } from '../../src/assistants/commands.generated.ts'
import { assistantTable, sizeTable } from '../../src/assistants/page.ts'
import { assistants } from '../../src/assistants/table.ts'
import { commands } from '../../src/cli/commands.ts'

const root = join(import.meta.dirname, '../..')
const page = readFileSync(join(root, 'docs/assistants.md'), 'utf8')
const reader = unified().use(remarkParse).use(remarkGfm)
let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'intentk-docs-'))
  mkdirSync(join(folder, 'docs'))
  cpSync(join(root, 'docs/assistants.md'), join(folder, 'docs/assistants.md'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const run = (...args: readonly string[]) => {
  const script = join(root, 'scripts/assistant-docs.mjs')
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], { encoding: 'utf8', cwd: root })
  return { status, stdout, stderr }
}

test('the tables of the page are up to date (`npm run docs` writes them)', () => {
  expect(run('--check')).toEqual({ status: 0, stdout: '', stderr: '' })
})

test('a page that is out of date is named, then written', () => {
  const path = join(folder, 'docs/assistants.md')
  writeFileSync(path, page.replace('`.goose/recipes/', '`.geese/'))
  expect(run('--check', folder)).toMatchObject({ status: 1, stderr: expect.stringContaining('out of date') })
  expect(run(folder).stdout).toBe('docs/assistants.md written\n')
  expect(readFileSync(path, 'utf8')).toBe(page)
})

/** The rows of a table of Markdown as an independent parser reads them, without its head. */
function rowsOf(text: string): number {
  const tree: Root = reader.parse(text)
  const [table] = tree.children
  if (table?.type !== 'table') return 0
  const width = table.children[0]!.children.length
  expect(table.children.every(({ children }) => children.length === width)).toBe(true)
  return table.children.length - 1
}

test('the tables have a row for each', () => {
  expect(rowsOf(assistantTable())).toBe(assistants.length + 1)
  expect(rowsOf(sizeTable())).toBe(slash.length + 1)
})

test('the page names every command, every finding of doctor, and only options that exist', () => {
  for (const { name } of slash) expect(page).toContain(`| \`${name}\` |`)
  const sources = ['doctor.ts', 'doctor-commands.ts', 'doctor-machine.ts'].map((name) =>
    readFileSync(join(root, 'src/cli', name), 'utf8'),
  )
  const rules = [...sources.join('\n').matchAll(/finding\(\s*'([a-z-]+)'/g)].map((match) => match[1]!)
  expect(rules.length).toBeGreaterThan(10)
  for (const rule of rules) expect(page).toContain(`\`${rule}\``)
  const options = commands.find(({ name }) => name === 'init')!.options.map(({ name }) => name)
  const lines = [...page.matchAll(/intentk init ([^\n`#]+)/g)].map((match) => match[1]!)
  for (const line of lines)
    for (const [, option] of line.matchAll(/--([a-z-]+)/g))
      expect([...options, 'yes', 'json', 'dry-run']).toContain(option)
  for (const option of options) expect(page).toContain(`--${option}`)
})
