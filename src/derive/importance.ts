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
export function byImportance(gaps: readonly Gap[]): Gap[] {
  const once = [...new Map(gaps.map((gap) => [gap.key, gap])).values()]
  return once
    .map((gap, index) => ({ gap, index }))
    .sort(
      (a, b) =>
        Number(b.gap.blocking) - Number(a.gap.blocking) ||
        ORDER.indexOf(a.gap.kind) - ORDER.indexOf(b.gap.kind) ||
        a.index - b.index,
    )
    .map(({ gap }) => gap)
}
