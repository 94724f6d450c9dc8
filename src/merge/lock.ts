import type { Diagnostic } from '../model/diagnostic.ts'
import { compareNatural } from '../model/order.ts'
import { splitLock } from './lock-lines.ts'
import type { RawRecord } from './lock-lines.ts'
import { defaults, emptyLock, fits, isPhaseId, lockVersion, recordKinds } from './lock-records.ts'
import type { Lock, LockTask, RecordKind } from './lock-records.ts'
import { sharedNumbers } from './shared-numbers.ts'
import { byNumber, printTaskRecords, readTaskRecord } from './lock-task.ts'

export { emptyLock, lockVersion } from './lock-records.ts'
export type {
  Lock,
  LockBlock,
  LockDocument,
  LockEntry,
  LockGone,
  LockHeader,
  LockHeading,
  LockMilestone,
  LockTask,
} from './lock-records.ts'

/** A lock as read, and what was wrong with its file. `conflicted` tells of conflict markers. */
export interface ParsedLock {
  readonly lock: Lock
  readonly conflicted: boolean
  readonly diagnostics: readonly Diagnostic[]
}

type Fields = Readonly<Record<string, unknown>>

/**
 * Reads `execute.lock.json`. Never fails: a line that is no record is reported and left out, a field of the wrong
 * shape is reported and read as left out, records and fields of later versions are kept. The two sides of a git
 * conflict, and lines that a union merge doubled, become one record for each identity; fields in which they disagree
 * are named in its `differs`.
 */
export function parseLock(text: string, file = 'execute.lock.json'): ParsedLock {
  let read = emptyReading()
  // One by one, so that what was read of a line is gone before the next.
  const raw = splitLock(
    text,
    file,
    (record) => takeRecord(read, record, file),
    () => (read = emptyReading()),
  )
  const lists = Object.fromEntries([...read.known].map(([kind, { list }]) => [kind.name, list]))
  const lock = assemble(lists, [...read.unknown])
  const diagnostics = [...raw.diagnostics, ...read.diagnostics, ...judge(lock, file)]
  return { lock, conflicted: raw.conflicted, diagnostics }
}

/** What is known of a lock while its lines are read. */
interface Reading {
  readonly known: ReadonlyMap<RecordKind, Records>
  readonly unknown: Set<string>
  readonly diagnostics: Diagnostic[]
}

const emptyReading = (): Reading => ({
  known: new Map(recordKinds.map((kind) => [kind, { list: [], first: new Map(), others: new Map() }])),
  unknown: new Set(),
  diagnostics: [],
})

function takeRecord({ known, unknown, diagnostics }: Reading, record: RawRecord, file: string): void {
  const kind = recordKinds.find((candidate) => isOf(candidate, record.value))
  const quick = kind === taskKind ? (readTaskRecord(record.value) as Fields | undefined) : undefined
  const fields = quick ?? (kind && readFields(kind, record, file, diagnostics))
  if (kind === undefined || fields === undefined) unknown.add(JSON.stringify(record.value))
  else put(known.get(kind)!, kind, fields)
}

const taskKind = recordKinds.find((kind) => kind.name === 'id')!

/** The records of a kind, one for each identity: by the first field that names them, since the others seldom differ. */
interface Records {
  readonly list: Fields[]
  readonly first: Map<unknown, number>
  /** Those that share that field with an earlier one and are another, by all that names them. */
  readonly others: Map<string, number>
}

function put({ list, first, others }: Records, kind: RecordKind, fields: Fields): void {
  const name = kind.identity.length === 0 ? '' : fields[kind.identity[0]!]
  let at = first.get(name)
  if (at === undefined) {
    first.set(name, list.push(fields) - 1)
    return
  }
  const other = list[at]!
  if (kind.identity.some((field) => fields[field] !== other[field])) {
    const identity = JSON.stringify(kind.identity.map((field) => fields[field]))
    at = others.get(identity)
    if (at === undefined) {
      others.set(identity, list.push(fields) - 1)
      return
    }
  }
  list[at] = unite(kind, list[at]!, fields)
}

/**
 * Prints a lock: a JSON array with one record a line. The comma stands before a record, so adding or removing one
 * changes no other line; records are sorted, and fields that hold their default are left out. The same lock gives the
 * same bytes, in whatever order its lists are.
 */
export function formatLock(lock: Lock): string {
  const lists: Record<string, readonly unknown[]> = {
    lock: [lock.header],
    doc: lock.documents,
    choice: lock.choice === null ? [] : [{ choice: lock.choice }],
    milestone: lock.milestones,
    heading: lock.headings,
    block: lock.blocks,
    id: lock.tasks,
    entry: lock.entries,
    gone: lock.gone,
    after: lock.after === '' ? [] : [{ after: lock.after }],
  }
  let text = ''
  for (const name of fileOrder) {
    const kind = recordKinds.find((candidate) => candidate.name === name)!
    for (const line of linesOf(kind, (lists[name] ?? []) as readonly Fields[]))
      text += text === '' ? line : `\n,${line}`
  }
  for (const line of lock.unknown.toSorted(compareNatural)) text += text === '' ? line : `\n,${line}`
  return `[${text}\n]\n`
}

/** The records of a kind in their order; those of tasks, where nothing about them is unusual, in one text. */
function linesOf(kind: RecordKind, records: readonly Fields[]): readonly string[] {
  if (records.length === 0) return []
  const tasks = kind === taskKind ? byNumber(records as unknown as readonly LockTask[]) : null
  const all = tasks === null ? null : printTaskRecords(tasks)
  if (all !== null) return [all]
  const sorted = (tasks as readonly Fields[] | null) ?? records.toSorted((a, b) => compareRecords(kind, a, b))
  return sorted.map((record) => printRecord(kind, record))
}

/** What changes with every run stands on top, so that branches disagree in one place; ids and texts follow. */
const fileOrder = ['lock', 'doc', 'after', 'choice', 'milestone', 'heading', 'block', 'id', 'entry', 'gone']

/**
 * A record in one line. What this version does not know is put behind the rest by hand: an object would move fields with
 * digits as names to the front, and swallow `__proto__`.
 */
function printRecord(kind: RecordKind, record: Fields): string {
  const kept: Record<string, unknown> = {}
  for (const name in kind.fields) {
    const value = record[name]
    const usual = defaults[kind.fields[name]!]
    if (value !== usual && !(Array.isArray(value) && value.length === 0 && Array.isArray(usual))) kept[name] = value
  }
  const line = JSON.stringify(kept)
  const { extra, differs } = record as { extra?: Fields; differs?: readonly string[] }
  let more = ''
  if (extra !== undefined)
    for (const [name, value] of Object.entries(extra)) more += `,${JSON.stringify(name)}:${JSON.stringify(value)}`
  if (differs !== undefined && differs.length > 0) more += `,"differs":${JSON.stringify(differs)}`
  if (more === '') return line
  return line === '{}' ? `{${more.slice(1)}}` : `${line.slice(0, -1)}${more}}`
}

function isOf(kind: RecordKind, value: Fields): boolean {
  return Object.hasOwn(value, kind.name) && (kind.alone !== true || Object.keys(value).length === 1)
}

/** Undefined where a field that makes the record what it is has no usable value. */
function readFields(kind: RecordKind, record: RawRecord, file: string, diagnostics: Diagnostic[]): Fields | undefined {
  const fields: Record<string, unknown> = {}
  const wrong: string[] = []
  let given = 0
  let unusable = false
  // None of these names is one that every object has.
  for (const name in kind.fields) {
    const type = kind.fields[name]!
    const value = record.value[name]
    const usable = value !== undefined && fits(type, value) && (name !== 'phase' || isPhaseId(value))
    if (value !== undefined) given++
    if (!usable && value !== undefined) wrong.push(name)
    fields[name] = usable ? value : defaults[type]
    unusable ||= fields[name] === undefined
  }
  if (wrong.length > 0 || unusable) diagnostics.push(badFields(kind, wrong, record, file))
  if (unusable) return undefined
  if (Object.keys(record.value).length === given) return fields
  const differs = record.value['differs']
  if (fits('texts=', differs)) fields['differs'] = differs
  const known = (name: string): boolean => Object.hasOwn(kind.fields, name) || name === 'differs'
  const extra = Object.entries(record.value).filter(([name]) => !known(name))
  if (extra.length > 0) fields['extra'] = Object.fromEntries(extra)
  return fields
}

/** One record of two with the same identity; the first gives the values. */
function unite(kind: RecordKind, first: Fields, second: Fields): Fields {
  const names = Object.keys(kind.fields).filter((name) => !same(first[name], second[name]))
  const before = [...((first['differs'] ?? []) as string[]), ...((second['differs'] ?? []) as string[])]
  const differs = [...new Set([...before, ...names])]
  const extra = { ...(second['extra'] as Fields | undefined), ...(first['extra'] as Fields | undefined) }
  return {
    ...first,
    ...(differs.length > 0 && { differs }),
    ...(Object.keys(extra).length > 0 && { extra }),
  }
}

/** The lists are of the kinds' shapes: `readFields` has checked every field. */
function assemble(lists: Readonly<Record<string, readonly Fields[]>>, unknown: readonly string[]): Lock {
  const of = <T>(name: string): readonly T[] => (lists[name] ?? []) as unknown as readonly T[]
  const settled = (record: Fields | undefined, field: string): unknown =>
    ((record?.['differs'] ?? []) as readonly string[]).includes(field) ? undefined : record?.[field]
  return {
    header: of<Lock['header']>('lock')[0] ?? emptyLock.header,
    documents: of<Lock['documents'][number]>('doc').map((document) =>
      document.differs === undefined ? document : { doc: document.doc, hash: '' },
    ),
    after: (settled(lists['after']?.[0], 'after') ?? '') as string,
    choice: (settled(lists['choice']?.[0], 'choice') ?? null) as number | null,
    milestones: of('milestone'),
    headings: of('heading'),
    blocks: of('block'),
    tasks: of('id'),
    entries: of('entry'),
    gone: of('gone'),
    unknown,
  }
}

function judge(lock: Lock, file: string): readonly Diagnostic[] {
  const place = { file, start: 0, end: 0 }
  if (lock.header.lock > lockVersion) {
    const message = `The lock has version ${lock.header.lock}, this program reads versions up to ${lockVersion}. Use the version of intentk that wrote it.`
    return [{ ruleId: 'lock-version', severity: 'error', message, place }]
  }
  const seen = new Set<string>()
  const twice = new Set<string>()
  for (const { id } of lock.tasks) (seen.has(id) ? twice : seen).add(id)
  const shared = [...sharedNumbers(lock).keys()].map((number) => ({
    ruleId: 'lock-duplicate-milestone',
    severity: 'warning' as const,
    message: `The lock has two different milestones ${number}, as happens when two branches both added one.`,
    place,
  }))
  const ids = [...twice].toSorted(compareNatural).map((id) => ({
    ruleId: 'lock-duplicate-id',
    severity: 'warning' as const,
    message: `The lock has two different tasks ${id}, as happens when two branches both added one.`,
    place,
  }))
  return [...ids, ...shared]
}

function badFields(kind: RecordKind, wrong: readonly string[], record: RawRecord, file: string): Diagnostic {
  const what =
    wrong.length > 0 ? `Unexpected value of ${wrong.map((name) => `\`${name}\``).join(', ')}` : 'A field is missing'
  return {
    ruleId: 'lock-field',
    severity: 'warning',
    message: `${what} in a \`${kind.name}\` record of the lock, expected what intentk writes there. Take the file back from git if it was not meant to change.`,
    place: { file, start: record.start, end: record.end },
  }
}

/** By what names them; records that have it in common by all that they hold. */
function compareRecords(kind: RecordKind, a: Fields, b: Fields): number {
  const { identity } = kind
  for (let at = 0; at < identity.length; at++) {
    const order = compareNatural(String(a[identity[at]!]), String(b[identity[at]!]))
    if (order !== 0) return order
  }
  return compareNatural(printRecord(kind, a), printRecord(kind, b))
}

function same(a: unknown, b: unknown): boolean {
  if (a === b) return true
  return Array.isArray(a) && Array.isArray(b) && a.length === b.length && JSON.stringify(a) === JSON.stringify(b)
}
