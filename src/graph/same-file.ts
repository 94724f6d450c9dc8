import type { Task } from '../model/task.ts'
import { link, type Link } from './net.ts'
import { segmentsOf, writtenPaths } from './paths.ts'
import { createTrie, recordWriter } from './trie.ts'

/**
 * Who waits for whom because both write the same file or one writes a folder above the other's. Only neighbours are
 * linked: the rest follows. `order` holds task numbers; it is document order except where stronger edges already
 * turned some writers round.
 */
export function sameFileLinks(tasks: readonly Task[], order: Iterable<number>): Link[] {
  const root = createTrie()
  const links: Link[] = []
  const byRank: number[] = []
  for (const at of order) {
    const rank = byRank.push(at) - 1
    const seen = new Set<number>()
    for (const { path } of writtenPaths(tasks[at] as Task)) {
      for (const earlier of recordWriter(root, segmentsOf(path), rank)) {
        if (seen.has(earlier)) continue
        seen.add(earlier)
        links.push(link(byRank[earlier] as number, at, 'same-file', path))
      }
    }
  }
  return links
}
