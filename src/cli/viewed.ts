import { basename } from 'node:path'
import type { SourceFile } from '../model/source.ts'
import { nameOf } from '../edit/task-name.ts'
import type { DocumentTask, TaskDocument } from '../model/task-document.ts'
import { aroundTask } from '../tasks/around-task.ts'
import { indexAt } from '../query/board-tasks.ts'
import { openPlaces, type Places } from '../query/places.ts'
import { boardOf, type Board } from '../tasks/board.ts'
import { WorkspaceError } from '../workspace/errors.ts'
import { diskFileSystem, type FileSystem } from '../workspace/file-system.ts'
import { locateTasks, readTarget, type TaskTarget } from '../workspace/task-target.ts'
import type { Call } from './arguments.ts'
import { changedDocuments } from './board-session.ts'
import { callOf } from './call-of.ts'
import { namedIn, readAll } from './document-tasks.ts'
import type { Io } from './io.ts'
import { Misuse } from './misuse.ts'
import type { Line } from './terminal.ts'

/** The document with the tasks that a view speaks about, as it stands on the disk. */
export interface Viewed {
  readonly fs: FileSystem
  readonly target: TaskTarget
  readonly source: SourceFile
  readonly board: Board
  readonly places: Places
  /** Where a place of the document stands in the text of the board, if that is only a part of it. */
  readonly inner?: (offset: number) => number
}

/** A task document as it was read, before anything is made of it. */
export type Opened = Pick<Viewed, 'fs' | 'target' | 'source'>

/**
 * The task document that a call names: an execute.md, or a list of tasks of any origin. Null where there is only a plan,
 * which has to be compiled to be asked; what is wrong with the name is said there.
 */
export function openTarget(call: Call, io: Io): Opened | null {
  const fs = io.fs ?? diskFileSystem
  // One of several plans of a document is chosen by compiling it.
  if (call.doc === '-' || call.values['plan'] !== undefined) return null
  try {
    const target = locateTasks(fs, call.doc, io.cwd, call.values['out'])
    return { fs, target, source: readTarget(fs, target).source }
  } catch (error) {
    if (error instanceof WorkspaceError && LOCATING.has(error.code)) return null
    throw error
  }
}

/** What the compiler says better, since it knows what to look for. */
const LOCATING: ReadonlySet<string> = new Set(['not-found', 'no-plan', 'ambiguous'])

/** The whole board of a document. */
const viewedWhole = (opened: Opened): Viewed => ({
  ...opened,
  board: boardOf(readAll(opened.target, opened.source)),
  places: openPlaces([opened.source]),
})

/** Shorter documents are read as a whole in no time. */
const SHORT = 64 * 1024

/** The board around one task: of a long document only what has a say about it. */
export function viewedAround(opened: Opened, { task, dialect }: NamedTask, short = SHORT): Viewed {
  const { target, source } = opened
  const around = source.text.length <= short || dialect === 'kiro' ? null : aroundTask(source.text, task)
  if (around === null) return viewedWhole(opened)
  const board = boardOf(readAll(target, { ...source, text: around.text }))
  if (indexAt(board, around.inner(task.start)) < 0) return viewedWhole(opened)
  const places = openPlaces([source])
  return {
    ...opened,
    board,
    places: {
      ...places,
      spot: (place) =>
        places.spot(
          place === undefined
            ? undefined
            : { ...place, start: around.outer(place.start), end: around.outer(place.start) + place.end - place.start },
        ),
    },
    inner: around.inner,
  }
}

/** As {@link openTarget}, with the whole board. Null also where it holds no task, as a plan of another shape. */
export function openViewed(call: Call, io: Io): Viewed | null {
  const opened = openTarget(call, io)
  const viewed = opened === null ? null : viewedWhole(opened)
  return viewed !== null && viewed.board.tasks.length === 0 && !viewed.target.own ? null : viewed
}

/** A task of a document, and how the document marks what is started. */
export interface NamedTask {
  readonly task: DocumentTask
  readonly dialect: TaskDocument['dialect']
}

/** The one task that a word names; misuse where it names none or several. */
export function taskNamedIn({ target, source }: Opened, word: string): NamedTask {
  const { document, tasks } = namedIn(target, source, [word], '')
  const [task, second] = tasks
  if (task !== undefined && second === undefined) return { task, dialect: document.dialect }
  const ids = tasks.slice(0, 3).map((each) => nameOf(document, each))
  throw new Misuse(`\`${word}\` names ${tasks.length} tasks.`, `Name one, for example ${ids[0]}.`, 'ambiguous-task')
}

/** Whether the document is one that only holds tasks, so that a plan behind it says nothing of others. */
export const isTaskList = ({ own, path }: TaskTarget): boolean => own || /^(?:execute|tasks)\.md$/i.test(basename(path))

/** That documents changed since the execute.md was made of them, so that it may not say what they say. */
export function behindNotes({ fs, target }: Pick<Viewed, 'fs' | 'target'>, call: Call): readonly Line[] {
  const changed = changedDocuments(fs, target) ?? []
  if (changed.length === 0) return []
  const names = changed.length > 3 ? `${changed.length} documents` : changed.join(', ')
  return [
    `${names} changed since ${target.shown} was compiled: ${callOf(call, 'execute', ['--diff'])} shows the difference.`,
  ]
}
