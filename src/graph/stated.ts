import { listed, type Diagnostic } from '../model/diagnostic.ts'
import type { Milestone, Task } from '../model/task.ts'
import type { StatedDependency } from '../model/values.ts'
import { link, type Link } from './net.ts'
import { endOf, startOf, type Frame } from './phases.ts'
import { createResolver, type Resolved } from './resolve.ts'
import type { Writes } from './writes.ts'

/** What the documents state: task after task, task after phase, milestone after milestone. */
export interface Stated {
  readonly links: readonly Link[]
  readonly diagnostics: readonly Diagnostic[]
}

export function statedLinks(
  tasks: readonly Task[],
  milestones: readonly Milestone[],
  frame: Frame,
  writes: Writes,
): Stated {
  const links: Link[] = []
  const diagnostics: Diagnostic[] = []
  const resolve = createResolver(tasks, milestones, frame, writes)
  // For each node the task that was linked to it last, so that a task waits for it once.
  let linked: Int32Array | null = null
  for (let at = 0; at < tasks.length; at++) {
    const task = tasks[at]!
    if (task.stated.length === 0) continue
    linked ??= new Int32Array(frame.size).fill(-1)
    let missing: Map<string, Missing> | null = null
    for (const stated of task.stated) {
      const resolved = resolve(stated, at)
      if (resolved.problem !== '') note((missing ??= new Map()), stated, resolved.problem)
      taskLinks(frame, tasks, at, stated, resolved, linked, links, diagnostics)
    }
    if (missing === null) continue
    for (const { stated, problem } of missing.values()) diagnostics.push(unresolved(task.id, stated, problem))
  }
  milestoneLinks(milestones, frame, links, diagnostics)
  return { links, diagnostics }
}

/** What one statement names and nothing is: one report of all its names. */
interface Missing {
  readonly stated: StatedDependency[]
  readonly problem: keyof typeof problems
}

function note(missing: Map<string, Missing>, stated: StatedDependency, problem: Missing['problem']): void {
  const { file, start, end } = stated.place
  const key = `${problem} ${file} ${start} ${end}`
  const known = missing.get(key)
  if (known === undefined) missing.set(key, { stated: [stated], problem })
  else known.stated.push(stated)
}

function taskLinks(
  frame: Frame,
  tasks: readonly Task[],
  at: number,
  stated: StatedDependency,
  resolved: Resolved,
  linked: Int32Array,
  links: Link[],
  diagnostics: Diagnostic[],
): void {
  const because = stated.form === 'uses' ? stated.target : stated.text === '' ? stated.target : stated.text
  const add = (before: number) => {
    if (linked[before] === at) return
    linked[before] = at
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
      if (before === undefined) diagnostics.push(unresolved(`Milestone ${number}`, [stated], 'unknown'))
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
    'no known task or milestone; expected an id such as T001, a milestone such as M1, or None',
  ],
  ambiguous: ['ambiguous-dependency', 'more than one task; write the T id of the one that is meant'],
  'too-wide': ['dependency-too-wide', 'too many tasks to be kept one by one; name the milestone instead'],
} as const

function unresolved(who: string, stated: readonly StatedDependency[], problem: keyof typeof problems): Diagnostic {
  const [ruleId, what] = problems[problem]
  const names = new Set(stated.map(({ target }) => short(target)))
  return {
    ruleId,
    severity: 'warning',
    message: `${listed([...names])}, for which ${who} waits, ${names.size === 1 ? 'names' : 'name'} ${what}.`,
    place: stated[0]!.place,
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
