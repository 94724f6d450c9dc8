import type { Execution } from '../model/execution.ts'
import type { Task } from '../model/task.ts'
import type { Imported, ImportItem } from './imported.ts'
import { lineAt, lineStarts } from './lines.ts'

/** What became of an item once the plan was compiled. */
export interface ReportedItem extends Omit<ImportItem, 'to' | 'name'> {
  /** `task`: a task of its own. `plan`: a part of one, or a line of the plan that is none. `appendix`: kept behind it. */
  readonly to: 'task' | 'plan' | 'appendix'
  /** Its id in execute.md, '' where it is no task. */
  readonly task: string
}

/**
 * What became of each item: the task that the compiler made of its line; where people have changed the plan since it was
 * imported, the task of its id.
 */
export function reportItems(
  imported: Imported,
  plan: { readonly path: string; readonly text: string },
  { tasks }: Execution,
): readonly ReportedItem[] {
  const isSame = plan.text.replaceAll('\r\n', '\n') === imported.plan.replaceAll('\r\n', '\n')
  const starts = lineStarts(plan.text)
  const byLine = new Map<number, Task>()
  for (const task of isSame ? tasks : []) {
    const { file, start } = task.origin.place
    const line = lineAt(starts, start)
    if (file === plan.path && !byLine.has(line)) byLine.set(line, task)
  }
  const byName = new Map(tasks.flatMap((task) => [[task.planId, task] as const, [task.id, task] as const]))
  return imported.items.map(({ name, to, ...item }): ReportedItem => {
    const named = name === '' ? undefined : byName.get(name)
    const task = to === 'appendix' ? undefined : isSame ? byLine.get(item.line) : named
    return { ...item, to: task === undefined ? to : 'task', task: task?.id ?? '' }
  })
}
