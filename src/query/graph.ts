import { minutesOf } from '../graph/index.ts'
import { byKey } from '../model/by-key.ts'
import type { Execution } from '../model/execution.ts'
import type { GraphArrow, GraphBy, GraphJoin, GraphNode, GraphView } from '../model/graph-view.ts'
import type { PhaseId, Task } from '../model/task.ts'
import { slackOf } from './schedule.ts'
import { phaseName } from './tasks.ts'

/** The picture of an execution. Dropped tasks are not in it; by milestone, work outside of milestones is not either. */
export function graphView(execution: Execution, by: GraphBy): GraphView {
  const isShown = ({ state, phase }: Task): boolean => state !== 'dropped' && (by !== 'milestone' || /^M\d/.test(phase))
  const tasks = execution.tasks.filter(isShown)
  const picture = by === 'task' ? ofTasks(execution, tasks) : ofPhases(execution, tasks)
  const filled = new Set(tasks.map(({ phase }) => phase))
  const phases = execution.graph.phases.flatMap(({ id }) => (filled.has(id) ? [phaseName(execution, id)] : []))
  return { id: execution.id, title: execution.title, by, phases, ...picture }
}

type Picture = Pick<GraphView, 'nodes' | 'arrows' | 'joins' | 'criticalPath'>

function ofTasks(execution: Execution, tasks: readonly Task[]): Picture {
  const { graph } = execution
  const critical = new Set(graph.criticalPath)
  const slack = slackOf(execution)
  const nodes = tasks.map((task): GraphNode => {
    const { id, text, state, phase } = task
    return {
      id,
      text,
      state: state === 'dropped' ? 'open' : state,
      phase,
      wave: graph.timing[id]?.wave ?? 0,
      critical: critical.has(id),
      parallel: graph.parallel[id]?.parallel ?? false,
      minutes: minutesOf(task),
      tasks: 1,
      done: state === 'done' ? 1 : 0,
      estimated: task.estimate === null ? 0 : 1,
      slack: slack.get(id) ?? 0,
    }
  })
  return { nodes, ...taskArrows(graph, tasks), criticalPath: graph.criticalPath }
}

type Waiting = Pick<GraphView, 'arrows' | 'joins'>

/** Edges that no order of phases implies, and between phases the arrows from what nothing follows to what comes first. */
function taskArrows(graph: Execution['graph'], tasks: readonly Task[]): Waiting {
  const inside = new Map(tasks.map(({ id, phase }) => [id, phase]))
  const byPhase = new Map(graph.phases.map(({ id, tasks: ids }) => [id, ids.filter((task) => inside.has(task))]))
  const { direct, all } = phaseOrder(graph.phases, byPhase)
  const isImplied = (from: PhaseId, to: PhaseId): boolean => all.get(from)?.has(to) === true
  const isDrawn = ({ from, to, reason }: GraphArrow): boolean =>
    inside.has(from) && inside.has(to) && (reason === 'stated' || !isImplied(inside.get(from)!, inside.get(to)!))
  const phasesOf = (ids: readonly string[]): readonly PhaseId[] => [...new Set(ids.map((id) => inside.get(id)!))]
  const given = (graph.joins ?? []).flatMap(({ before, after, reason }) => {
    const join = { before: before.filter((id) => inside.has(id)), after: after.filter((id) => inside.has(id)), reason }
    const isNew = phasesOf(join.after).some((from) => phasesOf(join.before).some((to) => !isImplied(from, to)))
    return reason === 'stated' || isNew ? [waiting(join)] : []
  })
  const edges = [
    ...graph.edges.map(({ from, to, reason }): GraphArrow => ({ from, to, reason })),
    ...given.flatMap(({ arrows }) => arrows),
  ].filter(isDrawn)
  const joins = given.flatMap((one) => one.joins)
  const own = edges.filter(({ from, to }) => inside.get(from) === inside.get(to))
  const waits = new Set(own.map(({ from }) => from))
  // What waits for a later phase is not waited for by any.
  const waitedFor = new Set([...own.map(({ to }) => to), ...(graph.exempt ?? [])])
  for (const { before, after } of joins) {
    const [earlier, later] = [new Set(phasesOf(before)), new Set(phasesOf(after))]
    for (const id of after) if (earlier.has(inside.get(id)!)) waits.add(id)
    for (const id of before) if (later.has(inside.get(id)!)) waitedFor.add(id)
  }
  const between = [...direct].flatMap(([phase, others]) =>
    others.map((other): Waiting => {
      const after = byPhase.get(phase)!.filter((id) => !waits.has(id))
      const before = byPhase.get(other)!.filter((id) => !waitedFor.has(id))
      return waiting({ before, after, reason: 'barrier' })
    }),
  )
  // Two reasons for one order are one arrow.
  const once = new Map<string, GraphArrow>()
  for (const arrow of [...edges, ...between.flatMap(({ arrows }) => arrows)]) {
    const key = `${arrow.from}\n${arrow.to}`
    if (!once.has(key)) once.set(key, arrow)
  }
  return { arrows: [...once.values()], joins: [...joins, ...between.flatMap((one) => one.joins)] }
}

/** More arrows between two groups than this say less than the two groups, and cost more than all tasks. */
const MANY = 400

/** Each of some tasks with each of others; of many, the two groups. */
function waiting(join: GraphJoin): Waiting {
  const { before, after, reason } = join
  if (before.length * after.length > MANY) return { arrows: [], joins: [join] }
  return { arrows: after.flatMap((from) => before.map((to): GraphArrow => ({ from, to, reason }))), joins: [] }
}

interface PhaseOrder {
  /** For each phase with tasks those with tasks that it directly waits for: empty ones and detours are left out. */
  readonly direct: ReadonlyMap<PhaseId, readonly PhaseId[]>
  /** All that it waits for. */
  readonly all: ReadonlyMap<PhaseId, ReadonlySet<PhaseId>>
}

function phaseOrder(phases: Execution['graph']['phases'], filled: ReadonlyMap<PhaseId, readonly string[]>): PhaseOrder {
  const has = (id: PhaseId): boolean => (filled.get(id) ?? []).length > 0
  const direct = new Map<PhaseId, ReadonlySet<PhaseId>>()
  const all = new Map<PhaseId, ReadonlySet<PhaseId>>()
  for (const { id, after } of phases) {
    const through = new Set(after.flatMap((before) => (has(before) ? [before] : [...(direct.get(before) ?? [])])))
    const reached = new Set([...through].flatMap((before) => [...(all.get(before) ?? [])]))
    direct.set(id, new Set([...through].filter((before) => !reached.has(before))))
    all.set(id, new Set([...through, ...reached]))
  }
  return { direct: new Map(phases.filter(({ id }) => has(id)).map(({ id }) => [id, [...direct.get(id)!]])), all }
}

function ofPhases(execution: Execution, tasks: readonly Task[]): Picture {
  const { graph } = execution
  const members = byKey(tasks, ({ phase }) => phase)
  const filled = new Map([...members].map(([id, list]) => [id, list.map((task) => task.id)]))
  const { direct: order } = phaseOrder(graph.phases, filled)
  const phaseOf = new Map(tasks.map(({ id, phase }) => [id, phase]))
  const path = [...new Set(graph.criticalPath.flatMap((id) => phaseOf.get(id) ?? []))]
  const waves = new Map<PhaseId, number>()
  for (const [id, before] of order) waves.set(id, Math.max(-1, ...before.map((other) => waves.get(other) ?? -1)) + 1)
  const slack = slackOf(execution)
  const nodes = [...order.keys()].map((id): GraphNode => {
    const own = members.get(id)!
    const isStarted = own.some(({ state }) => state !== 'open')
    const done = own.filter(({ state }) => state === 'done').length
    return {
      id,
      text: phaseName(execution, id).title,
      state: done === own.length ? 'done' : isStarted ? 'started' : 'open',
      phase: id,
      wave: waves.get(id)!,
      critical: path.includes(id),
      parallel: false,
      minutes: own.reduce((sum, task) => sum + minutesOf(task), 0),
      tasks: own.length,
      done,
      estimated: own.filter(({ estimate }) => estimate !== null).length,
      slack: own.reduce((least, task) => Math.min(least, slack.get(task.id) ?? 0), Number.POSITIVE_INFINITY),
    }
  })
  const arrows = [...order].flatMap(([from, before]) =>
    before.map((to): GraphArrow => ({ from, to, reason: 'barrier' })),
  )
  return { nodes, arrows, joins: [], criticalPath: path }
}
