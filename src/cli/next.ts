import { nextView } from '../query/next.ts'
import { diskFileSystem } from '../workspace/file-system.ts'
import { locateTasks } from '../workspace/task-target.ts'
import type { Call } from './arguments.ts'
import { openBoard } from './board-session.ts'
import { callOf, callOfTasks } from './call-of.ts'
import { columnLines, type Cell } from './columns.ts'
import { count } from './compiled.ts'
import type { Io } from './io.ts'
import type { Outcome } from './outcome.ts'
import { columnsOf, type Line } from './terminal.ts'

/** Nobody reads more than this to choose the next task. */
const LIMIT = 20

/** Lists what can start now. */
export async function run(call: Call, io: Io): Promise<Outcome> {
  const fs = io.fs ?? diskFileSystem
  const target = locateTasks(fs, call.doc, io.cwd, call.values['out'])
  const { board, claims, lineOf } = openBoard(fs, target)
  const parallel = call.values['parallel'] === undefined ? null : Number(call.values['parallel'])
  const limit = Number(call.values['limit'] ?? LIMIT)
  const view = nextView(board, { parallel, limit, phase: call.values['milestone'] ?? null, claims }, lineOf)
  const rows = view.tasks.map(({ id, line, text, parallel: marked }): readonly Cell[] => [
    { text: id === '' ? `L${line}` : id, style: 'bold' },
    { text: marked ? '[P]' : '' },
    { text },
  ])
  const [first] = view.tasks
  const name = first === undefined ? '' : first.id === '' ? `L${first.line}` : first.id
  return {
    code: 0,
    data: view,
    diagnostics: [],
    out: columnLines(rows, columnsOf(io.stdout)),
    notes: [
      ...summary(view.ready, view.tasks.length, board, parallel),
      ...view.leftOut.map(({ id, line, because }): Line => `  not ${id === '' ? `L${line}` : id}: ${because}`),
      ...(first === undefined ? [] : [`Next ${callOfTasks(call, 'start', [name])} --as YOU`]),
      ...(first === undefined && board.statuses.includes('blocked') ? [`See ${callOf(call, 'status')}`] : []),
    ],
  }
}

function summary(
  ready: number,
  shown: number,
  { tasks, statuses }: ReturnType<typeof openBoard>['board'],
  parallel: number | null,
): readonly Line[] {
  if (ready > 0) {
    return parallel === null
      ? [
          `${count(ready, 'task')} can start now${shown < ready ? `, the first ${shown} are listed (--limit ${ready} lists all)` : ''}`,
        ]
      : [`${shown} of ${count(ready, 'ready task')} can run together`]
  }
  const open = statuses.filter((status) => status === 'blocked').length
  const started = statuses.filter((status) => status === 'started').length
  if (tasks.length > 0 && open + started === 0) return ['All tasks are done.']
  return [`Nothing can start now: ${open} blocked, ${started} started.`]
}
