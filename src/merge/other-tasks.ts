import type { Diagnostic } from '../model/diagnostic.ts'
import type { Kept } from '../model/merge.ts'
import type { DocumentTask, TaskDocument } from '../model/task-document.ts'
import type { PhaseId, Task } from '../model/task.ts'
import { mergeLines, sameList, sameText } from './fields.ts'
import { namesOf } from './depends.ts'
import { handTask } from './hand.ts'
import type { LockTask } from './lock.ts'
import { phaseAt } from './phases.ts'
import type { Reconciled } from './reconcile.ts'
import { ownBody, type ReconcileInput } from './merge-task.ts'

/** Whether a person did anything to a task since it was generated. */
export function isTouched(doc: DocumentTask, base: LockTask, at: PhaseId | null, hasParts: boolean): boolean {
  return (
    hasParts ||
    doc.state !== 'open' ||
    doc.parallel !== base.p ||
    (doc.milestones[0] ?? null) !== base.m ||
    !sameText(doc.text, base.text) ||
    !sameText(doc.estimate?.text ?? '', base.estimate) ||
    !sameList(namesOf(doc), base.depends) ||
    mergeLines({ base: base.body, mine: ownBody(doc), plan: base.body, sourceChanged: false }).verdict !== 'same' ||
    (at !== null && at !== base.phase)
  )
}

const info = (file: string, doc: DocumentTask, ruleId: string, message: string): Diagnostic => ({
  ruleId,
  severity: 'info',
  message,
  place: { file, start: doc.line.start, end: doc.line.end },
})

/**
 * Places of the tasks that left the plan and that nobody touched. A task with others inside of it stays, unless these go
 * too: they stand behind it, so that they are judged before it.
 */
function leavingTasks(
  { doc, phases }: ReconcileInput,
  rest: readonly number[],
  records: ReadonlyMap<string, LockTask>,
): ReadonlySet<number> {
  let next = rest.length - 1
  const leaving = new Set<number>()
  const parents = new Set<number>()
  for (let at = doc.tasks.length - 1; at >= 0; at--) {
    const task = doc.tasks[at]!
    const isOther = rest[next] === at
    if (isOther) next--
    const record = isOther && task.id !== '' ? records.get(task.id) : undefined
    if (record !== undefined && !isTouched(task, record, phaseAt(phases, task.section), parents.has(at)))
      leaving.add(at)
    else if (task.parent >= 0) parents.add(task.parent)
  }
  return leaving
}

/**
 * What becomes of the document's tasks that the plan does not give, whose places are `rest`: hand-made ones, and those that
 * left the plan.
 */
export function otherTasks(
  input: ReconcileInput,
  rest: readonly number[],
  live: ReadonlyMap<string, Task>,
  records: ReadonlyMap<string, LockTask>,
): Pick<Reconciled, 'tasks' | 'removed' | 'left' | 'kept' | 'diagnostics'> {
  const { doc, phases, twoWay } = input
  const leaving = leavingTasks(input, rest, records)
  const result = {
    tasks: [] as Task[],
    removed: [] as string[],
    left: [] as LockTask[],
    kept: [] as Kept[],
    diagnostics: [] as Diagnostic[],
  }
  for (const index of rest) {
    const task = doc.tasks[index]!
    if (task.id === '') {
      if (task.box !== null) result.kept.push({ about: `"${task.text.slice(0, 40)}"`, what: 'added' })
      continue
    }
    const record = records.get(task.id)
    const at = phaseAt(phases, task.section)
    if (leaving.has(index)) {
      result.removed.push(task.id)
      continue
    }
    const phase = around(task, input, live) ?? at ?? tagged(task, input) ?? record?.phase ?? 'polish'
    result.tasks.push(handTask(doc.file, task, phase, record?.key ?? `hand/${task.id}`))
    if (record === undefined) {
      if (!twoWay) result.kept.push({ about: task.id, what: 'added' })
      continue
    }
    result.left.push(record)
    const why = task.state === 'open' ? 'it was edited' : 'work on it was done'
    result.diagnostics.push(
      info(
        doc.file,
        task,
        'left-plan',
        `${task.id} is no longer in the plan; it stays because ${why}. Delete the task if it is not needed.`,
      ),
    )
  }
  return result
}

/** A part of a task goes where the task goes. */
export function around(task: DocumentTask, { doc }: ReconcileInput, live: ReadonlyMap<string, Task>): PhaseId | null {
  let at = task
  while (at.parent >= 0) at = doc.tasks[at.parent]!
  return at === task ? null : (live.get(at.id)?.phase ?? null)
}

function tagged(task: DocumentTask, { numbered }: ReconcileInput): PhaseId | null {
  const number = task.milestones[0]
  return number !== undefined && numbered.milestones.some((one) => one.number === number) ? `M${number}` : null
}

/** Ids that stand on several tasks: the first one counts. */
export function duplicates(
  doc: TaskDocument,
  docOf: ReadonlyMap<string, DocumentTask>,
  repeated: readonly DocumentTask[],
): Diagnostic[] {
  return repeated.map((task) => {
    const first = docOf.get(task.id)!
    const place = (one: DocumentTask): Diagnostic['place'] => ({
      file: doc.file,
      start: one.line.start,
      end: one.line.end,
    })
    return {
      ruleId: 'duplicate-id',
      severity: 'warning' as const,
      message: `Unexpected second task ${task.id}; ids name one task. Give this one another id, or delete one of them.`,
      place: place(task)!,
      related: [{ message: `${task.id} stands here first`, place: place(first)! }],
    }
  })
}
