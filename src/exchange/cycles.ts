import { code } from './appendix.ts'
import type { ForeignTask } from './imported.ts'

/**
 * The tasks without the statements that close a circle, since nothing in a circle could ever start: each is kept as a
 * line below its task and told. Linear in tasks and statements.
 */
export function withoutCycles(tasks: readonly ForeignTask[], warnings: string[]): readonly ForeignTask[] {
  const at = new Map(tasks.map(({ id }, index) => [id, index]))
  const closing = tasks.map((): Set<string> => new Set())
  const state: ('new' | 'open' | 'closed')[] = tasks.map(() => 'new')
  for (const first of tasks.keys()) {
    if (state[first] !== 'new') continue
    state[first] = 'open'
    const path: { readonly task: number; next: number }[] = [{ task: first, next: 0 }]
    while (path.length > 0) {
      const step = path.at(-1)!
      const wanted = tasks[step.task]!.dependsOn[step.next++]
      if (wanted === undefined) {
        state[step.task] = 'closed'
        path.pop()
        continue
      }
      const target = at.get(wanted)
      if (target === undefined || state[target] === 'closed') continue
      if (state[target] === 'open') closing[step.task]!.add(wanted)
      else {
        state[target] = 'open'
        path.push({ task: target, next: 0 })
      }
    }
  }
  return tasks.map((task, index) => {
    const left = closing[index]!
    if (left.size === 0) return task
    const names = [...left]
    warnings.push(`${task.source}: ${task.id} waits for ${names.join(', ')} in a circle; that is left out.`)
    return {
      ...task,
      dependsOn: task.dependsOn.filter((id) => !left.has(id)),
      body: [...task.body, `- In a circle with: ${names.map(code).join(', ')}`],
    }
  })
}
