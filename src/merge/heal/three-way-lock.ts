import { formatLock, parseLock, type Lock } from '../lock.ts'
import { healLock } from './lock.ts'
import { documentOf } from './places.ts'

type Fields = Readonly<Record<string, unknown>>

const isSame = (a: unknown, b: unknown): boolean => a === b || JSON.stringify(a) === JSON.stringify(b)

/** The version that changed; undefined where both did, each in another way. */
function changed<T>(base: T, ours: T, theirs: T): T | undefined {
  if (isSame(ours, theirs) || isSame(base, theirs)) return ours
  return isSame(base, ours) ? theirs : undefined
}

/** Merges a record field by field. Where both sides changed a field, the first counts and the field has no base. */
function mergeRecord<T extends object>(base: T | undefined, ours: T, theirs: T): T {
  const [before, first, second] = [base ?? {}, ours, theirs] as readonly Fields[] as [Fields, Fields, Fields]
  const differs = new Set([first['differs'], second['differs']].flatMap((list) => (list ?? []) as string[]))
  const merged: Record<string, unknown> = { ...second, ...first }
  for (const name of new Set([...Object.keys(first), ...Object.keys(second)])) {
    if (name === 'differs' || name === 'extra') continue
    const value =
      base === undefined && !isSame(first[name], second[name])
        ? undefined
        : changed(before[name], first[name], second[name])
    if (value === undefined) differs.add(name)
    else merged[name] = value
  }
  delete merged['differs']
  return { ...merged, ...(differs.size > 0 && { differs: [...differs] }) } as T
}

/** Records by name: by their short one where all three versions have it once at most, else by their whole identity. */
function named<T>(lists: readonly (readonly T[])[], short: (record: T) => string, identity: (record: T) => string) {
  const several = new Set<string>()
  for (const list of lists) {
    const seen = new Set<string>()
    for (const record of list) (seen.has(short(record)) ? several : seen).add(short(record))
  }
  const name = (record: T): string =>
    several.has(short(record)) ? `${short(record)}\n${identity(record)}` : short(record)
  return lists.map((list) => new Map(list.map((record) => [name(record), record])))
}

function mergeList<T extends object>(
  base: readonly T[],
  ours: readonly T[],
  theirs: readonly T[],
  short: (record: T) => string,
  identity: (record: T) => string = short,
): readonly T[] {
  // A name that both sides gave anew is of two different records, unless these are equal in all that names them.
  const old = new Set(base.map(short))
  const name = (record: T): string => (old.has(short(record)) ? short(record) : identity(record))
  const [before, first, second] = named([base, ours, theirs], name, identity)
  const result: T[] = []
  for (const key of new Set([...first!.keys(), ...second!.keys()])) {
    const [was, mine, other] = [before!.get(key), first!.get(key), second!.get(key)]
    if (mine !== undefined && other !== undefined) result.push(mergeRecord(was, mine, other))
    else {
      const left = (mine ?? other)!
      // One side deleted it: it goes, unless the other side changed it.
      if (was === undefined || !isSame(was, left)) result.push(left)
    }
  }
  return result
}

const single = <T>(base: T, ours: T, theirs: T, none: T): T => changed(base, ours, theirs) ?? none

/**
 * Merges three versions of a lock record by record and field by field. Records that two branches gave the same id are
 * told apart when the lock is read together with its document.
 */
export function mergeLocks(base: string, ours: string, theirs: string): string {
  if (ours === theirs || base === theirs) return ours
  if (base === ours) return theirs
  const [before, first, second] = [base, ours, theirs].map((text) => parseLock(text).lock) as [Lock, Lock, Lock]
  const merge = <T extends object>(list: (lock: Lock) => readonly T[], short: (record: T) => string, whole = short) =>
    mergeList(list(before), list(first), list(second), short, whole)
  const pair = (...parts: readonly unknown[]): string => JSON.stringify(parts)
  return formatLock({
    header: mergeRecord(before.header, first.header, second.header),
    documents: merge(
      (lock) => lock.documents,
      (record) => record.doc,
    ),
    after: single(before.after, first.after, second.after, ''),
    choice: single(before.choice, first.choice, second.choice, null),
    milestones: merge(
      (lock) => lock.milestones,
      (record) => String(record.milestone),
      (record) => pair(record.milestone, record.key),
    ),
    headings: merge(
      (lock) => lock.headings,
      (record) => record.heading,
    ),
    blocks: merge(
      (lock) => lock.blocks,
      (record) => record.block,
    ),
    tasks: merge(
      (lock) => lock.tasks,
      (record) => record.id,
      (record) => pair(record.id, record.key),
    ),
    entries: merge(
      (lock) => lock.entries,
      (record) => record.entry,
      (record) => pair(record.entry, record.key),
    ),
    gone: merge(
      (lock) => lock.gone,
      (record) => record.gone,
      (record) => pair(record.gone, record.key),
    ),
    unknown: [...new Set([...first.unknown, ...second.unknown])].filter(
      (line) => !before.unknown.includes(line) || (first.unknown.includes(line) && second.unknown.includes(line)),
    ),
  })
}

/** As {@link mergeLocks} for versions that may hold conflicts of an earlier merge themselves. */
export function mergeLockFiles(base: string, ours: string, theirs: string): string {
  const whole = (text: string): string => healLock(text, () => documentOf('', ''), [])
  return mergeLocks(whole(base), whole(ours), whole(theirs))
}
