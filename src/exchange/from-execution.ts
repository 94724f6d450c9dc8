import type { Execution } from '../model/execution.ts'
import type { Milestone, PhaseId, Task } from '../model/task.ts'
import { printer } from '../render/printer.ts'
import type { ExchangePhase, ExchangePlan, ExchangeTask } from './plan.ts'

const FIXED: Readonly<Record<string, string>> = { setup: 'Setup', foundational: 'Foundational', polish: 'Polish' }

/** What a compiled document hands to other tools: its tasks as they are printed, and the phases that hold them. */
export function exchangeOf(execution: Execution): ExchangePlan {
  const { graph, milestones, formerMilestones = [], tasks, title } = execution
  const byNumber = new Map(milestones.map((milestone) => [milestone.number, milestone]))
  const former = new Map(formerMilestones.map((milestone) => [milestone.number, milestone.title]))
  const print = printer()
  const task = (each: Task): ExchangeTask => ({
    id: each.id,
    text: print.text(each),
    state: each.state,
    phase: each.phase,
    parallel: Object.hasOwn(graph.parallel, each.id) && graph.parallel[each.id]!.parallel,
    estimate: print.estimate(each),
    dependsOn: Object.hasOwn(graph.printed, each.id) ? graph.printed[each.id]! : [],
    files: writes(each),
    body: print.body(each),
  })
  const used = new Set(tasks.map(({ phase }) => phase))
  const phase = (id: PhaseId): ExchangePhase => {
    const milestone = byNumber.get(Number(id.slice(1)))
    if (Object.hasOwn(FIXED, id) || milestone === undefined) {
      return { ...bare, id, title: FIXED[id] ?? former.get(Number(id.slice(1))) ?? '' }
    }
    return { ...ofMilestone(milestone), id }
  }
  const listed = graph.phases.map(({ id }) => id).filter((id) => used.has(id) || id.startsWith('M'))
  const left = [...used].filter((id) => !listed.includes(id))
  return { title, phases: [...listed, ...left].map(phase), tasks: tasks.map(task) }
}

/** Paths that a task writes; a folder is the same with and without a slash. */
function writes({ paths }: Task): readonly string[] {
  const written = paths.filter(({ role }) => role === 'write').map(({ path }) => path.replace(/(?<=[^/])\/$/, ''))
  return [...new Set(written)]
}

const bare = { title: '', priority: '', goal: '', validation: '', dependsOn: [], notes: [] } as const

function ofMilestone({ title, priority, goal, validation, dependsOn }: Milestone): Omit<ExchangePhase, 'id'> {
  return {
    ...bare,
    title,
    priority: priority.word,
    goal,
    validation,
    dependsOn: dependsOn.map(({ number }): PhaseId => `M${number}`),
  }
}
