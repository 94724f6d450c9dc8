import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readyTasks } from '../../src/graph/index.ts'
import type { Execution } from '../../src/model/execution.ts'
import { readTaskDocument } from '../../src/parse/tasks/document.ts'
import { byNet, bySweep, remainingOf } from '../../src/tasks/remaining.ts'
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

test('what is ready in a document of another tool', () => {
  const text =
    '- [x] T001 A\n- [ ] T002 B (depends on T001)\n- [ ] T003 C (after T002)\n- [ ] T004 D\n  - [ ] T004a E\n- [~] T005 F\n- [ ] T006 G\n  - _Depends: T1, T9_\n'
  const { tasks, statuses } = board(text)
  expect(tasks.flatMap(({ id }, index) => (statuses[index] === 'ready' ? [id] : []))).toEqual(['T002', 'T004a', 'T006'])
})

test('set-up comes first and polish last, stories stand beside each other', () => {
  const text =
    '## Phase 1: Setup\n- [ ] T001 A\n## Phase 2: Foundational\n- [ ] T002 B\n## Phase 3: User Story 1\n- [ ] T003 C\n## Phase 4: User Story 2\n- [ ] T004 D\n## Phase 5: Polish\n- [ ] T005 E\n'
  const ready = (ticked: readonly string[]): readonly string[] => {
    const { tasks, statuses } = board(
      text.replace(/\[ \] (T\d+)/g, (box, id: string) => (ticked.includes(id) ? `[x] ${id}` : box)),
    )
    return tasks.flatMap(({ id }, index) => (statuses[index] === 'ready' ? [id] : []))
  }
  expect(ready([])).toEqual(['T001'])
  expect(ready(['T001'])).toEqual(['T002'])
  expect(ready(['T001', 'T002'])).toEqual(['T003', 'T004'])
  expect(ready(['T001', 'T002', 'T003'])).toEqual(['T004'])
  expect(ready(['T001', 'T002', 'T003', 'T004'])).toEqual(['T005'])
})

/** The longest way behind each task, by trying all of them. */
function bruteForce({ tasks, phases, phaseOf, waitsFor, statuses, estimates }: Board): readonly number[] {
  const over = (task: number): boolean => statuses[task] === 'done' || statuses[task] === 'dropped'
  const behind = (before: number, phase: number): boolean =>
    phases[phase]!.after.some((other) => other === before || behind(before, other))
  const longest = (task: number): number => {
    const own = over(task) ? 0 : (estimates[task]?.high ?? 60)
    const next = tasks.flatMap((_, other) =>
      waitsFor[other]!.includes(task) || behind(phaseOf[task]!, phaseOf[other]!) ? [longest(other)] : [],
    )
    return own + Math.max(0, ...next)
  }
  return tasks.map((_, task) => longest(task))
}

test('the longest way that is left is the one that trying all ways finds', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.record({
          phase: fc.nat(4),
          mark: fc.constantFrom(' ', ' ', 'x', '~'),
          minutes: fc.option(fc.integer({ min: 1, max: 500 })),
          after: fc.array(fc.nat(8), { maxLength: 2 }),
        }),
        { minLength: 1, maxLength: 9 },
      ),
      (given) => {
        const titles = ['Setup', 'Foundational', 'Story 1', 'Story 2', 'Polish']
        const line = ({ mark, minutes, after }: (typeof given)[number], at: number): string => {
          const on = after.filter((other) => other < at && given[other]!.phase <= given[at]!.phase)
          return `- [${mark}] T${at + 100} Do${minutes === null ? '' : ` (${minutes} min)`}${on.length === 0 ? '' : ` (depends on ${on.map((other) => `T${other + 100}`).join(', ')})`}`
        }
        const text = titles
          .map((title, phase) =>
            [
              `## Phase ${phase + 1}: ${title}`,
              ...given.flatMap((one, at) => (one.phase === phase ? [line(one, at)] : [])),
            ].join('\n'),
          )
          .join('\n')
        const own = board(text)
        const { minutes, chain } = remainingOf(own)
        const wanted = bruteForce(own)
        expect(bySweep(own)).toEqual(byNet(own))
        const open = (task: number): boolean => !['done', 'dropped'].includes(own.statuses[task]!)
        expect(minutes).toEqual(wanted)
        const best = Math.max(0, ...wanted.filter((_, task) => open(task)))
        const sum = chain.reduce((all, task) => {
          const estimate = own.estimates[task]
          return all + (estimate == null ? 60 : estimate.high)
        }, 0)
        expect(sum).toBe(best)
      },
    ),
    { numRuns: 400 },
  )
})
