import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { widthOf } from '../../src/cli/columns.ts'
import { openTerminal, type Terminal } from './tmux.ts'

/* Progress on a terminal: nothing wraps, wide characters stay in their columns, and a watched screen follows the file. */

const bin = join(import.meta.dirname, '../../dist/bin.cjs')
const tasks = `# 書き出し

## Phase 1: Setup

- [x] T001 Write \`a.ts\` (30 min)

## Phase 2: 注文を書き出す 🎯 ${'and a title that is longer than any terminal is wide '.repeat(4)}

- [ ] T002 列を書く 📊 \`src/列.ts\` (2 h)
- [~] T003 Überschriften schreiben \`src/kopf.ts\`

## Phase 3: Polish

- [ ] T004 文書を書く \`docs/export.md\`
`

let folder = ''
let terminal: Terminal
const file = (): string => join(folder, 'specs/001-export/tasks.md')
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'intentk-e2e-')))
  mkdirSync(join(folder, '.git'))
  mkdirSync(join(folder, 'specs/001-export'), { recursive: true })
  writeFileSync(file(), tasks)
})
afterEach(() => {
  terminal.close()
  rmSync(folder, { recursive: true, force: true })
})

const start = (...args: readonly string[]): void =>
  terminal.type(`clear; "${process.execPath}" "${bin}" ${args.join(' ')}; echo "ended $?"`, 'Enter')

test.each([80, 120])('nothing wraps or shifts at %i columns', async (columns) => {
  terminal = openTerminal(folder, { columns, lines: 40 })
  start('status', 'specs/001-export/tasks.md')
  const rows = (await terminal.shows('ended 0')).split('\n')
  const bars = rows.filter((row) => /^[█▒░]/.test(row))
  expect(bars).toHaveLength(3)
  for (const row of rows) expect(widthOf(row)).toBeLessThanOrEqual(columns)
  expect(new Set(bars.map((row) => widthOf(row.slice(0, row.indexOf('Phase'))))).size).toBe(1)
  // A row that wrapped would have gone on below.
  expect(rows.filter((row) => row.includes('longer than'))).toHaveLength(columns === 80 ? 0 : 1)
  start('next', 'specs/001-export/tasks.md')
  const next = (await terminal.shows('can start now')).split('\n')
  expect(next.some((row) => row.startsWith('T002') && row.includes('列を書く 📊'))).toBe(true)
})

test.each([80, 120])('a watched screen and the table of all keep their columns at %i columns', async (columns) => {
  for (const [name, title] of Object.entries({ '002-输入': '输入文件 📥', '003-widths': 'ｆｕｌｌ 한국어 👩‍👩‍👧 é' })) {
    mkdirSync(join(folder, 'specs', name), { recursive: true })
    const text = `# ${title}\n\n## Phase 1: ${title}\n\n- [x] T001 ${title}\n\n## Phase 2: Ende\n\n- [~] T002 ${title} ${'長い名前'.repeat(30)}\n`
    writeFileSync(join(folder, 'specs', name, 'tasks.md'), text)
  }
  terminal = openTerminal(folder, { columns, lines: 40 })
  start('status')
  const table = (await terminal.shows('ended 0')).split('\n')
  const rows = table.filter((row) => /^[█▒░]/.test(row))
  expect(rows).toHaveLength(3)
  expect(new Set(rows.map((row) => widthOf(row.slice(0, row.indexOf('00'))))).size).toBe(1)
  for (const name of ['002-输入', '003-widths']) {
    start('status', `specs/${name}/tasks.md`, '--watch')
    const screen = (await terminal.shows(`${name}/tasks.md  1 of 2 tasks`)).split('\n')
    const bars = screen.filter((row) => /^[█▒░]/.test(row))
    expect(new Set(bars.map((row) => widthOf(row.slice(0, row.indexOf('Phase'))))).size).toBe(1)
    for (const row of screen) expect(widthOf(row)).toBeLessThanOrEqual(columns)
    expect(screen.filter((row) => row.startsWith('Started T002'))).toHaveLength(1)
    expect(screen.filter((row) => row.includes('長い名前'))).toHaveLength(1)
    terminal.type('C-c')
    await terminal.shows('ended 130')
  }
})

test('a watched screen follows the file and ends with an interrupt', async () => {
  terminal = openTerminal(folder, { columns: 100, lines: 40 })
  start('status', 'specs/001-export/tasks.md', '--watch')
  await terminal.shows('1 of 4 tasks')
  writeFileSync(file(), readFileSync(file(), 'utf8').replace('[ ] T002', '[x] T002'))
  const after = await terminal.shows('2 of 4 tasks')
  expect(after).not.toContain('1 of 4 tasks')
  terminal.type('C-c')
  await terminal.shows('ended 130')
})
