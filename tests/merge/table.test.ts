import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parseLock } from '../../src/merge/lock.ts'
import { compileText, compiled, source } from '../support/compiling.ts'
import { boxesOf, idsOf, tell, type Run } from '../support/story.ts'

/*
 * What merges how: one folder a case. `story.txt` tells what a person did to execute.md and to the plan (its commands
 * stand at the top of support/story.ts), `plan.md` is the plan, of all cases without one that of the folder around
 * them. `expected.md` is what the last run makes of execute.md, `expected.txt` what every run said and changed.
 */

const folder = join(import.meta.dirname, '../fixtures/merge')
const cases = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
  .sort()

const read = (name: string, file: string): string => readFileSync(join(folder, name, file), 'utf8')

/** Lines that went and came, without what stayed. */
function difference(before: string, after: string): string[] {
  const [a, b] = [before.split('\n'), after.split('\n')]
  const table = Array.from({ length: a.length + 1 }, () => new Uint32Array(b.length + 1))
  for (let row = a.length - 1; row >= 0; row--)
    for (let column = b.length - 1; column >= 0; column--)
      table[row]![column] =
        a[row] === b[column]
          ? table[row + 1]![column + 1]! + 1
          : Math.max(table[row + 1]![column]!, table[row]![column + 1]!)
  const lines: string[] = []
  let [row, column] = [0, 0]
  while (row < a.length || column < b.length) {
    if (row < a.length && column < b.length && a[row] === b[column]) {
      row++
      column++
    } else if (column >= b.length || (row < a.length && table[row + 1]![column]! >= table[row]![column + 1]!))
      lines.push(`- ${a[row++]}`)
    else lines.push(`+ ${b[column++]}`)
  }
  return lines.map((line) => line.replaceAll('\r', '␍').trimEnd())
}

function shown({ before, result }: Run, known: ReadonlySet<string>): string {
  const { merged, diagnostics, text, lock } = result
  const list = (name: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : [`${name}:`, ...lines.map((line) => `  ${line}`)]
  const code = merged.conflicts.length > 0 ? 3 : 0
  return [
    `exit ${code}, ${before === text ? 'nothing to write' : 'writes'}`,
    ...list(
      'changes',
      merged.changes.map(({ kind, about, field, why }) => `${kind} ${about} ${field}: ${why}`),
    ),
    ...list(
      'kept',
      merged.kept.map(({ about, what }) => `${about} ${what}`),
    ),
    ...list(
      'conflicts',
      merged.conflicts.map(({ about, field, base, mine, plan }) => `${about} ${field}: ${base} | ${mine} | ${plan}`),
    ),
    ...list(
      'offers',
      merged.offers.map(({ id, text: words }) => `${id} ${words}`),
    ),
    ...list(
      'said',
      diagnostics
        .filter(({ message }) => !known.has(message))
        .map(({ severity, ruleId, message }) => `${severity} ${ruleId}: ${message}`),
    ),
    ...list(
      'gone',
      parseLock(lock).lock.gone.map(({ gone, by }) => `${gone} by ${by}`),
    ),
    ...list('lines', before === null ? [] : difference(before, text)),
    '',
  ].join('\n')
}

/** What holds for every run, whatever the case is. */
async function lawsOf({ before, result, take, words, plan }: Run): Promise<void> {
  const { text, lock } = result
  const written = source(text, 'execute.md')
  const again = compiled(await compileText(plan, { lock, written, eol: written.eol }))
  expect(again.text, 'a second run writes nothing').toBe(text)
  expect(again.lock, 'a second run leaves the lock').toBe(lock)
  const ids = idsOf(text)
  expect(ids.length, `ids are unique: ${ids.join(' ')}`).toBe(new Set(ids).size)
  if (before === null || before.includes('<<<<<<<') || take !== undefined) return
  // An id that two branches gave is changed in one of them.
  const oneLine = (part: string): string =>
    part
      .replace(/\bT\d{3,}\b/g, 'T')
      .replace(/\s+/g, ' ')
      .trim()
  for (const part of words) expect(oneLine(text), 'the words of the person').toContain(oneLine(part))
  const now = boxesOf(text)
  for (const [id, state] of boxesOf(before)) if (now.has(id)) expect(now.get(id), `box of ${id}`).toBe(state)
}

describe.each(cases)('%s', (name) => {
  const plan = existsSync(join(folder, name, 'plan.md')) ? read(name, 'plan.md') : read('.', 'plan.md')

  test('merges as expected', async () => {
    const runs = await tell(plan, read(name, 'story.txt'))
    const known = new Set(compiled(await compileText(plan)).diagnostics.map(({ message }) => message))
    const expected = {
      'expected.md': runs.at(-1)!.result.text,
      'expected.txt': runs.map((run) => shown(run, known)).join('\n'),
    }
    for (const [file, value] of Object.entries(expected)) {
      if (process.env['UPDATE'] === '1') writeFileSync(join(folder, name, file), value)
      expect(existsSync(join(folder, name, file)), 'run with UPDATE=1 and read the result').toBe(true)
      expect(value).toBe(read(name, file))
    }
    for (const run of runs) await lawsOf(run)
  })
})
