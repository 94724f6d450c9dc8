import { mergeSides } from './heal/sides.ts'
import { healed, type HealedPair } from './heal.ts'
import { parseLock } from './lock.ts'

/** What three versions of a document become. */
export type ThreeWay = Omit<HealedPair, 'lock'>

/**
 * Merges two versions of a task document that come from a third one: by section, task and field instead of by line. A
 * `lock` is asked for ids that are used up. Where both sides changed the same field, the first side's text stays, with
 * a comment that holds the other. Pure and linear.
 */
export function mergeThree(
  base: string,
  ours: string,
  theirs: string,
  lock: string | null = null,
  file = 'execute.md',
): ThreeWay {
  if (ours === theirs || base === theirs) return { written: ours, diagnostics: [], conflicts: [] }
  if (base === ours) return { written: theirs, diagnostics: [], conflicts: [] }
  const known = lock === null ? null : parseLock(lock).lock
  const whole = (text: string): { start: number; end: number } => ({ start: 0, end: text.length })
  const places = [{ ours: whole(ours), theirs: whole(theirs), base: whole(base) }]
  const merged = mergeSides({ ours, theirs, base, places }, file, known)
  return healed(merged, known, file)
}
