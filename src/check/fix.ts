import type { Fix } from '../model/diagnostic.ts'
import { applyEdits } from '../edit/text-edits.ts'

export interface Mended {
  readonly text: string
  /** How many findings were mended. */
  readonly count: number
}

/** Applies the fixes of one document that do not touch each other, first come first served. */
export function applyFixes(text: string, fixes: readonly Fix[]): Mended {
  const taken: Fix['edits'][number][] = []
  let count = 0
  for (const { edits } of fixes) {
    if (edits.some((edit) => taken.some((other) => touches(edit, other)))) continue
    taken.push(...edits)
    count++
  }
  return { text: applyEdits(text, taken), count }
}

/** Edits that share a character or a place. Two at one place would depend on their order. */
const touches = (a: Fix['edits'][number], b: Fix['edits'][number]): boolean =>
  a.start < b.end && b.start < a.end ? true : a.start === b.start || a.end === b.start || a.start === b.end
