import type { TaskDocument } from '../../model/task-document.ts'
import { formatLock, parseLock, type Lock, type LockTask } from '../lock.ts'
import { idsOfLock, idSource, likeness } from './ids.ts'
import { findRegions, type Region } from './markers.ts'
import { recordsOf, type Renamed } from './sides.ts'

/** A record and the task of the document that it could be of. */
interface Match {
  readonly record: LockTask
  readonly id: string
  readonly score: number
}

/** Which record of several with one id goes with which task of the document. */
function matches(records: readonly LockTask[], ids: readonly string[], words: ReadonlyMap<string, string>): Match[] {
  const all = records.flatMap((record) =>
    ids.map((id): Match => ({ record, id, score: likeness(record.text, words.get(id) ?? '') })),
  )
  const taken = new Set<LockTask | string>()
  const found: Match[] = []
  for (const match of all.toSorted((a, b) => b.score - a.score)) {
    if (taken.has(match.record) || taken.has(match.id)) continue
    taken.add(match.record).add(match.id)
    found.push(match)
  }
  return found
}

/** New ids of the records that share one, by identity of the record. */
function renamedRecords(lock: Lock, doc: TaskDocument, renamed: readonly Renamed[]): ReadonlyMap<LockTask, string> {
  const words = new Map(doc.tasks.filter(({ id }) => id !== '').map((task) => [task.id, task.text]))
  const ids = idSource([...words.keys(), ...idsOfLock(lock)])
  const result = new Map<LockTask, string>()
  for (const [id, records] of recordsOf(lock)) {
    if (records.length < 2) continue
    // The driver for git has given the other task a new id before the locks were merged: any that no record knows.
    const free = [...words].filter(([other]) => other !== id && !recordsOf(lock).has(other)).map(([other]) => other)
    const known = renamed.filter(({ from }) => from === id).map(({ to }) => to)
    const alike = free.filter((other) => records.some((record) => record.text === words.get(other)))
    const candidates = [...new Set([id, ...known, ...alike])]
    const found = matches(records, candidates, words)
    const keeper = found.find((match) => match.id === id)?.record ?? records[0]
    for (const record of records) {
      if (record === keeper) continue
      result.set(record, found.find((match) => match.record === record)?.id ?? ids.next(id))
    }
  }
  return result
}

function sideOf(text: string, regions: readonly Region[], side: 'ours' | 'theirs'): string {
  let result = ''
  let at = 0
  for (const region of regions) {
    result += text.slice(at, region.start) + text.slice(region[side].start, region[side].end)
    at = region.end
  }
  return result + text.slice(at)
}

const identity = ({ id, key }: LockTask): string => JSON.stringify([id, key])

/** The records that only one side of a conflict in the lock has; null for a lock without conflict. */
function ownRecords(text: string): readonly [ReadonlySet<string>, ReadonlySet<string>] | null {
  const { regions } = findRegions(text)
  if (regions.length === 0) return null
  const sides = (['ours', 'theirs'] as const).map(
    (side) => new Set(parseLock(sideOf(text, regions, side)).lock.tasks.map(identity)),
  )
  const only = (own: Set<string>, other: Set<string>): Set<string> => new Set([...own].filter((one) => !other.has(one)))
  return [only(sides[0]!, sides[1]!), only(sides[1]!, sides[0]!)]
}

/**
 * The lock that goes with a healed document, as text: conflict markers gone, both sides united by key and id, and each
 * record under the id that its task has in the document. The text as it was where nothing of this is needed.
 */
export function healLock(text: string, document: () => TaskDocument, renamed: readonly Renamed[]): string {
  const { lock, conflicted } = parseLock(text)
  const isDouble = recordsOf(lock).size < lock.tasks.length
  const news = isDouble ? renamedRecords(lock, document(), renamed) : new Map<LockTask, string>()
  if (!conflicted && news.size === 0) return text
  if (news.size === 0) return formatLock(lock)
  const own = ownRecords(text)
  const tasks = lock.tasks.map((record): LockTask => {
    const id = news.get(record) ?? record.id
    const set = own?.find((side) => side.has(identity(record)))
    if (set === undefined) return { ...record, id }
    // Records that came with the renamed one mean that one.
    const moved = new Map([...news].filter(([other]) => set.has(identity(other))).map(([other, to]) => [other.id, to]))
    const now = (name: string): string => moved.get(name) ?? name
    return { ...record, id, after: now(record.after), depends: record.depends.map(now) }
  })
  return formatLock({ ...lock, tasks })
}
