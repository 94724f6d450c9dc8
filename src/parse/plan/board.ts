import type { OutlineNode } from '../outline.ts'
import type { SectionKind } from '../vocabulary/index.ts'

const NEXT =
  /^(?:up )?next(?: up)?$|^als nächstes$|^ensuite$|^siguiente$|^próximos?$|^prossimi?$|^sırada$|^далее$|^次$|^次に$|^下一步$|^다음$/iu
const NOW =
  /^(?:now|doing|in progress|in review|in arbeit|en cours|en curso|em andamento|in corso|devam eden(?:ler)?|yapılıyor|в работе|進行中|作業中|进行中|진행 ?중)$/iu

/**
 * The section a heading opens, as its neighbours see it: beside a column `In progress` or `Now` the column `Next` lists
 * tasks, while `Next` at the end of a report tells what follows it.
 */
export function columnSection({ section, title, parent }: OutlineNode): SectionKind | null {
  if (section !== 'next-steps' || !NEXT.test(title)) return section
  return parent?.children.some((sibling) => NOW.test(sibling.title)) === true ? 'tasks' : section
}
