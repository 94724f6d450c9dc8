import type { Board } from '../tasks/board.ts'
import { boardPhase, firstLine, namedPaths, statedIds, type BoardTask } from './board-tasks.ts'
import { saying, type ListView, type TaskFilter, type TaskRow } from './list.ts'
import type { Places } from './places.ts'

/** Phases that a word names: by id, by kind, by number, else by words of their headings. */
export function phasesNamed(board: Board, word: string): ReadonlySet<string> {
  const wanted = word.trim().toLowerCase()
  const names = board.phases.map((phase, at) => ({ phase, name: boardPhase(board, at) }))
  const readings: ((name: (typeof names)[number]) => boolean)[] = [
    ({ name }) => name.id.toLowerCase() === wanted,
    ({ phase }) => phase.id.toLowerCase() === wanted || phase.kind === wanted,
    ({ phase }) => /^\d+$/.test(wanted) && phase.id === `M${Number(wanted)}`,
    ({ phase }) => {
      const story = /^us(\d+)$/.exec(wanted)?.[1]
      return story !== undefined && new RegExp(`\\bUser Story ${story}\\b`, 'i').test(phase.title)
    },
    ({ phase }) => wanted !== '' && phase.title.toLowerCase() === wanted,
    ({ phase }) => wanted !== '' && phase.title.toLowerCase().includes(wanted),
  ]
  for (const reading of readings) {
    const found = names.filter(reading)
    if (found.length > 0) return new Set(found.map(({ name }) => name.id))
  }
  return new Set()
}

/** Tasks of a document, filtered as those of a compiled plan are. */
export function boardList(board: Board, places: Places, filter: TaskFilter): ListView {
  const { tasks, statuses, phaseOf, estimates, document } = board
  const names = board.phases.map((_, at) => boardPhase(board, at).id)
  const says = saying(filter)
  const wanted = (task: BoardTask, at: number): boolean =>
    (filter.phases === null || filter.phases.has(names[phaseOf[at]!]!)) &&
    (filter.statuses === null || filter.statuses.has(statuses[at]!)) &&
    (!filter.parallel || task.parallel) &&
    says(task, () => namedPaths(task).map(({ path }) => path))
  const row = (task: BoardTask, at: number): TaskRow => ({
    id: task.id,
    text: task.text,
    status: statuses[at]!,
    phase: names[phaseOf[at]!]!,
    parallel: task.parallel,
    estimate: estimates[at]!,
    dependsOn: statedIds(board, at),
    writes: namedPaths(task).flatMap(({ path, role }) => (role === 'write' ? [path] : [])),
    ...places.spot({ file: document.file, ...firstLine(board, task) }),
  })
  return {
    total: tasks.length,
    tasks: tasks.flatMap((task, at) => (wanted(task, at) ? [row(task, at)] : [])),
  }
}
