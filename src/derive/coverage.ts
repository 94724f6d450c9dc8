import type { Gap, PlanItem } from '../model/task.ts'
import { uncovered } from './gaps.ts'
import type { Coverable } from './types.ts'

/** Requirements that no item names. Where no document uses the ids at all, that is said once. */
export function coverage(
  requirements: readonly Coverable[],
  items: readonly PlanItem[],
): { readonly gaps: readonly Gap[] } {
  if (requirements.length === 0) return { gaps: [] }
  const covered = new Set(items.flatMap((item) => item.covers))
  const open = requirements.filter((requirement) => !covered.has(requirement.key))
  const first = open[0]
  if (first === undefined) return { gaps: [] }
  if (open.length === requirements.length && open.length > 1) {
    const last = open[open.length - 1]!
    const range = `${first.text.split(':')[0]!} to ${last.text.split(':')[0]!}`
    const gap = uncovered('requirements', 'requirements', range, first.place)
    return {
      gaps: [
        {
          ...gap,
          question: `No task names the ids of the requirements (${range}), so their coverage cannot be told. Which task does which?`,
          answer: 'Name the id in the task that does it: "... (FR-001)".',
        },
      ],
    }
  }
  return {
    gaps: open.map((requirement) => uncovered('requirement', requirement.key, requirement.text, requirement.place)),
  }
}
