import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compile } from '../../src/compile.ts'
import type { CompileResult } from '../../src/model/compile.ts'
import { compiled, document, hasReal, inputOf, realCases, WITHOUT_DOCUMENTS } from '../support/compiling.ts'
import { planTexts } from '../support/plans.ts'

/* Who judges a plan sees what who compiles it sees; only that nothing names the sources of tasks in a lock. */

/** An execution as text, without what a lock alone is compared with. */
const seen = (result: CompileResult): string =>
  JSON.stringify(result.status === 'compiled' ? result.execution : result, (name, value: unknown) =>
    name === 'source' && typeof value === 'string' ? '' : value,
  )

test('a plan is judged by the execution that it compiles to', async () => {
  await fc.assert(
    fc.asyncProperty(planTexts, async (text) => {
      const input = inputOf([document('plan', text)])
      expect(seen(await compile(input, { judge: true }))).toBe(seen(await compile(input)))
    }),
    { numRuns: 60 },
  )
})

test.skipIf(!hasReal)(`so are real plans ${hasReal ? '' : WITHOUT_DOCUMENTS}`, async () => {
  // Every fifth of them, as each is compiled twice.
  const some = realCases().filter((_, at) => at % 5 === 0)
  for (const { name, documents } of some) {
    const input = inputOf(documents)
    expect(seen(await compile(input, { judge: true })), name).toBe(seen(await compile(input)))
  }
})

test('with a lock to compare with, the sources of tasks are named as when it was made', async () => {
  const documents = [
    document('plan', '# Plan\n\n## Milestone 1: One\n\n- [ ] Create `src/a.ts`\n- [ ] Create `src/b.ts`\n'),
  ]
  const first = compiled(await compile(inputOf(documents)))
  const judged = compiled(await compile(inputOf(documents, { lock: first.lock }), { judge: true }))
  expect(judged.merged.drift).toEqual({ documents: [], tasks: [], milestones: [] })
  expect(judged.execution.tasks.map(({ source }) => source)).toEqual(first.execution.tasks.map(({ source }) => source))
  expect(first.execution.tasks.every(({ source }) => source !== '')).toBe(true)
})
