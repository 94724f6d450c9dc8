import { mergeThree } from '../merge/three-way.ts'

/** What a plan becomes when its source is imported again: what people changed in it stays. */
export type Again =
  | { readonly kind: 'new' | 'same' | 'taken' | 'kept' | 'merged'; readonly text: string }
  /** Plan and source changed the same; `lines` are those of the source that found no place. */
  | { readonly kind: 'conflict'; readonly lines: readonly string[] }

const unix = (text: string): string => text.replaceAll('\r\n', '\n')

/** `base` is the plan as it was imported the last time, `mine` as it is now, `theirs` as it would be imported today. */
export function importAgain(base: string | null, mine: string | null, theirs: string): Again {
  if (mine === null) return { kind: 'new', text: theirs }
  const [own, other] = [unix(mine), unix(theirs)]
  if (own === other) return { kind: 'same', text: mine }
  const before = base === null ? null : unix(base)
  const printed = (text: string): string => (mine.includes('\r\n') ? text.replaceAll('\n', '\r\n') : text)
  if (own === before) return { kind: 'taken', text: printed(other) }
  if (other === before) return { kind: 'kept', text: mine }
  if (before === null) return { kind: 'conflict', lines: newLines('', own, other) }
  const merged = mergeThree(before, own, other, null, 'plan.md')
  const left = [...newLines(before, merged.written, own), ...newLines(before, merged.written, other)]
  if (merged.conflicts.length > 0 || left.length > 0) return { kind: 'conflict', lines: left }
  return { kind: 'merged', text: printed(merged.written) }
}

/** Lines that a side has more often than the base and the result has less often than the side. */
function newLines(base: string, result: string, side: string): readonly string[] {
  const counts = (text: string): Map<string, number> => {
    const found = new Map<string, number>()
    for (const line of text.split('\n')) {
      const words = line.trim()
      if (words !== '') found.set(words, (found.get(words) ?? 0) + 1)
    }
    return found
  }
  const [before, after] = [counts(base), counts(result)]
  return [...counts(side)]
    .filter(([line, count]) => count > (before.get(line) ?? 0) && count > (after.get(line) ?? 0))
    .map(([line]) => line)
}
