import type { PlanMilestone } from '../model/plan.ts'
import type { Gap, PlanItem } from '../model/task.ts'
import { mergeDuplicates } from './duplicates.ts'
import { blankItem, noCheck, noPaths, noWork, pathless } from './gaps.ts'
import { itemsOf, type ItemContext } from './items.ts'
import { isPlaceholder, withoutQuestions } from './placeholders.ts'
import type { Coverable, MilestoneDraft } from './types.ts'
import { validate } from './validation.ts'

/** What is worked out per milestone. */
interface MilestoneWork {
  readonly items: readonly PlanItem[]
  readonly coverables: readonly Coverable[]
  readonly gaps: readonly Gap[]
}

/** An item without the questions in its line. */
function asked(item: PlanItem): PlanItem {
  const text = withoutQuestions(item.text) || item.text
  return text === item.text ? item : { ...item, text }
}

/** What items cover that the plan lists as something to be delivered. */
function deliverables(items: readonly PlanItem[], found: Coverable[]): void {
  for (let at = 0; at < items.length; at++) {
    const { covers, text, origin } = items[at]!
    for (let nth = 0; nth < covers.length; nth++)
      found.push({ key: covers[nth]!, kind: 'deliverable', text, place: origin.place })
  }
}

/** The work of a milestone with what checks it, what it has to cover, and what it leaves open. */
export function workOf(
  ctx: ItemContext,
  milestone: PlanMilestone,
  draft: MilestoneDraft,
  specified: readonly PlanItem[],
  tests: boolean,
): MilestoneWork {
  const phase = `milestone:${milestone.key}` as const
  const blanks: Gap[] = []
  const filled: PlanItem[] = []
  const given = itemsOf(ctx, milestone, phase)
  for (let at = 0; at < given.length; at++) {
    const item = asked(given[at]!)
    if (isPlaceholder(item.text)) blanks.push(blankItem(item.text, item.origin.place, draft.key))
    else filled.push(item)
  }
  const listed = mergeDuplicates(filled)
  const more = specified.filter((item) => item.phase === phase)
  const work = more.length === 0 ? listed : listed.concat(more)
  const checks = validate(milestone, phase, work, tests, ctx)
  // A milestone without work has nothing to validate yet; its criteria wait with the question.
  if (work.length === 0) return { items: [], coverables: [], gaps: [noWork(draft), ...blanks] }
  const coverables = [...checks.coverables]
  deliverables(listed, coverables)
  return {
    items: checks.tests.concat(checks.work, checks.items),
    coverables,
    gaps: [
      ...blanks,
      ...noPaths(listed, draft.key),
      ...pathless(draft, listed),
      ...noCheck(draft, checks.count, checks.unchecked),
    ],
  }
}
