import { plain } from '../parse/text/inline.ts'

/** Something that serves, or is served: an intent, an objective, a milestone. */
export interface Traced {
  readonly kind: 'intent' | 'objective' | 'milestone'
  /** As the documents number it (`1`, `A`); '' for none. */
  readonly number: string
  readonly title: string
  /** Its title, goal and criteria: what it is about. */
  readonly about: string
  /** All that its section says. */
  readonly says: string
}

/** `stated`: a document names both, or one names the other. `inferred`: they share words. */
export interface TraceLink {
  /** Indices in the two lists. */
  readonly upper: number
  readonly lower: number
  readonly link: 'stated' | 'inferred'
  /** How much of the words of one the other shares, 0 to 1; 1 where it is stated. */
  readonly share: number
}

/** By kind; words that stand between blanks, and words of scripts without blanks. */
const KINDS: readonly (readonly [kind: Traced['kind'], spaced: string, unspaced: string])[] = [
  ['intent', 'intents?|absicht|intention|intención|intenção|niyet|намерение', '意図|意图|의도'],
  ['objective', 'objectives?|goals?|outcomes?|ziele?|objectifs?|objetivos?|hedef|amaç|цель', '目標|目的|目标|목표'],
  [
    'milestone',
    'milestones?|phases?|sprints?|meilensteine?|étapes?|hitos?|fases?|этап|aşama',
    'マイルストーン|フェーズ|里程碑|阶段|마일스톤|단계',
  ],
]

const NAMES = KINDS.map(
  ([kind, spaced, unspaced]) =>
    [
      kind,
      new RegExp(
        `(?:(?<![\\p{L}\\d])(?:${spaced})|${unspaced})\\s?#?(\\d{1,3}|[A-Z](?![\\p{L}\\d]))((?:\\s?(?:,|&|and|und|et|y|e|и|、|和)\\s?\\d{1,3}(?![\\d.]))*)`,
        'giu',
      ),
    ] as const,
)

const nameOf = (kind: Traced['kind'], number: string): string => `${kind} ${number.toUpperCase()}`

/** What a text names: `intent 1`, `objective 2`. */
function namedIn(text: string): ReadonlySet<string> {
  const named = new Set<string>()
  if (!/[\dA-Z]/.test(text)) return named
  for (const [kind, pattern] of NAMES)
    for (const [, first, more] of text.matchAll(pattern))
      for (const number of [first!, ...(more!.match(/\d+/g) ?? [])]) named.add(nameOf(kind, number))
  return named
}

/** A word as long as its forms have in common: `exports`, `exporting` are one. */
const stem = (word: string): string => (word.length > 6 ? word.slice(0, 6) : word.replace(/s$/, ''))

const COMMON = new Set(
  'with that from this when then than into have will must shall should each every they their there which what where while your users user project system team work test tests task tasks plan goal metric target success criteria priority milestone phase eine einer oder und nicht werden wird dass avec pour dans les des une para como cada ser los las del que'
    .split(' ')
    .map(stem),
)

/** The words that tell what something is about. */
function wordsOf(text: string): ReadonlySet<string> {
  const words = plain(text)
    .toLowerCase()
    .match(/[\p{L}\p{N}]{4,}|[\p{Script=Han}\p{Script=Katakana}\p{Script=Hangul}]{2,}/gu)
  return new Set((words ?? []).map(stem).filter((word) => !COMMON.has(word) && !/^\d+$/.test(word)))
}

/** Words that more of a list have than this tell nothing. */
const mostOf = (count: number): number => Math.min(40, Math.max(1, Math.ceil(count / 2)))

/**
 * What of one list serves what of the other. Documents state it by naming both in one line, or one in the section of
 * the other; what is not linked so is linked by the words it shares, the nearest first.
 */
export function traceLinks(
  upper: readonly Traced[],
  lower: readonly Traced[],
  lines: readonly string[],
): readonly TraceLink[] {
  const stated = statedLinks(upper, lower, lines)
  const linked = new Set(stated.flatMap((link) => [`u${link.upper}`, `l${link.lower}`]))
  const inferred = inferredLinks(upper, lower).filter(
    (link) => !linked.has(`u${link.upper}`) || !linked.has(`l${link.lower}`),
  )
  return [...stated, ...inferred]
}

function statedLinks(
  upper: readonly Traced[],
  lower: readonly Traced[],
  lines: readonly string[],
): readonly TraceLink[] {
  const at = (list: readonly Traced[]): ReadonlyMap<string, number> =>
    new Map(list.flatMap(({ kind, number }, index) => (number === '' ? [] : [[nameOf(kind, number), index] as const])))
  const uppers = at(upper)
  const lowers = at(lower)
  const found = new Map<string, TraceLink>()
  const link = (from: number, to: number): void =>
    void found.set(`${from} ${to}`, { upper: from, lower: to, link: 'stated', share: 1 })
  const every = (named: ReadonlySet<string>, list: ReadonlyMap<string, number>): readonly number[] =>
    [...named].flatMap((name) => list.get(name) ?? [])
  for (const line of lines) {
    const named = namedIn(line)
    if (named.size < 2) continue
    for (const from of every(named, uppers)) for (const to of every(named, lowers)) link(from, to)
  }
  lower.forEach(({ says }, to) => every(namedIn(says), uppers).forEach((from) => link(from, to)))
  upper.forEach(({ says }, from) => every(namedIn(says), lowers).forEach((to) => link(from, to)))
  return [...found.values()].toSorted((a, b) => a.upper - b.upper || a.lower - b.lower)
}

function inferredLinks(upper: readonly Traced[], lower: readonly Traced[]): readonly TraceLink[] {
  const uppers = upper.map(({ about }) => wordsOf(about))
  const lowers = lower.map(({ about }) => wordsOf(about))
  const having = new Map<string, number[]>()
  lowers.forEach((words, index) => {
    for (const word of words) {
      const list = having.get(word)
      if (list === undefined) having.set(word, [index])
      else list.push(index)
    }
  })
  const most = mostOf(lower.length)
  return uppers.flatMap((words, from): readonly TraceLink[] => {
    const shared = new Map<number, number>()
    for (const word of words) {
      const list = having.get(word) ?? []
      // Of two one alone may have it, of one all.
      if (list.length > most && lower.length > 1) continue
      for (const to of list) shared.set(to, (shared.get(to) ?? 0) + 1)
    }
    return [...shared]
      .map(([to, count]) => ({
        upper: from,
        lower: to,
        link: 'inferred' as const,
        share: Math.max(count / words.size, count / lowers[to]!.size),
      }))
      .toSorted((a, b) => b.share - a.share || a.lower - b.lower)
  })
}
