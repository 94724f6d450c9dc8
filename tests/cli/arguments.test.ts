import { expect, test } from 'vitest'
import { readArguments } from '../../src/cli/arguments.ts'
import { commands } from '../../src/cli/commands.ts'
import { Misuse } from '../../src/cli/misuse.ts'

function call(line: string) {
  const wanted = readArguments(line.split(' ').filter((word) => word !== ''))
  if (wanted.kind !== 'call') return wanted
  const { command, doc, ids, switches, values } = wanted.call
  return { command: command.name, doc, ids, switches: [...switches], values }
}

const none = { doc: null, ids: [], switches: [], values: {} }

test.each<[line: string, expected: object]>([
  ['', { kind: 'help', topic: '' }],
  ['--help', { kind: 'help', topic: '' }],
  ['help gaps', { kind: 'help', topic: 'gaps' }],
  ['gaps --help', { kind: 'help', topic: 'gaps' }],
  ['gaps -h', { kind: 'help', topic: 'gaps' }],
  ['--version', { kind: 'version' }],
  ['-V', { kind: 'version' }],
  ['execute', { ...none, command: 'execute' }],
  ['execute 001 --check', { ...none, command: 'execute', doc: '001', switches: ['check'] }],
  ['execute --check 001', { ...none, command: 'execute', doc: '001', switches: ['check'] }],
  ['execute -', { ...none, command: 'execute', doc: '-' }],
  ['execute -- --odd', { ...none, command: 'execute', doc: '--odd' }],
  ['--json execute', { ...none, command: 'execute', switches: ['json'] }],
  ['--in visions/001 list', { ...none, command: 'list', doc: 'visions/001', values: { in: 'visions/001' } }],
  ['list --in=a', { ...none, command: 'list', doc: 'a', values: { in: 'a' } }],
  ['list a --in a', { ...none, command: 'list', doc: 'a', values: { in: 'a' } }],
  ['list --format json', { ...none, command: 'list', switches: ['json'], values: { format: 'json' } }],
  ['execute --date 2028-02-29', { ...none, command: 'execute', values: { date: '2028-02-29' } }],
  ['show T001 --in a', { ...none, command: 'show', doc: 'a', ids: ['T001'], values: { in: 'a' } }],
  ['why T001 T002', { ...none, command: 'why', ids: ['T001', 'T002'] }],
])('reads `%s`', (line, expected) => {
  expect(call(line)).toEqual(expected)
})

test.each<[line: string, message: string, hint: string]>([
  ['exceute', 'no command `exceute`', 'Did you mean `intentk execute`?'],
  ['exec', 'no command `exec`', 'Did you mean `intentk execute`?'],
  ['build', 'no command `build`', 'Did you mean `intentk execute`?'],
  ['visions/001', 'no command `visions/001`', 'Did you mean `intentk execute visions/001`?'],
  ['zzzzzz', 'no command `zzzzzz`', 'There are init, execute, check, status, next, graph, gaps, list, show, why'],
  ['execute --chek', 'no option `--chek`', 'Did you mean `--check`?'],
  ['gaps --ready', 'no option `--ready`', '`intentk list` has it.'],
  ['execute -x', 'no option `-x`', ''],
  ['execute --check=yes', '`--check` takes no value', ''],
  ['execute --date', '`--date` needs a value', 'YYYY-MM-DD'],
  ['execute --date --check', '`--date` needs a value', ''],
  ['execute --date 2026-02-30', 'no such day', ''],
  ['execute --date 2026-13-01', 'no such day', ''],
  ['execute --date 2026-1-1', 'expected a date', ''],
  ['execute --date 2026-01-01 --date 2026-01-02', '`--date` is given twice', ''],
  ['execute --plan 0', 'number of a plan', ''],
  ['execute --tests allways', 'Unexpected value `allways`', 'Did you mean `always`?'],
  ['execute --parser marked', 'Unexpected value `marked`', 'Expected auto, satteri, remark'],
  ['execute a b', 'takes one document', ''],
  ['execute a --in b', 'Two documents', ''],
  ['list --json --format text', 'exclude each other', ''],
  ['show', 'needs the id of a task', 'intentk show T003'],
  ['show T001 visions/001', 'Unexpected `visions/001`', 'Did you mean `--in visions/001`?'],
  ['why T001 T002 T003', 'Unexpected `T003`', 'intentk why ID [ID]'],
  ['--jsn', 'There is no command', 'Put the command first'],
])('refuses `%s` and names the likely intent', (line, message, hint) => {
  let error: unknown
  try {
    call(line)
  } catch (thrown) {
    error = thrown
  }
  expect(error).toBeInstanceOf(Misuse)
  expect((error as Misuse).message).toContain(message)
  expect((error as Misuse).hint).toContain(hint)
})

test('every option of a command is written with small letters, and none shadows a common one', () => {
  for (const { options } of commands) {
    const names = options.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
    for (const name of names) expect(name).toMatch(/^[a-z-]+$/)
  }
})
