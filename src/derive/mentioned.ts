import type { PlanMilestone, PlanTask } from '../model/plan.ts'
import { tasksIn } from '../parse/plan/whole.ts'
import type { ChosenMilestones } from './milestones.ts'
import { ownIdsOf, type OwnIds } from './own-ids.ts'

const BOXED = /^(?:[-*+]|\d{1,9}[.)])\s+\[/

type Children = PlanMilestone['children']

/**
 * Without the lines that speak about a task: where a task with a box has an id, a line without one that begins with the
 * same id (`- T020 can run beside T021`) names it and is no second.
 */
export function withoutMentions(
  chosen: ChosenMilestones,
  ids: OwnIds,
  texts: ReadonlyMap<string, string>,
): { readonly chosen: ChosenMilestones; readonly ids: OwnIds } {
  const given = { chosen, ids }
  if (ids.areUnique) return given
  const tasks = [
    ...chosen.milestones.flatMap(({ children }) => tasksIn(children)),
    ...chosen.extras.map(({ task }) => task),
  ]
  const counts = new Map<string, number>()
  for (const { ownId } of tasks) if (ownId !== '') counts.set(ownId, (counts.get(ownId) ?? 0) + 1)
  if ([...counts.values()].every((count) => count === 1)) return given
  const isBoxed = ({ place: { file, start } }: PlanTask): boolean =>
    BOXED.test((texts.get(file) ?? '').slice(start, start + 16))
  const twice = tasks.filter(({ ownId }) => /^T-?\d/.test(ownId) && counts.get(ownId)! > 1)
  const boxed = new Set(twice.filter(isBoxed).map(({ ownId }) => ownId))
  const mentions = new Set(twice.filter((task) => boxed.has(task.ownId) && !isBoxed(task)))
  if (mentions.size === 0) return given
  const kept = (children: Children): Children =>
    children
      .filter((child) => child.type === 'criterion' || !mentions.has(child as PlanTask))
      .map((child) =>
        child.type === 'group' ? { ...child, children: kept(child.children) as typeof child.children } : child,
      )
  const without = {
    ...chosen,
    milestones: chosen.milestones.map((milestone) => ({ ...milestone, children: kept(milestone.children) })),
    extras: chosen.extras.filter(({ task }) => !mentions.has(task)),
  }
  return { chosen: without, ids: ownIdsOf(without) }
}
