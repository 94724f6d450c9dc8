import { minutesOf } from '../graph/index.ts'
import { byKey } from '../model/by-key.ts'
import type { Execution } from '../model/execution.ts'
import type { GraphArrow, GraphBy, GraphNode, GraphView } from '../model/graph-view.ts'
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

type Picture = Pick<GraphView, 'nodes' | 'arrows' | 'criticalPath'>

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
  return { nodes, arrows: taskArrows(graph, tasks), criticalPath: graph.criticalPath }
}

/** Edges that no order of phases implies, and between phases the arrows from what nothing follows to what comes first. */
function taskArrows(graph: Execution['graph'], tasks: readonly Task[]): readonly GraphArrow[] {
  const inside = new Map(tasks.map(({ id, phase }) => [id, phase]))
  const byPhase = new Map(graph.phases.map(({ id, tasks: ids }) => [id, ids.filter((task) => inside.has(task))]))
  const { direct, all } = phaseOrder(graph.phases, byPhase)
  const isImplied = ({ from, to, reason }: GraphArrow): boolean =>
    reason !== 'stated' && all.get(inside.get(from)!)?.has(inside.get(to)!) === true
  const joined = (graph.joins ?? []).flatMap(({ before, after, reason }) =>
    pairs(after, before).map(([from, to]): GraphArrow => ({ from, to, reason })),
  )
  const edges = [...graph.edges.map(({ from, to, reason }): GraphArrow => ({ from, to, reason })), ...joined].filter(
    (arrow) => inside.has(arrow.from) && inside.has(arrow.to) && !isImplied(arrow),
  )
  const own = edges.filter(({ from, to }) => inside.get(from) === inside.get(to))
  const waits = new Set(own.map(({ from }) => from))
  // What waits for a later phase is not waited for by any.
  const waitedFor = new Set([...own.map(({ to }) => to), ...(graph.exempt ?? [])])
  const between = [...direct].flatMap(([phase, before]) =>
    before.flatMap((other) => {
      const first = byPhase.get(phase)!.filter((id) => !waits.has(id))
      const last = byPhase.get(other)!.filter((id) => !waitedFor.has(id))
      return last.length === 0
        ? []
        : pairs(first, last).map(([from, to]): GraphArrow => ({ from, to, reason: 'barrier' }))
    }),
  )
  // Two reasons for one order are one arrow.
  const once = new Map<string, GraphArrow>()
  for (const arrow of [...edges, ...between]) {
    const key = `${arrow.from}\n${arrow.to}`
    if (!once.has(key)) once.set(key, arrow)
  }
  return [...once.values()]
}

/** More arrows between two phases than this are no picture any more, and cost more than all tasks. */
const MANY = 400

/** Each of the first with each of the others; of many, all with the last and the first with all. */
function pairs(first: readonly string[], last: readonly string[]): readonly (readonly [string, string])[] {
  if (first.length * last.length <= MANY) return first.flatMap((from) => last.map((to) => [from, to] as const))
  const end = last.at(-1)!
  return [...first.map((from) => [from, end] as const), ...last.slice(0, -1).map((to) => [first[0]!, to] as const)]
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
  return { nodes, arrows, criticalPath: path }
}
