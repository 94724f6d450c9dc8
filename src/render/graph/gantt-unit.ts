const HOUR = 60
/** As everywhere where minutes are printed. */
const DAY = 8 * HOUR

/** What an axis counts. */
interface Unit {
  readonly name: 'h' | 'd'
  readonly minutes: number
}

/** Hours for what takes less than ten days, else days of eight hours. */
export const unitOf = (minutes: number): Unit =>
  minutes < 10 * DAY ? { name: 'h', minutes: HOUR } : { name: 'd', minutes: DAY }

/** The marks of an axis, in units: at most so many, at round numbers. */
export function marksOf(minutes: number, unit: Unit, most: number): readonly number[] {
  const whole = minutes / unit.minutes
  let step = 0.25
  for (let factor = 0; whole / step > most; factor++) step *= [2, 2, 2.5, 2][factor % 4]!
  return Array.from({ length: Math.floor(whole / step + 1e-9) + 1 }, (_, at) => at * step)
}
