import { plainId } from '../../edit/find-tasks.ts'
import { rangeIndex, rangeTargets } from '../../graph/ranges.ts'
import { readWords, statedOn } from '../../merge/hand.ts'
import type { Span } from '../../model/source.ts'
import type { DocumentTask, TaskDocument } from '../../model/task-document.ts'
import type { Task } from '../../model/task.ts'
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

/** A section of a task list whose tasks belong together: a heading that names a phase, else the outermost ones. */
export interface DocumentPhase {
  readonly title: string
  /** Indices of its tasks, in document order. */
  readonly tasks: readonly number[]
}

export type Words = Pick<Task, 'paths' | 'introduces' | 'mentions' | 'kind' | 'layer'>

/** What the tasks of a document say, by their index in it. */
export interface TaskFacts {
  /** Indices by id, in one spelling for all (`plainId`). */
  readonly byId: ReadonlyMap<string, readonly number[]>
  readonly phases: readonly DocumentPhase[]
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
  const phases = once(() => phasesOf(document))
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
      return phases().phases
    },
    get phaseOf() {
      return phases().phaseOf
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

const PHASE =
  /^(?:\W{0,4}\s*)?(?:phase|milestone|sprint|iteration|week|day|wave|stage|user story|epic|part|step)\s+[\dIVXA-Z]/i

/** For each heading the last one at or above it that is of a level or further out; -1 for none. */
function sectionsAt({ headings }: TaskDocument, level: number): readonly number[] {
  let current = -1
  return headings.map((heading, index) => (current = heading.level <= level ? index : current))
}

/** Whether headings of a level part the tasks, so that not all of them stand under one. */
function parts(document: TaskDocument, level: number): boolean {
  const sections = sectionsAt(document, level)
  const first = document.tasks[0]
  const of = (section: number): number => (section < 0 ? -1 : sections[section]!)
  return first !== undefined && document.tasks.some(({ section }) => of(section) !== of(first.section))
}

/** By the outermost headings that name a phase and part the tasks; where none does, by the outermost that part them. */
function phasesOf(document: TaskDocument): Pick<TaskFacts, 'phases' | 'phaseOf'> {
  const { headings, tasks } = document
  const own = new Set(tasks.flatMap(({ kind, section }) => (kind === 'heading' ? [section] : [])))
  const around = own.size === 0 ? headings : headings.filter((_, index) => !own.has(index))
  const named = around.filter(({ text }) => PHASE.test(text)).map(({ level }) => level)
  const others = around.map(({ level }) => level).filter((level) => level > 1)
  const levels = [...new Set([...named.toSorted((a, b) => a - b), ...others.toSorted((a, b) => a - b)])]
  const level = levels.find((each) => parts(document, each)) ?? levels[0] ?? 1
  const sections = sectionsAt(document, level)
  const phases: { title: string; tasks: number[] }[] = []
  const numbers = new Map<number, number>()
  const phaseOf = tasks.map(({ section }, index) => {
    const heading = section < 0 ? -1 : sections[section]!
    let number = numbers.get(heading)
    if (number === undefined) {
      number = phases.length
      numbers.set(heading, number)
      phases.push({ title: headings[heading]?.text ?? '', tasks: [] })
    }
    phases[number]!.tasks.push(index)
    return number
  })
  return { phases, phaseOf }
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
