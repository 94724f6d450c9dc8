import type { PlanMilestone } from '../model/plan.ts'
import { labelInteger } from '../parse/label.ts'
import { plain } from '../parse/text/inline.ts'
import type { MilestoneDraft } from './types.ts'

/** A milestone of which nothing is known but its title and where it stands. */
export function wholeMilestone(
  known: Pick<PlanMilestone, 'label' | 'title' | 'position' | 'place' | 'children'> & { readonly key?: string },
): PlanMilestone {
  return {
    type: 'milestone',
    key: '',
    priority: null,
    estimate: null,
    done: false,
    goal: '',
    validation: '',
    stated: [],
    independent: false,
    mentions: [],
    ...known,
  }
}

/** A milestone of the plan tree as a draft: its own integer, title, and where it stands. */
export function draftOf(milestone: PlanMilestone): MilestoneDraft {
  const { key, label, title, priority, estimate, goal, validation, done, stated, independent } = milestone
  return {
    key,
    label,
    aliases: milestone.aliases ?? [],
    ownNumber: label === null || label.kind === 'group' ? null : labelInteger(label.number),
    title,
    priority,
    estimate,
    goal,
    validation,
    done,
    stated,
    independent,
    origin: { file: milestone.place.file, heading: plain(title), place: milestone.place },
  }
}

/** `Foundation - EXECUTION STRATEGY`, `Platform - EXECUTION STRATEGY`: what all titles end in says nothing. */
export function withoutCommonEnding(drafts: readonly MilestoneDraft[]): readonly MilestoneDraft[] {
  const endings = drafts.map((draft) => /\s[-–—]\s([^-–—]+)$/u.exec(draft.title)?.[0] ?? '')
  const first = endings[0] ?? ''
  if (drafts.length < 2 || first === '' || endings.some((ending) => ending !== first)) return drafts
  return drafts.map((draft) => ({ ...draft, title: draft.title.slice(0, -first.length) }))
}
