import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { buildGraph } from '../../src/graph/index.ts'
import type { Milestone, PhaseId, Task, TaskKind } from '../../src/model/task.ts'
import { milestone, minutes, says, task, writes } from './make.ts'
import { closure, directPairs, longestPath, matrix, overlap, parallelByRule, spelledOut, union } from './oracle.ts'

const shared = ['package.json']
const phases: PhaseId[] = ['setup', 'foundational', 'M1', 'M2', 'M3', 'polish']
const paths = ['a', 'a/x.ts', 'A/X.ts', 'a/y.ts', 'a/b/z.ts', 'b/x.ts', 'b/y.ts', 'c.ts', 'd.ts', 'package.json']
const kinds: TaskKind[] = ['work', 'work', 'work', 'work', 'test', 'verify', 'validate']
const symbols = ['one', 'two', 'three']

interface Draft {
  readonly tasks: Task[]
  readonly milestones: Milestone[]
}

const draft = (backwards: boolean): fc.Arbitrary<Draft> => {
  const one = fc.record({
    phase: fc.constantFrom(...phases),
    kind: fc.constantFrom(...kinds),
    paths: fc.uniqueArray(fc.constantFrom(...paths), { maxLength: 2 }),
    unresolved: fc.integer({ min: 0, max: 9 }),
    sequence: fc.constantFrom('', '', '', 's', 't'),
    layer: fc.constantFrom(null, null, 'test', 'model', 'service', 'endpoint', 'integration'),
    introduces: fc.subarray(symbols, { maxLength: 1 }),
    mentions: fc.subarray(symbols, { maxLength: 1 }),
    stated: fc.uniqueArray(fc.nat({ max: 20 }), { maxLength: 2 }),
    minutes: fc.option(fc.integer({ min: 0, max: 90 }), { nil: null }),
  })
  const deps = fc.array(fc.uniqueArray(fc.integer({ min: 1, max: 3 }), { maxLength: 2 }), {
    minLength: 3,
    maxLength: 3,
  })
  return fc.tuple(fc.array(one, { minLength: 1, maxLength: 11 }), deps).map(([rows, after]) => {
    if (backwards) rows.sort((a, b) => phases.indexOf(a.phase) - phases.indexOf(b.phase))
    if (backwards)
      for (const row of rows)
        if (row.kind === 'validate' && rows.some((r, at) => r.phase === row.phase && at > rows.indexOf(row)))
          row.kind = 'work'
    const tasks = rows.map((row, at) =>
      task(`T${String(at + 1).padStart(3, '0')}`, {
        phase: row.phase,
        kind: row.kind,
        paths: row.paths.map((path) =>
          writes(path, { kind: path === 'a' ? 'directory' : 'file', unresolved: row.unresolved === 0 }),
        ),
        sequence: row.sequence,
        layer: row.layer,
        introduces: row.introduces,
        mentions: row.mentions,
        estimate: row.minutes === null ? null : minutes(row.minutes),
        stated: row.stated
          .map((target) => (backwards ? target % (at + 1) : target % rows.length))
          .filter((target) => target !== at)
          .map((target) => says(`T${String(target + 1).padStart(3, '0')}`)),
      }),
    )
    const milestones = [1, 2, 3].map((number) =>
      milestone(
        number,
        {},
        after[number - 1]!.filter((to) => (backwards ? to < number : to !== number)),
      ),
    )
    return { tasks, milestones }
  })
}

const build = ({ tasks, milestones }: Draft) => buildGraph({ tasks, milestones, sharedPaths: shared })
const many = { numRuns: 1500 }

describe('plans without contradiction equal the brute force', () => {
  it('orders the same tasks', () => {
    fc.assert(
      fc.property(draft(true), (plan) => {
        const { graph, diagnostics } = build(plan)
        expect(diagnostics.filter((d) => d.severity === 'error')).toEqual([])
        const dropped = diagnostics.some((d) => d.ruleId === 'dropped-edge')
        // A layer edge over another milestone can still close a circle; the second law covers those.
        fc.pre(!dropped)
        expect(spelledOut(graph, plan.tasks)).toEqual(
          closure(union(Object.values(directPairs(plan.tasks, plan.milestones)))),
        )
      }),
      many,
    )
  })

  it('prints what is stated and the computed edges that nothing else implies', () => {
    fc.assert(
      fc.property(draft(true), (plan) => {
        const { graph, diagnostics } = build(plan)
        fc.pre(!diagnostics.some((d) => d.ruleId === 'dropped-edge'))
        const direct = directPairs(plan.tasks, plan.milestones)
        const order = closure(union(Object.values(direct)))
        plan.tasks.forEach((t, b) => {
          const computed = plan.tasks.filter((_, a) => {
            if (direct.stated[a]![b] || direct.barrier[a]![b]) return false
            if (!direct.sequence[a]![b] && !direct['same-file'][a]![b] && !direct.layer[a]![b]) return false
            return !plan.tasks.some((_, x) => order[a]![x] && order[x]![b])
          })
          const stated = [...new Set(t.stated.map((s) => s.target))]
          expect(graph.printed[t.id]).toEqual([...stated, ...computed.map((s) => s.id)])
        })
      }),
      many,
    )
  })
})

describe('laws that hold for every plan', () => {
  const check = (name: string, law: (plan: Draft, order: boolean[][], result: ReturnType<typeof build>) => void) =>
    it(name, () => {
      fc.assert(
        fc.property(fc.boolean().chain(draft), (plan) => {
          const result = build(plan)
          law(plan, spelledOut(result.graph, plan.tasks), result)
        }),
        many,
      )
    })

  check('is acyclic', (_, order) => {
    expect(order.filter((row, at) => row[at])).toEqual([])
  })

  check('gives the same value twice', (plan, _, result) => {
    expect(build(structuredClone(plan))).toEqual(result)
  })

  check('an error exactly where statements form a cycle, and shows the shortest', (plan, _, { diagnostics }) => {
    const shortest = shortestStatedCycle(plan)
    const errors = diagnostics.filter((d) => d.ruleId === 'dependency-cycle')
    expect(errors.length > 0).toBe(shortest < Infinity)
    if (errors.length > 0) expect(Math.min(...errors.map((d) => 1 + d.related!.length))).toBe(shortest)
  })

  check('keeps every statement where there is no error', (plan, order, { graph, diagnostics }) => {
    fc.pre(!diagnostics.some((d) => d.severity === 'error'))
    plan.tasks.forEach((t, b) => {
      for (const { target } of t.stated) {
        expect(order[plan.tasks.findIndex((s) => s.id === target)]![b]).toBe(true)
        expect(graph.printed[t.id]).toContain(target)
      }
    })
  })

  check('orders all writers of overlapping paths and all steps of a sequence', ({ tasks }, order) => {
    tasks.forEach((x, a) =>
      tasks.slice(a + 1).forEach((y, rest) => {
        const b = a + 1 + rest
        if (overlap(x, y)) expect(order[a]![b] || order[b]![a]).toBe(true)
      }),
    )
  })

  check(
    'turns a computed edge round only where stronger edges do, and says so',
    ({ tasks }, order, { diagnostics }) => {
      const turned = tasks.some((x, a) =>
        tasks.some(
          (y, b) => a < b && x.phase === y.phase && x.sequence !== '' && x.sequence === y.sequence && !order[a]![b],
        ),
      )
      if (turned) expect(diagnostics.some((d) => d.ruleId === 'dropped-edge' || d.severity === 'error')).toBe(true)
    },
  )

  check('gives [P] by the rule', ({ tasks }, order, { graph }) => {
    expect(tasks.map((t) => graph.parallel[t.id]!.parallel)).toEqual(parallelByRule(tasks, order, shared))
    for (const t of tasks) expect(graph.parallel[t.id]!.reason === '').toBe(graph.parallel[t.id]!.parallel)
  })

  check('waves, minutes and chains are longest paths', ({ tasks }, order, { graph }) => {
    const wave = longestPath(order, () => 1)
    const time = longestPath(order, (at) => tasks[at]!.estimate?.high ?? 60)
    tasks.forEach((t, at) => {
      const timing = graph.timing[t.id]!
      expect([timing.wave, timing.finish]).toEqual([wave[at]! - 1, time[at]])
    })
    expect(graph.longestChain.length).toBe(Math.max(...wave))
    const spent = graph.criticalPath.reduce(
      (sum, id) => sum + (tasks.find((t) => t.id === id)!.estimate?.high ?? 60),
      0,
    )
    expect(spent).toBe(Math.max(...time))
    for (const chain of [graph.longestChain, graph.criticalPath])
      chain.slice(1).forEach((id, at) => {
        const index = (name: string) => tasks.findIndex((t) => t.id === name)
        expect(order[index(chain[at]!)]![index(id)]).toBe(true)
      })
  })

  check('does not care how phases are interleaved in the document', ({ tasks, milestones }, order, { graph }) => {
    const plain = tasks.map((t) => ({ ...t, paths: t.paths.filter(() => false) }))
    const sorted = [...plain].sort((a, b) => (a.phase < b.phase ? -1 : a.phase > b.phase ? 1 : 0))
    const one = build({ tasks: plain, milestones })
    const two = build({ tasks: sorted, milestones })
    // Which edge of a circle goes may depend on the order; without one nothing does.
    fc.pre(![one, two].some((each) => each.diagnostics.length > 0))
    expect(two.graph.timing).toEqual(one.graph.timing)
    expect(two.graph.parallel).toEqual(one.graph.parallel)
    expect(order.length).toBe(graph.phases.flatMap((phase) => phase.tasks).length)
  })
})

/** Fewest statements in a cycle: nodes are tasks and phase bounds, belonging costs nothing. */
function shortestStatedCycle({ tasks, milestones }: Draft): number {
  const n = tasks.length
  const size = n + 2 * phases.length
  const cost = matrix(size).map((row) => row.map(() => Infinity))
  const start = (phase: string) => n + 2 * phases.indexOf(phase as PhaseId)
  const put = (a: number, b: number, value: number) => {
    cost[a]![b] = Math.min(cost[a]![b]!, value)
  }
  for (const phase of phases) put(start(phase), start(phase) + 1, 0)
  tasks.forEach((t, at) => {
    put(start(t.phase), at, 0)
    put(at, start(t.phase) + 1, 0)
    for (const { target } of t.stated)
      put(
        tasks.findIndex((s) => s.id === target),
        at,
        1,
      )
  })
  for (const m of milestones) for (const d of m.dependsOn) put(start(`M${d.number}`) + 1, start(`M${m.number}`), 1)
  for (let k = 0; k < size; k++)
    for (let a = 0; a < size; a++)
      for (let b = 0; b < size; b++) cost[a]![b] = Math.min(cost[a]![b]!, cost[a]![k]! + cost[k]![b]!)
  return Math.min(...cost.map((row, at) => row[at]!))
}
