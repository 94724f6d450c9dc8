import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { commands } from '../../src/cli/commands.ts'
import { runHere } from './support.ts'

const here = import.meta.dirname
const { version } = JSON.parse(readFileSync(join(here, '../../package.json'), 'utf8')) as { version: string }

test.each(['--version', '-V', '--version --no-color'])('%s', async (line) => {
  expect(await runHere(here, line.split(' '))).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' })
})

test('the first screen shows the commands that exist, and no others', async () => {
  const { code, stdout, stderr } = await runHere(here, ['--help'])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const rows = stdout.slice(stdout.indexOf('Commands\n'), stdout.indexOf('[doc] is')).split('\n').slice(1)
  const words = rows.map((row) => row.trim().split(' ')[0]!).filter((word) => word !== '' && word !== 'and')
  const named = rows
    .find((row) => row.startsWith('  and '))!
    .slice('  and '.length)
    .split(', ')
  expect(words).toEqual(commands.filter(({ more }) => more !== true).map(({ name }) => name))
  expect(named).toEqual(commands.filter(({ more }) => more === true).map(({ name }) => name))
  expect((await runHere(here, [])).stdout).toBe(stdout)
  expect((await runHere(here, ['help'])).stdout).toBe(stdout)
})

test.each(commands.map(({ name }) => name))(
  '%s --help shows its options and an example that it understands',
  async (name) => {
    const { code, stdout } = await runHere(here, [name, '--help'])
    const command = commands.find((each) => each.name === name)!
    expect(code).toBe(0)
    for (const option of command.options) expect(stdout).toContain(`--${option.name}`)
    expect(command.examples.length).toBeGreaterThan(0)
    const { readArguments } = await import('../../src/cli/arguments.ts')
    for (const [line] of command.examples) {
      expect(stdout).toContain(line)
      const parts = line.replace(/ < .*/, '').matchAll(/'([^']*)'|[^\s']+/g)
      const words = Array.from(parts, ([word, quoted]) => quoted ?? word).slice(1)
      expect(readArguments(words)).toMatchObject({ kind: 'call', call: { command: { name } } })
    }
    for (const row of stdout.split('\n')) expect(row.length).toBeLessThanOrEqual(120)
  },
)

test('the terminal code loads no library and no stage before it knows the command', async () => {
  // Everything that `main.ts` imports at once, itself included.
  const seen = new Set<string>()
  const visit = (file: string): void => {
    if (seen.has(file)) return
    seen.add(file)
    const text = readFileSync(file, 'utf8')
    for (const [, specifier] of text.matchAll(/^import (?!type)[^'\n]*from '([^']+)'/gm))
      visit(join(file, '..', specifier!))
  }
  visit(join(here, '../../src/cli/main.ts'))
  const names = [...seen].map((file) => file.slice(join(here, '../../src/').length)).sort()
  expect(names).toEqual([
    'cli/arguments.ts',
    'cli/author-commands.ts',
    'cli/check-command.ts',
    'cli/commands.ts',
    'cli/exchange-commands.ts',
    'cli/git-commands.ts',
    'cli/main.ts',
    'cli/misuse.ts',
    'cli/run-commands.ts',
    'cli/set-up-commands.ts',
    'cli/shell-commands.ts',
    'cli/task-commands.ts',
    'cli/terminal.ts',
    'cli/view-commands.ts',
    'model/escape.ts',
    'workspace/suggest.ts',
  ])
})

test('a mistake in the command line is JSON for those who asked for JSON', async () => {
  const { code, stdout, stderr } = await runHere(here, ['execut', '--json'])
  expect({ code, stderr }).toEqual({ code: 2, stderr: '' })
  expect(JSON.parse(stdout)).toEqual({
    schemaVersion: 1,
    command: '',
    data: null,
    diagnostics: [
      {
        ruleId: 'usage',
        severity: 'error',
        message: 'There is no command `execut`. Did you mean `intentk execute`?',
        file: null,
        line: null,
        column: null,
        range: null,
      },
    ],
  })
})

test('a folder that is gone is misuse, not a crash', async () => {
  expect(await runHere('/nowhere/at/all', ['execute'])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('no such file or folder'),
  })
})
