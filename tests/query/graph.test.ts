import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { GraphView } from '../../src/model/graph-view.ts'
import { graphView } from '../../src/query/graph.ts'
import { dotGraph } from '../../src/render/graph/dot.ts'
import { mermaidGraph } from '../../src/render/graph/mermaid.ts'
import { treeLines, waveLines } from '../../src/render/graph/text.ts'
import { compiled, compileText } from '../support/compiling.ts'
import { planTexts } from '../support/plans.ts'

/** The wave of each node by its definition: one more than the last of what its arrows lead to. */
function wavesOf({ nodes, arrows: single, joins }: GraphView): readonly number[] {
  const joined = joins.flatMap(({ before, after }) => after.flatMap((from) => before.map((to) => ({ from, to }))))
  const arrows = [...single, ...joined]
  const known = new Map<string, number>()
  const wave = (id: string): number => {
    const found = known.get(id)
    if (found !== undefined) return found
    const before = arrows.filter(({ from }) => from === id).map(({ to }) => wave(to))
    known.set(id, before.length === 0 ? 0 : Math.max(...before) + 1)
    return known.get(id)!
  }
  return nodes.map(({ id }) => wave(id))
}

test('arrows alone give the waves of the compiler, by task and by milestone', { timeout: 120_000 }, async () => {
  let arrows = 0
  await fc.assert(
    fc.asyncProperty(planTexts, async (plan) => {
      const result = await compileText(plan)
      if (result.status !== 'compiled') return
      for (const by of ['task', 'milestone', 'phase'] as const) {
        const view = graphView(result.execution, by)
        arrows += view.arrows.length
        expect(view.nodes.map(({ wave }) => wave)).toEqual(wavesOf(view))
        const ids = new Set(view.nodes.map(({ id }) => id))
        expect(view.arrows.every(({ from, to }) => ids.has(from) && ids.has(to))).toBe(true)
        // Every node is told once, and once with its words in the tree.
        expect(
          waveLines(view)
            .flatMap(({ node }) => node?.id ?? [])
            .toSorted(byText),
        ).toEqual([...ids].toSorted(byText))
        const whole = treeLines(view).filter(({ text }) => text === '')
        expect(whole.map(({ node }) => node!.id).toSorted(byText)).toEqual([...ids].toSorted(byText))
      }
    }),
    { numRuns: 200 },
  )
  expect(arrows).toBeGreaterThan(200)
})

test('of many tasks that wait for many, every one waits for every one', async () => {
  const list = (folder: string): string =>
    Array.from({ length: 40 }, (_, at) => `- [ ] Write \`${folder}/${at % 35}.ts\` as row ${at}`).join('\n')
  const plan = `# Big\n\n## Setup\n\n${list('a')}\n\n## Milestone 1: B\n\n${list('b')}\n`
  const view = graphView(compiled(await compileText(plan)).execution, 'task')
  expect(view.joins.length).toBeGreaterThan(0)
  expect(view.arrows.length).toBeLessThan(400)
  expect(view.nodes.map(({ wave }) => wave)).toEqual(wavesOf(view))
  expect(treeLines(view).filter(({ text }) => text === '')).toHaveLength(view.nodes.length)
})

test('by milestone only milestones are drawn, by phase also what surrounds them', async () => {
  const plan =
    '# X\n\n## Setup\n\n- [ ] Make `src/`\n\n## Milestone 1: A\n\n- [ ] Write `a.ts` (2 h)\n\n## Milestone 2: B\n\n**Depends on**: Milestone 1\n\n- [x] Write `b.ts`\n'
  const { execution } = compiled(await compileText(plan))
  const phases = graphView(execution, 'phase')
  const milestones = graphView(execution, 'milestone')
  expect(milestones.nodes.map(({ id }) => id)).toEqual(['M1', 'M2'])
  expect(phases.nodes.map(({ id }) => id)).toEqual(['setup', 'M1', 'M2'])
  expect(milestones.arrows).toEqual([{ from: 'M2', to: 'M1', reason: 'barrier' }])
  expect(phases.nodes.reduce((sum, { tasks }) => sum + tasks, 0)).toBe(execution.tasks.length)
})

const byText = (a: string, b: string): number => (a < b ? -1 : 1)

const counted = { minutes: 60, tasks: 1, done: 0, estimated: 0, slack: 0 }
const view: GraphView = {
  id: '001-x',
  title: 'A "title"\\',
  by: 'task',
  phases: [{ id: 'M1', title: 'Milestone 1: <b>' }],
  nodes: [
    {
      id: 'T001',
      text: 'Write `a"]; click n1 "x"',
      state: 'done',
      phase: 'M1',
      wave: 0,
      critical: true,
      parallel: true,
      ...counted,
    },
    {
      id: 'T002',
      text: 'Say "no" \\ end\n%%{init}%%',
      state: 'open',
      phase: 'M1',
      wave: 1,
      critical: true,
      parallel: false,
      ...counted,
    },
  ],
  arrows: [{ from: 'T002', to: 'T001', reason: 'stated' }],
  joins: [],
  criticalPath: ['T001', 'T002'],
}

test('words of a plan stay inside their labels', () => {
  const mermaid = mermaidGraph(view).split('\n')
  expect(mermaid[0]).toBe('flowchart LR')
  for (const line of mermaid.slice(1, 3)) expect(line).toMatch(/^ {2}n\d\["[^"[\]{}<>%]*"\]$/)
  expect(mermaid[3]).toBe('  n1 --> n2')
  const dot = dotGraph(view)
  expect(dot).toContain('label="A \\"title\\"\\\\"')
  expect(dot).toContain('"T001" -> "T002" [class="critical"')
  for (const line of dot.split('\n').filter((row) => row.trim().startsWith('"T'))) {
    expect(line.trim().replace(/"(?:[^"\\]|\\.)*"/g, '""')).toMatch(
      /^""(?: -> "")? \[(?:(?:id|class|label|fillcolor|color)=""(?:, )?|(?:penwidth=2)?)+\];$/,
    )
  }
})
