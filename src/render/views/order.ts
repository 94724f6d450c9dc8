import type { PhaseId } from '../../model/task.ts'
import { formatMinutes, sumEstimates } from '../estimate.ts'
import { idChain, listWords } from '../ids.ts'
import { flowchart, type DiagramArrow } from '../mermaid.ts'
import { block, type BlockView } from './block.ts'
import type { Outline, OutlinePhase } from './outline.ts'
import { parallelGroup } from './parallel.ts'

// Beyond this a diagram is a wall, and its arrows cost more than they tell.
const LARGEST_DIAGRAM = 40
const SMALL_PLAN = 10

/** For each phase with tasks the phases with tasks that it directly waits for: empty phases and detours left out. */
function directOrder(outline: Outline): Map<PhaseId, Set<PhaseId>> {
  const filled = new Set(outline.phases.filter(({ tasks }) => tasks.length > 0).map(({ id }) => id))
  const after = new Map(outline.execution.graph.phases.map((phase) => [phase.id, phase.after]))
  const waits = new Map<PhaseId, Set<PhaseId>>()
  const all = new Map<PhaseId, Set<PhaseId>>()
  for (const { id } of outline.phases) {
    const direct = new Set<PhaseId>()
    const reached = new Set<PhaseId>()
    for (const before of after.get(id) ?? []) {
      const through = filled.has(before) ? [before] : (waits.get(before) ?? [])
      for (const one of through) direct.add(one)
    }
    for (const before of direct) for (const earlier of all.get(before) ?? []) reached.add(earlier)
    for (const before of direct) if (reached.has(before)) direct.delete(before)
    waits.set(id, direct)
    all.set(id, new Set([...reached, ...direct]))
  }
  return new Map(Array.from(waits).filter(([id]) => filled.has(id)))
}

function nodeLabel(phase: OutlinePhase): string {
  const sum = sumEstimates(phase.tasks)
  const stated = phase.milestone?.estimate ?? null
  const effort =
    sum.estimated > 0 ? formatMinutes(sum.low, sum.high) : stated === null ? '' : formatMinutes(stated.low, stated.high)
  const names: Readonly<Record<string, string>> = { setup: 'Setup', foundational: 'Foundational', polish: 'Polish' }
  const name =
    phase.milestone === null ? names[phase.id]! : `M${phase.milestone.number} ${phase.milestone.title ?? ''}`.trim()
  return effort === '' ? name : `${name} · ${effort}`
}

function diagramOf(outline: Outline): string {
  const filled = outline.phases.filter((phase) => phase.tasks.length > 0)
  if (filled.length < 2 || outline.phases.length > LARGEST_DIAGRAM) return ''
  const order = directOrder(outline)
  const arrows: DiagramArrow[] = filled.flatMap(({ id }) =>
    Array.from(order.get(id) ?? [], (before) => ({ from: before, to: id })),
  )
  return flowchart(
    filled.map((phase) => ({ id: phase.id, label: nodeLabel(phase) })),
    arrows,
  )
}

/** Milestones that wait for the same phases, and so not for each other. */
function besideEachOther(outline: Outline): string[] {
  const after = new Map(outline.execution.graph.phases.map((phase) => [phase.id, [...phase.after].sort().join(' ')]))
  const groups = new Map<string, string[]>()
  for (const { id, milestone } of outline.milestones) {
    const key = after.get(id)
    if (key === undefined) continue
    const known = groups.get(key)
    if (known === undefined) groups.set(key, [String(milestone!.number)])
    else known.push(String(milestone!.number))
  }
  const several = [...groups.values()].filter((numbers) => numbers.length > 1).slice(0, 4)
  return several.map(
    (numbers) =>
      `Milestones ${numbers.length > 8 ? `${numbers.slice(0, 7).join(', ')} and ${numbers.length - 7} more` : listWords(numbers)}`,
  )
}

/**
 * Dependencies and order. A plan of one milestone has no diagram and, up to ten tasks, no such section at all, since
 * its task lines already say everything.
 */
export function orderViews(outline: Outline, full: boolean): BlockView[] {
  const { tasks, graph } = outline.execution
  const one = outline.milestones.length < 2
  if (!full && (tasks.length === 0 || (one && tasks.length <= SMALL_PLAN))) return []
  const sum = sumEstimates(tasks)
  const milestones = outline.milestones.map(({ milestone }) => ({
    number: milestone!.number,
    priority: milestone!.priority === undefined ? 'P?' : `P${milestone!.priority.level}`,
    after: listWords([...new Set(milestone!.dependsOn?.map(({ number }) => `Milestone ${number}`) ?? [])]),
  }))
  const parallel = full
    ? outline.milestones.flatMap((phase) => {
        const group = parallelGroup(phase, outline.execution)
        return group.length < 2
          ? []
          : [{ milestone: phase.milestone!.number, tasks: listWords(group.map((task) => task.id)) }]
      })
    : []
  const view = {
    full,
    diagram: one && !full ? '' : diagramOf(outline),
    milestones,
    beside: one ? [] : besideEachOther(outline),
    chain: graph.longestChain.length > 1 ? idChain(graph.longestChain) : '',
    total: sum.estimated === 0 ? '' : formatMinutes(sum.low, sum.high),
    estimated: sum.estimated,
    tasks: tasks.length,
    parallel,
  }
  const silent = !full && view.diagram === '' && view.beside.length === 0 && view.chain === '' && view.total === ''
  return silent ? [] : [block('order', 'order', view)]
}
