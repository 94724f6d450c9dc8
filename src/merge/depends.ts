import type { DocumentTask } from '../model/task-document.ts'
import type { Task } from '../model/task.ts'
import type { StatedDependency } from '../model/values.ts'
import { sameList } from './fields.ts'
import { statedOn } from './hand.ts'

/** What a person made of a line's dependencies. */
export interface OwnDepends {
  readonly added: readonly StatedDependency[]
  readonly off: readonly string[]
}

const PRINTED = /^depends on (T\d{1,9}(?:, T\d{1,9})*)$/

/** The names that a remark lists: `depends on T001, T002`; those of a range one by one. */
export function namesOf(doc: DocumentTask): readonly string[] {
  if (doc.depends === null) return []
  const { text } = doc.depends
  const printed = PRINTED.exec(text)?.[1]
  if (printed !== undefined) return printed.split(', ')
  const stated = statedOn('', { ...doc, body: [] }).map((one) => one.target)
  if (stated.length > 0) return stated
  return text
    .replace(/^(?:depends on|depends|after|requires|blocked by|依存|依赖)\s*[:：]?\s*/iu, '')
    .split(/\s*[,、，]\s*/)
    .filter((name) => name !== '')
}

/** Nobody changed them. */
export const noDepends: OwnDepends = { added: [], off: [] }

/** What a person changed of a line's dependencies, against those that were generated. */
export function ownDepends(
  file: string,
  planIds: ReadonlyMap<string, string>,
  doc: DocumentTask,
  before: readonly string[],
  plan: Task,
): OwnDepends {
  if (doc.depends === null && before.length === 0) return noDepends
  const names = new Set(namesOf(doc))
  if (sameList([...names], before)) return noDepends
  const known = new Set([...before, ...plan.stated.map(({ target }) => planIds.get(target) ?? target)])
  return {
    added: statedOn(file, { ...doc, body: [] }).filter(({ target }) => !known.has(target)),
    off: before.filter((name) => !names.has(name)),
  }
}

/** The plan's dependencies with those that a person added to the line, without those taken off it. */
export function statedWith(
  plan: Task,
  { added, off }: OwnDepends,
  planIds: ReadonlyMap<string, string>,
): Task['stated'] {
  if (added.length + off.length === 0) return plan.stated
  const gone = new Set(off)
  return [...plan.stated.filter(({ target }) => !gone.has(planIds.get(target) ?? target)), ...added]
}
