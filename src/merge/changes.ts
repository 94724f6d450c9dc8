import type { Change } from '../model/merge.ts'

/** What two rounds changed one after the other, as one. */
export function inOne(first: readonly Change[], second: readonly Change[]): readonly Change[] {
  const nameOf = ({ kind, about, field }: Change): string => `${kind}\n${about}\n${field}`
  const later = new Map(second.map((change) => [nameOf(change), change]))
  const joined = first.map((change) => {
    const then = later.get(nameOf(change))
    if (then === undefined || change.kind !== 'change') return change
    later.delete(nameOf(change))
    return { ...change, after: then.after }
  })
  return [...joined, ...later.values()]
}
