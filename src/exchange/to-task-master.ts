import type { TaskState } from '../model/plan.ts'
import { carry } from './carried.ts'
import type { ExchangePhase, ExchangePlan, ExchangeTask } from './plan.ts'

const STATUS: Readonly<Record<TaskState, string>> = {
  open: 'pending',
  done: 'done',
  started: 'in-progress',
  dropped: 'cancelled',
}

/** Numbers of task-master: those of the ids where each has one of its own, else by their place. */
function numbersOf(tasks: readonly ExchangeTask[]): ReadonlyMap<string, number> {
  const own = tasks.map(({ id }) => Number(/^T0*([1-9]\d{0,5})$/.exec(id)?.[1] ?? 0))
  const usable = own.every((number) => number > 0) && new Set(own).size === own.length
  return new Map(tasks.map(({ id }, at) => [id, usable ? own[at]! : at + 1]))
}

function priorityOf(phase: ExchangePhase | undefined): string {
  const word = phase?.priority.toLowerCase() ?? ''
  if (/^p?[01]$|high|critical/.test(word)) return 'high'
  return /^p?[3-9]$|low/.test(word) ? 'low' : 'medium'
}

/** A `tasks.json` of task-master with one tag; what it has no field for is kept under `intentk` in its metadata. */
export function toTaskMaster(plan: ExchangePlan): string {
  const numbers = numbersOf(plan.tasks)
  const byId = new Map(plan.phases.map((phase) => [phase.id, phase]))
  const tasks = plan.tasks.map((task) => ({
    id: numbers.get(task.id)!,
    title: task.text,
    description: task.text,
    status: STATUS[task.state],
    dependencies: task.dependsOn.flatMap((id) => numbers.get(id) ?? []),
    priority: priorityOf(byId.get(task.phase)),
    details: task.body.join('\n'),
    testStrategy: '',
    subtasks: [],
    metadata: { intentk: carry(task) },
  }))
  const master = { tasks, metadata: { projectName: plan.title }, intentk: { phases: plan.phases } }
  return `${JSON.stringify({ master }, null, 2)}\n`
}
