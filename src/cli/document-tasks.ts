import { applyEdits, type TextEdit } from '../edit/text-edits.ts'
import type { Edited } from '../edit/edited.ts'
import { findTasks, placesOf } from '../edit/find-tasks.ts'
import { lineAt } from '../edit/task-name.ts'
import type { TaskState } from '../model/plan.ts'
import type { SourceFile } from '../model/source.ts'
import type { DocumentTask, TaskDocument } from '../model/task-document.ts'
import { readTaskDocument } from '../parse/tasks/document.ts'
import { WorkspaceError } from '../workspace/errors.ts'
import { diskFileSystem, type FileSystem } from '../workspace/file-system.ts'
import { locateTasks, readTarget, rewriteTarget, type TaskSource, type TaskTarget } from '../workspace/task-target.ts'
import type { Call } from './arguments.ts'
import type { Io } from './io.ts'
import { Misuse } from './misuse.ts'

/** The document that a task command works on, as it was when the command began, and the tasks that are named. */
export interface Named {
  readonly fs: FileSystem
  readonly target: TaskTarget
  readonly first: TaskSource
  readonly document: TaskDocument
  readonly tasks: readonly DocumentTask[]
}

/** A task before and after a command, as printed and as JSON. */
export interface TaskChange {
  readonly id: string
  readonly line: number
  readonly text: string
  readonly before: TaskState
  readonly after: TaskState
}

/** Locates a document and reads the whole of it; `named` has no tasks yet. */
export function openTasks(call: Call, io: Io): Omit<Named, 'document' | 'tasks'> {
  const fs = io.fs ?? diskFileSystem
  const target = locateTasks(fs, call.doc, io.cwd, call.values['out'])
  return { fs, target, first: readTarget(fs, target) }
}

/** Reads every task of a document. */
export const readAll = (target: TaskTarget, source: SourceFile): TaskDocument =>
  readTaskDocument(source, target.dialect === undefined ? {} : { dialect: target.dialect })

/** Locates a document and finds the tasks that the words of the command line name. Misuse where a word names none. */
export function openNamed(call: Call, io: Io): Named {
  const opened = openTasks(call, io)
  const words = call.ids.flatMap((word) => word.split(',').filter((part) => part.trim() !== ''))
  return { ...opened, ...namedIn(opened.target, opened.first.source, words) }
}

/** Finds the tasks that words name, reading no more of the document than it takes. */
export function namedIn(
  target: TaskTarget,
  source: SourceFile,
  words: readonly string[],
  end?: string,
): Pick<Named, 'document' | 'tasks'> {
  const only = placesOf(words, source.text)
  if (only !== null) {
    const options = target.dialect === undefined ? { only } : { only, dialect: target.dialect }
    const document = readTaskDocument(source, options)
    const found = findTasks(document, words)
    // Signs of tasks without a box are learnt from all others.
    if (found.ok && found.tasks.every(({ box }) => box !== null)) return { document, tasks: found.tasks }
  }
  const document = readAll(target, source)
  return { document, tasks: tasksNamed(document, target, words, end) }
}

/** The tasks that words name; misuse that suggests what could have been meant where one names none or several. */
export function tasksNamed(
  document: TaskDocument,
  target: TaskTarget,
  words: readonly string[],
  end = ' Nothing is changed.',
): readonly DocumentTask[] {
  const found = findTasks(document, words)
  if (found.ok) return found.tasks
  const { near, reason, problem, word } = found
  const isDocument = /[/\\]|\.md$/i.test(word)
  const hint =
    near.length > 0
      ? `Did you mean ${near.join(' or ')}?`
      : isDocument
        ? `Did you mean \`--in ${word}\`?`
        : document.tasks.length === 0
          ? `${target.shown} holds no tasks.`
          : reason.includes(' stands in ')
            ? 'Change it by hand.'
            : 'A task is named by its id, by `L42` for the task on line 42, or by its words.'
  const where = reason.startsWith('There is no task `') ? `${reason.slice(0, -1)} in ${target.shown}.` : reason
  throw new Misuse(`${where}${end}`, hint, problem === 'unknown' ? 'unknown-task' : 'ambiguous-task')
}

export const changeOf = ({ text }: TaskDocument, task: DocumentTask, after: TaskState): TaskChange => ({
  id: task.id,
  line: lineAt(text, task.line.start),
  text: task.text,
  before: task.state,
  after,
})

/** How local state names a task: its id, or its words where it has none. */
export const keyOf = ({ shown }: TaskTarget, { id, text }: Pick<DocumentTask, 'id' | 'text'>) => ({
  document: shown,
  task: id === '' ? text : id,
})

/** The edits, or misuse where they cannot be made. */
export function editsOrMisuse(edited: Edited): readonly TextEdit[] {
  if (edited.ok) return edited.edits
  throw new Misuse(`${edited.reason} Nothing is changed.`, edited.hint, 'refused-edit')
}

/**
 * Edits the named tasks in one write: `edit` answers the edits of one task. Where somebody else wrote the document
 * meanwhile, it is read again and the same tasks are looked for in it. Answers the text before and after.
 */
export function editNamed(
  named: Named,
  tasks: readonly DocumentTask[],
  edit: (document: TaskDocument, task: DocumentTask) => Edited,
  dryRun: boolean,
): boolean {
  const change = (source: SourceFile): { text: string | null; result: boolean } => {
    const same = source === named.first.source
    const document = same ? named.document : readAll(named.target, source)
    const now = same ? tasks : tasks.map((task) => sameTask(named, document, task))
    const edits = now.flatMap((task) => editsOrMisuse(edit(document, task)))
    return { text: dryRun || edits.length === 0 ? null : applyEdits(source.text, edits), result: edits.length > 0 }
  }
  return rewriteTarget(named.fs, named.target, change, named.first)
}

/** The task of a document that was read again; its line may have moved, its id or words not. */
export function sameTask({ target }: Pick<Named, 'target'>, document: TaskDocument, task: DocumentTask): DocumentTask {
  const alike = document.tasks.filter(({ id, text }) => id === task.id && (id !== '' || text === task.text))
  const [only] = alike
  if (only !== undefined && alike.length === 1) return only
  const there = alike.find(({ line, text }) => line.start === task.line.start && text === task.text)
  if (there !== undefined) return there
  const name = task.id === '' ? `\`${task.text}\`` : task.id
  throw new WorkspaceError('changed', `${name} of ${target.shown} changed meanwhile. Nothing is written.`, {
    path: target.path,
    hint: 'Run the command again.',
  })
}
