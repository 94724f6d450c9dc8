import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compile } from '../../src/compile.ts'
import type { CompileInput } from '../../src/model/compile.ts'
import {
  compileCase,
  compiled,
  document,
  inputOf,
  realCases,
  realFolders,
  source,
  WITHOUT_DOCUMENTS,
  hasReal,
} from '../support/compiling.ts'
import { planTexts } from '../support/plans.ts'

/* A run over the document that the run before wrote changes nothing, of any real plan. */

/** A lock that does not say how execute.md was left, so that the two are merged task by task. */
const unsure = (lock: string): string => lock.replace(/^,\{"after":"[^"]*"\}\n/m, '')

/** What a second run tells, once by what is known of the document and once by merging with it. */
async function bothWays(input: CompileInput): Promise<{ readonly known: unknown; readonly merged: unknown } | null> {
  const first = await compile(input)
  if (first.status !== 'compiled') return null
  const again = { ...input, written: source(first.text, 'execute.md') }
  expect(unsure(first.lock)).not.toBe(first.lock)
  const [known, merged] = [
    compiled(await compile({ ...again, lock: first.lock })),
    compiled(await compile({ ...again, lock: unsure(first.lock) })),
  ]
  expect(known.text).toBe(first.text)
  // What stands there may have boxes that are no tasks of the list.
  const withoutKept = (one: typeof known): unknown => ({ ...one, merged: { ...one.merged, kept: [] } })
  return { known: withoutKept(known), merged: withoutKept(merged) }
}

test('a document that is known to be untouched gives what a merge with it gives', async () => {
  let count = 0
  await fc.assert(
    fc.asyncProperty(planTexts, fc.constantFrom<'\n' | '\r\n'>('\n', '\r\n'), fc.boolean(), async (text, eol, full) => {
      const both = await bothWays(inputOf([document('plan', text)], { eol, options: { full } }))
      if (both === null) return
      count++
      expect(both.known).toEqual(both.merged)
    }),
    { numRuns: 100 },
  )
  expect(count).toBeGreaterThan(60)
}, 60_000)

test.skipIf(!hasReal)(
  `an execute.md that nobody touched stays as it is ${WITHOUT_DOCUMENTS}`,
  { timeout: 300_000 },
  async () => {
    const cases = [...realCases(), ...realFolders()]
    const wrong: string[] = []
    for (const one of cases.filter((_, at) => process.env['INTENTK_FULL'] !== undefined || at % 4 === 0)) {
      const first = await compileCase(one)
      if (first.status !== 'compiled') continue
      const written = source(first.text, 'execute.md')
      const again = await compileCase(one, { lock: unsure(first.lock), written })
      const { text, lock, merged } = compiled(again)
      if (
        text !== first.text ||
        lock !== first.lock ||
        merged.changes.length + merged.kept.filter((k) => k.what !== 'done' && k.what !== 'tick').length > 0
      ) {
        const [a, b] = [
          (text === first.text ? first.lock : first.text).split('\n'),
          (text === first.text ? lock : text).split('\n'),
        ]
        const at = a.findIndex((line, index) => line !== b[index])
        wrong.push(
          `${one.name}\n- ${a[at]}\n+ ${b[at]}\n${JSON.stringify(merged.changes.slice(0, 3))} ${JSON.stringify(merged.kept.slice(0, 5))}`,
        )
      }
    }
    expect(wrong.length, wrong.slice(0, 12).join('\n\n')).toBe(0)
  },
)
