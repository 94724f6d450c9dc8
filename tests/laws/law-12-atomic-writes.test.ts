import fc from 'fast-check'
import { expect, test } from 'vitest'
import { recoverPair } from '../../src/workspace/recover.ts'
import { writePair } from '../../src/workspace/write.ts'
import { compileText, compiled } from '../support/compiling.ts'
import { printPlan } from '../support/plan-sketch.ts'
import { plans } from '../support/plans.ts'
import { disk, document, failure, held, kill, lengthOf, lock, pair, strays } from '../workspace/pair.ts'

/* Writes are atomic, execute.md and its lock together, and refused where a file changed since it was read. */

type State = readonly [text: string, lock: string]

/** Two results in a row, as a plan and its next version give them. */
const successive = fc.tuple(plans({ milestones: 2 }), plans({ milestones: 2 }))

async function resultsOf(first: string, second: string): Promise<readonly [State, State] | null> {
  const before = await compileText(first)
  if (before.status !== 'compiled') return null
  const after = await compileText(second, { lock: before.lock })
  return after.status === 'compiled'
    ? [
        [before.text, before.lock],
        [after.text, after.lock],
      ]
    : null
}

test('a write that is stopped at any step, or cut off by the power, leaves the old pair or the new one', async () => {
  let stops = 0
  await fc.assert(
    fc.asyncProperty(successive, fc.nat(), fc.boolean(), async ([first, second], at, power) => {
      const states = await resultsOf(printPlan(first), printPlan(second))
      if (states === null) return
      const [before, after] = states
      const steps = lengthOf(before, after)
      if (steps === 0) return
      const fs = disk(before)
      kill(fs, (at % steps) + 1, pair(before, after))
      for (const left of power ? fs.afterPowerCut() : [fs]) {
        left.arm({})
        left.tick(60_000)
        recoverPair(left, '/repo', document, lock)
        expect([before, after]).toContainEqual(held(left))
        if (!power) expect(strays(left)).toEqual([])
        stops++
      }
    }),
    { numRuns: 80 },
  )
  expect(stops).toBeGreaterThan(50)
}, 60_000)

test('a lock that is left always belongs to the text beside it', async () => {
  await fc.assert(
    fc.asyncProperty(successive, fc.nat(), async ([first, second], at) => {
      const states = await resultsOf(printPlan(first), printPlan(second))
      if (states === null) return
      const steps = lengthOf(...states)
      if (steps === 0) return
      const fs = disk(states[0])
      kill(fs, (at % steps) + 1, pair(...states))
      fs.arm({})
      fs.tick(60_000)
      recoverPair(fs, '/repo', document, lock)
      const [text, left] = held(fs)
      const plan = text === states[1][0] ? second : first
      // Compiled again from what is left, nothing changes: no id was lost or given twice.
      const again = compiled(await compileText(printPlan(plan), { lock: left }))
      expect([again.text, again.lock]).toEqual([text, left])
    }),
    { numRuns: 40 },
  )
}, 60_000)

test('a file that changed since it was read is left as it is', async () => {
  await fc.assert(
    fc.asyncProperty(
      successive,
      fc.constantFrom('document', 'lock'),
      fc.string({ minLength: 1, maxLength: 20 }),
      async ([first, second], which, edit) => {
        const states = await resultsOf(printPlan(first), printPlan(second))
        if (states === null || states[0].join() === states[1].join()) return
        const [before, after] = states
        const fs = disk(before)
        const path = which === 'document' ? document : lock
        fs.put(path, `${fs.text(path)}${edit}`)
        const now = held(fs)
        const error = failure(() => writePair(fs, pair(before, after)))
        expect(error.code).toBe('changed')
        expect(held(fs)).toEqual(now)
        expect(strays(fs)).toEqual([])
      },
    ),
    { numRuns: 40 },
  )
}, 60_000)
