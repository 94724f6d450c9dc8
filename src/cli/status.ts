import { statusView, type StatusView } from '../query/status.ts'
import { WorkspaceError } from '../workspace/errors.ts'
import { diskFileSystem, type FileSystem } from '../workspace/file-system.ts'
import { checkTargets } from '../workspace/check-targets.ts'
import { rememberingFileSystem } from '../workspace/remembering.ts'
import type { Located } from '../workspace/locate.ts'
import { taskTarget, type TaskTarget } from '../workspace/task-target.ts'
import type { Call } from './arguments.ts'
import { changedDocuments, openBoard } from './board-session.ts'
import type { Io } from './io.ts'
import type { Outcome } from './outcome.ts'
import { statusLines, statusTable, type StatusRow } from './status-text.ts'
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
  const rows = checkTargets(fs, call.docs, io.cwd).map((located) => rowOf(fs, located))
  const columns = columnsOf(io.stdout)
  const [only] = rows
  const one = rows.length === 1 ? (only?.view ?? null) : null
  return {
    code: 0,
    data: { visions: rows.map(({ id, view }) => ({ id, status: view })) },
    diagnostics: [],
    out: one === null ? statusTable(rows, columns) : statusLines(one, columns, call),
    notes: rows.some(({ view }) => view === null) ? ['Not compiled yet: intentk execute NAME'] : [],
  }
}

/** Null where there is no task document yet. */
function rowOf(fs: FileSystem, located: Located): StatusRow {
  try {
    return { id: located.id, view: viewOf(fs, taskTarget(fs, located)) }
  } catch (error) {
    if (error instanceof WorkspaceError && error.code === 'not-found') return { id: located.id, view: null }
    throw error
  }
}
