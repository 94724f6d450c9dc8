import type { PlanMilestone } from '../model/plan.ts'
import { terms } from './keys.ts'

/** Finds the milestone that something stated elsewhere belongs to; null where no milestone is nearer than the others. */
export interface HomeFinder {
  /** `names` are looked for as they are (an id, a path), `text` is compared by its words. */
  (names: readonly string[], text: string): PlanMilestone | null
}

const NAME = /[A-Z]{1,5}-?\d{1,4}[a-z]?(?!\w)|[\w.@+-]+(?:\/[\w.@+-]+)*\.\w{1,8}(?!\w)/gu

// A word that so many milestones use tells none of them apart, and comparing all with all is not linear.
const COMMON = 24

// A word of the title says more than one of the text below it.
const TITLE = 2

type Postings = ReadonlyMap<string, readonly number[]>

interface Index {
  readonly names: ReadonlyMap<string, number>
  readonly texts: Postings
  readonly titles: Postings
}

function postings(texts: readonly string[]): Postings {
  const lists = new Map<string, number[]>()
  texts.forEach((text, at) => {
    for (const term of terms(text)) {
      const list = lists.get(term)
      if (list === undefined) lists.set(term, [at])
      else list.push(at)
    }
  })
  return lists
}

function namesIn(texts: readonly string[]): Map<string, number> {
  const names = new Map<string, number>()
  texts.forEach((text, at) => {
    for (const [name] of text.matchAll(NAME)) if (!names.has(name.toLowerCase())) names.set(name.toLowerCase(), at)
  })
  return names
}

interface Score {
  readonly weight: number
  readonly shared: number
}

/** Adds what one word tells: the more, the fewer milestones use it; nothing where all do. */
function weigh(scores: Map<number, Score>, list: readonly number[] | undefined, count: number, factor: number): void {
  if (list === undefined || list.length === count || list.length > COMMON) return
  for (const at of list) {
    const score = scores.get(at) ?? { weight: 0, shared: 0 }
    scores.set(at, { weight: score.weight + factor * Math.log(count / list.length), shared: score.shared + 1 })
  }
}

/** The milestone with the highest sum of weights, if it shares more than a stray word. */
function nearest(index: Index, count: number, text: string): number | null {
  const words = terms(text)
  const scores = new Map<number, Score>()
  for (const word of words) {
    weigh(scores, index.texts.get(word), count, 1)
    weigh(scores, index.titles.get(word), count, TITLE)
  }
  const ranked = [...scores].sort(([a, x], [b, y]) => y.weight - x.weight || a - b)
  const [first, second] = ranked
  if (first === undefined || (second !== undefined && second[1].weight === first[1].weight)) return null
  return first[1].shared >= 2 || first[1].shared * 4 >= words.size ? first[0] : null
}

/**
 * Where statements of a specification belong: the milestone that names it, else the one whose words, weighed by how few
 * milestones use them, it shares most. A single milestone takes everything.
 */
export function homeFinder(
  milestones: readonly PlanMilestone[],
  text: (milestone: PlanMilestone) => string,
): HomeFinder {
  if (milestones.length === 1) return () => milestones[0]!
  const texts = milestones.map(text)
  const index: Index = {
    names: namesIn(texts),
    texts: postings(texts),
    titles: postings(milestones.map((milestone) => milestone.title)),
  }
  return (names, words) => {
    const named = names.map((name) => index.names.get(name.toLowerCase())).find((at) => at !== undefined)
    const at = named ?? nearest(index, milestones.length, words)
    return at === null ? null : milestones[at]!
  }
}
