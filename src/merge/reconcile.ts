import type { Diagnostic } from '../model/diagnostic.ts'
import type { Conflict, Kept } from '../model/merge.ts'
import type { DocumentTask, TaskDocument } from '../model/task-document.ts'
import type { Task } from '../model/task.ts'
import { recordsById, tasksById } from './by-id.ts'
import type { LockTask } from './lock.ts'
import { phaseOrder } from './order.ts'
import { mergeTask, type MergedTask, type Outcome, type ReconcileInput } from './merge-task.ts'
import { around, duplicates, otherTasks } from './other-tasks.ts'

export interface Reconciled {
  /** Every task with an id, generated and hand-made, in the order of execute.md. */
  readonly tasks: readonly Task[]
  /** The same by id. */
  readonly byId: ReadonlyMap<string, Task>
  readonly merged: ReadonlyMap<string, MergedTask>
  /** Ids of tasks that the plan puts into another phase. */
  readonly coming: ReadonlySet<string>
  /** Ids of tasks that left the plan and that nobody touched. */
  readonly removed: readonly string[]
  /** Records of tasks that left the plan and stay, because a person touched them. */
  readonly left: readonly LockTask[]
  readonly kept: readonly Kept[]
  readonly conflicts: readonly Conflict[]
  readonly diagnostics: readonly Diagnostic[]
}

/** A generated task that a person put into another one goes where that goes. */
function withParts(input: ReconcileInput, outcomes: readonly Outcome[]): readonly Outcome[] {
  const live = new Map(outcomes.map((outcome) => [outcome.live.id, outcome.live]))
  return outcomes.map((outcome) => {
    const phase = around(outcome.merged.doc, input, live)
    if (phase === null) return outcome
    const place = phase === outcome.merged.plan.phase ? 'same' : 'mine'
    return { ...outcome, live: { ...outcome.live, phase }, merged: { ...outcome.merged, place } }
  })
}

/** Merges each task of the plan that the document has into it. */
function judge(
  input: ReconcileInput,
  docOf: ReadonlyMap<string, DocumentTask>,
  records: ReadonlyMap<string, LockTask>,
): readonly Outcome[] {
  const { tasks } = input.numbered
  const planIds = new Map<string, string>()
  for (let at = 0; at < tasks.length; at++) if (tasks[at]!.planId !== '') planIds.set(tasks[at]!.planId, tasks[at]!.id)
  const withIds = { ...input, planIds }
  const judged: Outcome[] = []
  let hasParts = false
  for (let at = 0; at < tasks.length; at++) {
    const plan = tasks[at]!
    const mine = docOf.get(plan.id)
    if (mine === undefined) continue
    judged.push(mergeTask(withIds, plan, mine, records.get(plan.id) ?? null))
    if (mine.parent >= 0) hasParts = true
  }
  return hasParts ? withParts(input, judged) : judged
}

/**
 * Merges the tasks of the plan into those of the document, field by field, and says which tasks there are from here on.
 * The person's boxes always stand; so does every field the person changed and the plan did not.
 */
export function reconcile(input: ReconcileInput): Reconciled {
  const { numbered, doc, lock, twoWay } = input
  const docOf = tasksById(doc)
  const records = recordsById(twoWay ? NONE : lock.tasks)
  const outcomes = judge(input, docOf, records)
  const merged = new Map<string, MergedTask>()
  const kept: Kept[] = []
  const conflicts: Conflict[] = []
  const placed = new Set<string>()
  const coming = new Set<string>()
  const generated: Task[] = []
  const byId = new Map<string, Task>()
  let next = 0
  for (let at = 0; at < numbered.tasks.length; at++) {
    const plan = numbered.tasks[at]!
    // Outcomes come in the order of the tasks.
    const outcome = outcomes[next]?.merged.plan === plan ? outcomes[next++]! : null
    const task = outcome === null ? plan : outcome.live
    generated.push(task)
    byId.set(task.id, task)
    if (outcome === null) continue
    merged.set(task.id, outcome.merged)
    if (outcome.kept.length > 0) kept.push(...outcome.kept)
    if (outcome.conflicts.length > 0) conflicts.push(...outcome.conflicts)
    if (outcome.merged.place === 'mine') placed.add(task.id)
    else if (outcome.merged.place === 'plan') coming.add(task.id)
  }
  const { repeated, rest } = notGenerated(doc, docOf, merged)
  const others = otherTasks(input, rest, byId, records)
  for (const task of others.tasks) byId.set(task.id, task)
  return {
    tasks: phaseOrder({
      generated,
      hand: others.tasks,
      byId,
      placed,
      doc,
      // Without a lock there is no order that a person could have changed: theirs holds.
      lock: twoWay ? { ...lock, tasks: [] } : lock,
      milestones: numbered.milestones,
    }),
    byId,
    merged,
    coming,
    removed: others.removed,
    left: others.left,
    kept: [...kept, ...others.kept],
    conflicts,
    diagnostics: [...duplicates(doc, docOf, repeated), ...others.diagnostics],
  }
}

const NONE: readonly never[] = []

/** Tasks whose id another one has before them, and places of all others that the plan does not give. */
function notGenerated(
  doc: TaskDocument,
  docOf: ReadonlyMap<string, DocumentTask>,
  merged: ReadonlyMap<string, MergedTask>,
): { readonly repeated: readonly DocumentTask[]; readonly rest: readonly number[] } {
  const repeated: DocumentTask[] = []
  const rest: number[] = []
  for (let at = 0; at < doc.tasks.length; at++) {
    const task = doc.tasks[at]!
    if (task.id === '') rest.push(at)
    else if (merged.get(task.id)?.doc === task) continue
    else if (docOf.get(task.id) === task) rest.push(at)
    else repeated.push(task)
  }
  return { repeated, rest }
}
