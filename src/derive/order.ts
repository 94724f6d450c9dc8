import { listed, type Diagnostic } from '../model/diagnostic.ts'
import type { Gap, PlanItem } from '../model/task.ts'
import type { StatedDependency } from '../model/values.ts'
import { plain } from '../parse/text/inline.ts'
import { slug } from './keys.ts'
import { resolveMilestone } from './milestone-names.ts'
import { milestoneFallback } from './names.ts'
import { isPlaceholder } from './placeholders.ts'
import type { MilestoneDraft } from './types.ts'

const RULES: ReadonlySet<string> = new Set(['unknown-dependency', 'ambiguous-dependency'])
const NOTHING = /^(?:|none|nothing|n\/a|[-–—])$/iu
// Whole sentences are shown up to here; the place leads to the rest.
const SHOWN = 80

/** The report of a statement of order whose names are no known milestone: one for all names of one place. */
export function unknownMilestone(stated: readonly StatedDependency[], draft: MilestoneDraft): Diagnostic {
  const names = new Set(stated.map(({ target }) => plain(target).slice(0, SHOWN)))
  const verb = names.size === 1 ? 'names' : 'name'
  return {
    ruleId: 'unknown-dependency',
    severity: 'warning',
    place: stated[0]!.place,
    message: `${listed([...names])}, for which ${milestoneFallback(draft)} waits, ${verb} no known milestone; expected a label such as "Milestone 1", or None.`,
  }
}

/** Stated dependencies of milestones that name no milestone and no listed task; the graph judges those of tasks. */
export function unknownMilestones(drafts: readonly MilestoneDraft[], items: readonly PlanItem[]): Diagnostic[] {
  if (drafts.every((draft) => draft.stated.length === 0)) return []
  const ids = new Set(items.flatMap((item) => [item.keepId, item.planId]).map((id) => id.toLowerCase()))
  const seen = new Set<string>()
  return drafts.flatMap((draft, index) => {
    const unknown = draft.stated.filter(
      ({ target, form }) =>
        form !== 'uses' &&
        !NOTHING.test(target.trim()) &&
        !ids.has(target.trim().toLowerCase()) &&
        resolveMilestone(target, drafts, index).length === 0,
    )
    return byPlace(unknown).flatMap((stated) => {
      const at = placeKey(stated[0]!)
      if (seen.has(at)) return []
      seen.add(at)
      return [unknownMilestone(stated, draft)]
    })
  })
}

const placeKey = ({ place }: StatedDependency): string => `${place.file} ${place.start} ${place.end}`

function byPlace(stated: readonly StatedDependency[]): StatedDependency[][] {
  const groups = new Map<string, StatedDependency[]>()
  for (const one of stated) {
    const known = groups.get(placeKey(one))
    if (known === undefined) groups.set(placeKey(one), [one])
    else known.push(one)
  }
  return [...groups.values()]
}

/** A question for every statement of order that names nothing known, or more than one thing. */
export function orderGaps(diagnostics: readonly Diagnostic[], texts: ReadonlyMap<string, string>): Gap[] {
  return diagnostics.flatMap((diagnostic): Gap[] => {
    const { place, ruleId } = diagnostic
    if (place === undefined || !RULES.has(ruleId)) return []
    const words = plain((texts.get(place.file) ?? '').slice(place.start, place.end))
      .replaceAll(/\s+/gu, ' ')
      .trim()
    const said = words.length > SHOWN ? `${words.slice(0, SHOWN - 3)}...` : words
    if (isPlaceholder(words)) return []
    return [
      {
        kind: 'order',
        key: `order:${place.file}:${slug(words)}`,
        blocking: false,
        place,
        question:
          ruleId === 'ambiguous-dependency'
            ? `"${said}" names more than one task. Which one is to be waited for?`
            : `"${said}" names no known milestone or task. What is to be waited for?`,
        answer: 'Write the label of a milestone ("Milestone 1") or the id of a task in its place, or `None`.',
      },
    ]
  })
}
