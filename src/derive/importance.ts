import type { Gap } from '../model/task.ts'

const ORDER: readonly Gap['kind'][] = [
  'no-work',
  'decision',
  'no-path',
  'order',
  'uncovered',
  'no-check',
  'section-missing',
]

/** Gaps each once, those that block first, then by kind, else as they came. */
export function byImportance(gaps: readonly Gap[]): readonly Gap[] {
  const once = new Map<string, Gap>()
  let rank = 0
  let inOrder = true
  for (let at = 0; at < gaps.length; at++) {
    const gap = gaps[at]!
    once.set(gap.key, gap)
    if (rankOf(gap) < rank) inOrder = false
    rank = rankOf(gap)
  }
  const each = once.size === gaps.length ? gaps : [...once.values()]
  return inOrder && each === gaps ? gaps : each.toSorted((a, b) => rankOf(a) - rankOf(b))
}

const rankOf = ({ blocking, kind }: Gap): number => ORDER.indexOf(kind) + (blocking ? 0 : ORDER.length)
