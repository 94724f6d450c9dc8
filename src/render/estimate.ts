import type { Estimate } from '../model/values.ts'

const HOUR = 60
const DAY = 8 * HOUR

// Two digits are enough to read; `1.333333 h` is not.
const round = (value: number): string => String(Math.round(value * 100) / 100)

function unitFor(minutes: number): { readonly size: number; readonly name: string } {
  if (minutes < HOUR) return { size: 1, name: 'min' }
  // Whole days only: 20 h says more than 2.5 d to a reader who plans hours.
  return minutes >= 2 * DAY && minutes % DAY === 0 ? { size: DAY, name: 'd' } : { size: HOUR, name: 'h' }
}

/**
 * Minutes for people: `45 min`, `1.5 h`, `2 d` (a day is 8 h), and for a range `6-7 h` in the unit of its high end.
 * '' where nothing is estimated (0, or no number at all).
 */
export function formatMinutes(low: number, high: number = low): string {
  if (!Number.isFinite(low) || !Number.isFinite(high) || high <= 0 || low < 0) return ''
  const unit = unitFor(high)
  const from = round(Math.min(low, high) / unit.size)
  const to = round(high / unit.size)
  return from === to ? `${to} ${unit.name}` : `${from}-${to} ${unit.name}`
}

// Letters of any script, digits and what stands between them; nothing that could end a parenthesis or open markup.
const ENGLISH = /^[0-9][0-9A-Za-z .-]{0,39}$/
const PLAIN = /^[\p{L}\p{N}½~≈∼][\p{L}\p{N} .,½~≈∼〜～–—-]{0,39}$/u

/** An estimate in the plan's own words where they are harmless, else in ours to the minute; '' for none. */
export function formatEstimate(estimate: Estimate | null): string {
  if (estimate === null) return ''
  const { low, high, text } = estimate
  if (ENGLISH.test(text) || PLAIN.test(text)) return text
  // Quarters of an hour have an exact decimal; other minutes would read back as more or less.
  if (low % 15 === 0 && high % 15 === 0) return formatMinutes(low, high)
  return low === high ? `${high} min` : `${low}-${high} min`
}

/** Sum of the estimates of tasks, and how many have one. */
export function sumEstimates(tasks: readonly { readonly estimate: Estimate | null }[]): {
  low: number
  high: number
  estimated: number
} {
  const sum = { low: 0, high: 0, estimated: 0 }
  for (let at = 0; at < tasks.length; at++) {
    const { estimate } = tasks[at]!
    if (estimate === null) continue
    sum.low += estimate.low
    sum.high += estimate.high
    sum.estimated++
  }
  return sum
}
