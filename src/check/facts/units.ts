import { plainId } from '../../edit/find-tasks.ts'
import type { Plan, PlanTask, TaskState } from '../../model/plan.ts'
import type { Span } from '../../model/source.ts'
import type { TaskDocument } from '../../model/task-document.ts'

/** A piece of work as somebody wrote it down, in whatever shape. */
export interface Unit extends Span {
  /** As printed; '' where it has none. */
  readonly id: string
  /** One line of Markdown, without id, tags and remarks. */
  readonly text: string
  /** Where the words stand; the first line where they cannot be told from the rest. */
  readonly textSpan: Span
  readonly body: readonly string[]
  readonly state: TaskState
  readonly kind: 'task' | 'deliverable' | 'step'
  /** Tasks of its own are listed below it. */
  readonly hasChildren: boolean
}

/** The tasks of a task list that nobody generated. */
export function unitsOfTasks({ tasks }: TaskDocument, generated: ReadonlySet<string>): readonly Unit[] {
  const parents = new Set(tasks.map(({ parent }) => parent))
  return tasks.flatMap((task, index): readonly Unit[] => {
    const { id, text, textSpan, body, state, start, end } = task
    if (id !== '' && generated.has(plainId(id))) return []
    return [{ id, text, textSpan, body, state, start, end, kind: 'task', hasChildren: parents.has(index) }]
  })
}

/** The tasks, steps and deliverables of a plan, in document order. */
export function unitsOfPlan(source: string, plan: Plan): readonly Unit[] {
  const units: Unit[] = []
  const pending: unknown[] = [plan]
  while (pending.length > 0) {
    const node = pending.pop()
    if (typeof node !== 'object' || node === null) continue
    const { type, children, task } = node as { type?: string; children?: readonly unknown[]; task?: unknown }
    if (type === 'task' || type === 'deliverable' || type === 'step') units.push(unitOf(source, node as PlanTask))
    if (task !== undefined) pending.push(task)
    pending.push(...(children ?? []))
  }
  return units.toSorted((a, b) => a.start - b.start)
}

function unitOf(source: string, { ownId, text, body, state, type, place, children }: PlanTask): Unit {
  const { start, end } = place
  const at = source.slice(start, end).indexOf(text)
  const newline = source.indexOf('\n', start)
  const line = newline < 0 || newline > end ? end : newline
  const textSpan = text !== '' && at >= 0 ? { start: start + at, end: start + at + text.length } : { start, end: line }
  return { id: ownId, text, textSpan, body, state, kind: type, start, end, hasChildren: children.length > 0 }
}
