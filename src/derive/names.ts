import { plain } from '../parse/text/inline.ts'
import type { MilestoneDraft } from './types.ts'

/** How people call a milestone: its label as the plan spells it, and its title. */
export function milestoneFallback(milestone: Pick<MilestoneDraft, 'label' | 'title'>): string {
  const title = plain(milestone.title)
  if (milestone.label === null || milestone.label.number === '') return title
  const kind =
    milestone.label.kind === 'group' ? '' : `${milestone.label.kind[0]!.toUpperCase()}${milestone.label.kind.slice(1)} `
  const label = `${kind}${milestone.label.number}`
  // A milestone without a title of its own is called by its label.
  return title.startsWith(label) ? title : title === '' ? label : `${label} ${title}`
}
