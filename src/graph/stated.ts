import type { Diagnostic } from '../model/diagnostic.ts'
import type { Milestone, Task } from '../model/task.ts'
import type { StatedDependency } from '../model/values.ts'
import { link, type Link } from './net.ts'
import { endOf, startOf, type Frame } from './phases.ts'
import { createResolver, type Resolved } from './resolve.ts'

/** What the documents state: task after task, task after phase, milestone after milestone. */
export interface Stated {
  readonly links: readonly Link[]
  readonly diagnostics: readonly Diagnostic[]
}

export function statedLinks(tasks: readonly Task[], milestones: readonly Milestone[], frame: Frame): Stated {
  const links: Link[] = []
  const diagnostics: Diagnostic[] = []
  const resolve = createResolver(tasks, milestones, frame)
  tasks.forEach((task, at) => {
    if (task.stated.length === 0) return
    const seen = new Set<number>()
    for (const stated of task.stated) {
      const resolved = resolve(stated, at)
      if (resolved.problem !== '') diagnostics.push(unresolved(task.id, stated, resolved.problem))
      taskLinks(frame, tasks, at, stated, resolved, seen, links, diagnostics)
    }
  })
  milestoneLinks(milestones, frame, links, diagnostics)
  return { links, diagnostics }
}

function taskLinks(
  frame: Frame,
  tasks: readonly Task[],
  at: number,
  stated: StatedDependency,
  resolved: Resolved,
  seen: Set<number>,
  links: Link[],
  diagnostics: Diagnostic[],
): void {
  const because = stated.form === 'uses' ? stated.target : stated.text === '' ? stated.target : stated.text
  const add = (before: number) => {
    if (seen.has(before)) return
    seen.add(before)
    links.push(link(before, at, 'stated', because, stated))
  }
  const task = tasks[at] as Task
  for (const target of resolved.tasks) {
    if (target !== at) add(target)
    else if (stated.form !== 'uses') diagnostics.push(self(`${task.id} states to wait for itself`, stated))
  }
  for (const phase of resolved.phases) {
    if (phase !== frame.phaseOf[at]) add(endOf(frame, phase))
    // That a validation task waits for its own milestone is what it is for.
    else if (task.kind !== 'validate') {
      diagnostics.push(self(`${task.id} states to wait for ${frame.ids[phase]}, which it is part of`, stated))
    }
  }
}

function milestoneLinks(
  milestones: readonly Milestone[],
  frame: Frame,
  links: Link[],
  diagnostics: Diagnostic[],
): void {
  const seen = new Set<string>()
  for (const { number, dependsOn } of milestones) {
    const to = frame.indexOf.get(`M${number}`) as number
    for (const { number: target, stated } of dependsOn) {
      const before = frame.indexOf.get(`M${target}`)
      const pair = `${target} ${number}`
      if (before === undefined) diagnostics.push(unresolved(`Milestone ${number}`, stated, 'unknown'))
      else if (before === to) diagnostics.push(self(`Milestone ${number} states to wait for itself`, stated))
      else if (!seen.has(pair))
        links.push(link(endOf(frame, before), startOf(frame, to), 'stated', stated.text, stated))
      seen.add(pair)
    }
  }
}

const problems = {
  unknown: [
    'unknown-dependency',
    'names no known task or milestone; expected an id such as T001, a milestone such as M1, or None',
  ],
  ambiguous: ['ambiguous-dependency', 'names more than one task; write the T id of the one that is meant'],
  'too-wide': ['dependency-too-wide', 'names too many tasks to be kept one by one; name the milestone instead'],
} as const

function unresolved(who: string, stated: StatedDependency, problem: keyof typeof problems): Diagnostic {
  const [ruleId, what] = problems[problem]
  return {
    ruleId,
    severity: 'warning',
    message: `"${short(stated.target)}", for which ${who} waits, ${what}.`,
    place: stated.place,
  }
}

function self(what: string, stated: StatedDependency): Diagnostic {
  return {
    ruleId: 'self-dependency',
    severity: 'warning',
    message: `${what}; the statement is ignored.`,
    place: stated.place,
  }
}

function short(text: string): string {
  return text.length > 80 ? `${text.slice(0, 77)}...` : text
}
