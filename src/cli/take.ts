import type { Take } from '../model/merge.ts'

/** What `--take plan`, `--take mine`, `--take plan:T203,T207` asks for; null without it. */
export function takeOf(value: string | undefined): Take | null {
  if (value === undefined) return null
  // What is no task or entry has a colon in its name.
  const colon = value.indexOf(':')
  const wanted = colon < 0 ? ('all' as const) : value.slice(colon + 1).split(',')
  return value.startsWith('plan') ? { plan: wanted, mine: [] } : { plan: [], mine: wanted }
}
