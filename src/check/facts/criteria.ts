import type { Objective, Statement } from '../../model/documents.ts'
import type { PlanCriterion, PlanMilestone } from '../../model/plan.ts'
import type { Place, Span } from '../../model/source.ts'
import type { CheckedDocument } from '../subject.ts'

/** A success criterion or a requirement, with the place of its words. */
export interface Criterion extends Span {
  readonly kind: 'criterion' | 'requirement'
  /** One line of Markdown. */
  readonly text: string
}

type Said = { readonly text: string; readonly place: Place }

/** The criteria of milestones, goals and visions, and the requirements of a specification, in document order. */
export function criteriaOf({ read, text }: CheckedDocument): readonly Criterion[] {
  if (read === null) return []
  const { plan, vision, goal, spec } = read
  const objectives: readonly Objective[] = [...(vision?.intents ?? []), ...(goal?.objectives ?? [])]
  const criteria: readonly Said[] = [
    ...plan.children.flatMap((child) => (child.type === 'milestone' ? inMilestone(child) : [])),
    ...objectives.flatMap((objective) => objective.criteria),
    ...(vision?.criteria ?? []),
    ...(goal?.criteria ?? []),
    ...(spec?.criteria ?? []),
  ]
  const requirements: readonly Statement[] = spec?.requirements ?? []
  const seen = new Set<number>()
  const all = [
    ...criteria.map((said) => ({ said, kind: 'criterion' as const })),
    ...requirements.map((said) => ({ said, kind: 'requirement' as const })),
  ]
  return all
    .flatMap(({ said, kind }): readonly Criterion[] => {
      const { start, end } = said.place
      if (seen.has(start) || said.text === '') return []
      seen.add(start)
      return [{ kind, text: said.text, ...wordsAt(text, said.text, { start, end }) }]
    })
    .toSorted((a, b) => a.start - b.start)
}

function inMilestone({ children }: PlanMilestone): readonly PlanCriterion[] {
  const found: PlanCriterion[] = []
  const pending: PlanMilestone['children'][number][] = [...children]
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (node.type === 'criterion') found.push(node)
    if (node.type === 'group') pending.push(...node.children)
  }
  return found
}

/** Where the words stand; the whole first line where a formatter wrapped them. */
function wordsAt(source: string, words: string, { start, end }: Span): Span {
  const at = source.slice(start, end).indexOf(words)
  if (at >= 0) return { start: start + at, end: start + at + words.length }
  const newline = source.indexOf('\n', start)
  return { start, end: newline < 0 || newline > end ? end : newline }
}
