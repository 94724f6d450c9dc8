import type { Task } from '../model/task.ts'
import { link, type Link } from './net.ts'
import { writerRecord, type Writes } from './writes.ts'

/**
 * Who waits for whom because both write the same file or one writes a folder above the other's. Only neighbours are
 * linked: the rest follows. `order` holds task numbers; it is document order (null) except where stronger edges already
 * turned some writers round.
 */
export function sameFileLinks(tasks: readonly Task[], writes: Writes, order: Int32Array | null): Link[] {
  if (writes.alone) return []
  const record = writerRecord(writes)
  const links: Link[] = []
  // For each task the one that was linked to it last, so that two files in common make one link.
  const linked = new Int32Array(tasks.length).fill(-1)
  for (let rank = 0; rank < tasks.length; rank++) {
    const at = order === null ? rank : order[rank]!
    for (let spot = writes.start[at]!; spot < writes.start[at + 1]!; spot++) {
      for (const earlier of record(writes.files[spot]!, rank)) {
        if (linked[earlier] === rank) continue
        linked[earlier] = rank
        links.push(link(order === null ? earlier : order[earlier]!, at, 'same-file', writes.mentions[spot]!.path))
      }
    }
  }
  return links
}
