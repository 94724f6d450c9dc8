import { plain, stripDecorations } from './text/inline.ts'
import { sectionWords, type SectionKind } from './vocabulary/index.ts'

/** Kinds that the last words of a longer title still tell: `Milestone Success Criteria`. */
const BY_END: ReadonlySet<SectionKind> = new Set<SectionKind>(['criteria', 'deliverables', 'checklist', 'risks', 'out', 'timeline', 'next-steps', 'metrics', 'scenarios', 'tasks'])
/** Kinds that the first words still tell: `Risks of the migration`. */
const BY_START: ReadonlySet<SectionKind> = new Set<SectionKind>(['criteria', 'deliverables', 'risks', 'out', 'timeline', 'next-steps', 'appendix', 'checklist', 'scenarios', 'dependencies', 'files', 'tasks', 'steps', 'validation', 'goal'])
const PARENTHESIS = /\s*(?:[(（[【].*|\*\(.*)$/su
const LEADING = /^(?:\d{1,3}(?:\.\d{1,3}){0,3}[.)]?|[a-z][.)]|#\d+)\s+/iu

function normalise(title: string): string {
  return plain(stripDecorations(title).text)
    .toLowerCase()
    .replace(LEADING, '')
    .replace(/[\s:：.!?？*]+$/u, '')
}

function byEnd(words: readonly string[], kinds: ReadonlyMap<string, SectionKind>): SectionKind | null {
  for (let from = 1; from < words.length; from += 1) {
    const kind = kinds.get(words.slice(from).join(' '))
    if (kind !== undefined && BY_END.has(kind) && words.length - from + 3 >= words.length) return kind
  }
  return null
}

function byStart(words: readonly string[], kinds: ReadonlyMap<string, SectionKind>): SectionKind | null {
  for (let to = words.length - 1; to > 0; to -= 1) {
    const kind = kinds.get(words.slice(0, to).join(' '))
    // One word decides only before a connecting word: "Risks and ...", "Tasks for ...".
    const connected = /^(?:for|of|and|&|und|für|et|de|du|des|pour|y|e|para|do|da|per|dla|—|–|-|:|\/|\+|и|для|before|after|to|in|that|we|at|\()$/u.test(words[to]!)
    if (kind !== undefined && BY_START.has(kind) && connected) return kind
  }
  return null
}

const cache = new Map<string, SectionKind | null>()

/**
 * What a heading or label announces, by the vocabulary of all languages; null for a title of its own.
 * Decorations, numbering, a closing colon and a parenthesis at the end do not matter.
 */
export function classifySection(title: string): SectionKind | null {
  if (title.length > 200) return null
  const known = cache.get(title)
  if (known !== undefined) return known
  const kind = classify(title)
  if (cache.size > 5000) cache.clear()
  cache.set(title, kind)
  return kind
}

function classify(title: string): SectionKind | null {
  const { kinds } = sectionWords()
  const whole = normalise(title)
  const short = whole.replace(PARENTHESIS, '').replace(/[\s:：]+$/u, '')
  const exact = kinds.get(whole) ?? kinds.get(short)
  if (exact !== undefined) return exact
  const words = short.split(/\s+/u).slice(0, 12)
  const ofPart = /^(.{2,20}?)(?:の|的)(.{2,20})$/u.exec(short)
  const part = ofPart === null ? undefined : kinds.get(ofPart[2]!)
  return part ?? byStart(words, kinds) ?? byEnd(words, kinds)
}
