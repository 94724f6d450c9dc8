import { once } from '../../model/once.ts'
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

/** Words in small letters, and what they mean. */
type Kinds<Kind> = ReadonlyMap<string, Kind>

const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u

/** Whether a word is of a language that writes no blanks between words. */
export function isUnspaced(word: string): boolean {
  return UNSPACED.test(word)
}

function collect<Kind extends string>(
  pick: (table: Vocabulary) => Partial<Record<Kind, readonly string[]>>,
): Kinds<Kind> {
  const kinds = new Map<string, Kind>()
  for (const table of VOCABULARIES) {
    for (const [kind, words] of Object.entries(pick(table)) as [Kind, readonly string[]][]) {
      for (const word of words) if (!kinds.has(word)) kinds.set(word, kind)
    }
  }
  return kinds
}

interface LabelWords {
  readonly kinds: Kinds<LabelKind>
  /** Longest first, for languages that write no blanks between words. */
  readonly unspaced: () => readonly string[]
}

let labels: LabelWords | undefined
let sections: Kinds<SectionKind> | undefined
let nones: ReadonlySet<string> | undefined

/** The label words of all languages, lower case, to their kinds. */
export function labelWords(): LabelWords {
  return (labels ??= withUnspaced(collect<LabelKind>((table) => table.labels)))
}

function withUnspaced(kinds: Kinds<LabelKind>): LabelWords {
  const unspaced = once(() => [...kinds.keys()].filter(isUnspaced).sort((a, b) => b.length - a.length))
  return { kinds, unspaced }
}

/** The section words of all languages, lower case, to their kinds. */
export function sectionWords(): Kinds<SectionKind> {
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
