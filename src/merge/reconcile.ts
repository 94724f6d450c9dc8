import type { Diagnostic } from '../model/diagnostic.ts'
import type { Conflict, Kept } from '../model/merge.ts'
import type { DocumentTask } from '../model/task-document.ts'
import type { Task } from '../model/task.ts'
import type { LockTask } from './lock.ts'
import { phaseOrder } from './order.ts'
import { mergeTask, type MergedTask, type Outcome, type ReconcileInput } from './merge-task.ts'
import { around, duplicates, otherTasks } from './other-tasks.ts'

export interface Reconciled {
  /** Every task with an id, generated and hand-made, in the order of execute.md. */
  readonly tasks: readonly Task[]
  readonly merged: ReadonlyMap<string, MergedTask>
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
  if (outcomes.every(({ merged }) => merged.doc.parent < 0)) return outcomes
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
): Outcome[] {
  const { tasks } = input.numbered
  const planIds = new Map<string, string>()
  for (let at = 0; at < tasks.length; at++) if (tasks[at]!.planId !== '') planIds.set(tasks[at]!.planId, tasks[at]!.id)
  const withIds = { ...input, planIds }
  const judged: Outcome[] = []
  for (let at = 0; at < tasks.length; at++) {
    const plan = tasks[at]!
    const mine = docOf.get(plan.id)
    if (mine !== undefined) judged.push(mergeTask(withIds, plan, mine, records.get(plan.id) ?? null))
  }
  return judged
}

/**
 * Merges the tasks of the plan into those of the document, field by field, and says which tasks there are from here on.
 * The person's boxes always stand; so does every field the person changed and the plan did not.
 */
export function reconcile(input: ReconcileInput): Reconciled {
  const { numbered, doc, lock, twoWay } = input
  const docOf = new Map<string, DocumentTask>()
  const repeated: DocumentTask[] = []
  for (let at = 0; at < doc.tasks.length; at++) {
    const task = doc.tasks[at]!
    if (task.id === '') continue
    if (docOf.has(task.id)) repeated.push(task)
    else docOf.set(task.id, task)
  }
  const records = new Map<string, LockTask>()
  if (!twoWay) for (let at = 0; at < lock.tasks.length; at++) records.set(lock.tasks[at]!.id, lock.tasks[at]!)
  const judged = judge(input, docOf, records)
  const outcomes = withParts(input, judged)
  const live = new Map<string, Task>()
  const merged = new Map<string, MergedTask>()
  const kept: Kept[] = []
  const conflicts: Conflict[] = []
  const placed = new Set<string>()
  for (let at = 0; at < outcomes.length; at++) {
    const outcome = outcomes[at]!
    live.set(outcome.live.id, outcome.live)
    merged.set(outcome.merged.doc.id, outcome.merged)
    if (outcome.kept.length > 0) kept.push(...outcome.kept)
    if (outcome.conflicts.length > 0) conflicts.push(...outcome.conflicts)
    if (outcome.merged.place === 'mine') placed.add(outcome.live.id)
  }
  const generated: Task[] = []
  const ids = new Set<string>()
  for (let at = 0; at < numbered.tasks.length; at++) {
    const task = numbered.tasks[at]!
    ids.add(task.id)
    generated.push(live.get(task.id) ?? task)
  }
  const others = otherTasks(input, ids, live, docOf, records)
  return {
    tasks: phaseOrder({
      generated,
      hand: others.tasks,
      placed,
      doc,
      // Without a lock there is no order that a person could have changed: theirs holds.
      lock: twoWay ? { ...lock, tasks: [] } : lock,
      milestones: numbered.milestones,
    }),
    merged,
    removed: others.removed,
    left: others.left,
    kept: [...kept, ...others.kept],
    conflicts,
    diagnostics: [...duplicates(doc, docOf, repeated), ...others.diagnostics],
  }
}
