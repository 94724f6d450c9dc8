import type { Execution } from '../model/execution.ts'
import type { Origin } from '../model/task.ts'
import type { Gap } from '../model/task.ts'

/** Where something that no task covers is to be named: behind a task of the plan, or in a new step of a milestone. */
export interface CoverPlace {
  readonly origin: Origin
  /** What is put behind the words of a task that is there; null for a new step. */
  readonly suffix: string | null
  /** The words of a new step, with what it covers. */
  readonly step: string
}

/** Where an answer names the task for what is uncovered; or why that cannot be told. */
export function coverPlace(
  gap: Gap,
  words: string,
  { tasks, milestones }: Pick<Execution, 'tasks' | 'milestones'>,
): CoverPlace | { readonly reason: string } {
  const id = idOf(gap)
  const named = /^(?:`?)(T\d{3,}[a-z]?)(?:`?)\.?$/i.exec(words)?.[1]?.toUpperCase()
  if (named !== undefined) {
    const task = tasks.find((one) => one.id.toUpperCase() === named)
    if (task === undefined) return { reason: `There is no task ${named}.` }
    if (id === '') return { reason: 'It has no id that the task could name.' }
    if (task.hand) return { reason: `${named} is not of the plan.` }
    return { origin: task.origin, suffix: ` (${id})`, step: '' }
  }
  const [, number, rest] = /^(?:M|Milestone |Phase )\s{0,2}(\d{1,4})\s{0,2}[:：,-]\s*(\S.*)$/is.exec(words) ?? []
  const milestone =
    number !== undefined
      ? milestones.find((one) => one.number === Number(number))
      : (milestones.find((one) => one.key === gap.milestone) ?? (milestones.length === 1 ? milestones[0] : undefined))
  if (milestone === undefined)
    return {
      reason:
        number === undefined
          ? 'Expected a task (T004), or a milestone and a step (M1: Write ...).'
          : `There is no milestone ${number}.`,
    }
  const step = rest ?? words
  return { origin: milestone.origin, suffix: null, step: id === '' || step.includes(id) ? step : `${step} (${id})` }
}

/** `FR-003` or `US2`, as the form of the answer has it. */
const idOf = ({ answer }: Gap): string =>
  /\(([A-Z]{1,5}-?\d{1,4}[a-z]?)\)/.exec(answer)?.[1] ?? /\[(US\d{1,3})\]/.exec(answer)?.[1] ?? ''
