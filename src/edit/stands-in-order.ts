import type { Task } from '../model/task.ts'

const TASK = /^[ \t>]*[-*+] \[[^\]\n]{1,3}\] [*_`~]{0,5}T\d+[a-z]?\b/gm

/**
 * Whether tasks stand in a text in the order in which they were computed with. Where a person moved some and others
 * came in between, they may not, and what follows from their order (sums, `[P]`, edges of one file) is not yet said.
 */
export function standsInOrder(tasks: readonly Pick<Task, 'id'>[], text: string): boolean {
  const places = new Map<string, number>()
  for (let at = 0; at < tasks.length; at++) places.set(tasks[at]!.id, at)
  let last = -1
  const heads = text.match(TASK) ?? []
  for (let index = 0; index < heads.length; index++) {
    // An id is the end of what was found, and has one capital.
    const at = places.get(heads[index]!.slice(heads[index]!.lastIndexOf('T')))
    if (at === undefined) continue
    if (at < last) return false
    last = at
  }
  return true
}
