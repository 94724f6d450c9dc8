import type { DocumentTask, TaskDocument } from '../model/task-document.ts'

/** An id by its parts: `T`, 12, 3 digits wide; `2.`, 4; `TASK-1.`, 2; `Task `, 7. */
interface IdParts {
  readonly prefix: string
  readonly number: number
  readonly width: number
}

/** Letters behind the number (`T012a`) mark a split and are no part of the count. */
function partsOfId(id: string): IdParts | null {
  const [, prefix, digits] = /^(.*?)(\d{1,9})[a-z]?(?:-[A-Z][A-Z0-9]{0,9})?$/.exec(id) ?? []
  return prefix === undefined || digits === undefined ? null : { prefix, number: Number(digits), width: digits.length }
}

/** Gives ids, each once. */
export type NextId = (like: string) => string

/**
 * Gives the next free ids in the form of an id of the document: one above the highest with the same letters (`T014`
 * behind `T013`, `2.4` behind `2.3`, `TASK-8` behind `TASK-7`). `reserved` are ids that were given once and are no
 * longer there. '' for a form that does not count on (`#12` is the number of an issue).
 */
export function idCounter(document: TaskDocument, reserved: readonly string[]): NextId {
  const highest = new Map<string, { number: number; width: number }>()
  const see = (id: string): void => {
    const parts = partsOfId(id)
    if (parts === null) return
    const known = highest.get(parts.prefix.toLowerCase())
    if (known === undefined) highest.set(parts.prefix.toLowerCase(), { number: parts.number, width: parts.width })
    else {
      known.number = Math.max(known.number, parts.number)
      known.width = Math.min(known.width, parts.width)
    }
  }
  for (const { id } of document.tasks) see(id)
  for (const id of reserved) see(id)
  return (like) => {
    const parts = partsOfId(like)
    if (parts === null || like.startsWith('#')) return ''
    const { number, width } = highest.get(parts.prefix.toLowerCase()) ?? parts
    const id = `${parts.prefix}${String(number + 1).padStart(width, '0')}`
    see(id)
    return id
  }
}

/** The task whose id a new one is given the form of: the nearest one with an id, in a document of intentk `T001`. */
export function idModel(document: TaskDocument, near: DocumentTask | null, own: boolean): DocumentTask | null {
  const { tasks } = document
  if (own) return tasks.find(({ id }) => /^T\d{3,}$/.test(id)) ?? null
  if (near !== null && near.id !== '') return near
  const has = ({ id }: DocumentTask): boolean => id !== ''
  const around = near === null ? [] : tasks.filter((task) => has(task) && task.section === near.section)
  return around.findLast(({ start }) => start < near!.start) ?? around[0] ?? tasks.find(has) ?? null
}
