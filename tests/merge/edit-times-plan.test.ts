import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { compileText, compiled, source } from '../support/compiling.ts'
import { idsOf, tell } from '../support/story.ts'

/*
 * Everything a person may do to one task, times everything that the plan may do to it. Both sides changed the same
 * field in three of the cells, and these are the conflicts.
 */

const folder = join(import.meta.dirname, '../fixtures/merge')
const plan = readFileSync(join(folder, 'plan.md'), 'utf8')

const EDITS: Readonly<Record<string, string>> = {
  nothing: '',
  tick: 'tick T002',
  reword: 'replace Write the loan in ⇒ Write the loan, by hand, in',
  'reword a detail': 'replace note the day of return ⇒ note the week of return',
  'add a detail': 'after note the day of return\n|   - by hand',
  'add a dependency': 'replace (2 hours) ⇒ (2 hours) (depends on T001)',
  'add a task': 'after note the day of return\n| - [ ] By hand',
  move: 'move T002 [P] … note the day ⇒ T010 [P]',
  delete: 'delete T002 [P] … note the day',
}

const PLANS: Readonly<Record<string, string>> = {
  'another task reworded': 'replace Scan a shelf ⇒ Scan each shelf',
  'task reworded': 'replace Write the loan in ⇒ Write the loan of one book in',
  'detail reworded': 'replace note the day of return ⇒ note the hour of return',
  'dependency added': 'replace (2 hours) ⇒ (depends on T004) (2 hours)',
  'moved to another milestone': 'move Write the loan … note the day ⇒ src/due.ts',
  removed: 'delete Write the loan … note the day',
}

const TRUE = ['reword × task reworded', 'reword a detail × detail reworded', 'add a dependency × dependency added']

async function cell(edit: string, change: string): Promise<{ shown: string; conflicts: number }> {
  const [run] = await tell(plan, `${EDITS[edit]!}\nin plan.md\n${PLANS[change]!}\n`)
  const { result, before, words } = run!
  const again = compiled(
    await compileText(run!.plan, { lock: result.lock, written: source(result.text, 'execute.md') }),
  )
  expect(again.text, `${edit} × ${change}: a second run writes nothing`).toBe(result.text)
  expect(again.lock, `${edit} × ${change}: a second run leaves the lock`).toBe(result.lock)
  const ids = idsOf(result.text)
  expect(ids).toEqual([...new Set(ids)])
  for (const part of words) expect(result.text, `${edit} × ${change}`).toContain(part.trim())
  const { changes, kept, conflicts, offers } = result.merged
  const about = changes.filter((one) => one.about === 'T002').map(({ kind, field }) => `${kind} ${field}`)
  const said = [
    ...conflicts.map(({ field }) => `**conflict** ${field}`),
    ...kept.map(({ what }) => `keeps ${what}`),
    ...about,
    ...offers.map(() => 'offers'),
    ...result.diagnostics.filter(({ ruleId }) => ruleId === 'left-plan').map(() => 'stays, left the plan'),
  ]
  expect(idsOf(before!).includes('T002')).toBe(edit !== 'delete')
  return { shown: said.length === 0 ? '-' : [...new Set(said)].join(', '), conflicts: conflicts.length }
}

test('conflicts are where both sides changed the same field, and nowhere else', async () => {
  const found: string[] = []
  const rows: string[] = []
  for (const edit of Object.keys(EDITS)) {
    const cells: string[] = []
    for (const change of Object.keys(PLANS)) {
      const { shown, conflicts } = await cell(edit, change)
      cells.push(shown)
      if (conflicts > 0) found.push(`${edit} × ${change}`)
    }
    rows.push(`| ${edit} | ${cells.join(' | ')} |`)
  }
  const head = ['', ...Object.keys(PLANS)]
  const table = `| ${head.join(' | ')} |\n|${head.map(() => '---|').join('')}\n${rows.join('\n')}\n`
  const expected = join(folder, 'edit-times-plan.md')
  if (process.env['UPDATE'] === '1') writeFileSync(expected, table)
  expect(existsSync(expected), 'run with UPDATE=1 and read the result').toBe(true)
  expect(table).toBe(readFileSync(expected, 'utf8'))
  expect(found.sort()).toEqual(TRUE.sort())
})
