import fc from 'fast-check'
import { expect, it } from 'vitest'
import { buildGraph } from '../../src/graph/index.ts'
import { link } from '../../src/graph/net.ts'
import { orderOf } from '../../src/graph/order.ts'
import { groupOf, unorderedMember } from '../../src/graph/partners.ts'
import { reachable } from '../../src/graph/reach.ts'
import type { Layer } from '../../src/model/task.ts'
import { milestone, says, task, writes } from './make.ts'
import { closure, directPairs, longestPath, matrix, parallelByRule, spelledOut, union } from './oracle.ts'

const dag = (size: number, most: number) =>
  fc.array(fc.tuple(fc.nat({ max: size - 1 }), fc.nat({ max: size - 1 })), { maxLength: most }).map((pairs) => {
    const direct = matrix(size)
    const links = pairs.flatMap(([a, b]) => {
      if (a === b) return []
      const [before, after] = a < b ? [a, b] : [b, a]
      direct[before]![after] = true
      return [link(before, after, 'stated', '')]
    })
    return { direct, all: closure(direct), order: orderOf(size, size, links) }
  })

it('answers reachability as brute force does, by search and by sweep', () => {
  fc.assert(
    fc.property(dag(50, 120), fc.constantFrom(0, 3, 256), ({ direct, all, order }, limit) => {
      const pairs = direct.flatMap((row, a) => row.flatMap((_, b) => (a === b ? [] : [[a, b] as const])))
      const plain = reachable(order, pairs, false, limit)
      const aside = reachable(order, pairs, true, limit)
      expect(plain).toEqual(pairs.map(([a, b]) => all[a]![b]))
      expect(aside).toEqual(pairs.map(([a, b]) => all.some((row, x) => all[a]![x] && row[b])))
    }),
    { numRuns: 60 },
  )
})

it('finds an unordered member of a large group exactly', () => {
  const group = fc.uniqueArray(fc.nat({ max: 119 }), { minLength: 33, maxLength: 100 })
  // Spines of different lengths make groups that are chains, nearly chains, and loose.
  fc.assert(
    fc.property(dag(120, 60), fc.integer({ min: 0, max: 120 }), fc.boolean(), group, (loose, spine, fan, members) => {
      const direct = loose.direct.map((row) => [...row])
      for (let at = 1; at < spine; at++) direct[at - 1]![at] = true
      // A fan behind the spine: its first tasks are ordered with all of a group that is no chain.
      for (let at = spine; fan && spine > 0 && at < 120; at++) direct[spine - 1]![at] = true
      const all = closure(direct)
      const links = direct.flatMap((row, a) => row.flatMap((is, b) => (is ? [link(a, b, 'stated', '')] : [])))
      const order = orderOf(120, 120, links)
      const waves = longestPath(all, () => 1)
      const timing = waves.map((wave) => ({ wave: wave - 1, start: 0, finish: 0 }))
      const asked = groupOf(members, order, timing)
      const questions = all.map((_, at) => ({ task: at, group: asked }))
      const expected = all.map((_, a) => members.some((b) => b !== a && !all[a]![b] && !all[b]![a]))
      expect(unorderedMember(order, timing, questions)).toEqual(expected)
    }),
    { numRuns: 60, endOnFailure: true },
  )
})

it('keeps every law where layers are too large to be spelled out', () => {
  const rows = fc.array(
    fc.record({
      layer: fc.constantFrom<Layer>('model', 'service'),
      file: fc.nat({ max: 400 }),
      stated: fc.nat(),
      symbol: fc.nat({ max: 60 }),
    }),
    { minLength: 70, maxLength: 90 },
  )
  let joins = 0
  fc.assert(
    fc.property(rows, (drafts) => {
      const tasks = drafts.map(({ layer, file, stated, symbol }, at) =>
        task(`T${at}`, {
          layer,
          paths: [writes(`f${file}.ts`)],
          introduces: [`s${at % 60}`],
          mentions: at % 3 ? [] : [`s${symbol}`],
          stated: stated % 4 === 0 && at > 0 ? [says(`T${stated % at}`)] : [],
        }),
      )
      const milestones = [milestone(1)]
      const { graph } = buildGraph({ tasks, milestones, sharedPaths: [] })
      joins += graph.joins?.length ?? 0
      const order = spelledOut(graph, tasks)
      expect(order).toEqual(closure(union(Object.values(directPairs(tasks, milestones)))))
      expect(tasks.map(({ id }) => graph.parallel[id]!.parallel)).toEqual(parallelByRule(tasks, order, []))
    }),
    { numRuns: 25 },
  )
  expect(joins).toBeGreaterThan(0)
})

it('takes time in proportion to the plan', () => {
  const time = (count: number): number => {
    const tasks = Array.from({ length: count }, (_, at) =>
      task(`T${at}`, {
        phase: `M${(at % 50) + 1}`,
        paths: [writes(`src/${at % 97}/f${at - (at % 3)}.ts`)],
        layer: at % 2 ? 'model' : 'service',
        introduces: [`s${at}`],
        mentions: [`s${(at * 31) % count}`],
        stated: at % 4 === 1 ? [says(`T${at - 1}`)] : [],
      }),
    )
    const milestones = Array.from({ length: 50 }, (_, at) => milestone(at + 1))
    // Processor time, since other programs may be busy.
    const start = process.cpuUsage()
    buildGraph({ tasks, milestones, sharedPaths: [] })
    const { user, system } = process.cpuUsage(start)
    return user + system
  }
  time(2000)
  const small = Math.min(time(2000), time(2000), time(2000))
  // Ten times the tasks: linear gives 10, quadratic 100. The margin is for garbage collection.
  expect(time(20_000) / small).toBeLessThan(40)
})
