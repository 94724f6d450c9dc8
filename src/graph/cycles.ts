import { components, netOf, sorted, type Link, type Net } from './net.ts'

/** Which of the new links may stand beside the old ones, and which would close a cycle. */
export interface Admitted {
  readonly kept: readonly Link[]
  readonly dropped: readonly Link[]
  /** Component of each node in the graph with all links, where there was a cycle; else null. */
  readonly component: Int32Array | null
}

/**
 * Adds weaker links to an acyclic graph. Only links inside a cycle can be dropped: those against the topological
 * order of the rest (document order among the free) go first, then each comes back if it closes no cycle after all.
 * The search for that is bounded by the size of the graph, so that in a hostile document a few may stay dropped
 * that a longer search would have kept; the result is acyclic in any case.
 */
export function admit(size: number, base: readonly Link[], added: readonly Link[]): Admitted {
  if (added.length === 0) return { kept: added, dropped: [], component: null }
  const union = netOf(size, base, added)
  if (sorted(union).order.length === size) return { kept: added, dropped: [], component: null }
  const component = components(union)
  const inside = (each: Link): boolean => component[each.before] === component[each.after]
  const outer = added.filter((each) => !inside(each))
  const firm = netOf(size, base, outer)
  const { position } = sorted(firm)
  const forward = (each: Link): boolean => position[each.before]! < position[each.after]!
  const safe = new Set(added.filter((each) => inside(each) && forward(each)))
  const against = added.filter((each) => inside(each) && !forward(each))
  const back = takeBack(netOf(size, base, outer, [...safe]), component, against)
  return {
    kept: added.filter((each) => !inside(each) || safe.has(each) || back.has(each)),
    dropped: against.filter((each) => !back.has(each)),
    component,
  }
}

function takeBack(net: Net, component: Int32Array, candidates: readonly Link[]): Set<Link> {
  const back = new Set<Link>()
  const extra = new Map<number, number[]>()
  const seen = new Int32Array(net.size)
  let budget = 1_000_000 + 20 * net.size
  candidates.forEach((each, at) => {
    if (budget <= 0) return
    const mark = at + 1
    const todo = [each.after]
    seen[each.after] = mark
    let closes = false
    while (todo.length > 0 && !closes && budget > 0) {
      const node = todo.pop() as number
      closes = node === each.before
      const visit = (next: number) => {
        budget--
        if (seen[next] === mark || component[next] !== component[node]) return
        seen[next] = mark
        todo.push(next)
      }
      for (let to = net.nextStart[node]!; to < net.nextStart[node + 1]!; to++) visit(net.next[to]!)
      for (const next of extra.get(node) ?? []) visit(next)
    }
    if (closes || budget <= 0) return
    back.add(each)
    const list = extra.get(each.before)
    if (list === undefined) extra.set(each.before, [each.after])
    else list.push(each.after)
  })
  return back
}
