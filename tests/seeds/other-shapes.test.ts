import { describe, expect, test } from 'vitest'
import { compileText, compiled, hasSeeds, seed } from '../support/compiling.ts'

/* A strategy of sprints, plans of steps inside fences, single-focus blocks, and the template itself. */

const SKIP = '(skipped where it is not at hand)'

describe.skipIf(!hasSeeds)(`a strategy whose sprints are the work ${SKIP}`, async () => {
  const { execution } = hasSeeds
    ? compiled(await compileText(seed('span-driven-execution-strategy.md')))
    : ({} as never)
  const gatesOf = (phase: string): string[] =>
    execution.tasks
      .filter((task) => task.kind === 'validate' && task.phase === phase)
      .flatMap(({ gates }) => gates.map(({ comparison, value, unit }) => `${comparison} ${value} ${unit}`.trim()))

  test('three milestones, each once', () => {
    expect(execution.milestones.map(({ number, title }) => [number, title])).toEqual([
      [1, 'Intelligence Foundation'],
      [2, 'Enterprise Platform'],
      [3, 'Evolution Engine'],
    ])
    for (const { number } of execution.milestones)
      expect(execution.tasks.filter(({ phase }) => phase === `M${number}`).length).toBeGreaterThan(2)
  })

  test('the days of a sprint are its work, in their order', () => {
    const days = execution.tasks.filter(({ text }) => /^(?:Day|Weekend)/.test(text))
    expect(days.length).toBe(8)
    const sequence = execution.graph.edges
      .filter(({ reason }) => reason === 'sequence')
      .map(({ from, to }) => `${from} ${to}`)
    for (const [at, { id }] of days.entries()) if (at > 0) expect(sequence).toContain(`${id} ${days[at - 1]!.id}`)
  })

  test('phase gates with numbers belong to their milestone', () => {
    expect(gatesOf('M1')).toEqual(expect.arrayContaining(['> 90 %', '> 20 %', '>= 5']))
    expect(gatesOf('M2')).toEqual(expect.arrayContaining(['>= 100', '< 1 s', '>= 3']))
    expect(gatesOf('M3')).toEqual(expect.arrayContaining(['> 70 %', '>= 50']))
  })

  test('quality metrics are measurement points', () => {
    const points = execution.sections.measurement?.map(({ text }) => text) ?? []
    expect(points).toEqual(
      expect.arrayContaining([
        'Workflow completion rate: >95%',
        'Average step duration: <2s per step',
        'AI decision accuracy: >85%',
      ]),
    )
    expect(points.length).toBeGreaterThanOrEqual(12)
  })
})

describe.skipIf(!hasSeeds)(`plans inside fences ${SKIP}`, () => {
  test.each([
    ['plan-and-execute-pattern.md', [7, 8, 8]],
    ['genesis-execution-plans.md', [1, 1, 1, 1, 1]],
  ])('%s', async (name, steps) => {
    const open = await compileText(seed(name))
    expect(open).toMatchObject({
      status: 'several-plans',
      choices: steps.map((count, at) => ({ number: at + 1, steps: count })),
    })
    for (const [at, count] of steps.entries()) {
      const { execution, lock } = compiled(await compileText(seed(name), { options: { choice: at + 1 } }))
      expect(execution.milestones.length).toBe(1)
      const work = execution.tasks.filter(({ kind }) => kind !== 'validate')
      expect(work.length, `plan ${at + 1}`).toBe(count)
      // Steps are a chain: all of them follow each other.
      expect(execution.graph.edges.filter(({ reason }) => reason === 'sequence').length).toBe(count - 1)
      expect(lock).toContain(`{"choice":${at + 1}}`)
    }
  })

  test('a number that is no plan asks again', async () => {
    expect(await compileText(seed('plan-and-execute-pattern.md'), { options: { choice: 4 } })).toMatchObject({
      status: 'several-plans',
    })
  })
})

test.skipIf(!hasSeeds)(`the template is full of blanks: none of them becomes a task ${SKIP}`, async () => {
  const result = await compileText(seed('execute-template.md'))
  const work = result.status === 'compiled' ? result.execution.tasks.filter(({ kind }) => kind !== 'validate') : []
  for (const { text } of work) expect(text).not.toMatch(/\[[A-Z][^\]]*\]|TXXX|TODO/)
})
