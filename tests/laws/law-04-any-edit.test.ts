import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compileText, compiled, source, type Compiled } from '../support/compiling.ts'
import { changed, planChanges, printSmallPlan, smallPlans } from '../support/plan-changes.ts'
import { applyRawEdits, ownWords, rawEdits } from '../support/raw-edits.ts'
import { boxesOf, idsOf } from '../support/story.ts'

/*
 * Whatever is done to the lines of execute.md, with the lock or without it: words of the person's own stay, boxes stay,
 * ids are unique, a second run writes nothing.
 */

const RUNS = Number(process.env['RUNS'] ?? 300)

interface Given {
  readonly plan: string
  readonly after: string
  readonly hand: string
  readonly lock: string | null
  readonly full: boolean
}

const repeated = (ids: readonly string[]): string[] => ids.filter((id, at) => ids.indexOf(id) < at)

async function problemOf({ after, hand, lock, full }: Given): Promise<string> {
  const again = async (text: string, known: string | null): Promise<Compiled> => {
    const written = source(text, 'execute.md')
    return compiled(await compileText(after, { lock: known, written, eol: written.eol, options: { full } }))
  }
  const second = await again(hand, lock)
  const now = ownWords(second.text)
  for (const [words, count] of ownWords(hand)) if ((now.get(words) ?? 0) < count) return `lost "${words}"`
  const [ids, before] = [idsOf(second.text), idsOf(hand)]
  if (repeated(ids).length > 0) return `ids repeat: ${repeated(ids).join(' ')}`
  const boxes = boxesOf(second.text)
  const twice = new Set(repeated(before))
  for (const [id, state] of boxesOf(hand))
    if (!twice.has(id) && boxes.has(id) && boxes.get(id) !== state) return `${id} is no longer ${state}`
  const third = await again(second.text, second.lock)
  if (third.text !== second.text)
    return `a second run writes${difference(second.text, third.text)} ${JSON.stringify(third.merged.changes)}`
  if (third.lock !== second.lock) return `a second run changes the lock${difference(second.lock, third.lock)}`
  return ''
}

function difference(before: string, after: string): string {
  const [a, b] = [before.split('\n'), after.split('\n')]
  const at = a.findIndex((line, index) => line !== b[index])
  return `\n- ${a[at]}\n+ ${b[at]}\n`
}

test('nothing of a person is lost, whatever they did to the lines', { timeout: 900_000 }, async () => {
  const given = fc.tuple(smallPlans, rawEdits, planChanges, fc.boolean(), fc.nat(3))
  await fc.assert(
    fc.asyncProperty(given, async ([small, edits, changes, full, locked]) => {
      const plan = printSmallPlan(small)
      const first = compiled(await compileText(plan, { options: { full } }))
      const hand = applyRawEdits(first.text, edits)
      if (hand.trim() === '') return
      const after = printSmallPlan(changed(small, changes))
      expect(await problemOf({ plan, after, hand, lock: locked === 0 ? null : first.lock, full })).toBe('')
    }),
    { numRuns: RUNS },
  )
})
