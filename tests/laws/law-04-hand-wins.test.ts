import fc from 'fast-check'
import { format, type Options } from 'prettier'
import { expect, test } from 'vitest'
import { compileText, compiled, source, type Compiled } from '../support/compiling.ts'
import { applyHandEdits, editSeeds, type EditSeed } from '../support/hand-edits.ts'
import {
  changed,
  planChanges,
  printSmallPlan,
  smallPlans,
  type PlanChange,
  type SmallPlan,
} from '../support/plan-changes.ts'
import { readTaskDocument } from '../../src/parse/tasks/document.ts'

/*
 * What a person changed in execute.md stays, whatever changes in the plan; a second run writes nothing; ids are neither
 * changed nor repeated; nothing is a conflict unless both sides changed the same words.
 */

const RUNS = Number(process.env['RUNS'] ?? 500)

const ids = (text: string): string[] =>
  readTaskDocument(source(text, 'execute.md'), { dialect: '' }).tasks.flatMap((task) =>
    task.id === '' ? [] : [task.id],
  )

async function again(plan: string, before: { readonly text: string; readonly lock: string }): Promise<Compiled> {
  const written = source(before.text, 'execute.md')
  return compiled(await compileText(plan, { lock: before.lock, written, eol: written.eol }))
}

async function problemOf(plan: SmallPlan, seeds: readonly EditSeed[], changes: readonly PlanChange[]): Promise<string> {
  const first = compiled(await compileText(printSmallPlan(plan)))
  const hand = applyHandEdits(first.text, seeds)
  const after = printSmallPlan(changed(plan, changes))
  const second = await again(after, { text: hand.text, lock: first.lock })
  const broken = hand.promises.map((promise) => promise(second.text)).find((problem) => problem !== '')
  if (broken !== undefined) return `${broken} (${hand.name})`
  const now = ids(second.text)
  if (new Set(now).size < now.length) return `ids repeat: ${now.join(' ')}`
  if (!hand.conflicting && second.merged.conflicts.length > 0)
    return `false conflict ${JSON.stringify(second.merged.conflicts[0])} (${hand.name})`
  if (changes.length === 0 && second.merged.conflicts.length > 0) return 'a conflict without a change of the plan'
  const lost = lostBytes(hand.text, second)
  if (lost !== '') return `${lost} (${hand.name})`
  const third = await again(after, second)
  if (third.text !== second.text)
    return `a second run writes${difference(second.text, third.text)} (${hand.name}) ${JSON.stringify(third.merged.changes)}`
  if (third.lock !== second.lock)
    return `a second run changes the lock${difference(second.lock, third.lock)} (${hand.name})`
  return ''
}

/** Bytes that are gone although no change names them: every task and every piece that is not named stands as it stood. */
function lostBytes(hand: string, { text, merged }: Compiled): string {
  const doc = readTaskDocument(source(hand, 'execute.md'), { dialect: '' })
  const named = new Set(merged.changes.map((change) => change.about))
  const inner = new Set(doc.tasks.filter((task) => task.parent >= 0 && named.has(task.id)).map((task) => task.piece))
  const withTasks = new Set(doc.tasks.map((task) => task.piece))
  const same = (start: number, end: number): boolean => text.includes(hand.slice(start, end).replace(/\r?\n$/, ''))
  for (const task of doc.tasks) {
    const notes = doc.conflicts.length + merged.conflicts.filter(({ about }) => about === task.id).length
    if (named.has(task.id) || inner.has(task.piece) || notes > 0) continue
    if (!same(task.start, task.end)) return `${task.id} changed and nothing says so`
  }
  const before = merged.changes.map((change) => change.before)
  for (const [at, { start, end, kind }] of doc.pieces.entries()) {
    if (withTasks.has(at) || kind === 'front-matter' || same(start, end)) continue
    const said = hand.slice(start, end).replace(/\s+/g, ' ').trim()
    if (!before.some((one) => one !== '' && said.includes(one))) return `${said} changed and nothing says so`
  }
  return ''
}

function difference(before: string, after: string): string {
  const [a, b] = [before.split('\n'), after.split('\n')]
  const at = a.findIndex((line, index) => line !== b[index])
  return `\n- ${a[at]}\n+ ${b[at]}\n`
}

test('every hand edit stays under any change of the plan', { timeout: 600_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(smallPlans, editSeeds(), planChanges, async (plan, seeds, changes) => {
      expect(await problemOf(plan, seeds, changes)).toBe('')
    }),
    { numRuns: RUNS },
  )
})

const formatters: fc.Arbitrary<Options> = fc.record({
  proseWrap: fc.constantFrom('always', 'never', 'preserve'),
  tabWidth: fc.constantFrom(2, 4),
  useTabs: fc.boolean(),
  printWidth: fc.constantFrom(60, 80, 120),
})

test('a formatter changes nothing for the merge', { timeout: 600_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(
      smallPlans,
      editSeeds(['tick', 'note', 'add', 'paragraph']),
      planChanges,
      formatters,
      async (plan, seeds, changes, options) => {
        const before = printSmallPlan(plan)
        const first = compiled(await compileText(before))
        const hand = applyHandEdits(first.text, seeds)
        const formatted = await format(hand.text, { parser: 'markdown', ...options })
        const same = await again(before, { text: formatted, lock: first.lock })
        if (seeds.length === 0) expect(same.text, 'nothing changed but the form').toBe(formatted)
        expect(same.merged.conflicts).toEqual([])
        const after = printSmallPlan(changed(plan, changes))
        const second = await again(after, { text: formatted, lock: first.lock })
        expect(second.merged.conflicts, hand.name).toEqual([])
        const words = (text: string): string => text.replace(/\s+/g, ' ')
        const lost = hand.promises
          .map((promise) => promise(words(second.text)))
          .filter((problem) => /number/.test(problem))
        expect(lost, hand.name).toEqual([])
        const third = await again(after, second)
        expect(third.text).toBe(second.text)
      },
    ),
    { numRuns: RUNS / 2 },
  )
})
