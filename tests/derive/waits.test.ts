import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { relate } from '../../src/derive/relations.ts'
import { resolveMilestone } from '../../src/derive/milestone-names.ts'
import type { MilestoneDraft } from '../../src/derive/types.ts'
import { leadsTo, noWaits, othersLeadTo, together, waitFor, type Waits } from '../../src/derive/waits.ts'
import type { PlanRelation } from '../../src/model/plan.ts'

const place = { file: 'plan.md', start: 0, end: 0 }
const stated = (target: string) => ({ target, form: 'prose' as const, place, text: target })

/** Milestones of nine labels, again and again, as in many lists of tasks that were joined. */
function joined(count: number, counted: () => void): MilestoneDraft[] {
  return Array.from({ length: count }, (_, index) => ({
    key: `m${index}`,
    get label() {
      counted()
      return { kind: 'phase', number: String((index % 9) + 1) }
    },
    aliases: [],
    ownNumber: null,
    title: `Part ${index}`,
    stated: [],
  })) as unknown as MilestoneDraft[]
}

/** Calls of a built-in method are counted until the result is called. */
function counting(owner: object, name: string, counted: () => void): () => void {
  const own = Object.getOwnPropertyDescriptor(owner, name)!
  const method = own.value as (...args: unknown[]) => unknown
  Object.defineProperty(owner, name, {
    ...own,
    value(this: unknown, ...args: unknown[]) {
      counted()
      return Reflect.apply(method, this, args)
    },
  })
  return () => Object.defineProperty(owner, name, own)
}

/** How often something is looked up or looked at while as many statements as milestones are added. */
function steps(count: number): number {
  let taken = 0
  const drafts = joined(count, () => (taken += 1))
  const relations = Array.from({ length: count }, (_, at): PlanRelation => ({
    from: `Phase ${(at % 8) + 2}`,
    stated: stated(`Phase ${(at % 8) + 1}`),
  }))
  const restore = [
    counting(Map.prototype, 'get', () => (taken += 1)),
    counting(Set.prototype, 'has', () => (taken += 1)),
  ]
  try {
    relate(drafts, [], relations, () => [])
  } finally {
    for (const back of restore) back()
  }
  return taken
}

test('statements about milestones of one name cost what they name, and not all pairs of it', () => {
  // Each of n statements is about n/9 milestones, which is 1/9 n²; all pairs that they name would be n³.
  expect(steps(180) / 180 ** 2).toBeLessThan(2)
  expect(steps(360) / steps(180)).toBeLessThan(5)
})

test('milestones are not looked at again for each name', () => {
  let looked = 0
  const drafts = joined(500, () => (looked += 1))
  for (let at = 1; at < 500; at += 1) resolveMilestone(`Phase ${at}`, drafts, 0)
  expect(looked).toBeLessThan(5000)
})

describe('what waits for what', () => {
  const statements = fc.array(
    fc.tuple(fc.integer({ min: 0, max: 9 }), fc.uniqueArray(fc.integer({ min: 0, max: 9 }), { maxLength: 4 })),
    { maxLength: 30 },
  )

  test('is what a search of the whole finds', () => {
    fc.assert(
      fc.property(statements, fc.boolean(), (all, forced) => {
        const waits = noWaits(10)
        const plain = new Map<number, Set<number>>()
        const reaches = (from: number, to: number, seen = new Set<number>()): boolean =>
          from === to ||
          [...(plain.get(from) ?? [])].some((next) => !seen.has(next) && reaches(next, to, seen.add(next)))
        for (const [from, things] of all) {
          const named = together(waits, things)
          const closes = things.some((one) => reaches(one, from))
          const others = things.some((one) => one !== from && reaches(one, from))
          expect(leadsTo(waits, named, from)).toBe(closes)
          expect(othersLeadTo(waits, named, from)).toBe(others)
          if (others && !forced) continue
          waitFor(waits, from, named)
          for (const one of things) plain.set(from, (plain.get(from) ?? new Set()).add(one))
        }
      }),
    )
  })

  /** How many nodes are opened while each of many things waits for each of as many others, `rounds` times. */
  function opened(count: number, rounds: number, turned: boolean): number {
    let reads = 0
    const waits = noWaits(2 * count)
    const next = new Proxy(waits.next, {
      get: (list, key, self): unknown => {
        reads += 1
        return Reflect.get(list, key, self)
      },
    })
    const watched: Waits = { ...waits, next }
    const [early, late] = [0, count].map((start) => Array.from({ length: count }, (_, at) => start + at))
    const [who, whom] = turned ? [early!, late!] : [late!, early!]
    for (let round = 0; round < rounds; round += 1)
      for (const from of who) {
        const named = together(watched, whom.slice(round))
        if (!leadsTo(watched, named, from)) waitFor(watched, from, named)
      }
    return reads
  }

  test('is searched once for all that a statement is about, and not at all in the order of the plan', () => {
    for (const turned of [false, true]) expect(opened(400, 1, turned)).toBeLessThan(400 * 8)
    expect(opened(400, 5, true)).toBeLessThan(5 * 400 * 16)
  })
})
