import type { CheckedVision } from '../subject.ts'
import { codesIn, numbersIn, statedIn, type Named, type Stated } from './requirements.ts'

/** What specifications state by id and no task names, where tasks name most of its kind. */
export function unnamedOf(vision: CheckedVision, kind: Stated['kind']): readonly Stated[] {
  const stated = vision.documents.flatMap(statedIn)
  if (stated.length === 0) return []
  const codes = codesOf(vision)
  const numbers = numbersOf(vision)
  const isNumber = ({ id }: Stated): boolean => /^\d/.test(id)
  const isNamed = (each: Stated): boolean => (isNumber(each) ? isNumbered(each, numbers) : codes.has(each.id))
  // A requirement of which nothing is named is told once, and not by each of its criteria.
  const silent = new Set(stated.filter((each) => each.kind === 'requirement' && !isNamed(each)).map(({ id }) => id))
  return [(each: Stated) => !isNumber(each), isNumber].flatMap((isOfForm) => {
    const all = stated.filter((each) => each.kind === kind && isOfForm(each))
    const open = all.filter((each) => !isNamed(each))
    const others = open.filter(({ of }) => !silent.has(of))
    return open.length * 2 < all.length ? others : []
  })
}

function isNumbered({ id, kind, of }: Stated, { ids, all }: Named): boolean {
  if (all || ids.has(id)) return true
  if (kind === 'criterion') return ids.has(of)
  for (const other of ids) if (other.startsWith(`${id}.`)) return true
  return false
}

/** All ids that tasks name: anywhere in task lists; where there are none, in what the plan compiles to. */
function codesOf({ documents, execution }: CheckedVision): ReadonlySet<string> {
  const codes = new Set<string>()
  const lists = documents.filter(listsTasks)
  for (const { text } of lists) codesIn(text, codes)
  if (lists.length > 0) return codes
  for (const { text, body, covers } of execution?.tasks ?? [])
    for (const line of [text, ...body, ...covers]) codesIn(line, codes)
  return codes
}

export const listsTasks = ({ role, isTaskList }: CheckedVision['documents'][number]): boolean =>
  role === 'tasks' || role === 'execute' || isTaskList

function numbersOf({ documents }: CheckedVision): Named {
  const lists = documents.filter(listsTasks).map(({ text }) => numbersIn(text))
  return { ids: new Set(lists.flatMap(({ ids }) => [...ids])), all: lists.some(({ all }) => all) }
}
