import type { PlanMilestone, PlanTask } from '../../../src/model/plan.ts'
import { loadParser } from '../../../src/parse/markdown.ts'
import { readPlan, type ReadPlan, type ReadPlanOptions } from '../../../src/parse/plan/index.ts'
import { tasksIn } from '../../../src/parse/plan/work.ts'

export const parse = await loadParser('auto')

/** Reads a text as the plan file `plan.md`. */
export function read(text: string, options: ReadPlanOptions = {}, path = 'plan.md'): ReadPlan {
  return readPlan({ path, text, bom: false, eol: '\n' }, parse(text), { parse, ...options })
}

export const milestonesIn = ({ plan }: ReadPlan): PlanMilestone[] =>
  plan.children.filter((child) => child.type === 'milestone')
export const workOf = (milestone: PlanMilestone): PlanTask[] => tasksIn(milestone.children)

/** The titles of the milestones, each with the texts of its tasks. */
export function sketch(text: string, options: ReadPlanOptions = {}, path?: string): [string, string[]][] {
  return milestonesIn(read(text, options, path)).map((milestone) => [
    milestone.title,
    workOf(milestone)
      .filter((task) => task.state !== 'dropped')
      .map((task) => task.text),
  ])
}

/** The texts of the work beside the milestones. */
export function extras(text: string): string[] {
  return read(text).plan.children.flatMap((child) => (child.type === 'extra' ? [child.task.text] : []))
}
