import { isPlaceholder } from '../derive/placeholders.ts'
import type { Gap } from '../model/task.ts'

const NONE = /^(?:none|n\/a|nothing)\.?$/i

/** What is wrong with the form of an answer, as a sentence; null where it may be tried. */
export function formProblem({ kind, answer: form }: Gap, words: string): string | null {
  if (isPlaceholder(words) || /NEEDS CLARIFICATION/.test(words)) return 'That leaves the question open.'
  const hasNumber = /\p{N}/u.test(words)
  const hasCommand = /`[^`]+`/.test(words)
  if (kind === 'no-check') return hasNumber || hasCommand ? null : 'Expected a number, or a command in a code span.'
  if (kind === 'order') return words.length <= 80 ? null : 'Expected a milestone, the id of a task, or None.'
  if (kind !== 'decision') return null
  if (NONE.test(words)) return /\bNone\b/.test(form) ? null : 'Expected a decision; None is none here.'
  const wantsNumber = /\ba number\b/.test(form) && !(hasCommand && /\bcommand\b/.test(form))
  return wantsNumber && !hasNumber ? 'Expected a number.' : null
}

/** How an answer is given where the form in the document is not what a person types; '' where it is. */
export function typedForm({ kind, key }: Gap, milestones: number): string {
  if (kind !== 'uncovered' || key === 'uncovered:requirements') return ''
  return milestones > 1
    ? 'Type the id of the task that does it (T004), or a milestone and a new step (M1: Write ...).'
    : 'Type the id of the task that does it (T004), or the words of a new step.'
}
