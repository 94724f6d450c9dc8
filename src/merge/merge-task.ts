import type { Conflict, Kept, MergeField, Take } from '../model/merge.ts'
import type { DocumentTask, TaskDocument } from '../model/task-document.ts'
import type { PhaseId, Task } from '../model/task.ts'
import { hashText } from '../model/hash.ts'
import { mergeLines, mergeValue, sameList, sameText, type LineEdit, type Verdict } from './fields.ts'
import type { Numbered } from './first.ts'
import { noDepends, ownDepends, statedWith, type OwnDepends } from './depends.ts'
import { estimateOfRemark, readWords } from './hand.ts'
import type { Lock, LockTask } from './lock.ts'
import { notesAbout } from './notes.ts'
import { sideOf } from './take-side.ts'
import { isNoteLine } from '../parse/tasks/conflict-note.ts'
import { isFixed, phaseAt, type HeadingPhases } from './phases.ts'

/** How a task is printed, field by field; given by `render`, which comes later. */
export interface Printer {
  readonly text: (task: Task) => string
  readonly estimate: (task: Task) => string
  readonly body: (task: Task) => readonly string[]
}

/** A generated task that stands in the document, and what is to become of each of its fields. */
export interface MergedTask {
  readonly doc: DocumentTask
  /** As last generated; null where there is no lock. */
  readonly base: LockTask | null
  /** As the plan has it. */
  readonly plan: Task
  readonly text: Verdict
  readonly estimate: Verdict
  readonly body: Verdict
  readonly bodyEdits: readonly LineEdit[]
  /** `plan`: it moves to the phase of the plan. */
  readonly place: Verdict
  readonly sourceChanged: boolean
  /** Dependencies that a person wrote on the line, and those of the plan that a person took off it. */
  readonly own: OwnDepends
}

export interface PlanIds {
  /** The ids of tasks by those that the plan itself gives them. */
  readonly planIds: ReadonlyMap<string, string>
}

export interface ReconcileInput {
  readonly numbered: Numbered
  readonly lock: Lock
  readonly doc: TaskDocument
  readonly phases: HeadingPhases
  /** There is no lock: what stands there stays. */
  readonly twoWay: boolean
  readonly take: Take | undefined
  readonly print: Printer
}

/** The body without the comments that intentk left. */
export const ownBody = (doc: DocumentTask): readonly string[] =>
  doc.body.some((line) => isNoteLine(line)) ? doc.body.filter((line) => !isNoteLine(line)) : doc.body

/** A field of a record in which two branches disagreed has no base. */
const baseOf = <K extends keyof LockTask>(base: LockTask | null, field: K): LockTask[K] | null =>
  base === null || base.differs?.includes(field) === true ? null : base[field]

export const noteOf = (field: MergeField, plan: string): string => `${field}:${hashText(plan)}`

/** A conflict that the person settled: by an option, or by taking out the comment that told it. */
function settled(
  input: ReconcileInput,
  base: LockTask | null,
  doc: DocumentTask,
  field: MergeField,
  plan: string,
): Verdict {
  const side = sideOf(input.take, doc.id)
  if (side !== null) return side
  const told = base?.noted.includes(noteOf(field, plan)) === true
  const there = notesAbout(input.doc, doc.id).some((note) => note.field === field)
  return told && !there ? 'mine' : 'conflict'
}

function placeVerdict(base: LockTask | null, mine: PhaseId | null, plan: PhaseId): Verdict {
  if (mine === plan) return 'same'
  if (base === null) return 'mine'
  return mine === base.phase ? 'plan' : 'mine'
}

export interface Outcome {
  readonly merged: MergedTask
  readonly live: Task
  readonly kept: readonly Kept[]
  readonly conflicts: readonly Conflict[]
}

const NONE: readonly never[] = []

/** Whether the dependencies on a line are these, as they are printed. */
export function dependsAsPrinted({ depends }: DocumentTask, names: readonly string[]): boolean {
  if (depends === null || names.length === 0) return (depends === null || depends.text === '') && names.length === 0
  return depends.text === `depends on ${names.join(', ')}`
}

/** Most tasks of a document stand as they were printed and would be printed the same again: nothing to weigh. */
function asPrinted(input: ReconcileInput, plan: Task, doc: DocumentTask, base: LockTask): Outcome | null {
  const { print, phases } = input
  if (doc.text !== base.text || (doc.estimate?.text ?? '') !== base.estimate || base.differs !== undefined) return null
  if (base.text !== print.text(plan) || base.estimate !== print.estimate(plan)) return null
  if (phaseAt(phases, doc.section) !== plan.phase || base.phase !== plan.phase) return null
  if (!dependsAsPrinted(doc, base.depends)) return null
  if (!sameList(doc.body, base.body) || !sameList(base.body, print.body(plan))) return null
  const sourceChanged = base.source !== plan.source
  const merged: MergedTask = {
    doc,
    base,
    plan,
    text: 'same',
    estimate: 'same',
    body: 'same',
    bodyEdits: NONE,
    place: 'same',
    sourceChanged,
    own: noDepends,
  }
  const state = doc.box === null ? plan.state : doc.state
  if (state === plan.state && doc.state === plan.state) return { merged, live: plan, kept: NONE, conflicts: NONE }
  const live = state === plan.state ? plan : { ...plan, state }
  return { merged, live, kept: keptOf(merged, false), conflicts: NONE }
}

export function mergeTask(
  input: ReconcileInput & PlanIds,
  plan: Task,
  doc: DocumentTask,
  base: LockTask | null,
): Outcome {
  const quick = base === null ? null : asPrinted(input, plan, doc, base)
  if (quick !== null) return quick
  const { print, phases } = input
  const sourceChanged = base !== null && (base.source !== plan.source || base.differs?.includes('source') === true)
  const conflicts: Conflict[] = []
  const judge = (verdict: Verdict, field: MergeField, before: string, mine: string, wanted: string): Verdict => {
    if (verdict !== 'conflict') return verdict
    const now = settled(input, base, doc, field, wanted)
    const place = { start: doc.textSpan.start, end: doc.textSpan.end }
    if (now === 'conflict') conflicts.push({ about: doc.id, field, base: before, mine, plan: wanted, place })
    return now
  }
  const printed = { text: print.text(plan), estimate: print.estimate(plan), body: print.body(plan) }
  const remark = doc.estimate?.text ?? ''
  const way = <T>(field: keyof LockTask, mine: T, wanted: T): Parameters<typeof mergeValue<T>>[0] => ({
    base: baseOf(base, field) as T | null,
    mine,
    plan: wanted,
    sourceChanged,
  })
  const text = judge(
    mergeValue(way('text', doc.text, printed.text), sameText),
    'text',
    base?.text ?? '',
    doc.text,
    printed.text,
  )
  const estimate = judge(
    mergeValue(way('estimate', remark, printed.estimate), sameText),
    'estimate',
    base?.estimate ?? '',
    remark,
    printed.estimate,
  )
  const mine = ownBody(doc)
  const lines = mergeLines(way('body', mine, printed.body))
  const body = judge(lines.verdict, 'body', (base?.body ?? []).join('\n'), mine.join('\n'), printed.body.join('\n'))
  const whole = body === 'plan' && lines.verdict === 'conflict'
  const bodyEdits = whole ? [{ start: 0, end: mine.length, lines: printed.body }] : lines.edits
  const at = phaseAt(phases, doc.section)
  const wanted = placeVerdict(base, at, plan.phase)
  const place = wanted === 'plan' && isFixed(input.doc, doc) ? 'mine' : wanted
  const own = ownDepends(input.doc.file, input.planIds, doc, baseOf(base, 'depends') ?? [], plan)
  const merged: MergedTask = { doc, base, plan, text, estimate, body, bodyEdits, place, sourceChanged, own }
  return { merged, live: liveTask(merged, at, input.planIds), kept: keptOf(merged, lines.edited), conflicts }
}

const wins = (verdict: Verdict): boolean => verdict === 'mine' || verdict === 'conflict'

function liveTask(
  { doc, plan, text, estimate, body, place, own }: MergedTask,
  at: PhaseId | null,
  planIds: ReadonlyMap<string, string>,
): Task {
  const words = wins(text) ? doc.text : plan.text
  const lines = wins(body) ? ownBody(doc) : plan.body
  return {
    ...plan,
    ...(wins(text) ? readWords(words, lines) : {}),
    // What only intentk makes of a task by its place stays, however it is worded.
    kind: wins(text) && plan.kind === 'work' ? readWords(words, lines).kind : plan.kind,
    text: words,
    body: lines,
    state: doc.box === null ? plan.state : doc.state,
    estimate: wins(estimate) ? estimateOfRemark(doc.estimate?.text ?? '') : plan.estimate,
    gates: plan.gates,
    phase: place === 'mine' && at !== null ? at : plan.phase,
    stated: statedWith(plan, own, planIds),
  }
}

function keptOf({ doc, base, text, estimate, body, place, plan }: MergedTask, edited: boolean): Kept[] {
  const about = doc.id
  const kept: Kept[] = []
  if (doc.state !== 'open' && doc.state !== plan.state)
    kept.push({ about, what: doc.state === 'done' ? 'tick' : doc.state })
  if (wins(text)) kept.push({ about, what: 'text' })
  if (wins(estimate)) kept.push({ about, what: 'effort' })
  if (wins(body) || (edited && body === 'plan'))
    kept.push({ about, what: base !== null && ownBody(doc).length > base.body.length ? 'note' : 'body' })
  if (place === 'mine') kept.push({ about, what: 'moved' })
  return kept
}
