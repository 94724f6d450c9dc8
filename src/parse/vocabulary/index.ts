import { de } from './de.ts'
import { en } from './en.ts'
import { es } from './es.ts'
import { fr } from './fr.ts'
import { it } from './it.ts'
import { ja } from './ja.ts'
import { ko } from './ko.ts'
import { pt } from './pt.ts'
import { ru } from './ru.ts'
import { tr } from './tr.ts'
import type { LabelKind, SectionKind, Vocabulary } from './types.ts'
import { zh } from './zh.ts'

export type { LabelKind, SectionKind, Vocabulary } from './types.ts'

/** The tables of all languages. English comes first and wins where two languages give a word two meanings. */
export const VOCABULARIES: readonly Vocabulary[] = [en, de, fr, es, pt, it, tr, ru, ja, zh, ko]

interface Words<Kind> {
  readonly kinds: ReadonlyMap<string, Kind>
  /** Longest first, for languages that write no blanks between words. */
  readonly unspaced: readonly string[]
}

const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u

function collect<Kind extends string>(
  pick: (table: Vocabulary) => Partial<Record<Kind, readonly string[]>>,
): Words<Kind> {
  const kinds = new Map<string, Kind>()
  for (const table of VOCABULARIES) {
    for (const [kind, words] of Object.entries(pick(table)) as [Kind, readonly string[]][]) {
      for (const word of words) if (!kinds.has(word)) kinds.set(word, kind)
    }
  }
  const unspaced = [...kinds.keys()].filter((word) => UNSPACED.test(word)).sort((a, b) => b.length - a.length)
  return { kinds, unspaced }
}

let labels: Words<LabelKind> | undefined
let sections: Words<SectionKind> | undefined
let nones: ReadonlySet<string> | undefined

/** The label words of all languages, lower case, to their kinds. */
export function labelWords(): Words<LabelKind> {
  return (labels ??= collect<LabelKind>((table) => table.labels))
}

/** The section words of all languages, lower case, to their kinds. */
export function sectionWords(): Words<SectionKind> {
  return (sections ??= collect<SectionKind>((table) => table.sections))
}

/** Whether a whole answer means "nothing", in any language: `None`, `N/A`, `なし`. */
export function isNone(answer: string): boolean {
  nones ??= new Set(VOCABULARIES.flatMap((table) => table.none))
  const words = answer
    .toLowerCase()
    .replace(/\s*[(（].*$/s, '')
    .replace(/[.。!*_`\s]+$/u, '')
    .replace(/^[*_`\s]+/u, '')
  return nones.has(words)
}
