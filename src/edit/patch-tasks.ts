import type { Execution } from '../model/execution.ts'
import type { Change, Conflict, Kept } from '../model/merge.ts'
import type { DocumentTask } from '../model/task-document.ts'
import type { PhaseId } from '../model/task.ts'
import { computedFields, dependsBase, dependsConflict, tagOf, type ComputedFields } from '../merge/computed.ts'
import { sameList } from '../merge/fields.ts'
import { dependsAsPrinted, type MergedTask, type Printer } from '../merge/merge-task.ts'
import { removeBlock } from './gaps.ts'
import { taskEdits, type TaskChange } from './task-edits.ts'
import { type TextEdit } from './text-edits.ts'
import { sideOf } from '../merge/take-side.ts'
import type { PatchInput } from './patch-input.ts'

interface TaskResult {
  readonly edits: TextEdit[]
  readonly changes: Change[]
  readonly kept: Kept[]
  readonly conflicts: Conflict[]
  readonly depends: Map<string, readonly string[]>
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim()

function changeOf(
  input: PatchInput,
  task: MergedTask,
  fields: ComputedFields,
  phase: PhaseId,
  conflicts: readonly Conflict[],
): TaskChange {
  const { execution, print } = input
  const { plan, doc } = task
  return {
    text: task.text === 'plan' ? print.text(plan) : null,
    estimate: task.estimate === 'plan' ? print.estimate(plan) : null,
    depends: fields.depends === 'plan' ? fields.names : null,
    parallel: fields.parallel === 'plan' ? execution.graph.parallel[doc.id]?.parallel === true : null,
    milestone: fields.milestone === 'plan' ? (tagOf(phase) ?? 0) : null,
    body: task.bodyEdits,
    notes: conflicts.map((one) => ({ field: one.field, plan: one.plan })),
  }
}

function report(task: MergedTask, change: TaskChange, print: Printer, phase: string): Change[] {
  const { doc, plan, sourceChanged, base } = task
  const cause = sourceChanged ? 'the plan changed' : 'it follows from the plan and the tasks'
  const about = doc.id
  const changes: Change[] = []
  const add = (field: Change['field'], before: string, after: string, why = cause): void => {
    changes.push({ kind: 'change', about, field, before: oneLine(before), after: oneLine(after), why })
  }
  if (change.text !== null) add('text', doc.text, change.text)
  if (change.estimate !== null) add('estimate', doc.estimate?.text ?? '', change.estimate)
  if (change.depends !== null)
    add('depends', doc.depends?.text ?? '', change.depends.join(', '), 'the order of tasks changed')
  if (change.parallel !== null)
    add(
      'parallel',
      doc.parallel ? '[P]' : '',
      change.parallel ? '[P]' : '',
      change.parallel ? 'nothing stands in its way' : 'it is no longer independent',
    )
  if (change.milestone !== null) add('milestone', String(base?.m ?? ''), phase)
  if (change.body.length > 0) add('body', doc.body.join(' '), print.body(plan).join(' '))
  return changes
}

/** A task of which nothing changes: its words and body stay, and its tags and dependencies say what the graph says. */
function stands(
  { doc, base, text, estimate, body, place }: MergedTask,
  tag: number | null,
  graph: Execution['graph'],
): boolean {
  if (base === null || text !== 'same' || estimate !== 'same' || body !== 'same' || place !== 'same') return false
  const names = Object.hasOwn(graph.printed, doc.id) ? graph.printed[doc.id]! : base.depends
  return (
    doc.state !== 'dropped' &&
    doc.parallel === (graph.parallel[doc.id]?.parallel === true) &&
    (doc.milestones[0] ?? null) === tag &&
    sameList(names, base.depends) &&
    dependsAsPrinted(doc, names)
  )
}

export function mergedTaskEdits(input: PatchInput): TaskResult {
  const { doc, execution, reconciled, take } = input
  const result: TaskResult = {
    edits: [],
    changes: [],
    kept: [],
    conflicts: [...reconciled.conflicts],
    depends: new Map(),
  }
  const nested = new Map<DocumentTask, DocumentTask[]>()
  for (let at = 0; at < doc.tasks.length; at++) {
    const task = doc.tasks[at]!
    if (task.parent < 0) continue
    const parts = nested.get(doc.tasks[task.parent]!)
    if (parts === undefined) nested.set(doc.tasks[task.parent]!, [task])
    else parts.push(task)
  }
  const byAbout = new Map<string, Conflict[]>()
  const noted = (conflict: Conflict): void => {
    const list = byAbout.get(conflict.about)
    if (list === undefined) byAbout.set(conflict.about, [conflict])
    else list.push(conflict)
  }
  reconciled.conflicts.forEach(noted)
  const mentioned = new Set(doc.conflicts.map((note) => note.about))
  const told = new Set(doc.conflicts.filter((note) => note.field === 'depends').map((note) => note.about))
  let last: PhaseId | null = null
  let tag: number | null = null
  for (const task of reconciled.merged.values()) {
    const { id } = task.doc
    if (task.plan.phase !== last) {
      last = task.plan.phase
      tag = tagOf(last)
    }
    if (stands(task, tag, execution.graph) && !byAbout.has(id) && !mentioned.has(id)) continue
    const phase = reconciled.byId.get(id)?.phase ?? task.plan.phase
    let fields = computedFields(task, phase, execution.graph)
    const side = sideOf(take, id)
    const conflict = dependsConflict(
      task,
      fields,
      (note) => side !== null || (task.base?.noted.includes(note) === true && !told.has(id)),
    )
    if (conflict !== null) {
      result.conflicts.push(conflict)
      noted(conflict)
    } else if (fields.depends === 'conflict') fields = { ...fields, depends: side === 'plan' ? 'plan' : 'mine' }
    const before = dependsBase(task, fields)
    if (before !== null) result.depends.set(id, before)
    const change = changeOf(input, task, fields, phase, byAbout.get(id) ?? [])
    if (fields.depends === 'mine' && !input.twoWay && task.doc.state !== 'dropped')
      result.kept.push({ about: id, what: 'dependencies' })
    if (fields.parallel === 'mine' && !input.twoWay && task.doc.state !== 'dropped')
      result.kept.push({ about: id, what: '[P]' })
    const edits = taskEdits(doc, task.doc, change, nested.get(task.doc) ?? [])
    if (edits.length === 0) continue
    result.edits.push(...edits)
    result.changes.push(...report(task, change, input.print, phase))
  }
  return result
}

/** Tasks that left the plan and that nobody touched go, with the line they stand on. */
export function removedTasks(input: PatchInput): {
  readonly edits: TextEdit[]
  readonly changes: Change[]
  readonly pieces: Set<number>
} {
  const { doc, reconciled } = input
  const gone = new Set(reconciled.removed)
  const tasks = gone.size === 0 ? [] : doc.tasks.filter((task) => gone.delete(task.id))
  return {
    edits: tasks.map((task) => removeBlock(doc, task)),
    changes: tasks.map((task): Change => ({
      kind: 'remove',
      about: task.id,
      field: 'whole',
      before: task.text,
      after: '',
      why: 'it left the plan',
    })),
    pieces: new Set(tasks.filter((task) => task.parent < 0).map((task) => task.piece)),
  }
}
