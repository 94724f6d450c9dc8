import { expect, test } from 'vitest'
import { compileText, compiled, type Compiled } from '../support/compiling.ts'

/* A milestone that waits for "all previous milestones", and every one of them does. */

const plan = (count: number, waitsFor: (number: number) => string): string =>
  [
    '# Plan: Long march',
    ...Array.from({ length: count }, (_, at) => at + 1).flatMap((number) => [
      `## Milestone ${number}: Part ${number}`,
      ...(number === 1 ? [] : [`**Dependencies**: ${waitsFor(number)}`]),
      `- [ ] Create \`src/part${number}/reader.ts\``,
      `- [ ] Create \`src/part${number}/writer.ts\``,
    ]),
  ].join('\n\n')

const allPrevious = async (count: number): Promise<Compiled> =>
  compiled(await compileText(plan(count, () => 'all previous milestones')))

const named = (number: number): string =>
  Array.from({ length: number - 1 }, (_, at) => `Milestone ${at + 1}`).join(', ')

const size = ({ execution: { milestones, graph }, text }: Compiled): number[] => [
  milestones.reduce((sum, { dependsOn }) => sum + dependsOn.length, 0),
  graph.phases.reduce((sum, { after }) => sum + after.length, 0),
  text.length,
]

test('orders tasks as naming each milestone does', async () => {
  const count = 30
  const [short, long] = [await allPrevious(count), compiled(await compileText(plan(count, named)))]
  expect(short.execution.graph.timing).toEqual(long.execution.graph.timing)
  expect(short.execution.graph.longestChain).toHaveLength(count * 2)
  expect(short.execution.milestones[4]!.dependsOn.map(({ number }) => number)).toEqual([1, 2, 3, 4])
})

test('costs no more for each milestone the more there are', async () => {
  const [once, twice] = [size(await allPrevious(100)), size(await allPrevious(200))]
  twice.forEach((cost, at) => expect(cost / once[at]!).toBeLessThan(2.2))
})
