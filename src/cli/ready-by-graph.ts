import { plainId } from '../edit/find-tasks.ts'
import { readyTasks } from '../graph/index.ts'
import type { DocumentTask, TaskDocument } from '../model/task-document.ts'
import type { Call } from './arguments.ts'
import type { Io } from './io.ts'
import { openSession } from './session.ts'

/**
 * The tasks of a compiled document that could start, in document order: by the edges of the compiler, phases included,
 * and the boxes of the document. Null where the plan does not compile.
 */
export async function readyByGraph(
  call: Call,
  io: Io,
  document: TaskDocument,
): Promise<readonly DocumentTask[] | null> {
  const { result } = await openSession(call, io)
  if (result.status !== 'compiled') return null
  const over = new Set<string>()
  for (const { id, state } of document.tasks) if (state === 'done' || state === 'dropped') over.add(plainId(id))
  const there = new Set(document.tasks.map(({ id }) => plainId(id)))
  // A task that a person deleted from the document is waited for by nobody.
  const isOver = (id: string): boolean => over.has(plainId(id)) || !there.has(plainId(id))
  const ready = new Set(readyTasks(result.execution.graph, isOver).map(plainId))
  const known = new Set(result.execution.tasks.map(({ id }) => plainId(id)))
  return document.tasks.filter(
    ({ id, state }) => state === 'open' && id !== '' && (ready.has(plainId(id)) || !known.has(plainId(id))),
  )
}
