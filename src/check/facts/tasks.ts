import { plainId } from '../../edit/find-tasks.ts'
import { rangeIndex, rangeTargets } from '../../graph/ranges.ts'
import { readWords, statedOn } from '../../merge/hand.ts'
import type { Span } from '../../model/source.ts'
import type { DocumentTask, TaskDocument } from '../../model/task-document.ts'
import type { Task } from '../../model/task.ts'
import { sectionsOf, type Section } from '../../tasks/sections.ts'
import { once } from '../once.ts'

/** Ids of more tasks than this in one range are a slip of the pen. */
const WIDEST = 10_000

/** What a task says it waits for. */
export interface Dependency extends Span {
  /** Index of the task that states it. */
  readonly task: number
  /** As printed: `T003`, `T001-T005`, `Phase 2`. */
  readonly target: string
  /** Indices of the tasks it names; empty where it names none. */
  readonly to: readonly number[]
  /** It names a file, whose writer is waited for. */
  readonly uses: boolean
}

export type Words = Pick<Task, 'paths' | 'introduces' | 'mentions' | 'kind' | 'layer'>

/** What the tasks of a document say, by their index in it. */
export interface TaskFacts {
  /** Indices by id, in one spelling for all (`plainId`). */
  readonly byId: ReadonlyMap<string, readonly number[]>
  readonly phases: readonly Section[]
  /** Index of the phase of each task. */
  readonly phaseOf: readonly number[]
  readonly dependencies: readonly Dependency[]
  /** Indices of the tasks that each task states to wait for. */
  readonly waitsFor: readonly (readonly number[])[]
  /** Paths and identifiers of a task. */
  readonly words: (task: number) => Words
  /** Whether `task` waits for `other`, directly or through others, by what the lines state. */
  readonly reaches: (task: number, other: number) => boolean
}

export function taskFacts(document: TaskDocument): TaskFacts {
  const { tasks } = document
  const byId = once(() => indexById(tasks))
  const phases = once(() => sectionsOf(document))
  const dependencies = once(() => dependenciesOf(document, byId()))
  const waitsFor = once(() => {
    const lists: number[][] = tasks.map(() => [])
    for (const { task, to } of dependencies()) for (const other of to) if (other !== task) lists[task]!.push(other)
    return lists
  })
  const words: (Words | undefined)[] = []
  return {
    get byId() {
      return byId()
    },
    get phases() {
      return phases().sections
    },
    get phaseOf() {
      return phases().of
    },
    get dependencies() {
      return dependencies()
    },
    get waitsFor() {
      return waitsFor()
    },
    words: (task) => (words[task] ??= readWords(tasks[task]!.text, tasks[task]!.body)),
    reaches: (task, other) => reaches(waitsFor(), task, other),
  }
}

function indexById(tasks: readonly DocumentTask[]): ReadonlyMap<string, readonly number[]> {
  const byId = new Map<string, number[]>()
  tasks.forEach(({ id }, index) => {
    if (id === '') return
    const key = plainId(id)
    const list = byId.get(key)
    if (list === undefined) byId.set(key, [index])
    else list.push(index)
  })
  return byId
}

function dependenciesOf(document: TaskDocument, byId: ReadonlyMap<string, readonly number[]>): readonly Dependency[] {
  const { file, text, tasks } = document
  const ranges = once(() => rangeIndex(tasks.flatMap(({ id }, index) => (id === '' ? [] : [[id, index] as const]))))
  return tasks.flatMap((task, index) =>
    task.depends === null && task.body.length === 0
      ? []
      : statedOn(file, task).map(({ target, form, place }): Dependency => {
          const uses = form === 'uses'
          const own = byId.get(plainId(target)) ?? []
          const wide = own.length > 0 || uses ? own : rangeTargets(ranges, target, WIDEST)
          return {
            task: index,
            target,
            to: wide === 'too-wide' ? [] : wide,
            uses,
            ...spanOf(text, task, target, place),
          }
        }),
  )
}

/** The place of a name in its task; lines below a head were outdented before they were read. */
function spanOf(text: string, task: DocumentTask, target: string, place: Span): Span {
  const from = place.start < task.headEnd ? (task.depends?.start ?? task.line.start) : task.headEnd
  // Nothing is looked for behind the task: in a long list that would be the whole document each time.
  const at = text.slice(from, task.end).indexOf(target)
  if (at >= 0) return { start: from + at, end: from + at + target.length }
  return { start: task.line.start, end: task.line.end }
}

function reaches(waitsFor: readonly (readonly number[])[], from: number, to: number): boolean {
  const seen = new Set([from])
  const pending = [from]
  while (pending.length > 0) {
    for (const next of waitsFor[pending.pop()!]!) {
      if (next === to) return true
      if (seen.has(next)) continue
      seen.add(next)
      pending.push(next)
    }
  }
  return false
}
