import type { PhaseId, PlanItem, Task } from '../model/task.ts'

/**
 * An item as a task. Its fields are named one by one: objects made by leaving a field out and spreading the rest have a
 * hidden class each, which makes every later look at one of them ten times as slow.
 */
function taskOf(item: PlanItem, id: string, phase: PhaseId, text: string, stated: Task['stated']): Task {
  return {
    id,
    key: item.key,
    source: item.source,
    phase,
    planId: item.planId,
    hand: false,
    kind: item.kind,
    text,
    body: item.body,
    state: item.state,
    paths: item.paths,
    introduces: item.introduces,
    mentions: item.mentions,
    estimate: item.estimate,
    gates: item.gates,
    stated,
    sequence: item.sequence,
    layer: item.layer,
    covers: item.covers,
    origin: item.origin,
  }
}

/** What a task states, with the ids of tasks that a diagram named by their words; from here on they have one. */
function statedOf({ stated }: PlanItem, idByKey: ReadonlyMap<string, string>): PlanItem['stated'] {
  for (let at = 0; at < stated.length; at++)
    if (idByKey.has(stated[at]!.target))
      return stated.map((one) => ({ ...one, target: idByKey.get(one.target) ?? one.target }))
  return stated
}

/** The items with their ids, in the same order. */
export function tasksOf(
  items: readonly PlanItem[],
  ids: readonly string[],
  phases: readonly PhaseId[],
  idByKey: ReadonlyMap<string, string>,
): Task[] {
  const tasks: Task[] = []
  for (let at = 0; at < items.length; at++) {
    const item = items[at]!
    const phase = phases[at]!
    const isNumbered = item.kind === 'validate' && phase.startsWith('M')
    const text = isNumbered ? `Validate Milestone ${phase.slice(1)}` : item.text
    tasks.push(taskOf(item, ids[at]!, phase, text, statedOf(item, idByKey)))
  }
  return tasks
}
