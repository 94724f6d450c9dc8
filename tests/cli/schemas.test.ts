import { afterAll, beforeAll, expect, test } from 'vitest'
import { commands } from '../../src/cli/commands.ts'
import { schemaErrors } from './schema-check.ts'
import { smallCompile } from './small-compiler.ts'
import { makeFolder, removeFolder, runHere } from './support.ts'

let folder = ''
beforeAll(() => {
  const plan = `# Export
## Milestone 1: Rows
- [ ] T001 Write \`src/csv.ts\`
- [ ] T002 Write \`src/tsv.ts\`
- [x] T003 Read both (depends on T001)
## Milestone 2: Files
- [ ] T004 Pack \`pack/zip.ts\`
`
  const open = `? Which risks are there? => Add "## Risks" to plan.md.\n- \`widget.ts\`\n! odd\n`
  folder = makeFolder({
    'visions/001-export/plan.md': plan + open,
    'visions/002-broken/plan.md': `${plan}!! broken\n`,
    'visions/003-several/plan.md': `${plan}=== One\n=== Two\n`,
    'visions/004-foreign/plan.md': plan,
    'visions/004-foreign/execute.md': 'mine\n',
    'visions/005-latin/plan.md': new Uint8Array([0xe9]),
    '.intentk/config.yaml': 'hours: 3\n',
  })
})
afterAll(() => removeFolder(folder))

const cases: readonly (readonly [line: string, code: number])[] = [
  ['execute 001 --check', 1],
  ['execute 001', 0],
  ['execute 001', 0],
  ['execute 001 --stdout', 0],
  ['execute 002', 1],
  ['execute 003', 2],
  ['execute 004 --diff', 0],
  ['execute 004', 0],
  ['execute 005', 2],
  ['execute 009', 2],
  ['execute', 2],
  ['execute --nonsense', 2],
  ['gaps 001', 0],
  ['gaps 001 --blocking', 0],
  ['gaps 002', 1],
  ['list 001', 0],
  ['list 001 --done --format=json', 0],
  ['list 001 --milestone M9', 2],
  ['show T003 --in 001', 0],
  ['show T001 --in 001', 0],
  ['show T009 --in 001', 2],
  ['show T001 --in 001 --why --no-history', 0],
  ['show T001 --in 001 --for-agent', 0],
  ['show T001 --in 001 --for-agent --max-tokens 9', 1],
  ['show T001 --in 001 --for-agent --max-tokens 0', 2],
  ['show T001 --in 002 --for-agent', 2],
  ['show T001 --in 001 --force', 2],
  ['why T003 --in 001', 0],
  ['why T003 T001 --in 001', 0],
  ['why T004 T001 --in 001', 0],
  ['why T001 T002 --in 001', 0],
  ['why', 2],
  ['check', 2],
  ['status', 0],
  ['status 004', 0],
  ['next 004', 0],
  ['next 004 --parallel 2', 0],
  ['next 003', 2],
  ['graph 001', 0],
  ['graph 001 --by milestone', 0],
  ['graph 001 --by phase --workers 2', 0],
  ['graph 001 --gantt', 0],
  ['graph 001 --workers 0', 2],
  ['graph 001 --gantt --format tree', 2],
  ['graph 001 --save odd.xyz', 2],
  ['graph 002', 1],
  ['graph 003', 2],
  ['next 004 --parallel 0', 2],
  ['check 001', 0],
  ['check 001 --fix --dry-run', 0],
  ['check 002', 1],
  ['check 001 --list-rules', 0],
  ['check --explain duplicate-id', 0],
  ['check --explain odd', 2],
  ['check --rule odd', 2],
  ['check 001 --coverage', 0],
  ['check 002 --coverage', 1],
  ['import missing', 2],
  ['import visions', 2],
  ['import visions/001-export/plan.md --as copy', 0],
  ['import visions/001-export/plan.md --as copy', 0],
  ['import visions/001-export/plan.md --as broken', 2],
  ['import visions/002-broken/plan.md', 1],
  ['import visions/003-several/plan.md', 2],
  ['import visions/005-latin/plan.md', 2],
  ['export 001', 0],
  ['export 001 --to csv --out list.csv', 0],
  ['export 001 --to csv --out list.csv', 0],
  ['export 001 --to github-issues', 2],
  ['export 002', 1],
  ['export 003', 2],
  ['export 001 --to odd', 2],
  ['run 004 --dry-run --exec true', 0],
  ['run 004 --exec true', 2],
  // It says that it is done and has done nothing.
  ['run 004 --exec true --yes', 1],
  ['run list', 0],
  ['run show', 0],
  ['run report', 0],
  ['run --exec', 2],
  ['init', 2],
  ['init --assistant claude --dry-run', 0],
  ['doctor', 1],
  ['merge-driver', 2],
  ['new vision Export --dry-run', 0],
  ['new goal 001 --dry-run', 0],
  ['new constitution --dry-run', 0],
  ['new plan 001', 2],
  ['new strategy 001 --compare', 2],
  ['new', 2],
  ['gaps 001 --answers -', 2],
]

test.each(cases)('the JSON of `%s` is as its schema says', async (line, code) => {
  const ran = await runHere(folder, [...line.split(' '), '--json'], { compile: smallCompile })
  expect(ran.code).toBe(code)
  expect(ran.stderr).toBe('')
  const value = JSON.parse(ran.stdout) as { diagnostics: readonly { severity: string }[] }
  const name = line.split(' ')[0]!
  expect(schemaErrors(name, value)).toBe('')
  if (code === 2) expect(value.diagnostics.some(({ severity }) => severity === 'error')).toBe(true)
})

test('every command has a schema, and an envelope that breaks it is refused', () => {
  for (const { name } of commands) {
    const envelope = { schemaVersion: 1, command: name, data: null, diagnostics: [] }
    expect(schemaErrors(name, envelope)).toBe('')
    expect(schemaErrors(name, { ...envelope, data: { status: 'odd' } })).not.toBe('')
    expect(schemaErrors(name, { ...envelope, diagnostics: [{ message: 'x' }] })).not.toBe('')
  }
})
