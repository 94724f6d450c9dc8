import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { compile } from '../../src/compile.ts'
import { commands } from '../../src/cli/commands.ts'

const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8')
const blocks = [...readme.matchAll(/```markdown\n([\s\S]*?)```/g)].map((match) => match[1]!)

describe('README', () => {
  test('stays short', () => expect(readme.split('\n').length).toBeLessThanOrEqual(150))

  test('shows what its plan compiles to', async () => {
    const source = { path: 'plan.md', text: blocks[0]!, bom: false, eol: '\n' as const }
    const result = await compile({
      id: 'shop',
      documents: [{ role: 'plan', source, link: './plan.md' }],
      existing: new Set(),
      lock: null,
      overrides: {},
      parser: 'auto',
      eol: '\n',
      options: {
        date: '',
        full: false,
        tests: 'auto',
        choice: null,
        hoursPerDay: 8,
        daysPerWeek: 5,
        sharedPaths: [],
        conventions: {},
      },
    })
    const text = result.status === 'compiled' ? result.text : ''
    for (const line of blocks[1]!.split('\n').filter((line) => line !== '')) expect(text.split('\n')).toContain(line)
  })

  test('names only commands and options that exist', () => {
    const known = new Set(commands.map((command) => command.name))
    const used = [...readme.matchAll(/`intentk ([a-z]+)/g)].map((match) => match[1]!)
    expect(used.length).toBeGreaterThan(5)
    expect(used.filter((name) => !known.has(name))).toEqual([])
  })
})
