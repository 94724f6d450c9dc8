import { isPhaseId, type LockTask } from './lock-records.ts'

/* The record of a task, of which a lock has ten thousand, read and printed field by field; the table of all records
   says the same of it, and is asked for whatever is unusual. */

const NONE: readonly string[] = []

const isText = (value: unknown): value is string => typeof value === 'string'
const isOptional = (value: unknown): value is string | undefined => value === undefined || isText(value)
const isList = (value: unknown): value is readonly string[] | undefined =>
  value === undefined || (Array.isArray(value) && value.every(isText))

/** A task's record where all its fields are those that are known and of the right shape. */
export function readTaskRecord(value: Readonly<Record<string, unknown>>): LockTask | undefined {
  const { id, key, source, phase, after, p, m, text, estimate, depends, body, noted } = value
  const fields = [id, key, source, phase, after, p, m, text, estimate, depends, body, noted]
  let unknown = 0
  for (const _ in value) unknown++
  for (const field of fields) if (field !== undefined) unknown--
  if (unknown !== 0) return undefined
  if (!isText(id) || id === '' || !isPhaseId(phase)) return undefined
  if (!isOptional(key) || !isOptional(source) || !isOptional(after) || !isOptional(text) || !isOptional(estimate))
    return undefined
  if (!isList(depends) || !isList(body) || !isList(noted)) return undefined
  if (p !== undefined && typeof p !== 'boolean') return undefined
  if (m !== undefined && m !== null && !(Number.isSafeInteger(m) && (m as number) >= 0)) return undefined
  return {
    id,
    key: key ?? '',
    source: source ?? '',
    phase,
    after: after ?? '',
    p: p ?? false,
    m: (m ?? null) as number | null,
    text: text ?? '',
    estimate: estimate ?? '',
    depends: depends ?? NONE,
    body: body ?? NONE,
    noted: noted ?? NONE,
  }
}

/**
 * The records of tasks, one a line with a comma before each but the first. Null where one holds more than this version
 * knows. They are printed all at once, since ten thousand of them have a hundred thousand fields.
 */
export function printTaskRecords(tasks: readonly LockTask[]): string | null {
  const records: object[] = []
  for (let at = 0; at < tasks.length; at++) {
    const task = tasks[at]!
    if (task.extra !== undefined || task.differs !== undefined) return null
    records.push(withoutDefaults(task))
  }
  // No quote inside of a text is without its backslash, so that this is where one record ends and another begins.
  // Cut and joined, since `replaceAll` builds the text of twenty thousand pieces.
  return JSON.stringify(records).slice(1, -1).split('},{"id":').join('}\n,{"id":')
}

/** The fields in their order; those that hold their default are undefined, which JSON leaves out. */
function withoutDefaults(task: LockTask): object {
  const { m, depends, body, noted } = task
  return {
    id: task.id,
    key: task.key || undefined,
    source: task.source || undefined,
    phase: task.phase,
    after: task.after || undefined,
    p: task.p || undefined,
    m: m === null ? undefined : m,
    text: task.text || undefined,
    estimate: task.estimate || undefined,
    depends: depends.length === 0 ? undefined : depends,
    body: body.length === 0 ? undefined : body,
    noted: noted.length === 0 ? undefined : noted,
  }
}

/** The number of an id as it is printed, -1 for any other. */
function numberOf(id: string): number {
  if (id.length < 4 || id.length > 9 || id.charCodeAt(0) !== 84 /* T */) return -1
  let number = 0
  for (let at = 1; at < id.length; at++) {
    const digit = id.charCodeAt(at) - 48
    if (digit < 0 || digit > 9) return -1
    number = 10 * number + digit
  }
  return number
}

// Without zeros in front of what has more than three digits: of two such ids the longer one is the greater.
const PRINTED = /^T(?:\d{3}|[1-9]\d{3,7})$/

/** As nearly always: the numbers in their order, each once. */
function areRising(tasks: readonly LockTask[]): boolean {
  let before = ''
  for (let at = 0; at < tasks.length; at++) {
    const { id } = tasks[at]!
    const rises = id.length === before.length ? id > before : id.length > before.length
    if (!rises || !PRINTED.test(id)) return false
    before = id
  }
  return true
}

/** Tasks in the order of their ids, where these are printed numbers and each is there once; else null. */
export function byNumber(tasks: readonly LockTask[]): readonly LockTask[] | null {
  if (areRising(tasks)) return tasks
  const byKey = new Float64Array(tasks.length)
  for (let at = 0; at < tasks.length; at++) {
    const number = numberOf(tasks[at]!.id)
    if (number < 0) return null
    // The number and the place in one, to be sorted as numbers.
    byKey[at] = number * tasks.length + at
  }
  byKey.sort()
  const sorted = Array.from(byKey, (key) => tasks[key % tasks.length]!)
  return sorted.some(({ id }, at) => at > 0 && numberOf(id) === numberOf(sorted[at - 1]!.id)) ? null : sorted
}
