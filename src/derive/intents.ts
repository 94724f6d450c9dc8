import type { Objective } from '../model/documents.ts'
import type { PlanMilestone } from '../model/plan.ts'
import { uniqueKeys } from '../parse/plan/milestones.ts'
import { wholeMilestone } from './drafts.ts'
import type { ChosenMilestones } from './milestones.ts'
import { isPlaceholder } from './placeholders.ts'
import type { ParsedDocument } from './types.ts'

/** Before there is a plan, what is wanted is what its milestones will lead to: objectives, else intents. */
export function milestonesOfIntents(documents: ReadonlyMap<string, ParsedDocument>): ChosenMilestones | null {
  for (const role of ['goal', 'vision']) {
    const main = documents.get(role)
    const wanted = (main?.goal?.objectives ?? main?.vision?.intents ?? []).filter(
      ({ title }) => title !== '' && !isPlaceholder(title),
    )
    if (main === undefined || wanted.length === 0) continue
    return { main, milestones: uniqueKeys(wanted.map(wantedMilestone)), extras: [], diagnostics: [] }
  }
  return null
}

function wantedMilestone(objective: Objective): PlanMilestone {
  const { title, number, priority, position, place, description, validation, criteria, scenarios } = objective
  const said = (text: string): string => (isPlaceholder(text) ? '' : text)
  return {
    ...wholeMilestone({
      key: `wanted-${number.toLowerCase()}`,
      label: null,
      title,
      position,
      place,
      children: [...criteria, ...scenarios].filter(({ text }) => !isPlaceholder(text)),
    }),
    priority,
    goal: said(description),
    validation: said(validation),
  }
}
