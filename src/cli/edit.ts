import { changeTask } from '../edit/change-task.ts'
import { findSection, lastOfSection } from '../edit/sections.ts'
import { lineAt, nameOf } from '../edit/task-name.ts'
import { applyEdits } from '../edit/text-edits.ts'
import type { DocumentTask, TaskDocument } from '../model/task-document.ts'
import type { TaskTarget } from '../workspace/task-target.ts'
import type { Call } from './arguments.ts'
import { editsOrMisuse, openTasks } from './document-tasks.ts'
import { doneLines, editData, idsNamed, oneNamed, sectionNamed } from './edited-tasks.ts'
import type { Io } from './io.ts'
import { Misuse } from './misuse.ts'
import type { Outcome } from './outcome.ts'
import { oneLine } from './terminal.ts'
import { writeEdited, type Wished } from './write-edited.ts'

/** Changes single fields of one task. */
export async function run(call: Call, io: Io): Promise<Outcome> {
  const fields = ['text', 'milestone', 'after', 'on'].filter((name) => call.values[name] !== undefined)
  if (fields.length === 0) {
    throw new Misuse('Nothing is said to change.', 'Give `--text`, `--milestone`, `--after` or `--on`.')
  }
  const text = call.values['text'] === undefined ? null : oneLine(call.values['text'])
  const opened = openTasks(call, io)
  const { target } = opened
  const edit = (document: TaskDocument): Wished<{ task: DocumentTask; name: string; line: number }> => {
    const task = oneNamed(document, target, call.ids[0]!)
    const { after, milestone } = placeOf(call, document, target, task)
    const on = idsNamed(call, document, target)
    if (on?.includes(task.id) === true && task.id !== '') throw new Misuse(`${task.id} cannot wait for itself.`)
    const edits = editsOrMisuse(changeTask(document, task, { text, milestone, on, after }))
    const result = { task, name: nameOf(document, task), line: lineAt(document.text, task.line.start) }
    return { text: applyEdits(document.text, edits), present: task.id === '' ? [] : [task.id], absent: [], result }
  }
  const written = await writeEdited(call, io, opened, edit)
  const { task, name, line } = written.result
  const what = fields.map((field) => words[field]).join(', ')
  return {
    code: 0,
    data: editData(target, written, [
      { id: task.id, line, text: text ?? task.text, before: task.state, after: task.state },
    ]),
    diagnostics: [],
    out: [],
    notes: doneLines(
      call,
      written,
      `Changed ${name} in ${target.shown}: ${what}`,
      `Would change ${name} in ${target.shown}: ${what}`,
    ),
  }
}

const words: Readonly<Record<string, string>> = {
  text: 'words',
  milestone: 'milestone',
  after: 'place',
  on: 'dependencies',
}

/** Behind which task it shall stand, and its milestone's number: either follows from the other. */
function placeOf(
  call: Call,
  document: TaskDocument,
  target: TaskTarget,
  task: DocumentTask,
): { readonly after: DocumentTask | null; readonly milestone: number | null } {
  const { after, milestone } = call.values
  const behind = after === undefined ? null : oneNamed(document, target, after)
  if (behind === task) throw new Misuse(`\`${after}\` cannot stand behind itself.`)
  if (milestone === undefined) {
    const [number] = behind?.milestones ?? []
    return { after: behind, milestone: number !== undefined && task.milestones.length > 0 ? number : null }
  }
  const found = sectionNamed(findSection(document, milestone))
  if (behind !== null || found.section === task.section) return { after: behind, milestone: found.milestone }
  const last = lastOfSection(document, found.section)
  if (last !== null) return { after: last, milestone: found.milestone }
  throw new Misuse(`\`${milestone}\` has no task to stand behind.`, 'Add one there first, or name one with `--after`.')
}
