import { emptyWork, type Milestone, type Task } from '../../src/model/task.ts'
import type { PathMention, StatedDependency, StatedForm } from '../../src/model/values.ts'

const place = { file: 'plan.md', start: 0, end: 0 }
const origin = { file: 'plan.md', heading: 'Tasks', place }

export function says(target: string, form: StatedForm = 'inline', start = 0): StatedDependency {
  return { target, form, text: `depends on ${target}`, place: { file: 'plan.md', start, end: start + target.length } }
}

export function writes(path: string, more: Partial<PathMention> = {}): PathMention {
  return { raw: path, path, role: 'write', kind: path.endsWith('/') ? 'directory' : 'file', unresolved: false, ...more }
}

export function task(id: string, more: Partial<Task> = {}): Task {
  const own = { id, key: `key:${id}`, source: '', phase: 'M1', planId: '', hand: false, text: `Do ${id}` } as const
  return { ...emptyWork(origin), ...own, ...more }
}

export function milestone(number: number, more: Partial<Milestone> = {}, after: readonly number[] = []): Milestone {
  return {
    key: `milestone-${number}`,
    number,
    title: `Title ${number}`,
    label: `Milestone ${number}`,
    priority: { level: 1, word: 'P1' },
    estimate: null,
    goal: '',
    validation: '',
    done: false,
    dependsOn: after.map((target) => ({ number: target, stated: says(`Milestone ${target}`) })),
    independent: false,
    origin,
    ...more,
  }
}

export const minutes = (count: number) => ({ low: count, high: count, text: `${count} min` })
