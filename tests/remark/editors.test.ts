import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startServer } from './lsp-client.ts'

const require = createRequire(import.meta.url)
const root = join(import.meta.dirname, '../..')
const tasks = '# Tasks\n\n* [X] T001 [P] Write `snake_case.ts` 🚀 [US1]\n*   [ ] T001 Write b_c.ts (60 min)\n'

let folder = ''
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'intentk-remark-')))
  mkdirSync(join(folder, 'node_modules'))
  // As if installed: the package by its own name, its `exports` included.
  for (const [name, target] of [
    ['intentk', root],
    ['remark', join(root, 'node_modules/remark')],
    ['remark-gfm', join(root, 'node_modules/remark-gfm')],
  ])
    symlinkSync(target!, join(folder, 'node_modules', name!), 'junction')
  put('my specs/tasks.md', tasks)
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function put(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), text)
}

const cli = (...args: readonly string[]) => {
  const file = join(root, 'node_modules/remark-cli/cli.js')
  return spawnSync(process.execPath, [file, '--no-color', ...args], { cwd: folder, encoding: 'utf8', timeout: 60_000 })
}

test.each<[string, string, string]>([
  ['a name in JSON', '.remarkrc', '{"plugins": ["remark-gfm", "intentk/remark"]}'],
  ['a name in YAML', '.remarkrc.yaml', 'plugins:\n  - intentk/remark\n'],
  [
    'a module',
    '.remarkrc.mjs',
    "import { intentkPreset } from 'intentk/remark'\nexport default { plugins: [intentkPreset] }\n",
  ],
])('remark-cli runs the rules, by %s', (_, name, text) => {
  put(name, text)
  const { status, stderr } = cli('.')
  expect(stderr.replaceAll('\\', '/')).toMatch(
    /my specs\/tasks\.md\s+4:9-4:13\s+error\s+Unexpected second T001: every task needs an id of its own\.\s+duplicate-id\s+intentk/,
  )
  expect(status).toBe(1)
})

test('remark-cli takes options, and says which are wrong', () => {
  const rc = (options: string): void =>
    put(
      '.remarkrc.mjs',
      `import { remarkIntentk } from 'intentk/remark'\nexport default { plugins: [[remarkIntentk, ${options}]] }\n`,
    )
  rc("{ rules: { 'duplicate-id': 'off' } }")
  expect(cli('.', '--frail')).toMatchObject({ status: 0, stderr: 'my specs/tasks.md: no issues found\n' })
  rc("{ rules: { 'duplicate-id': 'warning' } }")
  expect(cli('.').status).toBe(0)
  expect(cli('.', '--frail').status).toBe(1)
  rc("{ rules: { 'duplicate-ids': 'warning' } }")
  const { status, stderr } = cli('.')
  expect(stderr).toContain('There is no rule `duplicate-ids`.')
  expect(status).toBe(1)
})

test('remark-cli formats a task document and it stays one', () => {
  put('.remarkrc', '{"plugins": ["intentk/remark"]}')
  put('my specs/tasks.md', tasks.replace('[ ] T001', '[ ] T002'))
  expect(cli('.', '--output', '--frail')).toMatchObject({ status: 0 })
  expect(readFileSync(join(folder, 'my specs/tasks.md'), 'utf8')).toBe(
    '# Tasks\n\n- [X] T001 [P] Write `snake_case.ts` 🚀 [US1]\n- [ ] T002 Write b_c.ts (60 min)\n',
  )
})

interface Diagnostics {
  readonly uri: string
  readonly diagnostics: readonly Readonly<Record<string, unknown>>[]
}

test('a language server shows the findings, and formats', { timeout: 60_000 }, async () => {
  put('.remarkrc', '{"plugins": ["intentk/remark"]}')
  const library = pathToFileURL(require.resolve('unified-language-server')).href
  put(
    'server.mjs',
    `import { createUnifiedLanguageServer } from ${JSON.stringify(library)}
createUnifiedLanguageServer({
  configurationSection: 'remark', ignoreName: '.remarkignore', packageField: 'remarkConfig', pluginPrefix: 'remark',
  processorName: 'remark', processorSpecifier: 'remark', rcName: '.remarkrc',
})\n`,
  )
  const client = startServer(join(folder, 'server.mjs'), folder)
  try {
    const uri = pathToFileURL(join(folder, 'my specs/tasks.md')).href
    const workspace = pathToFileURL(folder).href
    await client.request('initialize', {
      processId: null,
      rootUri: workspace,
      capabilities: {},
      workspaceFolders: [{ uri: workspace, name: 'x' }],
    })
    client.notify('initialized', {})
    client.notify('textDocument/didOpen', { textDocument: { uri, languageId: 'markdown', version: 1, text: tasks } })
    const shown = (await client.next('textDocument/publishDiagnostics')) as Diagnostics
    expect(shown.uri).toBe(uri)
    expect(shown.diagnostics).toEqual([
      {
        range: { start: { line: 3, character: 8 }, end: { line: 3, character: 12 } },
        message: 'Unexpected second T001: every task needs an id of its own.\nT001 is first given here (line 3)',
        severity: 1,
        code: 'duplicate-id',
        source: 'intentk',
      },
    ])
    const text = tasks.replace('[ ] T001', '[ ] T002')
    client.notify('textDocument/didChange', { textDocument: { uri, version: 2 }, contentChanges: [{ text }] })
    expect(((await client.next('textDocument/publishDiagnostics')) as Diagnostics).diagnostics).toEqual([])
    const edits = (await client.request('textDocument/formatting', {
      textDocument: { uri },
      options: { tabSize: 2, insertSpaces: true },
    })) as readonly { readonly newText: string }[]
    expect(edits[0]!.newText).toContain('- [X] T001 [P] Write `snake_case.ts` 🚀 [US1]\n- [ ] T002 Write b_c.ts')
  } finally {
    client.end()
  }
})
