import type { DocumentTask, TaskDocument } from '../model/task-document.ts'
import { markOf } from './marks.ts'

/** What the head of a new task says. */
export interface NewHead {
  readonly id: string
  readonly text: string
  /** Numbers of `[M#]`; the tags of the neighbour are taken over where it is null. */
  readonly milestone: number | null
  readonly on: readonly string[]
}

/** The remark with dependencies, with the blank before it; '' for none. */
export const printDepends = (ids: readonly string[], like: string): string =>
  ids.length === 0 ? '' : ` (${like} ${ids.join(', ')})`

/** The words that a document puts before dependencies: `depends on`, `after`. */
export function dependsWords(document: TaskDocument): string {
  const remark = document.tasks.find(({ depends }) => depends !== null)?.depends
  return /^[\p{L} ]*?(?=\s*[:：]?\s*[^\p{L}\s]|\s+[A-Z]\S*\d)/u.exec(remark?.text ?? '')?.[0].trim() || 'depends on'
}

/**
 * The head of a new task as its neighbour has it: its box and its tags but `[P]`; `model` shows the marks around an id
 * and behind it.
 */
export function headLike(
  document: TaskDocument,
  like: DocumentTask,
  model: DocumentTask | null,
  head: NewHead,
): string {
  const open = like.box === null ? '' : `[${markOf(document, 'open')}] `
  const id = head.id === '' ? '' : `${framedId(document, model, head.id)} `
  const stories = like.otherTags.filter((tag) => /^US\d|^[A-Z][A-Z0-9]{1,9}$/.test(tag) && !/^P\d$/.test(tag))
  const tags = [...(head.milestone === null ? [] : [`M${head.milestone}`]), ...stories].map((tag) => `[${tag}] `)
  return `${open}${id}${tags.join('')}${head.text}${printDepends(head.on, dependsWords(document))}`
}

const TAGS = /(?:[*_`]{0,3}\[[^\][\n]{1,40}\][*_`]{0,3}\s*)+/g

/** An id with the marks that a neighbour has around and behind its own: `**T004**:`. */
export function framedId({ text }: TaskDocument, like: DocumentTask | null, id: string): string {
  if (like === null || like.idSpan === null) return id
  const from = like.box === null ? like.content : like.box.mark.end + 1
  return framed(text.slice(from, like.textSpan.start).replace(/^\*/, '').trimStart(), text, like, id)
}

function framed(between: string, text: string, like: DocumentTask, id: string): string {
  const own = like.idSpan === null ? '' : text.slice(like.idSpan.start, like.idSpan.end)
  const frame = between.replace(TAGS, '')
  const at = own === '' ? -1 : frame.indexOf(own)
  // A mark that opens before the id and closes among the words cannot be taken apart.
  if (at < 0 || !isWhole(frame.replace(own, ''))) return id
  return `${frame.slice(0, at)}${id}${frame.slice(at + own.length).trimEnd()}`
}

const isWhole = (frame: string): boolean => [...frame.matchAll(/\*\*|__|`/g)].length % 2 === 0
