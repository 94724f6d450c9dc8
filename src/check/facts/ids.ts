import { plainId } from '../../edit/find-tasks.ts'
import type { Span } from '../../model/source.ts'
import type { TaskDocument } from '../../model/task-document.ts'

/** An id in running text. */
export interface IdMention extends Span {
  readonly id: string
}

/** The form of an id without its numbers: `T#` of `T001` and `T019b`, `#.#` of `1.2`, `TASK-#` of `TASK-3`. */
export const idForm = (id: string): string =>
  id
    .replace(/(\d)[a-z]$/, '$1')
    .replace(/\d+/g, '#')
    .toUpperCase()

/** Ids that nothing else in a text looks like: letters with digits. */
export const isNamed = (id: string): boolean => /^[A-Za-z]{1,12}[- ]?\d/.test(id)

/** How many tasks have an id of each form. */
export function idForms({ tasks }: Pick<TaskDocument, 'tasks'>): ReadonlyMap<string, number> {
  const forms = new Map<string, number>()
  for (const { id } of tasks) {
    if (id === '') continue
    const form = idForm(id)
    forms.set(form, (forms.get(form) ?? 0) + 1)
  }
  return forms
}

const MENTION = /(?<![\w./#@])[A-Z]{1,8}-?\d{1,5}(?:\.\d{1,3}){0,3}[a-z]?(?![\w/#@]|\.\w)/g
/** What stands before the hyphen of a range, and behind it. */
const BEFORE_HYPHEN = /(?:^|[^\w.-])[A-Z]{0,8}-?\d{1,5}(?:\.\d{1,3}){0,3}[a-z]?-$/
const BEHIND_HYPHEN = /^-[A-Z]{0,8}-?\d{1,5}(?![\w/])/

/** Whether what is joined to an id by a hyphen is the other end of a range: `FR-T001-x` names no task. */
function isRangeOrAlone(text: string, start: number, end: number): boolean {
  const before = text[start - 1] !== '-' || !/\w/.test(text[start - 2] ?? '')
  if (!before && !BEFORE_HYPHEN.test(text.slice(Math.max(0, start - 24), start))) return false
  return text[end] !== '-' || !/\w/.test(text[end + 1] ?? '') || BEHIND_HYPHEN.test(text.slice(end, end + 20))
}

/** The ids with letters that a text names, in the forms that are asked for; what is part of a path or a word is none. */
export function idsIn(text: string, offset: number, forms: ReadonlySet<string>): readonly IdMention[] {
  const found: IdMention[] = []
  for (const match of text.matchAll(MENTION)) {
    const id = match[0]
    const end = match.index + id.length
    if (!forms.has(idForm(id)) || !isRangeOrAlone(text, match.index, end)) continue
    found.push({ id, start: offset + match.index, end: offset + end })
  }
  return found
}

/** Whether two names mean the same id. */
export const sameId = (a: string, b: string): boolean => plainId(a) === plainId(b)
