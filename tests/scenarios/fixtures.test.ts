import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { compileDocuments, compiled, folderCase } from '../support/compiling.ts'

/* Plans of every shape and what they compile to: a new case is a new folder, `UPDATE=1` writes what is expected. */

const folder = join(import.meta.dirname, '../fixtures/compile')
const cases = readdirSync(folder).sort()

test.each(cases)('%s', async (name) => {
  const { documents } = folderCase(join(folder, name))
  const { text, diagnostics, lock } = compiled(await compileDocuments(documents, { id: name }))
  const expected = join(folder, name, 'expected.md')
  const shown =
    diagnostics.length === 0
      ? text
      : `${text}\n<!-- diagnostics\n${diagnostics.map(({ severity, ruleId, message }) => `${severity} ${ruleId}: ${message}`).join('\n')}\n-->\n`
  if (process.env['UPDATE'] === '1') writeFileSync(expected, shown)
  expect(existsSync(expected), 'run with UPDATE=1 and read the result').toBe(true)
  expect(shown).toBe(readFileSync(expected, 'utf8'))
  expect(compiled(await compileDocuments(documents, { id: name, lock, parser: 'remark' })).text).toBe(text)
})

test('a plan of four steps stays small', () => {
  const lines = readFileSync(join(folder, 'four-steps/expected.md'), 'utf8').split('\n')
  expect(lines.filter((line) => line.trim() !== '').length).toBeLessThan(30)
})
