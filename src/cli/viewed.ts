import { basename } from 'node:path'
import type { SourceFile } from '../model/source.ts'
import type { TaskDocument } from '../model/task-document.ts'
import { openPlaces, type Places } from '../query/places.ts'
import { boardOf, type Board } from '../tasks/board.ts'
import { WorkspaceError } from '../workspace/errors.ts'
import { diskFileSystem, type FileSystem } from '../workspace/file-system.ts'
import { locateTasks, readTarget, type TaskTarget } from '../workspace/task-target.ts'
import type { Call } from './arguments.ts'
import { changedDocuments } from './board-session.ts'
import { callOf } from './call-of.ts'
import { readAll } from './document-tasks.ts'
import type { Io } from './io.ts'
import type { Line } from './terminal.ts'

/** The document with the tasks that a view speaks about, as it stands on the disk. */
export interface Viewed {
  readonly fs: FileSystem
  readonly target: TaskTarget
  readonly source: SourceFile
  readonly board: Board
  readonly places: Places
}

/**
 * The task document that a call names: an execute.md, or a list of tasks of any origin. Null where there is only a plan,
 * which has to be compiled to be asked; what is wrong with the name is said there.
 */
export function openViewed(call: Call, io: Io): Viewed | null {
  const opened = openTarget(call, io)
  if (opened === null) return null
  const viewed = viewedOf(opened, readAll(opened.target, opened.source))
  return viewed.board.tasks.length === 0 && !opened.target.own ? null : viewed
}

type Opened = Pick<Viewed, 'fs' | 'target' | 'source'>

export const viewedOf = (opened: Opened, document: TaskDocument): Viewed => ({
  ...opened,
  board: boardOf(document),
  places: openPlaces([opened.source]),
})

/** Locates and reads the task document; null where there is none. */
export function openTarget(call: Call, io: Io): Opened | null {
  const fs = io.fs ?? diskFileSystem
  // One of several plans of a document is chosen by compiling it.
  if (call.doc === '-' || call.values['plan'] !== undefined) return null
  let target: TaskTarget
  try {
    target = locateTasks(fs, call.doc, io.cwd, call.values['out'])
  } catch (error) {
    if (error instanceof WorkspaceError) return null
    throw error
  }
  return { fs, target, source: readTarget(fs, target).source }
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
