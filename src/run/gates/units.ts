/** Milliseconds of each unit of time that a gate may have. */
const times: Readonly<Record<string, number>> = { ms: 1, s: 1000, min: 60_000, h: 3_600_000, days: 86_400_000 }

/** A value in another unit; null where one cannot be said in the other. A number without a unit is in any. */
export function converted(value: number, from: string, to: string): number | null {
  const [source, target] = [times[from], times[to]]
  if (source !== undefined) return target === undefined ? null : (value * source) / target
  return from === '' || from === to || (from === '%' && to === '') ? value : null
}
