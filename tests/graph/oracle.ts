import type { Graph } from '../../src/model/graph.ts'
import type { Milestone, Task } from '../../src/model/task.ts'

/* Brute force over small plans, written from the text of the rules and sharing no code with what it checks. */

export type Matrix = boolean[][]

export const matrix = (size: number): Matrix =>
  Array.from({ length: size }, () => Array.from({ length: size }, () => false))

/** `m[a][b]`: b waits for a, directly or not (Floyd-Warshall). */
export function closure(direct: Matrix): Matrix {
  const m = direct.map((row) => [...row])
  for (let k = 0; k < m.length; k++)
    for (let a = 0; a < m.length; a++) if (m[a]![k]) for (let b = 0; b < m.length; b++) if (m[k]![b]) m[a]![b] = true
  return m
}

/** What the public graph says, everything multiplied out. */
export function spelledOut(graph: Graph, tasks: readonly Task[]): Matrix {
  const at = new Map(tasks.map((task, index) => [task.id, index]))
  const m = matrix(tasks.length)
  const set = (before: string, after: string) => {
    m[at.get(before)!]![at.get(after)!] = true
  }
  for (const { from, to } of graph.edges) set(to, from)
  for (const { before, after } of graph.joins ?? []) for (const a of before) for (const b of after) set(a, b)
  const phases = new Map(graph.phases.map((phase) => [phase.id, phase]))
  const earlier = (id: string, seen = new Set<string>()): Set<string> => {
    for (const before of phases.get(id as never)!.after) if (!seen.has(before)) earlier(before, seen.add(before))
    return seen
  }
  const exempt = new Set(graph.exempt)
  for (const { id, tasks: members } of graph.phases)
    for (const before of earlier(id))
      for (const a of phases.get(before as never)!.tasks) for (const b of members) if (!exempt.has(a)) set(a, b)
  return closure(m)
}

export const written = (task: Task): string[] =>
  task.paths.filter((path) => path.role === 'write').map((path) => path.path.toLowerCase().replace(/\/$/, ''))

export function overlap(a: Task, b: Task): boolean {
  return written(a).some((x) => written(b).some((y) => x === y || x.startsWith(`${y}/`) || y.startsWith(`${x}/`)))
}

const layers = ['test', 'model', 'service', 'endpoint', 'integration']

/** Pairs by reason for plans in which nothing contradicts anything: all statements point backwards. */
export function directPairs(tasks: readonly Task[], milestones: readonly Milestone[]) {
  const n = tasks.length
  const reasons = {
    stated: matrix(n),
    barrier: matrix(n),
    validation: matrix(n),
    sequence: matrix(n),
    'same-file': matrix(n),
    layer: matrix(n),
  }
  const deps = new Map(milestones.map((m) => [`M${m.number}`, m.dependsOn.map((d) => `M${d.number}`)]))
  const before = (p: string, q: string): boolean => {
    if (p === q) return false
    if (p === 'setup' || q === 'polish') return true
    if (p === 'polish' || q === 'setup') return false
    if (p === 'foundational' || q === 'foundational') return p === 'foundational'
    return deps.get(q)!.some((d) => d === p || before(p, d))
  }
  for (let a = 0; a < n; a++)
    for (let b = 0; b < n; b++) {
      const [x, y] = [tasks[a]!, tasks[b]!]
      if (y.stated.some((s) => s.target === x.id)) reasons.stated[a]![b] = true
      if (before(x.phase, y.phase)) reasons.barrier[a]![b] = true
      const milestonePhase = x.phase.startsWith('M') && x.phase === y.phase
      if (milestonePhase && y.kind === 'validate' && a !== b && (x.kind !== 'validate' || a < b))
        reasons.validation[a]![b] = true
      if (a < b && x.phase === y.phase && x.sequence !== '' && x.sequence === y.sequence) reasons.sequence[a]![b] = true
      if (a < b && overlap(x, y)) reasons['same-file'][a]![b] = true
    }
  const base = closure(union(Object.values(reasons)))
  const classed = tasks.map((t) =>
    t.phase.startsWith('M') && t.kind !== 'validate' && t.kind !== 'verify' && t.layer !== null
      ? layers.indexOf(t.layer)
      : -1,
  )
  const counts = tasks.map((t, b) =>
    Math.max(classed[b]!, ...tasks.map((s, a) => (s.phase === t.phase && base[a]![b] ? classed[a]! : -1))),
  )
  for (let b = 0; b < n; b++) {
    if (classed[b]! < 0) continue
    const lower = tasks.map((t, a) =>
      t.phase === tasks[b]!.phase && classed[a]! >= 0 && counts[a]! < counts[b]! ? counts[a]! : -1,
    )
    const nearest = Math.max(...lower)
    for (let a = 0; a < n; a++) if (nearest >= 0 && lower[a] === nearest && !base[a]![b]) reasons.layer[a]![b] = true
  }
  return reasons
}

export function union(list: readonly Matrix[]): Matrix {
  return list[0]!.map((row, a) => row.map((_, b) => list.some((m) => m[a]![b])))
}

/** The rule of `[P]` word by word. */
export function parallelByRule(tasks: readonly Task[], order: Matrix, shared: readonly string[]): boolean[] {
  const unordered = (a: number, b: number): boolean => a !== b && !order[a]![b] && !order[b]![a]
  const peers = (a: number): number[] =>
    tasks.map((_, b) => b).filter((b) => b !== a && tasks[b]!.phase === tasks[a]!.phase)
  const first = tasks.map((t, a) => {
    const files = t.paths.filter((p) => p.role === 'write')
    if (t.kind === 'verify' || t.kind === 'validate') return false
    if (files.length === 0 || files.some((p) => p.unresolved || p.kind !== 'file' || shared.includes(p.path)))
      return false
    if (peers(a).some((b) => overlap(t, tasks[b]!) && !order[a]![b])) return false
    const names = [...t.mentions, ...t.introduces]
    return !peers(a).some((b) => unordered(a, b) && tasks[b]!.introduces.some((symbol) => names.includes(symbol)))
  })
  return tasks.map((_, a) => first[a]! && peers(a).some((b) => first[b]! && unordered(a, b)))
}

export function longestPath(order: Matrix, weight: (task: number) => number): number[] {
  const known = new Map<number, number>()
  const finish = (b: number): number => {
    const cached = known.get(b)
    if (cached !== undefined) return cached
    let best = 0
    order.forEach((row, a) => {
      if (row[b]) best = Math.max(best, finish(a))
    })
    known.set(b, best + weight(b))
    return best + weight(b)
  }
  return order.map((_, b) => finish(b))
}
