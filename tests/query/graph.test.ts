import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { GraphView } from '../../src/model/graph-view.ts'
import { graphView } from '../../src/query/graph.ts'
import { dotGraph } from '../../src/render/graph/dot.ts'
import { mermaidGraph } from '../../src/render/graph/mermaid.ts'
import { treeLines, waveLines } from '../../src/render/graph/text.ts'
import { compileText } from '../support/compiling.ts'
import { planTexts } from '../support/plans.ts'

/** The wave of each node by its definition: one more than the last of what its arrows lead to. */
function wavesOf({ nodes, arrows }: GraphView): readonly number[] {
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
      for (const by of ['task', 'milestone'] as const) {
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
  criticalPath: ['T001', 'T002'],
}

test('words of a plan stay inside their labels', () => {
  const mermaid = mermaidGraph(view).split('\n')
  expect(mermaid[0]).toBe('flowchart LR')
  for (const line of mermaid.slice(1, 3)) expect(line).toMatch(/^ {2}n\d\["[^"[\]{}<>%]*"\]$/)
  expect(mermaid[3]).toBe('  n1 --> n2')
  const dot = dotGraph(view)
  expect(dot).toContain('label="A \\"title\\"\\\\"')
  expect(dot).toContain('"T001" -> "T002" [penwidth=2];')
  for (const line of dot.split('\n').filter((row) => row.startsWith('  "T'))) {
    expect(line.replace(/"(?:[^"\\]|\\.)*"/g, '""')).toMatch(
      /^ {2}""(?: \[label="", fillcolor=""(?:, penwidth=2)?\]| -> ""(?: \[penwidth=2\])?);$/,
    )
  }
})
