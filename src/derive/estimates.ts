import type { Diagnostic } from '../model/diagnostic.ts'
import type { PlanItem } from '../model/task.ts'
import { milestoneFallback } from './names.ts'
import type { MilestoneDraft } from './types.ts'

function hours(minutes: number): string {
  return minutes < 60 ? `${minutes} min` : `${Math.round(minutes / 6) / 10} h`
}

/** Milestones whose parts sum to more than the high end of their own estimate. */
export function estimateFindings(milestones: readonly MilestoneDraft[], items: readonly PlanItem[]): Diagnostic[] {
  if (milestones.every(({ estimate }) => estimate === null)) return []
  const sums = new Map<string, number>()
  for (const item of items)
    if (item.estimate !== null) sums.set(item.phase, (sums.get(item.phase) ?? 0) + item.estimate.low)
  return milestones.flatMap((milestone): Diagnostic[] => {
    const sum = sums.get(`milestone:${milestone.key}`) ?? 0
    if (milestone.estimate === null || sum <= milestone.estimate.high) return []
    return [
      {
        ruleId: 'estimate-exceeds-milestone',
        severity: 'warning',
        place: milestone.origin.place,
        message: `The parts of ${milestoneFallback(milestone)} sum to ${hours(sum)}, more than its own ${milestone.estimate.text}. Correct one of them.`,
      },
    ]
  })
}
