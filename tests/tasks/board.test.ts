import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readyTasks } from '../../src/graph/index.ts'
import type { Execution } from '../../src/model/execution.ts'
import { readTaskDocument } from '../../src/parse/tasks/document.ts'
import { boardOf, type Board } from '../../src/tasks/board.ts'
import {
  compileCase,
  compileText,
  hasReal,
  realCases,
  realFolders,
  source,
  WITHOUT_DOCUMENTS,
} from '../support/compiling.ts'
import { planTexts } from '../support/plans.ts'

const board = (text: string): Board => boardOf(readTaskDocument(source(text, 'execute.md'), { dialect: '' }))
/** Ticks tasks in an order that the graph allows, and compares after each round what is ready by lines and by graph. */
function expectSame(text: string, { graph, tasks }: Execution, marks: readonly number[]): void {
  // Done tasks are opened first: the graph has no order between a task and one that waits for it by way of a done one.
  const over = new Set(tasks.flatMap(({ id, state }) => (state === 'dropped' ? [id] : [])))
  const rounds = Math.min(6, tasks.length + 1)
  for (let round = 0, at = 0; round < rounds; round++) {
    const ready = new Set(readyTasks(graph, (id) => over.has(id)))
    const ticked = text.replace(/^- \[[ x~]\] (T\d+[a-z]?)(?= )/gm, (line, id: string) => {
      const started = line.startsWith('- [~]') ? '~' : ' '
      return `- [${over.has(id) ? 'x' : started}] ${id}`
    })
    const { tasks: read, statuses } = board(ticked)
    const found = read.flatMap(({ id, state }, index) => (state === 'open' ? [`${id} ${statuses[index]}`] : []))
    const wanted = read.flatMap(({ id, state }) =>
      state === 'open' ? [`${id} ${ready.has(id) ? 'ready' : 'blocked'}`] : [],
    )
    expect(found).toEqual(wanted)
    for (const id of ready) if (marks[at++ % marks.length]! > 0) over.add(id)
  }
}

test('what is ready by the lines of a compiled document is what the graph says', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(planTexts, fc.array(fc.nat(2), { minLength: 1, maxLength: 40 }), async (plan, marks) => {
      const result = await compileText(plan)
      // A dropped task of the document takes part in the graph that was made before it was dropped.
      if (result.status === 'compiled')
        expectSame(
          result.text,
          result.execution,
          marks.map((mark) => mark % 3),
        )
    }),
    { numRuns: 300 },
  )
})

test.skipIf(!hasReal)(`for real plans ${WITHOUT_DOCUMENTS}`, { timeout: 300_000 }, async () => {
  for (const [at, one] of [...realCases(), ...realFolders()].entries()) {
    if (process.env['INTENTK_FULL'] === undefined && at % 5 !== 0) continue
    const result = await compileCase(one)
    if (result.status !== 'compiled') continue
    for (const marks of [[1], [0, 1], [1, 1, 0, 1, 1]]) expectSame(result.text, result.execution, marks)
  }
})
