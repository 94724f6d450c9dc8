import type { Task } from '../model/task.ts'
import { link, type Link } from './net.ts'
import type { Frame } from './phases.ts'

/**
 * A milestone's validation task waits for every other task of its milestone. Where a person added a second one,
 * it waits for the first, which stands for the rest.
 */
export function validationLinks(tasks: readonly Task[], frame: Frame): Link[] {
  const links: Link[] = []
  frame.ids.forEach((id, phase) => {
    if (!id.startsWith('M')) return
    const members = frame.members[phase] as readonly number[]
    const checks: number[] = []
    const others: number[] = []
    for (let place = 0; place < members.length; place++) {
      const at = members[place]!
      if (tasks[at]!.kind === 'validate') checks.push(at)
      else others.push(at)
    }
    const first = checks[0]
    if (first === undefined) return
    const because = `validates ${id}`
    for (let place = 0; place < others.length; place++) links.push(link(others[place]!, first, 'validation', because))
    for (let at = 1; at < checks.length; at++) links.push(link(checks[at - 1]!, checks[at]!, 'validation', because))
  })
  return links
}
