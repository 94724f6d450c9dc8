import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseLock } from '../../../src/merge/lock.ts'
import { readTaskDocument } from '../../../src/parse/tasks/document.ts'
import { knownHead } from '../../../src/parse/tasks/known-lines.ts'
import { recordsById } from '../../../src/merge/by-id.ts'
import {
  compileCase,
  compileText,
  hasReal,
  realCases,
  realFolders,
  source,
  WITHOUT_DOCUMENTS,
} from '../../support/compiling.ts'
import { applyHandEdits, editSeeds } from '../../support/hand-edits.ts'
import { planTexts } from '../../support/plans.ts'

/* A line that stands as it was printed is read by a look-up, to the same task as when it is taken apart. */

function expectSame(text: string, lock: string): number {
  const known = recordsById(parseLock(lock).lock.tasks)
  const document = source(text, 'execute.md')
  const slow = readTaskDocument(document, { dialect: '' })
  expect(readTaskDocument(document, { dialect: '', known })).toEqual(slow)
  return slow.tasks.filter((task) => knownHead(text, { ...task, lineEnd: task.line.end }, known) !== null).length
}

test('for generated plans, whatever people do to them', { timeout: 120_000 }, async () => {
  let quick = 0
  await fc.assert(
    fc.asyncProperty(planTexts, editSeeds(), async (plan, edits) => {
      const result = await compileText(plan)
      if (result.status === 'compiled') quick += expectSame(applyHandEdits(result.text, edits).text, result.lock)
    }),
    { numRuns: 150 },
  )
  expect(quick).toBeGreaterThan(100)
})

test.skipIf(!hasReal)(`for real plans ${WITHOUT_DOCUMENTS}`, { timeout: 300_000 }, async () => {
  let quick = 0
  for (const one of [...realCases(), ...realFolders()].filter(
    (_, at) => process.env['INTENTK_FULL'] !== undefined || at % 3 === 0,
  )) {
    const result = await compileCase(one)
    if (result.status === 'compiled') quick += expectSame(result.text, result.lock)
  }
  expect(quick).toBeGreaterThan(1000)
})
