import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { commands, optionsOf } from '../../src/cli/commands.ts'
import { completionScripts } from '../../src/cli/completion-scripts.ts'
import { commandFolder } from '../git/repository.ts'
import { makeFolder, removeFolder, runHere } from './support.ts'

/* Completion: what fits at the cursor, and a real bash that asks for it. */

const bin = join(import.meta.dirname, '../../dist/bin.cjs')
const execute = `# Plan

## Phase 3: Milestone 1 - Rows

- [ ] T001 [M1] Write \`a.ts\`
- [x] T002 [M1] Write \`b.ts\`
- [~] T010 Read $(touch stolen)

## Phase 4: Milestone 2 - Files

- [ ] 2.1 Pack
- [ ] T001; Odd
- [ ] $(touch${'${IFS}'}stolen)9 Odd
`
const ODD = '003-it\'s $(touch stolen) `x` "y"'

let folder = ''
let path = ''
beforeAll(() => {
  path = commandFolder(bin)
  folder = makeFolder({
    'visions/001-export/plan.md': '# Plan\n',
    'visions/001-export/execute.md': execute,
    'visions/002-import/plan.md': '# Plan\n',
    [`visions/${ODD}/plan.md`]: '# Plan\n',
    'visions/004-\u202eevil/plan.md': '# Plan\n',
  })
  mkdirSync(join(folder, '.git'), { recursive: true })
})
afterAll(() => {
  removeFolder(folder)
  removeFolder(path)
})

async function complete(...line: readonly string[]): Promise<readonly string[]> {
  const before = line.slice(0, -1)
  const { code, stdout } = await runHere(folder, ['complete', `--current=${line.at(-1)!}`, '--', ...before])
  expect(code).toBe(0)
  const [kind, ...lines] = stdout.trimEnd().split('\n')
  return [kind!, ...lines.map((each) => each.split('\t')[0]!)]
}

const IN = ['--in', 'visions/001-export'] as const

test.each<[readonly string[], readonly string[]]>([
  [['sta'], ['none', 'status', 'start']],
  [
    ['help', 'nex'],
    ['none', 'next'],
  ],
  [['--ver'], ['none', '--version']],
  [
    ['done', ...IN, ''],
    ['none', 'T001', 'T010', '2.1'],
  ],
  [
    ['done', ...IN, 't01'],
    ['none', 'T010'],
  ],
  [
    ['reopen', ...IN, 'T'],
    ['none', 'T002', 'T010'],
  ],
  [
    ['show', ...IN, 'T00'],
    ['none', 'T001', 'T002'],
  ],
  [['show', ...IN, 'T001', ''], ['none']],
  [
    ['--in', 'visions/001-export', 'show', 'T00'],
    ['none', 'T001', 'T002'],
  ],
  [
    ['edit', ...IN, 'T001', '--on', 'T002,T01'],
    ['none', 'T002,T010'],
  ],
  [
    ['next', ...IN, '--milestone', ''],
    ['none', 'M1', 'M2'],
  ],
  [
    ['next', ...IN, '--milestone=M2'],
    ['none', '--milestone=M2'],
  ],
  [
    ['next', ...IN, '--milestone', '=', 'M'],
    ['none', 'M1', 'M2'],
  ],
  [
    ['graph', '--format', 'me'],
    ['none', 'mermaid'],
  ],
  [
    ['status', '00'],
    ['files', '001-export', '002-import', ODD],
  ],
  [
    ['status', '001-export', '002'],
    ['files', '002-import'],
  ],
  [['next', '001-export', ''], ['none']],
  [
    ['status', '--in', '002'],
    ['files', '002-import'],
  ],
  [['execute', '--out', ''], ['files']],
  [
    ['status', '--wa'],
    ['none', '--watch'],
  ],
  [['status', '--watch', '--wa'], ['none']],
  [
    ['completion', 'f'],
    ['none', 'fish'],
  ],
  [['add', 'Some'], ['none']],
  [['nonsense', ''], ['none']],
  [['done', '--in', 'nowhere.md', ''], ['none']],
  [['done', '--from-git', ''], ['none']],
])('%j', async (line, wanted) => {
  expect(await complete(...line)).toEqual(wanted)
})

test('every command and option of the table is completed', async () => {
  expect(await complete('')).toEqual(['none', ...commands.map(({ name }) => name), 'help'])
  for (const command of commands)
    expect(await complete(command.name, '--')).toEqual(['none', ...optionsOf(command).map(({ name }) => `--${name}`)])
})

test('any words give an answer', async () => {
  for (const line of [
    [],
    ['--'],
    ['='],
    ['--in', '='],
    ['--in'],
    ['done', '--in', '\0', 'T'],
    ['('],
    ['done', '[a-'],
    ['x'.repeat(9999)],
  ])
    expect((await complete(...line, '')).length).toBeGreaterThan(0)
  expect((await runHere(folder, ['complete'])).code).toBe(0)
})

/** What a real bash offers for a line whose last word is completed. */
function bash(...line: readonly string[]): readonly string[] {
  const script = `source ./intentk.bash; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _intentk; printf '%s\\n' "\${COMPREPLY[@]}"`
  writeFileSync(join(folder, 'intentk.bash'), completionScripts.bash)
  const { stdout, stderr } = spawnSync('bash', ['--norc', '-c', script, 'bash', 'intentk', ...line], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, PATH: `${path}${delimiter}${process.env['PATH']}`, LC_ALL: 'C.UTF-8' },
  })
  expect(stderr).toBe('')
  expect(existsSync(join(folder, 'stolen')), line.join(' ')).toBe(false)
  return stdout.split('\n').filter((one) => one !== '')
}

test.skipIf(process.platform === 'win32')(
  'a real bash completes, and runs nothing that a name holds',
  { timeout: 60_000 },
  () => {
    expect(bash('done', '--in', 'visions/001-export', 'T0')).toEqual(['T001', 'T010'])
    expect(bash('done', '--in', "'visions/001-export'", '"T0')).toEqual(['T001', 'T010'])
    expect(bash('next', '--format', '=', 'j')).toEqual(['json'])
    expect(bash('status', '$(touch stolen)')).toEqual([])
    expect(bash('done', '--in', '$(touch stolen)', '`touch stolen`')).toEqual([])
    const [quoted] = bash('status', '003')
    // What bash puts on the line is one word again, and that word is the name.
    const { stdout } = spawnSync('bash', ['--norc', '-c', `printf '%s' ${quoted}`], { cwd: folder, encoding: 'utf8' })
    expect([stdout, existsSync(join(folder, 'stolen'))]).toEqual([ODD, false])
    expect(bash('status', "'003")).toEqual([])
    expect(bash('status', "'00")).toEqual(['001-export', '002-import'])
  },
)

test('the scripts', async () => {
  for (const [shell, script] of Object.entries(completionScripts)) {
    await expect(script).toMatchFileSnapshot(join(import.meta.dirname, `../fixtures/completion/${shell}.txt`))
    const { code, stdout } = await runHere(folder, ['completion', shell])
    expect([code, stdout]).toEqual([0, script])
  }
  expect((await runHere(folder, ['completion', 'pwsh'])).stderr).toContain('intentk completion powershell')
  expect((await runHere(folder, ['completion'])).stderr).toContain('bash, zsh, fish, powershell')
})
