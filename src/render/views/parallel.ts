import type { Execution } from '../../model/execution.ts'
import { compareNatural } from '../../model/order.ts'
import type { Task } from '../../model/task.ts'
import { codeSpan } from '../inline.ts'
import { block, type BlockView } from './block.ts'
import type { Outline, OutlinePhase } from './outline.ts'

// A line that names more is no example any more.
const LONGEST = 12

/** The most tasks of a phase that carry `[P]` and can start in the same wave; the earliest wave of those. */
export function parallelGroup(phase: OutlinePhase, execution: Execution): readonly Task[] {
  const { parallel, timing } = execution.graph
  const waves = new Map<number, Task[]>()
  for (const task of phase.tasks) {
    if (!Object.hasOwn(parallel, task.id) || !parallel[task.id]!.parallel) continue
    const wave = Object.hasOwn(timing, task.id) ? timing[task.id]!.wave : 0
    const known = waves.get(wave)
    if (known === undefined) waves.set(wave, [task])
    else known.push(task)
  }
  let best: readonly Task[] = []
  for (const [, tasks] of Array.from(waves).sort(([a], [b]) => a - b)) if (tasks.length > best.length) best = tasks
  // By id, since where a person put them says nothing here.
  return best.toSorted((a, b) => compareNatural(a.id, b.id))
}

/** The example of tasks that may run together, from the first milestone that has two; none in a plan of one milestone. */
export function parallelViews(outline: Outline, full: boolean): BlockView[] {
  if (outline.milestones.length < 2 && !full) return []
  for (const phase of outline.milestones) {
    const group = parallelGroup(phase, outline.execution)
    if (group.length < 2) continue
    const files = new Set(
      group.flatMap((task) => task.paths.filter(({ role }) => role === 'write').map(({ path }) => path)),
    )
    const shown = group.slice(0, LONGEST).map((task) => task.id)
    const view = {
      milestone: phase.milestone!.number,
      tasks: codeSpan(shown.join(' ')) + (group.length > LONGEST ? ` and ${group.length - LONGEST} more` : ''),
      count: group.length,
      files: files.size,
    }
    return [block('parallel', 'parallel', view)]
  }
  return full ? [block('parallel', 'parallel', { milestone: '', tasks: '', count: 0, files: 0 })] : []
}
