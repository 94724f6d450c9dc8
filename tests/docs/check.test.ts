import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { parse } from 'yaml'
import { commands } from '../../src/cli/commands.ts'
import { parseConfig } from '../../src/workspace/config.ts'
import { decodeSource } from '../../src/workspace/source-file.ts'
import { makeFolder, removeFolder, runHere } from '../cli/support.ts'

const page = readFileSync(join(import.meta.dirname, '../../docs/check.md'), 'utf8')
const blocks = (language: string): readonly string[] =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\``, 'gm'))].map(([, text]) => text!)

interface Tasks {
  readonly tasks: readonly [
    { readonly problemMatcher: { readonly pattern: Readonly<Record<string, number>> & { readonly regexp: string } } },
  ]
}

let folder = ''
beforeEach(() => {
  folder = makeFolder({
    'specs/001-a/tasks.md': '# Tasks\r\n\r\n- [ ] T001 Write `a.ts`\r\n- [ ] 🚀 x\r\n- [ ] T001 Write `b.ts`\r\n',
    'my plans/#1: a.md':
      '# Tasks\n\n- [ ] T001 Write `a.ts`\n- [ ] T001 x.md:1:2: error: not this [no-rule]\n<!-- intentk-disable-next nothing-such -->\n',
  })
})
afterEach(() => removeFolder(folder))

test('the problem matcher reads every finding and no other line', async () => {
  const [{ problemMatcher }] = (JSON.parse(blocks('json')[0]!) as Tasks).tasks
  const { regexp, file, line, column, severity, message, code } = problemMatcher.pattern
  const { stdout } = await runHere(folder, ['check', '--no-color', 'specs', 'my plans'])
  const { findings } = JSON.parse((await runHere(folder, ['check', '--json', 'specs', 'my plans'])).stdout) as {
    readonly findings: readonly Record<
      'file' | 'line' | 'column' | 'severity' | 'message' | 'ruleId',
      string | number
    >[]
  }
  const read = stdout.split('\n').flatMap((text) => {
    const match = new RegExp(regexp).exec(text)
    return match === null
      ? []
      : [[match[file!], Number(match[line!]), Number(match[column!]), match[severity!], match[message!], match[code!]]]
  })
  expect(findings.length).toBeGreaterThanOrEqual(3)
  expect(read).toEqual(
    findings.map((each) => [each.file, each.line, each.column, each.severity, each.message, each.ruleId]),
  )
})

test('names only options that exist', () => {
  const { options } = commands.find(({ name }) => name === 'check')!
  const known = new Set([...options.map(({ name }) => name), 'dry-run', 'no-color', 'json'])
  const used = [...page.matchAll(/intentk check [^\n`]*/g)].flatMap(([call]) =>
    [...call.matchAll(/--([a-z-]+)/g)].map(([, name]) => name!),
  )
  expect(used.length).toBeGreaterThan(5)
  expect(used.filter((name) => !known.has(name))).toEqual([])
  const formats = options.find(({ name }) => name === 'format')!.choices!
  for (const format of formats) if (format !== 'csv') expect(page).toContain(`| \`${format}\` |`)
})

test('its settings are read, and its YAML is YAML', async () => {
  for (const text of blocks('yaml')) expect(() => parse(text) as unknown).not.toThrow()
  const source = decodeSource(Buffer.from(blocks('yaml')[0]!), '.intentk/config.yaml')
  expect((await parseConfig(source)).diagnostics).toEqual([])
})
