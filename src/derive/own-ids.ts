import type { PlanMilestone } from '../model/plan.ts'
import type { ChosenMilestones } from './milestones.ts'

/** The tasks of the chosen milestones by the ids that the plan gives them. */
export interface OwnIds {
  /** How often each id is used. */
  readonly counts: ReadonlyMap<string, number>
  readonly areUnique: boolean
  /** A milestone lists work. */
  readonly listsWork: boolean
}

/** Counts the plan's own ids, of tasks below tasks too. */
export function ownIdsOf({ milestones, extras }: ChosenMilestones): OwnIds {
  const counts = new Map<string, number>()
  let areUnique = true
  let listsWork = false
  const count = (id: string): void => {
    const before = counts.get(id) ?? 0
    if (before > 0) areUnique = false
    counts.set(id, before + 1)
  }
  const open = (children: PlanMilestone['children']): void => {
    for (let at = 0; at < children.length; at++) {
      const child = children[at]!
      if (child.type === 'criterion' || child.type === 'scenario') continue
      if (child.type !== 'group') {
        listsWork = true
        if (child.ownId !== '') count(child.ownId)
      }
      if (child.children.length > 0) open(child.children)
    }
  }
  for (const { children } of milestones) open(children)
  for (const { task } of extras) if (task.ownId !== '') count(task.ownId)
  return { counts, areUnique, listsWork }
}
