import { dropTasks, waitingFor } from '../edit/drop-tasks.ts'
import { lineAt, nameOf } from '../edit/task-name.ts'
import { applyEdits } from '../edit/text-edits.ts'
import type { DocumentTask, TaskDocument } from '../model/task-document.ts'
import { recordCheck, unclaim } from '../workspace/claims.ts'
import type { Call } from './arguments.ts'
import { saysYes } from './ask.ts'
import { keyOf, openTasks, readAll, tasksNamed } from './document-tasks.ts'
import { doneLines, editData } from './edited-tasks.ts'
import type { Io } from './io.ts'
import { Misuse } from './misuse.ts'
import type { Outcome } from './outcome.ts'
import type { Line } from './terminal.ts'
import { writeEdited, type Wished } from './write-edited.ts'

interface Gone {
  readonly tasks: readonly DocumentTask[]
  readonly document: TaskDocument
  readonly ids: readonly string[]
}

/** Takes tasks out of a document. */
export async function run(call: Call, io: Io): Promise<Outcome> {
  const opened = openTasks(call, io)
  const { fs, target, first } = opened
  const words = call.ids.flatMap((word) => word.split(',').filter((part) => part.trim() !== ''))
  const document = readAll(target, first.source)
  await confirm(document, tasksNamed(document, target, words), call, io)
  const drop = (now: TaskDocument): Wished<Gone> => {
    const tasks = tasksNamed(now, target, words)
    const { edits, nested } = dropTasks(now, tasks)
    const gone = [...tasks, ...nested]
    const named = new Set(gone)
    const left = new Set(now.tasks.filter((task) => !named.has(task)).map(({ id }) => id))
    const ids = gone.flatMap(({ id }) => (id === '' || left.has(id) ? [] : [id]))
    const text = applyEdits(now.text, edits)
    return { text, present: [], absent: ids, result: { tasks: gone, document: now, ids } }
  }
  const written = await writeEdited(call, io, opened, drop)
  const { tasks, ids } = written.result
  const waiting = waitingFor(written.document, ids).map(({ task: { id, line }, on }) => ({
    id,
    on,
    line: lineAt(written.document.text, line.start),
  }))
  if (written.status === 'written') {
    for (const task of tasks) {
      unclaim(fs, target.root, keyOf(target, task))
      recordCheck(fs, target.root, keyOf(target, task), null)
    }
  }
  const names = tasks.map((task) => nameOf(written.result.document, task)).join(', ')
  return {
    code: 0,
    data: {
      ...editData(
        target,
        written,
        tasks.map((task) => ({
          id: task.id,
          line: lineAt(written.result.document.text, task.line.start),
          text: task.text,
          before: task.state,
          after: null,
        })),
      ),
      waiting,
    },
    diagnostics: [],
    out: [],
    notes: [
      ...doneLines(call, written, `Dropped ${names} from ${target.shown}`, `Would drop ${names} from ${target.shown}`),
      ...waiting.map(
        ({ id, line, on }): Line =>
          `  ${target.shown}:${line}  ${id === '' ? 'a task' : id} still says that it waits for ${on.join(', ')}`,
      ),
    ],
  }
}

/** Tasks that nobody named go along only where a person says so. */
async function confirm(document: TaskDocument, tasks: readonly DocumentTask[], call: Call, io: Io): Promise<void> {
  const { nested } = dropTasks(document, tasks)
  if (nested.length === 0 || call.switches.has('yes') || call.switches.has('dry-run')) return
  const names = nested.map((task) => nameOf(document, task)).join(', ')
  const yes = await saysYes(
    io,
    `${names} ${nested.length === 1 ? 'is' : 'are'} nested in it and would go too. Drop them?`,
  )
  if (yes === true) return
  throw new Misuse(
    `${names} ${nested.length === 1 ? 'is' : 'are'} nested in what is dropped. Nothing is changed.`,
    '`--yes` drops them too.',
    'nested-tasks',
  )
}
