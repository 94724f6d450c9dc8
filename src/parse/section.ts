import { plain, stripDecorations } from './text/inline.ts'
import { isUnspaced, sectionWords, type SectionKind } from './vocabulary/index.ts'

/** Kinds that the last words of a longer title still tell: `Milestone Success Criteria`. */
const BY_END: ReadonlySet<SectionKind> = new Set<SectionKind>([
  'criteria',
  'deliverables',
  'checklist',
  'risks',
  'out',
  'timeline',
  'next-steps',
  'metrics',
  'scenarios',
  'tasks',
  'log',
  'steps',
])
/** Kinds that the first words still tell: `Risks of the migration`. */
const BY_START: ReadonlySet<SectionKind> = new Set<SectionKind>([
  'criteria',
  'deliverables',
  'risks',
  'out',
  'timeline',
  'next-steps',
  'appendix',
  'checklist',
  'scenarios',
  'dependencies',
  'files',
  'tasks',
  'steps',
  'validation',
  'goal',
])
const PARENTHESIS = /\s*(?:[(（[【].*|\*\(.*)$/su
const LEADING = /^(?:(?:\d{1,3}(?:\.\d{1,3}){0,3}[.)]?|[a-z][.)]|#\d+)\s+|[一二三四五六七八九十]{1,3}[、.．]\s*)/iu
/** Words that end many titles of work and tell nothing when they stand alone at the end: "consent gate". */
const COMMON: ReadonlySet<string> = new Set([
  'gate',
  'exit',
  'success',
  'impact',
  'benefits',
  'acceptance',
  'outcomes',
  'items',
  'work',
  'actions',
  'activities',
  'output',
  'outputs',
  'artifacts',
  'review',
  'progress',
  'verify',
  'later',
  'next',
  'after',
  'future',
  'monitoring',
  'targets',
  'measurement',
  'scenario',
  'calendar',
  'schedule',
  'estimates',
  'rollback',
  'challenges',
  'limitations',
  'optional',
  'questions',
  'ideas',
  'checks',
  'task',
  'work breakdown',
  'done',
  'completed',
  'history',
  'log',
])

function normalise(title: string): string {
  return plain(stripDecorations(title).text)
    .toLowerCase()
    .replace(LEADING, '')
    .replace(/[\s:：.!?？*]+$/u, '')
}

const CONNECTING =
  /^(?:for|of|and|&|und|für|vor|nach|zum|zur|et|de|du|des|pour|avant|y|e|para|antes|do|da|per|del|dla|por|—|–|-|:|\/|\+|и|для|перед|на|before|after|in|that|we|at|per|\(.*)$/u

function byEnd(words: readonly string[], kinds: ReadonlyMap<string, SectionKind>): SectionKind | null {
  const last = words.length < 5 || STEPS_LAST.test(words[words.length - 1]!) ? words.length : 4
  for (let from = 1; from < last; from += 1) {
    const end = words.slice(from).join(' ')
    const kind = kinds.get(end)
    if (
      kind === 'steps' ? STEPS_END.test(end) : kind !== undefined && BY_END.has(kind) && from <= 3 && !COMMON.has(end)
    )
      return kind!
  }
  return null
}

/** How {@link STEPS_END} ends, which more than three words may stand before. */
const STEPS_LAST = /^(?:runbook|playbook|steps)$/u
const STEPS_END = /^(?:(?:rollout )?runbook|playbook|(?:implementation|execution|migration) steps)$/u

/** In scripts without blanks the title may end with the word: `上线前检查清单`. */
function byUnspacedEnd(title: string, kinds: ReadonlyMap<string, SectionKind>): SectionKind | null {
  // They are words of scripts beyond ASCII.
  if (title.length > 24 || title.charCodeAt(title.length - 1) < 0x80) return null
  for (let from = 1; from + 3 <= title.length; from += 1) {
    const word = title.slice(from)
    const kind = kinds.get(word)
    if (kind !== undefined && isUnspaced(word)) return BY_END.has(kind) ? kind : null
  }
  return null
}

/** German joins words: `Laptop-Checkliste`, `Übergabecheckliste`. */
function byCompound(title: string): SectionKind | null {
  return /li[s\u017F]t/i.test(title) && /^[\p{L}-]{3,20}check-?listen?$/iu.test(title) ? 'checklist' : null
}

function byStart(words: readonly string[], kinds: ReadonlyMap<string, SectionKind>): SectionKind | null {
  for (let to = words.length - 1; to > 0; to -= 1) {
    // One word decides only before a connecting word: "Risks and ...", "Tasks for ...".
    if (!CONNECTING.test(words[to]!)) continue
    const kind = kinds.get(words.slice(0, to).join(' '))
    if (kind !== undefined && BY_START.has(kind)) return kind
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
  const kinds = sectionWords()
  const whole = normalise(title)
  const short = whole.replace(PARENTHESIS, '').replace(/[\s:：]+$/u, '')
  const exact = kinds.get(whole) ?? kinds.get(short)
  if (exact !== undefined) return exact
  const words = short.split(/\s+/u).slice(0, 12)
  const ofPart = /^(.{2,20}?)(?:の|的)(.{2,20})$/u.exec(short)
  const part = ofPart === null ? undefined : kinds.get(ofPart[2]!)
  return part ?? byStart(words, kinds) ?? byEnd(words, kinds) ?? byUnspacedEnd(short, kinds) ?? byCompound(short)
}
