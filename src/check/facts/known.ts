import { plainId } from '../../edit/find-tasks.ts'
import type { TaskDocument } from '../../model/task-document.ts'
import { idForms, idsIn } from './ids.ts'
import type { TaskFacts } from './tasks.ts'

/** Whether a document has a task of this id, also one on a line that is not read as a task. */
export function knownIds(document: TaskDocument, facts: TaskFacts): (id: string) => boolean {
  const hidden = new Set<string>()
  if (document.unread.length > 0) {
    const forms = new Set(idForms(document).keys())
    for (const { start, end } of document.unread)
      for (const { id } of idsIn(document.text.slice(start, end), 0, forms)) hidden.add(plainId(id))
  }
  return (id) => facts.byId.has(plainId(id)) || hidden.has(plainId(id))
}

const LABELLED = /(?<![\p{L}\d])(\p{L}{4,12}(?: [\p{L}]{4,12})?) (\d{1,3}(?:\.\d{1,2})?)(?![\d.]*\d)/gu

/** The numbers that headings give each label: `phase` 1, 2, 3; `user story` 1, 2. */
export function labelledHeadings({
  headings,
}: Pick<TaskDocument, 'headings'>): ReadonlyMap<string, ReadonlySet<string>> {
  const labels = new Map<string, Set<string>>()
  for (const { text } of headings) {
    for (const [, label, number] of text.slice(0, 200).toLowerCase().matchAll(LABELLED)) {
      for (const name of [label!, label!.replace(/^.* /, '')]) {
        const known = labels.get(name)
        if (known === undefined) labels.set(name, new Set([number!]))
        else known.add(number!)
      }
    }
  }
  return labels
}
