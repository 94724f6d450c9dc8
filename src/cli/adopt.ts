import { adoptTasks, type Adopted } from '../edit/adopt-tasks.ts'
import { lineAt } from '../edit/task-name.ts'
import { applyEdits } from '../edit/text-edits.ts'
import type { TaskDocument } from '../model/task-document.ts'
import type { Call } from './arguments.ts'
import { openTasks } from './document-tasks.ts'
import { doneLines, editData } from './edited-tasks.ts'
import { count } from './compiled.ts'
import type { Io } from './io.ts'
import type { Outcome } from './outcome.ts'
import { oneLine, type Line } from './terminal.ts'
import { reservedIds, writeEdited, type Wished } from './write-edited.ts'

/** Gives an id to each task that has none. */
export async function run(call: Call, io: Io): Promise<Outcome> {
  const opened = openTasks(call, io)
  const { fs, target } = opened
  const reserved = reservedIds(fs, target)
  const adopt = (document: TaskDocument): Wished<Adopted & { readonly text: string }> => {
    const adopted = adoptTasks(document, reserved, target.own)
    const ids = adopted.given.map(({ id }) => id)
    const result = { ...adopted, text: document.text }
    return { text: applyEdits(document.text, adopted.edits), present: ids, absent: [], result }
  }
  const written = await writeEdited(call, io, opened, adopt)
  const { given, text } = written.result
  const tasks = given.map(({ task, id }) => ({
    id,
    line: lineAt(text, task.line.start),
    text: task.text,
    before: task.state,
    after: task.state,
  }))
  const what = `${count(given.length, 'task')} in ${target.shown}`
  return {
    code: 0,
    data: editData(target, written, tasks),
    diagnostics: [],
    out: [],
    notes:
      given.length === 0
        ? [`Every task in ${target.shown} has an id`]
        : [
            ...doneLines(call, written, `Gave ids to ${what}`, `Would give ids to ${what}`),
            ...tasks.map(({ id, line, text: own }): Line => `  ${target.shown}:${line}  ${id}  ${oneLine(own)}`),
          ],
  }
}
