import type { TaskDocument } from '../../model/task-document.ts'
import { formatLock, parseLock, type Lock, type LockTask } from '../lock.ts'
import { recordsOf } from './double-ids.ts'
import { areDifferent, idsOfLock, idSource, likeness } from './ids.ts'
import { findRegions, type Region } from './markers.ts'
import { sharedNumbers } from '../shared-numbers.ts'
import { renumberedLock } from './milestones.ts'
import type { Renamed } from './places.ts'

/** A record and the task of the document that it could be of. */
interface Match {
  readonly record: LockTask
  readonly id: string
  readonly score: number
}

/** One record of two that mean one task: what they disagree in has no base. */
function united(first: LockTask, second: LockTask, words: string | undefined): LockTask {
  const [kept, other] = second.text === words && first.text !== words ? [second, first] : [first, second]
  const names = ['key', 'source', 'phase', 'after', 'p', 'm', 'text', 'estimate', 'depends', 'body', 'noted'] as const
  const apart = names.filter((name) => JSON.stringify(kept[name]) !== JSON.stringify(other[name]))
  return { ...kept, differs: [...new Set([...(kept.differs ?? []), ...(other.differs ?? []), ...apart])] }
}

/** Records of one id that are one task, reworded in the plan of one branch, become one. */
function withoutReworded(lock: Lock, words: ReadonlyMap<string, string>): Lock {
  const tasks: LockTask[] = []
  const at = new Map<string, number>()
  for (const record of lock.tasks) {
    const index = at.get(record.id)
    const first = index === undefined ? undefined : tasks[index]
    if (first === undefined || areDifferent(first.text, record.text, 2)) {
      at.set(record.id, tasks.length)
      tasks.push(record)
    } else tasks[index!] = united(first, record, words.get(record.id))
  }
  return { ...lock, tasks }
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
function renamedRecords(
  lock: Lock,
  words: ReadonlyMap<string, string>,
  renamed: readonly Renamed[],
): ReadonlyMap<LockTask, string> {
  const ids = idSource([...words.keys(), ...idsOfLock(lock)])
  const result = new Map<LockTask, string>()
  const byId = recordsOf(lock)
  // The driver for git has given the other task a new id before the locks were merged: one that no record knows.
  const free = new Map([...words].filter(([id]) => !byId.has(id)).map(([id, text]) => [text, id]))
  for (const [id, records] of byId) {
    if (records.length < 2) continue
    const known = renamed.filter(({ from }) => from === id).map(({ to }) => to)
    const alike = records.flatMap((record) => free.get(record.text) ?? [])
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
  const { lock: given, conflicted } = parseLock(text)
  const isShared = sharedNumbers(given).size > 0
  const read = isShared ? renumberedLock(given, document()) : given
  if (recordsOf(read).size === read.tasks.length) return conflicted || isShared ? formatLock(read) : text
  const words = new Map(document().tasks.map((task) => [task.id, task.text]))
  const lock = withoutReworded(read, words)
  const news = renamedRecords(lock, words, renamed)
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
