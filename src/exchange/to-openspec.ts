import { oneLine, printList, type ListStyle } from './print-list.ts'
import { milestoneNumber, type ExchangePhase, type ExchangePlan, type ExchangeTask } from './plan.ts'
import { taskText } from '../render/task-text.ts'
import type { TaskState } from '../model/plan.ts'

const FIXED: Readonly<Record<string, string>> = { setup: 'Setup', foundational: 'Foundational', polish: 'Polish' }

/** OpenSpec counts boxes that are empty or ticked, and no others. */
const MARKS: Readonly<Record<TaskState, string>> = { open: ' ', done: 'x', started: ' ', dropped: 'x' }

function heading({ id, title, priority }: ExchangePhase, number: number): string {
  const milestone = milestoneNumber(id)
  if (milestone === null) return `${number}. ${FIXED[id]}`
  const rank = priority === '' ? '' : ` (Priority: ${priority})`
  return `${number}. Milestone ${milestone}${title === '' ? '' : ` - ${title}`}${rank}`
}

const lead = ({ id, state }: ExchangeTask, phase: number, number: number): string =>
  `[${MARKS[state]}] ${phase}.${number} ${id}`.trimEnd()

/** It has no mark for a dropped task; what is struck through reads as one. */
const text = (task: ExchangeTask): string =>
  task.state === 'dropped' ? `~~${taskText(task.text)}~~` : taskText(task.text)

const style: ListStyle = { heading, lead, text, validation: 'Independent Test' }

/** The files of a change of OpenSpec, by their path in its folder. */
export function toOpenSpec(plan: ExchangePlan): Readonly<Record<string, string>> {
  const title = oneLine(plan.title)
  const list = printList(plan, style).join('\n').trimEnd()
  const goals = plan.phases.filter(({ id, goal }) => milestoneNumber(id) !== null && goal !== '')
  const why = goals.length === 0 ? [title] : goals.map(({ goal }) => `- ${oneLine(goal)}`)
  const changes = plan.phases
    .filter(({ id }) => milestoneNumber(id) !== null)
    .map((phase) => `- ${oneLine(heading(phase, 1).replace(/^\d+\. /, ''))}`)
  const proposal = [`# ${title}`, '', '## Why', '', ...why, '', '## What Changes', '', ...changes]
  return { 'proposal.md': `${proposal.join('\n').trimEnd()}\n`, 'tasks.md': `# Tasks\n\n${list}\n` }
}
