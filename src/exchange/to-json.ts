import type { ExchangePlan } from './plan.ts'

/** All of a plan as JSON: what every other format carries, and all that one cannot. */
export function toJson({ title, phases, tasks }: ExchangePlan): string {
  return `${JSON.stringify({ format: 'intentk', version: 1, title, phases, tasks }, null, 2)}\n`
}
