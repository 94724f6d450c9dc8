import type { DocumentTask, TaskDocument } from '../model/task-document.ts'
import { classifySection } from '../parse/section.ts'
import { framedId } from './head-of.ts'
import { idCounter } from './task-ids.ts'
import type { TextEdit } from './text-edits.ts'

/** The edits that give ids, and which task gets which. */
export interface Adopted {
  readonly edits: readonly TextEdit[]
  readonly given: readonly { readonly task: DocumentTask; readonly id: string }[]
}

/** Sections whose boxes are no work. */
const noWork = new Set([
  'checklist',
  'criteria',
  'validation',
  'out',
  'risks',
  'metrics',
  'log',
  'appendix',
  'next-steps',
])

/**
 * Gives the next free id to each task without one, in the form of the nearest task above that has one, else of any
 * other, else `T001`. Boxes of checklists, criteria and the like stay as they are. `reserved` are ids that were given
 * once; `own` documents of intentk have `T001` alone.
 */
export function adoptTasks(document: TaskDocument, reserved: readonly string[], own: boolean): Adopted {
  const next = idCounter(document, reserved)
  const edits: TextEdit[] = []
  const given: { readonly task: DocumentTask; readonly id: string }[] = []
  const isModel = ({ id }: DocumentTask): boolean => (own ? /^T\d/.test(id) : id !== '')
  const firstOf = new Map<number, DocumentTask>()
  for (const task of document.tasks.filter(isModel).toReversed()) firstOf.set(task.section, task)
  const [first = null] = document.tasks.filter(isModel)
  const lastOf = new Map<number, DocumentTask>()
  let last: DocumentTask | null = null
  for (const task of document.tasks) {
    if (isModel(task)) {
      lastOf.set(task.section, task)
      last = task
    }
    if (task.id !== '' || task.box === null || task.state === 'dropped' || isCriterion(document, task)) continue
    const near: DocumentTask | null = lastOf.get(task.section) ?? firstOf.get(task.section) ?? last ?? first
    const id = next(near?.id ?? 'T000')
    if (id === '') continue
    const close = task.box.mark.end + 1
    const at = document.text[close] === '*' ? close + 1 : close
    edits.push({ start: at, end: at, text: ` ${framedId(document, near, id)}` })
    given.push({ task, id })
  }
  return { edits, given }
}

function isCriterion({ headings }: TaskDocument, { section }: DocumentTask): boolean {
  const kind = section < 0 ? null : classifySection(headings[section]!.text)
  return kind !== null && noWork.has(kind)
}
