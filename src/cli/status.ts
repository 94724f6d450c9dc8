import { statusView, type StatusView } from '../query/status.ts'
import { WorkspaceError } from '../workspace/errors.ts'
import { diskFileSystem, type FileSystem } from '../workspace/file-system.ts'
import { checkTargets } from '../workspace/check-targets.ts'
import { rememberingFileSystem } from '../workspace/remembering.ts'
import type { Located } from '../workspace/locate.ts'
import { displayPath } from '../workspace/paths.ts'
import { taskTarget, type TaskTarget } from '../workspace/task-target.ts'
import type { Call } from './arguments.ts'
import { changedDocuments, openBoard } from './board-session.ts'
import { callOf } from './call-of.ts'
import type { Io } from './io.ts'
import type { Outcome } from './outcome.ts'
import { nextCommand, statusLines, statusTable, type StatusRow } from './status-text.ts'
import { columnsOf } from './terminal.ts'

/** Tells how far one document is, or all of the repository. */
export async function run(call: Call, io: Io): Promise<Outcome> {
  const fs = io.fs ?? diskFileSystem
  if (!call.switches.has('watch')) return look(fs, call, io)
  const { watchStatus } = await import('./status-watch.ts')
  return watchStatus(call, io, () => look(fs, call, io))
}

const viewOf = (fs: FileSystem, target: TaskTarget): StatusView => {
  const { board, claims, lineOf } = openBoard(fs, target)
  return statusView(board, claims, lineOf, changedDocuments(fs, target))
}

function look(disk: FileSystem, call: Call, io: Io): Outcome {
  const fs = rememberingFileSystem(disk)
  const rows = checkTargets(fs, call.docs, io.cwd).map((located) => rowOf(fs, located, call))
  const columns = columnsOf(io.stdout)
  const [only] = rows
  const one = rows.length === 1 ? (only?.view ?? null) : null
  const first = rows.find(({ command }) => command !== null)
  return {
    code: 0,
    data: { visions: rows.map(({ id, view, command }) => ({ id, status: view, command })) },
    diagnostics: [],
    out: one === null ? statusTable(rows, columns) : statusLines(one, only!.command, columns, call),
    notes: one !== null ? [] : [first === undefined ? 'All done.' : `Next ${first.command}`],
  }
}

/** A view of null where there is no task document yet. */
function rowOf(fs: FileSystem, located: Located, call: Call): StatusRow {
  const { id } = located
  try {
    const view = viewOf(fs, taskTarget(fs, located))
    // As it was named; of several each by its document.
    const doc = call.docs.length === 1 && call.doc !== null ? call.doc : view.file
    return { id, view, command: nextCommand(view, { ...call, doc }) }
  } catch (error) {
    if (!(error instanceof WorkspaceError) || error.code !== 'not-found') throw error
    const { folder, documents, root } = located
    return {
      id,
      view: null,
      command: callOf({ ...call, doc: displayPath(root, folder ?? documents[0]?.path ?? root) }, 'execute'),
    }
  }
}
