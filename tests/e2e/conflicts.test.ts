import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { spawnSync } from 'node:child_process'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openTerminal, type Terminal } from './tmux.ts'

/* A person at a terminal: conflicts are shown in colours, asked about one by one, and settled as answered. */

const bin = join(import.meta.dirname, '../../dist/bin.cjs')
const plan = `# Export

## Milestone 1: Rows

- [ ] Write the rows in \`src/csv.ts\`
- [ ] Write the tabs in \`src/tsv.ts\`
`

let folder = ''
let terminal: Terminal
const path = (name: string): string => join(folder, 'visions/001-export', name)
const execute = (...args: readonly string[]): number | null =>
  spawnSync(process.execPath, [bin, 'execute', ...args], { cwd: folder }).status

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'intentk-e2e-')))
  mkdirSync(dirname(path('plan.md')), { recursive: true })
  writeFileSync(path('plan.md'), plan)
  expect(execute()).toBe(0)
  const mine = readFileSync(path('execute.md'), 'utf8')
  writeFileSync(
    path('execute.md'),
    mine.replace('Write the rows in', 'Print my rows to').replace('Write the tabs in', 'Print my tabs to'),
  )
  writeFileSync(path('plan.md'), plan.replaceAll('Write the', 'Save all'))
  terminal = openTerminal(folder, { columns: 100, lines: 40 })
})
afterEach(() => {
  terminal.close()
  rmSync(folder, { recursive: true, force: true })
})

const start = (...args: readonly string[]): void =>
  terminal.type(`"${process.execPath}" "${bin}" execute ${args.join(' ')}; echo "ended $?"`, 'Enter')

test('each conflict is asked about; what is answered is settled, what is not stays open', async () => {
  start()
  const first = await terminal.shows('Take [p]lan or [m]ine?')
  for (const line of ['T001', 'was    Write the rows in', 'yours  Print my rows to', 'plan   Save all rows in'])
    expect(first).toContain(line)
  expect(terminal.colored()).toContain('[32mplan   Save all rows')
  terminal.type('p', 'Enter')
  await terminal.shows('T002')
  terminal.type('Enter')
  const end = await terminal.shows(/ended \d/)
  expect(end).toContain('ended 3')
  expect(end).toContain('1 conflict')
  const text = readFileSync(path('execute.md'), 'utf8')
  expect(text).toContain('Save all rows in `src/csv.ts`')
  expect(text).toContain('Print my tabs to `src/tsv.ts`')
  expect(text).toContain('<!-- intentk:conflict T002 plan: "Save all tabs in `src/tsv.ts`" -->')
})

test('mine for all leaves no conflict behind', async () => {
  start()
  await terminal.shows('Take [p]lan or [m]ine?')
  terminal.type('m', 'Enter')
  await terminal.shows('T002')
  terminal.type('m', 'Enter')
  expect(await terminal.shows(/ended \d/)).toContain('ended 0')
  expect(readFileSync(path('execute.md'), 'utf8')).not.toContain('intentk:conflict')
  expect(execute('--check')).toBe(0)
})

test('an interrupt at the question writes nothing', async () => {
  const before = readFileSync(path('execute.md'), 'utf8')
  start()
  await terminal.shows('Take [p]lan or [m]ine?')
  terminal.type('C-c')
  await terminal.shows('ended 130')
  expect(readFileSync(path('execute.md'), 'utf8')).toBe(before)
})

test('a difference is shown in colours, on a narrow terminal too', async () => {
  start('--diff')
  const screen = await terminal.shows(/ended \d/)
  expect(screen).toContain('plan.md changed since the last run: reaches T001, T002 in M1')
  expect(screen).toContain('ended 3')
})
