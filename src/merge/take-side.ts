import type { Take } from '../model/merge.ts'

/** Whose words the call takes for a task or block; null where it leaves the choice open. */
export function sideOf(take: Take | undefined, about: string): 'plan' | 'mine' | null {
  if (take === undefined) return null
  if (take.plan === 'all' || take.plan.includes(about)) return 'plan'
  return take.mine === 'all' || take.mine.includes(about) ? 'mine' : null
}
