import type { Task } from '../model/task.ts'
import { link, type Link } from './net.ts'

/** The steps of each sequence, one after the other inside their phase. */
export function sequenceLinks(tasks: readonly Task[]): Link[] {
  const last = new Map<string, number>()
  const links: Link[] = []
  for (let at = 0; at < tasks.length; at++) {
    const task = tasks[at]!
    const { sequence } = task
    if (sequence === '') continue
    const key = `${task.phase} ${sequence}`
    const before = last.get(key)
    if (before !== undefined) links.push(link(before, at, 'sequence', sequence))
    last.set(key, at)
  }
  return links
}
