import { dependenciesOf } from '../edit/dependencies-of.ts'
import { plainId } from '../edit/find-tasks.ts'
import type { Span } from '../model/source.ts'
import type { PathMention } from '../model/values.ts'
import { findPaths } from '../parse/text/paths.ts'
import type { Board } from '../tasks/board.ts'
import type { PhaseName, TaskBrief } from './tasks.ts'

/** A task as progress sees it. */
export type BoardTask = Board['tasks'][number]

/** The first line of a task, without its line end. */
export function firstLine({ document: { text } }: Board, { start }: Pick<BoardTask, 'start'>): Span {
  const newline = text.indexOf('\n', start)
  const end = newline < 0 ? text.length : newline
  return { start, end: text[end - 1] === '\r' ? end - 1 : end }
}

/** The index of the task that starts at a place of the document; -1 for none. */
export const indexAt = ({ tasks }: Board, start: number): number => tasks.findIndex((task) => task.start === start)

/** The name of a phase of a board, as a compiled plan names it where it has the same. */
export function boardPhase({ phases }: Board, phase: number): PhaseName {
  const { id, kind, title } = phases[phase]!
  const isOnly = kind !== 'work' && phases.every((other, at) => other.kind !== kind || at === phase)
  return { id: isOnly ? kind : id, title: withoutNumber(title) }
}

const withoutNumber = (title: string): string => title.replace(/^Phase \d+: (?=\S)/, '')

/** The files that the words of a task name, each once; one that is written is not read besides. */
export function namedPaths({ text, body }: Pick<BoardTask, 'text' | 'body'>): readonly PathMention[] {
  const { paths } = findPaths([text, ...body].join('\n'))
  const byPath = new Map<string, PathMention>()
  for (const path of paths) {
    const known = byPath.get(path.path)
    if (known === undefined || (known.role === 'read' && path.role === 'write')) byPath.set(path.path, path)
  }
  return [...byPath.values()]
}

export const boardBrief = ({ tasks, statuses }: Board, task: number): TaskBrief => {
  const { id, text } = tasks[task]!
  return { id, text, status: statuses[task]! }
}

/** Ids of the tasks that a task states to wait for, as they are spelled where they stand. */
export function statedIds(board: Board, task: number): readonly string[] {
  const { tasks, waitsFor } = board
  const named = new Set(dependenciesOf(tasks[task]!).map(plainId))
  const stated = waitsFor[task]!.filter((other) => named.has(plainId(tasks[other]!.id)))
  // A range names more tasks than it spells out.
  const all = stated.length === named.size ? stated : waitsFor[task]!
  return [...new Set(all)].map((other) => tasks[other]!.id)
}
