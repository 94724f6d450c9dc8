import type { Take } from '../model/merge.ts'

/** What `--take plan`, `--take mine`, `--take plan:T203,T207` asks for; null without it. */
export function takeOf(value: string | undefined): Take | null {
  if (value === undefined) return null
  const [side, names] = value.split(':', 2) as [string, string | undefined]
  const wanted = names === undefined ? ('all' as const) : names.split(',')
  return side === 'plan' ? { plan: wanted, mine: [] } : { plan: [], mine: wanted }
}
