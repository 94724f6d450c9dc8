import { isPlaceholder } from '../derive/placeholders.ts'
import type { Gap } from '../model/task.ts'

const NONE = /^(?:none|n\/a|nothing)\.?$/i

/** What is wrong with the form of an answer, as a sentence; null where it may be tried. */
export function formProblem({ kind, answer: form }: Gap, words: string): string | null {
  if (isPlaceholder(words) || /NEEDS CLARIFICATION/.test(words)) return 'That leaves the question open.'
  switch (kind) {
    case 'no-check':
      return /\d/.test(words) || /`[^`]+`/.test(words) ? null : 'Expected a number, or a command in a code span.'
    case 'decision':
      if (NONE.test(words)) return /\bNone\b/.test(form) ? null : 'Expected a decision; None is none here.'
      return /\ba(?:nd a)? number\b/.test(form) && !/\p{N}/u.test(words) ? 'Expected a number.' : null
    case 'order':
      return NONE.test(words) || /\d/.test(words) || words.length <= 80
        ? null
        : 'Expected the label of a milestone, the id of a task, or None.'
    default:
      return null
  }
}

/** How an answer is given where the form in the document is not what a person types; '' where it is. */
export function typedForm({ kind, key }: Gap, milestones: number): string {
  if (kind !== 'uncovered' || key === 'uncovered:requirements') return ''
  return milestones > 1
    ? 'Type the id of the task that does it (T004), or a milestone and a new step (M1: Write ...).'
    : 'Type the id of the task that does it (T004), or the words of a new step.'
}
