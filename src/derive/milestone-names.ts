import type { MilestoneDraft } from './types.ts'
import { labelInteger, readLabel } from '../parse/label.ts'
import { plain } from '../parse/text/inline.ts'

const words = (text: string): string =>
  plain(text)
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

const sameNumber = (a: string, b: string): boolean =>
  a.toUpperCase() === b.toUpperCase() || (labelInteger(a) !== null && labelInteger(a) === labelInteger(b))

// People write "Milestone 2" and "Phase 2" for the same thing; "Phase 2" never means "User Story 2".
const GENERIC: ReadonlySet<string> = new Set(['milestone', 'phase', 'stage', 'group'])

/** "All previous phases" are those that are phases too, by their label or another name of theirs. */
function allBefore(drafts: readonly MilestoneDraft[], self: number): number[] {
  const kind = drafts[self]?.label?.kind
  const same = (draft: MilestoneDraft): boolean =>
    kind === undefined ||
    draft.label === null ||
    draft.label.kind === kind ||
    draft.aliases.some((one) => one.kind === kind)
  return drafts.slice(0, self).flatMap((draft, index) => (same(draft) ? [index] : []))
}

/**
 * The milestones (by index) that a stated target names: a label of the same kind and number, `M2`, a number alone
 * where the label's kind is generic, a title, `milestone:` and its key. `*` is every milestone before this one. Empty where it names none.
 */
export function resolveMilestone(target: string, drafts: readonly MilestoneDraft[], self: number): readonly number[] {
  if (target === '*') return allBefore(drafts, self)
  if (target.startsWith('milestone:')) {
    const at = drafts.findIndex((draft) => draft.key === target.slice('milestone:'.length))
    if (at >= 0) return [at]
  }
  const label = readLabel(target) ?? readLabel(`${target}:`)
  if (label !== null) {
    const exact = drafts.flatMap((draft, index) =>
      draft.label !== null && draft.label.kind === label.kind && sameNumber(draft.label.number, label.number)
        ? [index]
        : [],
    )
    if (exact.length > 0) return exact
    const alias = drafts.flatMap((draft, index) =>
      draft.aliases.some((one) => one.kind === label.kind && sameNumber(one.number, label.number)) ? [index] : [],
    )
    if (alias.length > 0) return alias
    const generic = GENERIC.has(label.kind)
    const numbered = generic
      ? drafts.flatMap((draft, index) =>
          draft.label !== null && GENERIC.has(draft.label.kind) && sameNumber(draft.label.number, label.number)
            ? [index]
            : [],
        )
      : []
    if (numbered.length === 1) return numbered
  }
  const wanted = words(target)
  if (wanted === '') return []
  const titled = drafts.flatMap((draft, index) => (words(draft.title) === wanted ? [index] : []))
  if (titled.length > 0) return titled
  const number = drafts.flatMap((draft, index) =>
    draft.label !== null && sameNumber(draft.label.number, target.trim()) ? [index] : [],
  )
  return number.length === 1 ? number : []
}
