import { hashText } from '../model/hash.ts'
import type { Milestone } from '../model/task.ts'

/** What a labelled paragraph says, without its label. */
export const wordsOfParagraph = (text: string): string =>
  text.replace(/^\*\*[^*\n]*\*\*:[ \t]*/, '').replace(/\r?\n$/, '')

/**
 * The paragraphs that say what the plan says of a milestone in its own words: keys of their pieces, and the hash of what
 * the plan states. They merge as fields of tasks do, while all else around tasks is computed.
 */
export function statements(milestones: readonly Milestone[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const { number, goal, validation } of milestones) {
    if (goal !== '') found.set(`phase:M${number}#goal`, hashText(goal))
    if (validation !== '') found.set(`phase:M${number}#independent-validation`, hashText(validation))
  }
  return found
}
