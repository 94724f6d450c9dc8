import { insertTask, neighbourOf } from '../edit/insert-task.ts'
import { findSection } from '../edit/sections.ts'
import { idCounter, idModel } from '../edit/task-ids.ts'
import { applyEdits } from '../edit/text-edits.ts'
import { lineAt, nameOf } from '../edit/task-name.ts'
import type { DocumentTask, TaskDocument } from '../model/task-document.ts'
import type { TaskTarget } from '../workspace/task-target.ts'
import type { Call } from './arguments.ts'
import { callOfTasks } from './call-of.ts'
import { openTasks, tasksNamed } from './document-tasks.ts'
import { doneLines, editData, idsNamed, sectionNamed } from './edited-tasks.ts'
import type { Io } from './io.ts'
import { Misuse } from './misuse.ts'
import type { Outcome } from './outcome.ts'
import { oneLine } from './terminal.ts'
import { reservedIds, writeEdited, type Wished } from './write-edited.ts'

/** Adds one task in the form of the document. */
export async function run(call: Call, io: Io): Promise<Outcome> {
  const opened = openTasks(call, io)
  const { fs, target } = opened
  const text = oneLine(call.ids[0]!)
  if (text === '') throw new Misuse('The text of the task is empty.', "For example `intentk add 'Write the guide'`.")
  const reserved = reservedIds(fs, target)
  const add = (document: TaskDocument): Wished<DocumentTask> => {
    const wanted = placeOf(call, document, target)
    const near = neighbourOf(document, wanted)
    const model = idModel(document, near, target.own)
    const id = model === null && !target.own ? '' : idCounter(document, reserved)(model?.id ?? 'T000')
    const milestone = wanted.milestone ?? (near === null ? null : (near.milestones[0] ?? null))
    const inserted = insertTask(document, {
      ...wanted,
      text,
      id,
      model,
      milestone,
      on: idsNamed(call, document, target) ?? [],
    })
    if (!inserted.ok) throw new Misuse(`${inserted.reason} Nothing is changed.`, inserted.hint, 'refused-edit')
    const after = applyEdits(document.text, inserted.edits)
    return { text: after, present: id === '' ? [] : [id], absent: [], result: inserted.task }
  }
  const written = await writeEdited(call, io, opened, add)
  const { document, result } = written
  // What was brought up to date above it may have moved it.
  const task = document.tasks.find(({ id }) => id !== '' && id === result.id) ?? result
  const line = lineAt(document.text, task.line.start)
  const name = nameOf(document, task)
  const place = `${target.shown}:${line}`
  return {
    code: 0,
    data: editData(target, written, [{ id: task.id, line, text: task.text, before: null, after: 'open' }]),
    diagnostics: [],
    out: [],
    notes: [
      ...doneLines(call, written, `Added ${name} at ${place}`, `Would add ${name} at ${place}`),
      ...(written.status === 'written' ? [`Next ${callOfTasks(call, 'start', [name, '--as', 'WHO'])}`] : []),
    ],
  }
}

function placeOf(
  call: Call,
  document: TaskDocument,
  target: TaskTarget,
): { readonly after: DocumentTask | null; readonly section: number | null; readonly milestone: number | null } {
  const { after, milestone } = call.values
  const behind = after === undefined ? null : (tasksNamed(document, target, [after]).at(-1) ?? null)
  if (milestone === undefined) return { after: behind, section: null, milestone: null }
  const found = sectionNamed(findSection(document, milestone))
  return { after: behind, section: found.section, milestone: found.milestone }
}
