import type { OutlineNode } from '../outline.ts'
import type { SectionKind } from '../vocabulary/index.ts'

const NEXT =
  /^(?:up )?next(?: up)?$|^als nächstes$|^ensuite$|^siguiente$|^próximos?$|^prossimi?$|^sırada$|^далее$|^次$|^次に$|^下一步$|^다음$/iu
const NOW =
  /^(?:now|doing|in progress|in review|in arbeit|en cours|en curso|em andamento|in corso|devam eden(?:ler)?|yapılıyor|в работе|進行中|作業中|进行中|진행 ?중)$/iu

const boards = new WeakMap<OutlineNode, boolean>()

/** Whether a column of what is in progress stands below a heading; asked once for each. */
function isBoard(parent: OutlineNode): boolean {
  const known = boards.get(parent) ?? parent.children.some(({ title }) => NOW.test(title))
  boards.set(parent, known)
  return known
}

/**
 * The section a heading opens, as its neighbours see it: beside a column `In progress` or `Now` the column `Next` lists
 * tasks, while `Next` at the end of a report tells what follows it.
 */
export function columnSection({ section, title, parent }: OutlineNode): SectionKind | null {
  if (section !== 'next-steps' || !NEXT.test(title)) return section
  return parent !== null && isBoard(parent) ? 'tasks' : section
}
