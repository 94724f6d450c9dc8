import { boxMark, oneLine, printList, type ListStyle } from './print-list.ts'
import { milestoneNumber, type ExchangePhase, type ExchangePlan, type ExchangeTask } from './plan.ts'

const FIXED: Readonly<Record<string, string>> = {
  setup: 'Setup (Shared Infrastructure)',
  foundational: 'Foundational (Blocking Prerequisites)',
  polish: 'Polish & Cross-Cutting Concerns',
}

function heading({ id, title, priority }: ExchangePhase, number: number): string {
  const milestone = milestoneNumber(id)
  if (milestone === null) return `Phase ${number}: ${FIXED[id]}`
  const rank = priority === '' ? '' : ` (Priority: ${priority})`
  return `Phase ${number}: Milestone ${milestone}${title === '' ? '' : ` - ${title}`}${rank}`
}

function lead({ id, state, parallel, phase }: ExchangeTask): string {
  const milestone = milestoneNumber(phase)
  const tags = [parallel ? '[P]' : '', milestone === null ? '' : `[M${milestone}]`]
  return [`[${boxMark[state]}]`, id, ...tags].filter((part) => part !== '').join(' ')
}

/** How Spec Kit's `tasks.md` is written, and the plan of an imported vision. */
export const specKitStyle: ListStyle = { heading, lead, validation: 'Independent Test' }

/** A `tasks.md` for a feature folder of Spec Kit. */
export function toSpecKit(plan: ExchangePlan): string {
  const lines = [`# Plan: ${oneLine(plan.title)}`, '', ...printList(plan, specKitStyle)]
  return `${lines.join('\n').trimEnd()}\n`
}
