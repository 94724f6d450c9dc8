import type { DocumentTask, TaskDocument } from '../model/task-document.ts'
import { plainId } from './find-tasks.ts'

/** An id by its parts: `T`, 12, 3 digits wide; `2.`, 4; `TASK-1.`, 2; `Task `, 7. */
interface IdParts {
  readonly prefix: string
  readonly number: number
  readonly width: number
}

/** Letters behind the number (`T012a`) mark a split and are no part of the count. */
export function partsOfId(id: string): IdParts | null {
  const [, prefix, digits] = /^(.*?)(\d{1,9})[a-z]?(?:-[A-Z][A-Z0-9]{0,9})?$/.exec(id) ?? []
  return prefix === undefined || digits === undefined ? null : { prefix, number: Number(digits), width: digits.length }
}

const printId = ({ prefix, number, width }: IdParts): string => `${prefix}${String(number).padStart(width, '0')}`

/**
 * The next free id in the form of an id of the document: one above the highest with the same letters (`T014` below
 * `T013`, `2.4` below `2.1`, `TASK-8` below `TASK-7`). `reserved` are ids that were given once and are no longer there.
 * '' for a form that does not count on (`#12` is the number of an issue).
 */
export function nextId(document: TaskDocument, like: string, reserved: readonly string[] = []): string {
  const parts = partsOfId(like)
  if (parts === null || like.startsWith('#')) return ''
  let { number, width } = parts
  const own = document.tasks.map(({ id }) => id)
  for (const id of [...own, ...reserved]) {
    const other = partsOfId(id)
    if (other === null || other.prefix.toLowerCase() !== parts.prefix.toLowerCase()) continue
    if (other.number > number) ({ number } = other)
    width = Math.min(width, other.width)
  }
  return printId({ prefix: parts.prefix, number: number + 1, width })
}

/** The form of ids that a document's tasks have: that of the nearest one, `T001` where none has any and one is wanted. */
export function idLike(near: DocumentTask | null, document: TaskDocument, own: boolean): string {
  if (own) return document.tasks.find(({ id }) => /^T\d{3,}$/.test(id))?.id ?? 'T000'
  if (near !== null) return near.id
  return document.tasks.find(({ id }) => id !== '')?.id ?? ''
}

/** Which of `ids` no task of the document has. */
export function unknownIds(document: TaskDocument, ids: readonly string[]): readonly string[] {
  const known = new Set(document.tasks.map(({ id }) => plainId(id)))
  return ids.filter((id) => !known.has(plainId(id)))
}
