import fc from 'fast-check'
import { expect, test } from 'vitest'
import { defaultSharedPaths } from '../../src/graph/index.ts'
import type { Execution } from '../../src/model/execution.ts'
import { compileCase, compileText, hasReal, realCases, realFolders, WITHOUT_DOCUMENTS } from '../support/compiling.ts'
import { overlap, spelledOut, type Matrix } from '../graph/oracle.ts'
import { printPlan } from '../support/plan-sketch.ts'
import { plans } from '../support/plans.ts'
import type { Task } from '../../src/model/task.ts'

/* `[P]` is written by one rule alone, and every edge and every missing `[P]` has a reason. */

const sharedNames = new Set(defaultSharedPaths.map((path) => path.toLowerCase()))
const isShared = (path: string): boolean =>
  sharedNames.has(path.toLowerCase()) || sharedNames.has(path.split('/').at(-1)!.toLowerCase())

/** Rule (a): one concrete file at least, nothing unresolved, no glob, no folder, nothing shared; no check, no run. */
function filesAreKnown(task: Task): boolean {
  const written = task.paths.filter(({ role }) => role === 'write')
  if (task.kind === 'verify' || task.kind === 'validate' || written.length === 0) return false
  return written.every(({ unresolved, kind, path }) => !unresolved && kind === 'file' && !isShared(path))
}

/** The rule of `[P]` in documents.md, pair by pair, from the order that the execution itself publishes. */
function parallelByRule(tasks: readonly Task[], before: Matrix): boolean[] {
  const all = tasks.map((_, at) => at)
  const peers = all.map((a) => all.filter((b) => b !== a && tasks[b]!.phase === tasks[a]!.phase))
  const unordered = (a: number, b: number): boolean => !before[a]![b] && !before[b]![a]
  const passes = all.map((a) => {
    const names = new Set([...tasks[a]!.mentions, ...tasks[a]!.introduces])
    const first = peers[a]!.every((b) => !overlap(tasks[a]!, tasks[b]!) || before[a]![b]!)
    const alone = peers[a]!.every((b) => !unordered(a, b) || !tasks[b]!.introduces.some((symbol) => names.has(symbol)))
    return filesAreKnown(tasks[a]!) && first && alone
  })
  return all.map((a) => passes[a]! && peers[a]!.some((b) => passes[b]! && unordered(a, b)))
}

/** Above this a cube of the tasks takes too long. */
const MOST = 160

/** Whether the graph, the rule, and the printed lines agree about every task; '' where they do. */
function disagreement({ tasks: all, graph }: Execution, text: string): string {
  const tasks = all.filter(({ state }) => state !== 'dropped')
  if (tasks.length > MOST) return ''
  const byRule = parallelByRule(tasks, spelledOut(graph, tasks))
  const wrong = tasks.flatMap((task, at) => {
    const verdict = graph.parallel[task.id]
    if (verdict === undefined) return [`${task.id} has no verdict`]
    if (verdict.parallel !== byRule[at]) return [`${task.id}: ${JSON.stringify(verdict)}, by the rule ${byRule[at]}`]
    return verdict.parallel === (verdict.reason === '') ? [] : [`${task.id} without a reason`]
  })
  const marked = [...text.matchAll(/^- \[.\] (T\S+) \[P\]/gm)].map(([, id]) => id)
  const meant = tasks.flatMap((task, at) => (byRule[at] ? [task.id] : []))
  if (marked.join() !== meant.join()) wrong.push(`printed ${marked.join()}, meant ${meant.join()}`)
  return wrong.join('; ')
}

test('what carries [P] in a generated plan is what the rule says', async () => {
  let parallel = 0
  let not = 0
  await fc.assert(
    fc.asyncProperty(plans({ hostile: false }), async (plan) => {
      const result = await compileText(printPlan(plan))
      if (result.status !== 'compiled') return
      expect(disagreement(result.execution, result.text)).toBe('')
      for (const verdict of Object.values(result.execution.graph.parallel))
        if (verdict.parallel) parallel++
        else not++
    }),
    { numRuns: 150 },
  )
  expect(Math.min(parallel, not)).toBeGreaterThan(50)
}, 60_000)

test.skipIf(!hasReal)(
  `and so it is in real documents ${WITHOUT_DOCUMENTS}`,
  async () => {
    const wrong: string[] = []
    let parallel = 0
    for (const one of [...realCases(), ...realFolders()]) {
      const result = await compileCase(one)
      if (result.status !== 'compiled') continue
      parallel += Object.values(result.execution.graph.parallel).filter((verdict) => verdict.parallel).length
      const why = disagreement(result.execution, result.text)
      if (why !== '') wrong.push(`${one.name}: ${why}`)
    }
    expect(wrong.slice(0, 12)).toEqual([])
    expect(parallel).toBeGreaterThan(200)
  },
  120_000,
)
